/**
 * Owns an open connection to WhatsApp: what the domain can do with it, and when it is over. Nothing is held open to Meta, so that
 * it is asked now and then whether it still takes the token; opening is in connector.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Account,
  type ChannelConnection,
  type ChannelEvents,
  type Piece,
  PlatformError,
} from '../../../domain/channels/platform.ts';
import type { GraphClient } from './client.ts';
import { readBatch, type Telling, tell } from './events.ts';
import { isNumberRefused, isTokenRefused, waitOf } from './failure.ts';
import { sendPiece } from './outbound.ts';
import type { Means, Memory, Post, PostOutcome } from './ports.ts';
import { normalizeJid, type WhatsappSettings } from './settings.ts';
import { isFromMeta } from './webhook.ts';

/** One failure may be a moment of Meta's, another one after it is none. */
const MOST_FAILURES = 2;

/** An open connection. */
export class WhatsappConnection implements ChannelConnection {
  readonly account: Account;
  readonly mode = 'webhook';
  readonly ended: Promise<string>;
  readonly #client: GraphClient;
  readonly #appSecret: string | undefined;
  readonly #means: Means;
  readonly #memory: Memory;
  readonly #telling: Telling;
  readonly #closing = new AbortController();
  #over: string | null = null;
  #end: (reason: string) => void = () => undefined;

  constructor(options: {
    client: GraphClient;
    account: Account;
    settings: WhatsappSettings;
    events: ChannelEvents;
    means: Means;
    memory: Memory;
  }) {
    const { settings, events, means, memory } = options;
    this.account = options.account;
    this.#client = options.client;
    this.#appSecret = settings.app_secret;
    this.#means = means;
    this.#memory = memory;
    this.#telling = {
      phoneNumberId: settings.phone_number_id,
      log: means.log,
      events: {
        received: async (message) => {
          await events.received(message);
          memory.keep(message.jid, message.messageId);
        },
        moved: (from, to) => events.moved(from, to),
        delivered: (...outcome) => events.delivered(...outcome),
      },
    };
    this.ended = new Promise((resolve) => {
      this.#end = (reason) => {
        this.#over ??= reason;
        resolve(reason);
      };
    });
    void this.#watch();
  }

  async check(signal: AbortSignal): Promise<void> {
    if (this.#over !== null) throw new PlatformError(this.#over);
    if (this.#appSecret === undefined)
      throw new PlatformError('Without an app secret no message can come in');
    await this.#look(signal);
  }

  async send(jid: string, piece: Piece, signal: AbortSignal): Promise<string> {
    const limits = { signal, ms: this.#means.times.callMs };
    return await sendPiece(this.#client, jid, piece, limits, (call) => this.#watched(call));
  }

  /** Meta shows it under the latest message of the chat, which is read with that; there is none before a message has come. */
  async typing(jid: string): Promise<void> {
    const messageId = this.#memory.latestOf(normalizeJid(jid) ?? '');
    if (messageId === null) return;
    const limits = { signal: this.#closing.signal, ms: this.#means.times.callMs };
    const shown = this.#client.messages(limits, {
      status: 'read',
      message_id: messageId,
      typing_indicator: { type: 'text' },
    });
    // Nobody misses it: the answer comes all the same.
    await shown.then(
      () => undefined,
      () => undefined,
    );
  }

  /** Takes a post to the webhook. @returns once what it brings is durable @throws what kept it from being stored */
  async post({ signature, body }: Post): Promise<PostOutcome> {
    if (this.#appSecret === undefined) return 'unsigned';
    if (!isFromMeta(signature, body, this.#appSecret)) return 'forbidden';
    const batch = readBatch(body);
    if (batch === null) return 'malformed';
    await tell(batch, this.#telling);
    return 'taken';
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#client.close();
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closing;
    const { clock, times } = this.#means;
    for (let failures = 0; this.#over === null; ) {
      const restMs = Math.max(times.watchMs, this.#memory.quietUntil - clock.monotonic());
      await sleep(restMs, undefined, { ref: false, signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await this.#look(signal);
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        const waitMs = waitOf(error);
        // Who is told to wait has been understood.
        if (waitMs !== null) this.#memory.quietUntil = clock.monotonic() + waitMs;
        else failures += 1;
        if (failures === MOST_FAILURES)
          this.#end(error instanceof Error ? error.message : String(error));
      }
    }
  }

  async #look(signal: AbortSignal): Promise<void> {
    const asking = this.#client.number({ signal, ms: this.#means.times.callMs }, ['id']);
    await this.#watched(asking).catch((error: unknown) => {
      if (isNumberRefused(error)) this.#end(error.message);
      throw error;
    });
  }

  /** A call that shows whether the token is still good. */
  async #watched<T>(call: Promise<T>): Promise<T> {
    return await call.catch((error: unknown) => {
      if (isTokenRefused(error)) this.#end(error.message);
      throw error;
    });
  }
}
