/**
 * Owns which adapters this version has for what is outside: channels, MCP servers, plugins. Providers follow the settings, in providers.ts.
 * Their ports belong to the areas of the domain, what they do to src/adapters.
 */
import { a2aEndpoint, peerAdapter } from '../adapters/a2a/index.ts';
import { mcpAdapters } from '../adapters/mcp/index.ts';
import { wasmRuntime } from '../adapters/plugins/runtime.ts';
import type { Provider } from '../domain/agent/index.ts';
import type { ChannelAdapters } from '../domain/channels/index.ts';
import type { McpAdapters } from '../domain/mcp/index.ts';
import type { PeerAdapter, RpcEndpoint } from '../domain/peers/index.ts';
import type { PluginRuntime } from '../domain/plugins/index.ts';
import type { EngineCandidate } from '../domain/runtime/index.ts';
import { version } from './version.ts';

/** What the daemon reaches the outside with. */
export interface Outside {
  /** Null where the settings say which it is. */
  readonly provider: Provider | null;
  /** Null where the vendors of channels.ts are. */
  readonly channels: ChannelAdapters | null;
  readonly mcp: McpAdapters;
  /** Where container engines may be; null where the settings say so. */
  readonly engines: (() => readonly EngineCandidate[]) | null;
  readonly peers: PeerAdapter;
  /** Where other agents speak to this one. */
  readonly a2a: RpcEndpoint;
  /** Null where plugins cannot be run. */
  readonly plugins: PluginRuntime | null;
}

/** The adapters of this version. */
export const builtIn: Outside = {
  provider: null,
  channels: null,
  engines: null,
  mcp: mcpAdapters(version),
  peers: peerAdapter(),
  a2a: a2aEndpoint,
  plugins: wasmRuntime,
};
