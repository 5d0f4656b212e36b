/**
 * Owns the configured channels: their states, restarting and checking them, and the events of their changes.
 * Connecting belongs to domain/connections and the adapters, sessions of a channel to domain/sessions.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../lib/clock.ts';
import { redact } from '../../lib/redact.ts';
import type { Journal } from '../audit/index.ts';
import {
  Connections,
  type ConnectionsOptions,
  type Reached,
  type Shift,
} from '../connections/index.ts';
import type { Sessions } from '../sessions/index.ts';
import { DomainError, systemCaller } from '../shared/index.ts';
import type { ChannelConnection, ChannelEvents } from './platform.ts';
import type { ChannelAdapters } from './ports.ts';

/** A configured channel; times are milliseconds since the epoch. */
export interface Channel {
  readonly name: string;
  readonly status: 'connected' | 'reconnecting' | 'disconnected';
  readonly connectedAt: number | null;
  /** Active sessions of the channel; null while it is not connected. */
  readonly activeSessions: number | null;
  /** Why it is not connected, where that is known. */
  readonly error: string | null;
}

/** What one live check found. */
export interface ChannelHealth {
  readonly name: string;
  readonly healthy: boolean;
  /** Whole milliseconds until the vendor answered; null when it did not. */
  readonly latencyMs: number | null;
  readonly lastMessageAt: number | null;
  /** Why it is not healthy; null when it is. */
  readonly error: string | null;
}

/** A vendor that has not answered a check by then does not work. */
const CHECK_MS = 5000;
const LONGEST_ERROR = 1000;
const SYSTEM = systemCaller('channels');

/** The channels of this daemon. */
export class Channels {
  readonly #connections: Connections<unknown, ChannelConnection>;
  readonly #sessions: Sessions;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #report: (error: unknown) => void;
  readonly #onConnected: (name: string) => void;
  readonly #lastMessageAt: (name: string) => Promise<number | null>;
  #telling: Promise<void> = Promise.resolve();

