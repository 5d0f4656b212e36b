/**
 * Owns the ports of MCP servers: their settings, and what an open connection offers. The protocol is spoken in src/adapters/mcp.
 */
import type { Logger } from '../../lib/log.ts';
import type { Connection, Connector } from '../connections/index.ts';
import type { InputSchema, ToolResult } from '../tools/index.ts';

/** How a server is reached; `http` and `streamable_http` are the same protocol under two names. */
export type McpTransport = 'stdio' | 'http' | 'streamable_http' | 'sse';

/** The settings of a server, wherever they stand; times are milliseconds. */
export interface McpSettings {
  readonly enabled: boolean;
  readonly transport: McpTransport;
  /** The program of a `stdio` server, and its arguments. */
  readonly command: string | null;
  readonly args: readonly string[];
  /** Secret, as are the headers. */
  readonly env: Readonly<Record<string, string>>;
  /** The address of a server of the other transports. */
  readonly url: string | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the address may be a private or reserved one. */
  readonly allowPrivate: boolean;
  readonly startupTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly toolNamePrefix: string;
  /** Names of tools as the server gives them; an empty list is all. */
  readonly allowTools: readonly string[];
  /** Wins over `allowTools`. */
  readonly denyTools: readonly string[];
  /** Why it is not even tried; null where it is. */
  readonly fault: string | null;
}

/** How a call is bounded. */
export interface McpCallOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Something of a server that can be called. */
export interface McpTool {
  /** As the server gives it. */
  readonly name: string;
  readonly description: string;
  readonly inputSchema: InputSchema;
  /** @throws Error with a reason in words: the server refused, did not answer in time, or is gone */
  call(input: Readonly<Record<string, unknown>>, options: McpCallOptions): Promise<ToolResult>;
}

/** A server whose tools can be called. */
export interface McpConnection extends Connection {
  /** The tools of the server as they are now; another array whenever they have changed. */
  readonly tools: readonly McpTool[];
  /** Its resources and prompts, as tools that read them. */
  readonly extras: readonly McpTool[];
}

/** Makes the connector of a server, by transport. `log` is the server's own. */
export type McpAdapters = Readonly<
  Partial<
    Record<
      McpTransport,
      (name: string, settings: McpSettings, log: Logger) => Connector<McpConnection>
    >
  >
>;
