/**
 * Owns the ports of MCP servers. The protocol is spoken in src/adapters/mcp.
 */
import type { Connection, Connector } from '../connections/index.ts';

/** How a server is reached; the last two are the same protocol under two names. */
export type McpTransport = 'stdio' | 'http' | 'streamable_http';

/** What this area reads of a server's settings; adapters read more. */
export interface McpSettings {
  readonly enabled: boolean;
  readonly transport: McpTransport;
}

/** A server whose tools can be called. */
export interface McpConnection extends Connection {
  /** The names of its tools, as the server gives them. */
  readonly tools: readonly string[];
}

/** Makes the connector of a server from its name and settings, by transport. */
export type McpAdapters = Readonly<
  Partial<Record<McpTransport, (name: string, settings: McpSettings) => Connector<McpConnection>>>
>;