  /**
   * @param options.eventsOf What a channel's connections tell of.
   * @param options.onConnected Told of each connection that is made.
   * @param options.report Told when an event could not be stored.
   */
  constructor(options: {
    configured: () => Readonly<Record<string, unknown>>;
    adapters: ChannelAdapters;
    eventsOf: (name: string) => ChannelEvents;
    onConnected: (name: string) => void;
    lastMessageAt: (name: string) => Promise<number | null>;
    sessions: Sessions;
    journal: Journal;
    clock: Clock;
    report: (error: unknown) => void;
    times?: NonNullable<ConnectionsOptions<unknown, ChannelConnection>['times']>;
  }) {
    this.#sessions = options.sessions;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#report = options.report;
    this.#onConnected = options.onConnected;
    this.#lastMessageAt = options.lastMessageAt;
    this.#connections = new Connections({
      configured: options.configured,
      connectorOf: (name, settings) =>
        options.adapters[name]?.(settings, options.eventsOf(name)) ?? null,
      unreachable: 'no adapter for this channel in this version',
      overlaps: haveOtherCredentials,
      onShift: (name, shift) => this.#tell(name, shift),
      clock: options.clock,
      ...(options.times === undefined ? {} : { times: options.times }),
    });
  }

  /** Connects everything that is configured. */
  start(): void {
    this.#connections.start();
  }

  /** Disconnects everything, and tells it. */
  async stop(): Promise<void> {
    await this.#connections.stop();
    await this.#telling;
  }

  /** Goes after a change of the settings. */
  follow(): void {
    this.#connections.follow();
  }

  /** Every configured channel, by name. */
  async list(): Promise<Channel[]> {
    return await Promise.all(
      this.#connections.list().map(async ({ name, status, connectedAt, error }) => ({
        name,
        status,
        connectedAt,
        activeSessions: status === 'connected' ? await this.#sessions.count('active', name) : null,
        error,
      })),
    );
  }

  /** Every configured channel that cannot be used now, and why; and how many there are in all. */
  survey(): { total: number; down: { name: string; reason: string }[] } {
    const all = this.#connections.list();
    const down = all
      .filter((one) => one.status !== 'connected')
      .map((one) => ({ name: one.name, reason: one.error ?? 'connecting' }));
    return { total: all.length, down };
  }

  /** A configured channel with its connection; undefined where it is not configured. */
  find(name: string): Reached<unknown, ChannelConnection> | undefined {
    return this.#connections.find(name);
  }

  /** The open connection of a channel; null while there is none. */
  connection(name: string): ChannelConnection | null {
    return this.#connections.find(name)?.open ?? null;
  }

  /** Every configured channel with its connection. */
  links(): Reached<unknown, ChannelConnection>[] {
    return this.#connections.list();
  }

  /** No channel is switched off other than by not being configured. */
  off(): { name: string; settings: unknown }[] {
    return [];
  }

  /** Goes after a change of the settings, and waits for outcomes until `signal` aborts. */
  async settle(signal: AbortSignal): Promise<void> {
    await this.#connections.settle(signal);
  }

  /** Connects a channel anew; one that is connecting already goes on. @throws DomainError channel_not_found */
  restart(name: string): void {
    if (!this.#connections.restart(name)) notFound(name);
  }

  /** Waits until a connection that was given up is closed, or has not been in time. */
  async left(name: string): Promise<void> {
    this.follow();
    await this.#connections.left(name);
  }

  /** Tells that a platform has not delivered a message that it had taken. */
  async undelivered(name: string, messageId: string, reason: string | null): Promise<void> {
    const why = redact(reason ?? 'no reason was given');
    const error = `Message ${messageId} was not delivered: ${why}`.slice(0, LONGEST_ERROR);
    await this.#journal.commit(SYSTEM, async (change) => {
      await change.event('channel.error', name, { name, error });
      await change.note({
        event: 'channel.error',
        target: name,
        details: { severity: 'warning', error },
      });
    });
  }

  /** Asks the vendor. @throws DomainError channel_not_found */
  async check(name: string): Promise<ChannelHealth> {
    const { open, error } = this.#connections.find(name) ?? notFound(name);
    const about = { name, lastMessageAt: await this.#lastMessageAt(name) };
    const sick = { ...about, healthy: false, latencyMs: null };
    if (open === null) return { ...sick, error: error ?? 'connecting' };
    const begun = this.#clock.monotonic();
    try {
      await inTime(open);
    } catch (thrown) {
      return { ...sick, error: redact(thrown instanceof Error ? thrown.message : String(thrown)) };
    }
    const latencyMs = Math.round(this.#clock.monotonic() - begun);
    return { ...about, healthy: true, latencyMs, error: null };
  }

  /** One after the other, so that events stand in the order of the changes. */
  #tell(name: string, shift: Shift<ChannelConnection>): void {
    if (shift.kind === 'connected') this.#onConnected(name);
    this.#telling = this.#telling
      .then(() =>
        this.#journal.commit(SYSTEM, async (change) => {
          if (shift.kind === 'connected') {
            await change.event('channel.connected', name, { name });
            await change.note({ event: 'channel.connected', target: name, details: {} });
            return;
          }
          const { error } = shift;
          const event = shift.kind === 'failed' ? 'channel.error' : 'channel.disconnected';
          await change.event(event, name, { name, error });
          const details = error === null ? {} : ({ severity: 'warning', error } as const);
          await change.note({ event, target: name, details });
        }),
      )
      .catch(this.#report);
  }
}

/**
 * With the same credentials a vendor takes two connections for one that is confused; and then what changed is who may speak to the
 * agent, which must not wait.
 */
function haveOtherCredentials(before: unknown, after: unknown): boolean {
  const credentialsOf = (settings: unknown) => ({
    ...Object(settings),
    allowed_users: null,
    mention_only: null,
  });
  return !isDeepStrictEqual(credentialsOf(before), credentialsOf(after));
}

async function inTime(open: ChannelConnection): Promise<void> {
  const signal = AbortSignal.timeout(CHECK_MS);
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Error(`no answer within ${CHECK_MS / 1000} s`);
    signal.addEventListener('abort', () => reject(error), { once: true });
  });
  await Promise.race([open.check(signal), late]);
}

function notFound(name: string): never {
  throw new DomainError('channel_not_found', `Channel ${name} is not configured`);
}
