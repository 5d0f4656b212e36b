/**
 * Owns connecting platforms by request: credentials are checked first, then kept with the settings, then used. Keeping a connection
 * open belongs to channels.ts, asking a platform to the adapters.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../lib/clock.ts';
import type { Settings, SettingsPatch } from '../settings/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import type { Channels } from './channels.ts';
import type { ChannelName } from './jid.ts';
import { type Account, CredentialsError, PlatformError } from './platform.ts';

/** What is asked for: keys of the channel's table with their new values; those left out stay as they are. */
export type Wanted = Readonly<Record<string, string | undefined>>;

const CONNECT_MS = 30_000;
const CHECK_MS = 20_000;
const STEP_MS = 20;

/** Connects and disconnects platforms. */
export class ChannelAccess {
  readonly #channels: Channels;
  readonly #settings: Settings;
  readonly #clock: Clock;
  readonly #tableOf: (name: ChannelName) => Readonly<Record<string, unknown>> | undefined;
  readonly #keysOf: (name: ChannelName) => readonly string[];

  /**
   * @param options.tableOf The settings of a channel in force, the ones of a disabled channel as well.
   * @param options.keysOf The keys that hold what makes a channel configured, for forgetting them.
   */
  constructor(options: {
    channels: Channels;
    settings: Settings;
    clock: Clock;
    tableOf: (name: ChannelName) => Readonly<Record<string, unknown>> | undefined;
    keysOf: (name: ChannelName) => readonly string[];
  }) {
    this.#channels = options.channels;
    this.#settings = options.settings;
    this.#clock = options.clock;
    this.#tableOf = options.tableOf;
    this.#keysOf = options.keysOf;
  }

  /** A value that was asked for, else the one in force. */
  valueOf(name: ChannelName, key: string, wanted: string | undefined): string | undefined {
    const known = this.#tableOf(name)?.[key];
    return wanted ?? (typeof known === 'string' ? known : undefined);
  }

  /**
   * Asks a platform about credentials, in bounded time.
   * @throws DomainError channel_credentials_rejected, channel_intents_disallowed, channel_refused, channel_timed_out
   */
  async check<Facts>(ask: (signal: AbortSignal) => Promise<Facts>): Promise<Facts> {
    const signal = AbortSignal.timeout(CHECK_MS);
    try {
      return await ask(signal);
    } catch (error) {
      if (error instanceof CredentialsError) {
        const isIntents = error.code === 'disallowed_intents';
        const reason = isIntents ? 'channel_intents_disallowed' : 'channel_credentials_rejected';
        throw new DomainError(reason, error.message);
      }
      if (signal.aborted || (error instanceof PlatformError && error.timedOut))
        throw new DomainError('channel_timed_out', 'The platform did not answer in time');
      if (error instanceof PlatformError) throw new DomainError('channel_refused', error.message);
      throw error;
    }
  }

  /**
   * Keeps what is wanted and connects with it; a channel that is connected with just that stays as it is.
   * @throws what `check` and settings throw, and channel_refused or channel_timed_out when no connection came about
   */
  async connect(name: ChannelName, wanted: Wanted, by: Caller): Promise<Account> {
    const before = this.#tableOf(name);
    const changed = Object.entries(wanted).filter(
      ([key, value]) => value !== undefined && before?.[key] !== value,
    );
    const patch: Record<string, string | boolean> = Object.fromEntries(
      changed.map(([key, value]) => [`channels_config.${name}.${key}`, value ?? '']),
    );
    if (before?.enabled !== true) patch[`channels_config.${name}.enabled`] = true;
    if (Object.keys(patch).length > 0) await this.#settings.change(patch, by);
    else if (this.#channels.connection(name) === null) this.#channels.restart(name);
    return await this.#untilConnected(name);
  }

  /** Gives the connection up, and forgets the credentials when asked to. */
  async disconnect(name: ChannelName, forget: boolean, by: Caller): Promise<void> {
    const table = this.#tableOf(name);
    if (table === undefined) return;
    const patch: SettingsPatch = forget
      ? Object.fromEntries(
          this.#keysOf(name).map((key) => [`channels_config.${name}.${key}`, null]),
        )
      : { [`channels_config.${name}.enabled`]: false };
    if (forget || table.enabled !== false) await this.#settings.change(patch, by);
    const deadline = this.#clock.monotonic() + CONNECT_MS;
    while (this.#channels.connection(name) !== null && this.#clock.monotonic() < deadline)
      await sleep(STEP_MS);
  }

  async #untilConnected(name: ChannelName): Promise<Account> {
    for (let waited = 0; waited < CONNECT_MS; waited += STEP_MS) {
      const now = this.#channels.find(name);
      if (now?.open) return now.open.account;
      if (now?.error) throw new DomainError('channel_refused', now.error);
      await sleep(STEP_MS);
    }
    throw new DomainError('channel_timed_out', `Channel ${name} was not connected in time`);
  }
}
