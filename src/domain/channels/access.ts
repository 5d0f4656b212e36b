/**
 * Owns connecting platforms by request: credentials are checked first, then kept with the settings, then used. Keeping a connection
 * open belongs to channels.ts, asking a platform to the adapters.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { redact } from '../../lib/redact.ts';
import type { Settings, SettingsPatch } from '../settings/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import type { Channels } from './channels.ts';
import type { ChannelName } from './jid.ts';
import { type Account, CredentialsError, PlatformError } from './platform.ts';

/** What is asked for: keys of the channel's table with their new values; those left out stay as they are. */
export type Wanted = Readonly<Record<string, string | undefined>>;

/** A little less than an attempt may take, so that the caller is told of the time and not of its end. */
const CONNECT_MS = 28_000;
const CHECK_MS = 20_000;
const STEP_MS = 20;

/** Connects and disconnects platforms. */
export class ChannelAccess {
  readonly #channels: Channels;
  readonly #settings: Settings;
  readonly #tableOf: (name: ChannelName) => Readonly<Record<string, unknown>> | undefined;
  readonly #keysOf: (name: ChannelName) => readonly string[];

  /**
   * @param options.tableOf The settings of a channel in force, the ones of a disabled channel as well.
   * @param options.keysOf The keys that hold what makes a channel configured, for forgetting them.
   */
  constructor(options: {
    channels: Channels;
    settings: Settings;
    tableOf: (name: ChannelName) => Readonly<Record<string, unknown>> | undefined;
    keysOf: (name: ChannelName) => readonly string[];
  }) {
    this.#channels = options.channels;
    this.#settings = options.settings;
    this.#tableOf = options.tableOf;
    this.#keysOf = options.keysOf;
  }

  /**
   * A value that was asked for, else the one in force.
   * @param asked Its name in the request.
   * @throws DomainError validation_failed where neither is there
   */
  demand(name: ChannelName, key: string, wanted: string | undefined, asked: string): string {
    const value = wanted ?? this.known(name, key);
    if (value !== undefined) return value;
    const message = 'is required: none is known so far';
    throw new DomainError('validation_failed', `The body "${asked}" ${message}`, {
      issues: [{ in: 'body', path: asked, message }],
    });
  }

  /** A text of the settings in force. */
  known(name: ChannelName, key: string): string | undefined {
    const value = this.#tableOf(name)?.[key];
    return typeof value === 'string' ? value : undefined;
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
      if (signal.aborted) throw timedOut('The platform did not answer in time');
      throw refusalOf(error) ?? error;
    }
  }

  /**
   * What a platform says of credentials, or why it does not take them.
   * @throws DomainError channel_refused, channel_timed_out: then nothing is known of them
   */
  async judge<Facts>(
    ask: (signal: AbortSignal) => Promise<Facts>,
  ): Promise<{ facts: Facts } | { refusal: string }> {
    try {
      return { facts: await this.check(ask) };
    } catch (error) {
      if (!(error instanceof DomainError) || error.reason !== 'channel_credentials_rejected')
        throw error;
      return { refusal: error.message };
    }
  }

  /**
   * Keeps what is wanted and connects with it; a channel that is connected with just that stays as it is.
   * @throws what `check` and settings throw, and channel_not_connected where it is disconnected meanwhile
   */
  async connect(name: ChannelName, wanted: Wanted, by: Caller): Promise<Account> {
    const before = this.#tableOf(name);
    const patch: Record<string, string | boolean> = {};
    for (const [key, value] of Object.entries(wanted)) {
      if (value !== undefined && before?.[key] !== value)
        patch[`channels_config.${name}.${key}`] = value;
    }
    if (before?.enabled !== true) patch[`channels_config.${name}.enabled`] = true;
    if (Object.keys(patch).length > 0) await this.#settings.change(patch, by);
    else if (!isInForce(this.#channels.find(name))) this.#channels.restart(name);
    return await this.#untilConnected(name);
  }

  /** Gives the connection up, and forgets the credentials when asked to. @throws what settings throw */
  async disconnect(name: ChannelName, forget: boolean, by: Caller): Promise<void> {
    const table = this.#tableOf(name);
    if (table === undefined) return;
    const off = { [`channels_config.${name}.enabled`]: false };
    if (forget) await this.#forget(name, off, by);
    else if (table.enabled !== false) await this.#settings.change(off, by);
    await this.#channels.left(name);
  }

  /** What a file or the environment says goes on being known; then the channel is kept off. */
  async #forget(name: ChannelName, off: SettingsPatch, by: Caller): Promise<void> {
    const keys = this.#keysOf(name).map((key) => `channels_config.${name}.${key}`);
    const gone: SettingsPatch = Object.fromEntries(keys.map((key) => [key, null]));
    try {
      await this.#settings.change({ ...gone, ...off }, by);
    } catch (error) {
      // Nothing of the table is left but that it is off, and a table without credentials is none.
      if (!(error instanceof DomainError) || error.reason !== 'setting_invalid') throw error;
      await this.#settings.change(gone, by);
    }
  }

  async #untilConnected(name: ChannelName): Promise<Account> {
    for (let waited = 0; waited < CONNECT_MS; waited += STEP_MS) {
      const now = this.#channels.find(name);
      if (now === undefined)
        throw new DomainError(
          'channel_not_connected',
          `Channel ${name} was disconnected meanwhile`,
        );
      const { open, failure } = now;
      if (open !== null && isInForce(now)) return open.account;
      if (failure !== null) {
        const message = now.refused ?? now.error ?? 'The connection broke at once';
        throw refusalOf(failure) ?? new DomainError('channel_refused', message);
      }
      await sleep(STEP_MS);
    }
    throw timedOut(`Channel ${name} was not connected in time`);
  }
}

/** Whether it is connected with the settings that are wanted, and not with the ones before. */
function isInForce(one: ReturnType<Channels['find']>): boolean {
  return one !== undefined && one.open !== null && isDeepStrictEqual(one.used, one.settings);
}

const timedOut = (message: string) => new DomainError('channel_timed_out', message);

/** What an adapter threw, as callers are told of it; null where it is something else. */
function refusalOf(error: unknown): DomainError | null {
  if (!(error instanceof CredentialsError || error instanceof PlatformError)) return null;
  const message = redact(error.message);
  if (error instanceof CredentialsError) {
    const isIntents = error.code === 'disallowed_intents';
    const reason = isIntents ? 'channel_intents_disallowed' : 'channel_credentials_rejected';
    return new DomainError(reason, message);
  }
  return error.timedOut ? timedOut(message) : new DomainError('channel_refused', message);
}
