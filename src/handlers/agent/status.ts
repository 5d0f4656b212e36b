/**
 * Owns the handlers of the agent tag `status` and the mapping of connections to its objects.
 * Which agent this is belongs to the settings, what is connected to domain/mcp and domain/peers.
 */
import type { McpServer, McpServers } from '../../domain/mcp/index.ts';
import type { Peer, Peers } from '../../domain/peers/index.ts';
import type { Schemas, StatusHandlers } from '../../generated/agent/bindings.ts';
import type { CallContext } from '../context.ts';

/** The provider that is asked first, and why its latest answer failed. */
export interface PrimaryProvider {
  readonly name: string;
  readonly model: string;
  readonly error: string | null;
}

/** The handlers of `status`; the legacy path answers the same. */
export function makeStatusHandlers(parts: {
  agentId: () => string | null;
  servers: McpServers;
  peers: Peers;
  provider: () => PrimaryProvider;
}): StatusHandlers<CallContext> {
  const { agentId, servers, peers, provider } = parts;
  const getStatus = async () => toStatus(agentId(), servers.list(), peers.list(), provider());
  return { getStatus, getStatusLegacy: getStatus };
}

function toStatus(
  agentId: string | null,
  servers: McpServer[],
  peers: Peer[],
  provider: PrimaryProvider,
): Schemas['StatusEnvelope'] {
  const mcp = Object.fromEntries(servers.map((one) => [one.name, toConnection(one)]));
  const a2a = Object.fromEntries(peers.map((one) => [one.name, toPeer(one)]));
  return {
    success: true,
    data: { agent_id: agentId, mcp, a2a, provider: toProvider(provider) },
    error: null,
  };
}

function toProvider({ name, model, error }: PrimaryProvider): Schemas['ProviderConnection'] {
  if (error === null) return { name, model, status: 'connected' };
  return { name, model, status: 'disconnected', error };
}

function toConnection({ status, tools, error }: McpServer): Schemas['McpConnection'] {
  return { status, tools: [...tools], ...(error === null ? {} : { error }) };
}

function toPeer({ status, url, error }: Peer): Schemas['A2aConnection'] {
  return { status, url, ...(error === null ? {} : { error }) };
}
