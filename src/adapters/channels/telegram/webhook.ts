/**
 * Owns the posts of Telegram: whether one is authentic and what it brings, and watching that Telegram can still deliver.
 * The route that takes posts belongs to whoever serves it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Account, ChannelEvents } from '../../../domain/channels/platform.ts';
import { type TelegramClient, waitOf } from './client.ts';
import type { Inbound, Means, Memory, Post, PostOutcome } from './ports.ts';
import { readUpdate, type Telling, tell, WANTED_UPDATES } from './updates.ts';

/** The header in which Telegram shows the secret, in lower case. */
export const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

const webhookInfo = z.object({
  url: z.string(),
  pending_update_count: z.int(),
  last_error_date: z.int().optional(),
  last_error_message: z.string().max(1000).optional(),
});

/** Whether a post shows the secret; how long this takes says nothing about it. */
export function isFromTelegram(shown: string | undefined, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return shown !== undefined && timingSafeEqual(digest(shown), digest(secret));
}

/** What a webhook is made with. */
export interface WebhookOptions {
  readonly client: TelegramClient;
  readonly account: Account;
  readonly events: ChannelEvents;
  readonly means: Means;
  readonly memory: Memory;
  readonly address: { readonly url: string; readonly secret: string };
}

/** Messages that Telegram posts. */
export class Webhook implements Inbound {
  readonly broken: Promise<string>;
  readonly #client: TelegramClient;
  readonly #telling: Telling;
  readonly #means: Means;
  readonly #address: { readonly url: string; readonly secret: string };
  readonly #stop = new AbortController();
  readonly #over: Promise<void>;
  /** When something arrived last, in milliseconds since the epoch. */
  #heard: number;

  private constructor(options: WebhookOptions) {
    this.#client = options.client;
    const { account, events, means } = options;
    this.#telling = { account, events, log: means.log };
    this.#means = options.means;
    this.#address = options.address;
    this.#heard = options.means.clock.now();
    const watching = this.#watch();
    this.#over = watching.then(() => undefined);
    this.broken = new Promise((resolve) => {
      void watching.then((reason) => reason !== null && resolve(reason));
    });
  }

  /** Tells Telegram where to post to. @throws CallError */
  static async open(options: WebhookOptions, signal: AbortSignal): Promise<Webhook> {
    const { client, address, means } = options;
    await client.call({ signal, ms: means.times.callMs }, (api) =>
      api.setWebhook(address.url, {
        secret_token: address.secret,
        allowed_updates: WANTED_UPDATES,
      }),
    );
    return new Webhook(options);
  }

  /** Takes a post. @returns once what it brings is durable @throws what kept it from being stored */
  async post({ secret, body }: Post): Promise<PostOutcome> {
    if (!isFromTelegram(secret, this.#address.secret)) return 'forbidden';
    const update = readUpdate(parsed(body));
    if (update === null) return 'malformed';
    await tell(update, this.#telling);
    this.#heard = this.#means.clock.now();
    return 'taken';
  }

  /** The watch ends the connection as soon as it knows better. */
  alive(): void {}

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#over;
  }

  /** @returns why nothing arrives any more; null when it was stopped */
  async #watch(): Promise<string | null> {
    const { signal } = this.#stop;
    const { times } = this.#means;
    for (let restMs = times.watchMs; ; ) {
      await sleep(restMs, undefined, { ref: false, signal }).catch(() => undefined);
      if (signal.aborted) return null;
      restMs = times.watchMs;
      try {
        const trouble = await this.#trouble(signal);
        if (trouble !== null) return trouble;
      } catch (error) {
        if (signal.aborted) return null;
        const waitMs = waitOf(error);
        // Who is told to wait has been understood.
        if (waitMs !== null) restMs = Math.max(restMs, waitMs);
        else return error instanceof Error ? error.message : String(error);
      }
    }
  }

  async #trouble(signal: AbortSignal): Promise<string | null> {
    const answered: unknown = await this.#client.call(
      { signal, ms: this.#means.times.callMs },
      (api) => api.getWebhookInfo(),
    );
    const { data: info } = webhookInfo.safeParse(answered);
    if (info === undefined) return 'Telegram does not say what its webhook does';
    if (info.url !== this.#address.url)
      return 'Another program has changed the webhook of this bot';
    const failedAt = (info.last_error_date ?? 0) * 1000;
    if (info.pending_update_count === 0 || failedAt <= this.#heard) return null;
    return `Telegram cannot deliver: ${info.last_error_message ?? 'it does not say why'}`;
  }
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}
