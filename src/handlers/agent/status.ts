/**
 * Owns the handlers of the agent tag `status` and the mapping of connections to its objects.
 * Which agent this is belongs to the settings, what is connected to domain/mcp.
 */
import type { McpServer, McpServers } from '../../domain/mcp/index.ts';
import type { Schemas, StatusHandlers } from '../../generated/agent/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `status`; the legacy path answers the same. */
export function makeStatusHandlers(
  agentId: () => string | null,
  servers: McpServers,
): StatusHandlers<CallContext> {
  const getStatus = async () => toStatus(agentId(), servers.list());
  return { getStatus, getStatusLegacy: getStatus };
}

/** Peer agents cannot be configured yet, so there are none. */
function toStatus(agentId: string | null, servers: McpServer[]): Schemas['StatusEnvelope'] {
  const mcp = Object.fromEntries(servers.map((one) => [one.name, toConnection(one)]));
  return { success: true, data: { agent_id: agentId, mcp, a2a: {} }, error: null };
}

function toConnection({ status, tools, error }: McpServer): Schemas['McpConnection'] {
  return { status, tools: [...tools], ...(error === null ? {} : { error }) };
}
