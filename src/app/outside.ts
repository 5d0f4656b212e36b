/**
 * Owns which adapters this version has for what is outside: providers, channels, MCP servers, plugins.
 * Their ports belong to the areas of the domain, what they do to src/adapters.
 */
import { offlineProvider } from '../adapters/providers/offline.ts';
import type { Provider } from '../domain/agent/index.ts';
import type { ChannelAdapters } from '../domain/channels/index.ts';
import type { McpAdapters } from '../domain/mcp/index.ts';
import type { PluginRuntime } from '../domain/plugins/index.ts';

/** What the daemon reaches the outside with. */
export interface Outside {
  readonly provider: Provider;
  readonly channels: ChannelAdapters;
  readonly mcp: McpAdapters;
  /** Null where plugins cannot be run. */
  readonly plugins: PluginRuntime | null;
}

/** The adapters of this version. */
export const builtIn: Outside = { provider: offlineProvider, channels: {}, mcp: {}, plugins: null };
