/**
 * Owns the updates of the Telegram of tests that nobody has acknowledged, and both ways to their bot: long polls and its webhook.
 * What happens in the chats is in ../telegram.ts.
 */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, answerFault, type Fields, Refusal } from './answers.ts';

interface Update extends Fields {
  readonly update_id: number;
}

/** Where updates are posted to. */
export interface Webhook {
  readonly url: string;
  readonly secret: string;
}

interface Poll {
  readonly limit: number;
  readonly response: ServerResponse;
  readonly timer: NodeJS.Timeout;
}

const RETRY_MS = 25;

/** Updates on their way: each is told of again and again until the bot has acknowledged it. */
export class Updates {
  /** Statuses that the webhook answered with; 0 where it did not answer. */
  readonly pushes: number[] = [];
  #waiting: Update[] = [];
  #last = 500_000_000;
  #poll: Poll | null = null;
  #webhook: Webhook | null = null;
  #isPushing = false;
  #pushError: string | null = null;

  get pending(): number {
    return this.#waiting.length;
  }

  get isPolled(): boolean {
    return this.#poll !== null;
  }

  get webhook(): Webhook | null {
    return this.#webhook;
  }

  set webhook(webhook: Webhook | null) {
    this.#webhook = webhook;
    this.#pushError = null;
    this.#deliver();
  }

  /** The answer of getWebhookInfo. */
  get webhookInfo(): Fields {
    const failed = {
      last_error_date: Math.floor(Date.now() / 1000),
      last_error_message: this.#pushError,
    };
    return {
      url: this.#webhook?.url ?? '',
      has_custom_certificate: false,
      pending_update_count: this.pending,
      ...(this.#pushError === null ? {} : failed),
    };
  }

  /** @returns the identifier of the update */
  add(update: Fields): number {
    this.#last += 1;
    this.#waiting.push({ ...update, update_id: this.#last });
    this.#deliver();
    return this.#last;
  }

  /** Answers a getUpdates, now or when there is something to tell. @throws Refusal */
  poll({ offset, limit = 100, timeout = 0 }: Fields, response: ServerResponse): void {
    const rival = this.#endPoll();
    if (rival !== null) {
      const why = 'terminated by other getUpdates request; make sure that only one bot is running';
      answerFault(rival, new Refusal(409, `Conflict: ${why}`));
    }
    if (this.#webhook !== null)
      throw new Refusal(409, "Conflict: can't use getUpdates method while webhook is active");
    if (offset !== undefined)
      this.#waiting = this.#waiting.filter((update) => update.update_id >= Number(offset));
    const timer = setTimeout(() => this.#answerPoll(), Number(timeout) * 1000);
    this.#poll = { limit: Number(limit), response, timer };
    // A client that died waits for nothing.
    response.on('close', () => {
      if (this.#poll?.response === response) this.#endPoll();
    });
    if (Number(timeout) === 0) this.#answerPoll();
    else this.#deliver();
  }

  #endPoll(): ServerResponse | null {
    const poll = this.#poll;
    this.#poll = null;
    if (poll === null) return null;
    clearTimeout(poll.timer);
    return poll.response;
  }

  #answerPoll(): void {
    const limit = this.#poll?.limit;
    const response = this.#endPoll();
    if (response !== null) answer(response, this.#waiting.slice(0, limit));
  }

  #deliver(): void {
    if (this.pending === 0) return;
    this.#answerPoll();
    if (this.#webhook === null || this.#isPushing) return;
    this.#isPushing = true;
    void this.#push().finally(() => {
      this.#isPushing = false;
      this.#deliver();
    });
  }

  /** Posts updates one after the other, each until it is taken. */
  async #push(): Promise<void> {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      if (this.#webhook === null) return;
      const status = await post(this.#webhook, next);
      this.pushes.push(status);
      const isTaken = status >= 200 && status < 300;
      this.#pushError = isTaken ? null : `Wrong response from the webhook: ${status || 'none'}`;
      if (isTaken) this.#waiting.shift();
      else await sleep(RETRY_MS);
    }
  }
}

/** @returns the status, or 0 without an answer */
async function post(webhook: Webhook, update: Update): Promise<number> {
  try {
    const response = await fetch(webhook.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-telegram-bot-api-secret-token': webhook.secret,
      },
      body: JSON.stringify(update),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}
