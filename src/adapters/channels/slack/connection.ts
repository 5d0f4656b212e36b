/**
 * Owns an open connection to Slack: what the domain can do with it, and when it is over.
 * How messages arrive is in socket-mode.ts and events-api.ts, how a connection is opened in connector.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Account,
  type ChannelConnection,
  type ChannelMode,
  type Piece,
  PlatformError,
} from '../../../domain/channels/platform.ts';
import { isTokenRefused, type SlackClient, waitOf } from './client.ts';
import { sendPiece } from './outbound.ts';
import type { Inbound, Post, PostOutcome, Times } from './ports.ts';

/** An open connection. */
export class SlackConnection implements ChannelConnection {
  readonly account: Account;
  readonly mode: ChannelMode;
  readonly ended: Promise<string>;
  readonly #client: SlackClient;
  readonly #inbound: Inbound;
  readonly #times: Times;
  readonly #closing: AbortController;
  readonly #watching: Promise<void>;
  readonly #catchingUp: Promise<void>;
  #over: string | null = null;
  #end: (reason: string) => void = () => undefined;

  /**
   * @param options.closing Aborted when the connection is closed.
   * @param options.catchingUp Ends with that, or before; it never rejects.
   */
  constructor(options: {
    client: SlackClient;
    account: Account;
    mode: ChannelMode;
    inbound: Inbound;
    times: Times;
    closing: AbortController;
    catchingUp: Promise<void>;
  }) {
    this.account = options.account;
    this.mode = options.mode;
    this.#client = options.client;
    this.#inbound = options.inbound;
    this.#times = options.times;
    this.#closing = options.closing;
    this.#catchingUp = options.catchingUp;
    this.ended = new Promise((resolve) => {
      this.#end = (reason) => {
        this.#over ??= reason;
        resolve(reason);
      };
    });
    void options.inbound.broken.then((reason) => this.#end(reason));
    this.#watching = this.#watch(options.closing.signal);
  }

  async check(signal: AbortSignal): Promise<void> {
    if (this.#over !== null) throw new PlatformError(this.#over);
    this.#inbound.alive();
    await this.#ask(signal);
  }

  async send(jid: string, piece: Piece, signal: AbortSignal): Promise<string> {
    const limits = { signal, ms: this.#times.callMs };
    const watched = <T>(call: Promise<T>) => this.#watched(call);
    return await sendPiece(this.#client, jid, piece, limits, watched);
  }

  /** Takes a post of Slack; every one is forbidden where messages do not arrive that way. */
  async post(post: Post): Promise<PostOutcome> {
    return (await this.#inbound.post?.(post)) ?? 'forbidden';
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([this.#inbound.stop(), this.#watching, this.#catchingUp]);
    await this.#client.close();
  }

  /** A socket stays open when the bot token is revoked, and posts leave no trace when they stop. */
  async #watch(signal: AbortSignal): Promise<void> {
    while (this.#over === null) {
      await sleep(this.#times.watchMs, undefined, { ref: false, signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await this.#ask(signal);
      } catch (error) {
        if (signal.aborted || this.#inbound.isEvident || waitOf(error) !== null) continue;
        this.#end(error instanceof Error ? error.message : String(error));
      }
    }
  }

  async #ask(signal: AbortSignal): Promise<void> {
    const limits = { signal, ms: this.#times.callMs };
    await this.#watched(this.#client.call(limits, (web) => web.auth.test()));
  }

  /** A call that shows whether the token is still good. */
  async #watched<T>(call: Promise<T>): Promise<T> {
    return await call.catch((error: unknown) => {
      if (isTokenRefused(error)) this.#end(error.message);
      throw error;
    });
  }
}
