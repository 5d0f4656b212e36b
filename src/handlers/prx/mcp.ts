/**
 * Owns the handlers of the PRX tag `mcp` and the mapping of MCP servers to its objects. Connecting belongs to domain/mcp.
 */
import type { McpServer, McpServers } from '../../domain/mcp/index.ts';
import type { McpHandlers, Schemas } from '../../generated/prx/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `mcp`. */
export function makeMcpHandlers(servers: McpServers): McpHandlers<CallContext> {
  return {
    async listMcpServers() {
      return { servers: servers.list().map(toServer) };
    },

    async reconnectMcpServer({ path: { name } }) {
      servers.reconnect(name);
      return { name, status: 'reconnecting' };
    },
  };
}

function toServer(server: McpServer): Schemas['McpServer'] {
  const { name, transport, status, tools, connectedAt, error } = server;
  return {
    name,
    transport,
    status,
    tools: [...tools],
    ...(connectedAt === null ? {} : { connected_at: toTimestamp(connectedAt) }),
    ...(error === null ? {} : { error }),
  };
}
