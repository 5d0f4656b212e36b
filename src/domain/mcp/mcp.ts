/**
 * Owns the enabled MCP servers: their states, connecting them anew, and the events of their changes.
 * Connecting belongs to domain/connections and the adapters, calling tools to domain/agent.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Journal } from '../audit/index.ts';
import { Connections, type ConnectionsOptions, type Shift } from '../connections/index.ts';
import { DomainError, systemCaller } from '../shared/index.ts';
import type { McpAdapters, McpConnection, McpSettings, McpTransport } from './ports.ts';

/** An enabled MCP server; times are milliseconds since the epoch. */
export interface McpServer {
  readonly name: string;
  readonly transport: McpTransport;
  readonly status: 'connected' | 'reconnecting' | 'disconnected';
  /** The names of its tools; empty while it is not connected. */
  readonly tools: readonly string[];
  readonly connectedAt: number | null;
  /** Why it is not connected, where that is known. */
  readonly error: string | null;
}

const SYSTEM = systemCaller('mcp');

/** The MCP servers of this daemon. */
export class McpServers {
  readonly #connections: Connections<McpSettings, McpConnection>;
  readonly #journal: Journal;
  readonly #report: (error: unknown) => void;
  #telling: Promise<void> = Promise.resolve();

  /**
   * @param options.configured All servers by name, the ones that are not enabled included.
   * @param options.report Told when an event could not be stored.
   */
  constructor(options: {
    configured: () => Readonly<Record<string, McpSettings>>;
    adapters: McpAdapters;
    journal: Journal;
    clock: Clock;
    report: (error: unknown) => void;
    times?: NonNullable<ConnectionsOptions<McpSettings, McpConnection>['times']>;
  }) {
    this.#journal = options.journal;
    this.#report = options.report;
    this.#connections = new Connections({
      configured: () => enabledOf(options.configured()),
      connectorOf: (name, settings) =>
        options.adapters[settings.transport]?.(name, settings) ?? null,
      unreachable: 'no adapter for this transport in this version',
      onShift: (name, shift) => this.#tell(name, shift),
      clock: options.clock,
      ...(options.times === undefined ? {} : { times: options.times }),
    });
  }

  /** Connects every enabled server. */
  start(): void {
    this.#connections.start();
  }

  /** Disconnects every server, and tells it. */
  async stop(): Promise<void> {
    await this.#connections.stop();
    await this.#telling;
  }

  /** Goes after a change of the settings. */
  follow(): void {
    this.#connections.follow();
  }

  /** Every enabled server, by name. */
  list(): McpServer[] {
    return this.#connections.list().map((one) => ({
      name: one.name,
      transport: one.settings.transport,
      status: one.status,
      tools: one.open?.tools ?? [],
      connectedAt: one.connectedAt,
      error: one.error,
    }));
  }

  /** Every enabled server whose tools cannot be used now, and why. */
  down(): { name: string; reason: string }[] {
    return this.list()
      .filter((one) => one.status !== 'connected')
      .map(({ name, error }) => ({ name, reason: error ?? 'connecting' }));
  }

  /** Connects a server anew; one that is connecting already goes on. @throws DomainError mcp_server_not_found */
  reconnect(name: string): void {
    if (!this.#connections.restart(name))
      throw new DomainError('mcp_server_not_found', `MCP server ${name} is not configured`);
  }

  /** One after the other, so that events stand in the order of the changes. */
  #tell(name: string, shift: Shift<McpConnection>): void {
    // No event of the contract tells of attempts that fail; the list and the status do.
    if (shift.kind === 'failed') return;
    this.#telling = this.#telling
      .then(() =>
        this.#journal.commit(SYSTEM, async (change) => {
          if (shift.kind === 'connected')
            await change.event('mcp.connected', name, { name, tools: [...shift.open.tools] });
          else await change.event('mcp.disconnected', name, { name, error: shift.error });
        }),
      )
      .catch(this.#report);
  }
}

function enabledOf(all: Readonly<Record<string, McpSettings>>): Record<string, McpSettings> {
  return Object.fromEntries(Object.entries(all).filter(([, { enabled }]) => enabled));
}
