/**
 * Owns the enabled MCP servers: their states, connecting them anew, the events of their changes, and that their tools are offered.
 * Connecting belongs to domain/connections and the adapters, where servers are written down to the configuration and workspace.ts.
 */
import type { Clock } from '../../lib/clock.ts';
import type { LoggerOf } from '../../lib/log.ts';
import type { Journal } from '../audit/index.ts';
import {
  Connections,
  type ConnectionsOptions,
  type Reached,
  type Shift,
} from '../connections/index.ts';
import { DomainError, systemCaller } from '../shared/index.ts';
import type { Tool, ToolSource } from '../tools/index.ts';
import type { McpAdapters, McpConnection, McpSettings, McpTransport } from './ports.ts';
import { type OpenServer, toolsOf } from './tools.ts';

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

/** Adapters keep to the time that each server has to start, which the configuration allows to be an hour. */
const CONNECT_MS = 3_700_000;

/** The MCP servers of this daemon. */
export class McpServers implements ToolSource {
  readonly #connections: Connections<McpSettings, McpConnection>;
  readonly #configured: () => Readonly<Record<string, McpSettings>>;
  readonly #journal: Journal;
  readonly #report: (error: unknown) => void;
  readonly #misread: () => { name: string; reason: string }[];
  #telling: Promise<void> = Promise.resolve();
  #from: readonly unknown[] = [];
  #tools: readonly Tool[] = [];

  /**
   * @param options.configured All servers by name, the ones that are not enabled included.
   * @param options.misread Where servers should be written down and cannot be read.
   * @param options.report Told when an event could not be stored.
   */
  constructor(options: {
    configured: () => Readonly<Record<string, McpSettings>>;
    adapters: McpAdapters;
    journal: Journal;
    clock: Clock;
    loggerOf: LoggerOf;
    report: (error: unknown) => void;
    misread?: () => { name: string; reason: string }[];
    times?: NonNullable<ConnectionsOptions<McpSettings, McpConnection>['times']>;
  }) {
    this.#configured = options.configured;
    this.#journal = options.journal;
    this.#report = options.report;
    this.#misread = options.misread ?? (() => []);
    this.#connections = new Connections({
      configured: () => enabledOf(options.configured()),
      connectorOf: (name, settings) => {
        const connectorOf = options.adapters[settings.transport];
        if (settings.fault !== null || connectorOf === undefined) return null;
        return connectorOf(name, settings, options.loggerOf(`mcp::${name}`));
      },
      unreachable: 'no adapter for this transport in this version',
      overlaps: () => true,
      onShift: (name, shift) => this.#tell(name, shift),
      clock: options.clock,
      times: { connectMs: CONNECT_MS, ...options.times },
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
      tools: namesOf(one.open),
      connectedAt: one.connectedAt,
      error: one.error === null ? null : (one.settings.fault ?? one.error),
    }));
  }

  /** The tools of every connected server, as far as they may be used. */
  tools(): readonly Tool[] {
    const servers = this.#connections.list().flatMap((one) => openOf(one) ?? []);
    // Whoever asks at every turn gets the same array while nothing has changed.
    const from = servers.flatMap(({ open, settings }) => [open, open.tools, choiceOf(settings)]);
    const isSame =
      from.length === this.#from.length && from.every((one, i) => one === this.#from[i]);
    if (!isSame) {
      this.#from = from;
      this.#tools = toolsOf(servers, (name) => openOf(this.#connections.find(name)));
    }
    return this.#tools;
  }

  /** Every enabled server whose tools cannot be used now, and why. */
  down(): { name: string; reason: string }[] {
    const servers = this.list()
      .filter((one) => one.status !== 'connected')
      .map(({ name, error }) => ({ name, reason: error ?? 'connecting' }));
    return [...servers, ...this.#misread()];
  }

  /** Every enabled server with its connection; where the settings have a fault, that is why they are not used. */
  links(): Reached<McpSettings, McpConnection>[] {
    return this.#connections.list().map((one) => {
      const { fault } = one.settings;
      if (fault === null) return one;
      const refused = one.refused === null ? null : fault;
      return { ...one, refused, error: one.error === null ? null : fault };
    });
  }

  /** Every server that is not enabled. */
  off(): { name: string; settings: McpSettings }[] {
    return Object.entries(this.#configured())
      .filter(([, { enabled }]) => !enabled)
      .map(([name, settings]) => ({ name, settings }));
  }

  /** Goes after a change of the settings, and waits for outcomes until `signal` aborts. */
  async settle(signal: AbortSignal): Promise<void> {
    await this.#connections.settle(signal);
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
            await change.event('mcp.connected', name, { name, tools: namesOf(shift.open) });
          else await change.event('mcp.disconnected', name, { name, error: shift.error });
        }),
      )
      .catch(this.#report);
  }
}

function enabledOf(all: Readonly<Record<string, McpSettings>>): Record<string, McpSettings> {
  return Object.fromEntries(Object.entries(all).filter(([, { enabled }]) => enabled));
}

/** What decides which tools are offered, and under which names, as one value that can be compared. */
const choiceOf = ({ toolNamePrefix, allowTools, denyTools }: McpSettings) =>
  JSON.stringify([toolNamePrefix, allowTools, denyTools]);

const namesOf = (open: McpConnection | null) => open?.tools.map((tool) => tool.name) ?? [];

function openOf(one: Reached<McpSettings, McpConnection> | undefined): OpenServer | undefined {
  if (!one || one.open === null) return undefined;
  return { name: one.name, settings: one.settings, open: one.open };
}
