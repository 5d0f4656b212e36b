/**
 * Owns an open connection to Telegram: what the domain can do with it, and when it is over.
 * How messages arrive is in polling.ts and webhook.ts, how one is opened in connector.ts.
 */
import {
  type Account,
  type ChannelConnection,
  type Piece,
  PlatformError,
} from '../../../domain/channels/platform.ts';
import { isTokenRefused, type TelegramClient } from './client.ts';
import { sendPiece } from './outbound.ts';
import { type Inbound, type Post, type PostOutcome, type Times, TOPIC } from './ports.ts';
import { chatIdOf, type TelegramSettings } from './settings.ts';

/** An open connection. */
export class TelegramConnection implements ChannelConnection {
  readonly account: Account;
  readonly mode: TelegramSettings['mode'];
  readonly ended: Promise<string>;
  readonly #client: TelegramClient;
  readonly #inbound: Inbound;
  readonly #times: Times;
  readonly #closing = new AbortController();
  #over: string | null = null;
  #end: (reason: string) => void = () => undefined;

  constructor(options: {
    client: TelegramClient;
    account: Account;
    mode: TelegramSettings['mode'];
    inbound: Inbound;
    times: Times;
  }) {
    this.account = options.account;
    this.mode = options.mode;
    this.#client = options.client;
    this.#inbound = options.inbound;
    this.#times = options.times;
    this.ended = new Promise((resolve) => {
      this.#end = (reason) => {
        this.#over ??= reason;
        resolve(reason);
      };
    });
    void options.inbound.broken.then((reason) => this.#end(reason));
  }

  async check(signal: AbortSignal): Promise<void> {
    if (this.#over !== null) throw new PlatformError(this.#over);
    this.#inbound.alive();
    const limits = { signal, ms: this.#times.callMs };
    await this.#watched(this.#client.call(limits, (api) => api.getMe()));
  }

  async send(jid: string, piece: Piece, signal: AbortSignal): Promise<string> {
    const limits = { signal, ms: this.#times.callMs };
    const topic = topicIn(piece.thread ?? '');
    const watched = <T>(call: Promise<T>) => this.#watched(call);
    return await sendPiece(this.#client, jid, { ...piece, topic }, limits, watched);
  }

  async typing(jid: string): Promise<void> {
    const chatId = chatIdOf(jid);
    if (chatId === null) return;
    const limits = { signal: this.#closing.signal, ms: this.#times.callMs };
    const shown = this.#client.call(limits, (api) => api.sendChatAction(chatId, 'typing'));
    // Nobody misses it: the answer comes all the same.
    await shown.then(
      () => undefined,
      () => undefined,
    );
  }

  /** Takes a post of Telegram; every one is forbidden where messages do not arrive that way. */
  async post(post: Post): Promise<PostOutcome> {
    return (await this.#inbound.post?.(post)) ?? 'forbidden';
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#inbound.stop();
    await this.#client.close();
  }

  /** A call that shows whether the token is still good: without it, nothing arrives any more either. */
  async #watched<T>(call: Promise<T>): Promise<T> {
    return await call.catch((error: unknown) => {
      if (isTokenRefused(error)) this.#end(error.message);
      throw error;
    });
  }
}

/** The number of a topic; null for what is none. */
function topicIn(thread: string): number | null {
  const digits = thread.startsWith(TOPIC) ? thread.slice(TOPIC.length) : '';
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}
