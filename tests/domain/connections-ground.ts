/**
 * Owns channels and MCP servers in memory, behind the ports of the domain: they connect, refuse, break and hang as a test tells them.
 * What the registries must make of it is left to the tests.
 */
import type { ChannelConnection, ChannelEvents } from '../../src/domain/channels/index.ts';
import type { Connector } from '../../src/domain/connections/index.ts';
import type { McpConnection } from '../../src/domain/mcp/index.ts';

/** Anything outside that can be connected to. */
export class Outpost implements Connector<ChannelConnection & McpConnection> {
  /** Why connecting is refused; null lets it in. */
  refusal: string | null = null;
  /** Why a check fails; null when it does not. */
  sickness: string | null = null;
  /** Neither lets in nor refuses. */
  hangs = false;
  /** What a channel's connections tell of; set by who makes the adapters. */
  events: ChannelEvents | null = null;
  tools = ['read', 'write'];
  /** Times somebody tried to connect, connections open now, and the most that were open at once. */
  attempts = 0;
  open = 0;
  most = 0;
  #break: (reason: string) => void = () => undefined;

  async connect(signal: AbortSignal): Promise<ChannelConnection & McpConnection> {
    this.attempts += 1;
    if (this.hangs)
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    if (this.refusal !== null) throw new Error(this.refusal);
    this.open += 1;
    this.most = Math.max(this.most, this.open);
    return {
      ended: new Promise((resolve) => {
        this.#break = resolve;
      }),
      tools: this.tools.map((name) => ({
        name,
        description: '',
        inputSchema: { type: 'object' },
        call: async () => ({ content: name, failed: false }),
      })),
      extras: [],
      account: { id: '1', username: 'outpost', displayName: 'Outpost' },
      mode: 'polling' as const,
      send: async () => 'message-1',
      check: async () => {
        if (this.sickness !== null) throw new Error(this.sickness);
      },
      close: async () => {
        this.open -= 1;
      },
    };
  }

  /** The connection that is open breaks. */
  break(reason: string): void {
    this.#break(reason);
  }
}
