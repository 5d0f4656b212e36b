/**
 * Owns the posts of the WhatsApp of tests: signed, in order within a chat, and made again and again until they are answered with 200.
 * What they tell of belongs to ../whatsapp.ts.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Fields } from './answers.ts';

/** One event. */
export interface Change {
  readonly field: string;
  readonly value: Fields;
}

/** How a post goes wrong. */
export type PostFault =
  | 'wrong-signature'
  | 'no-signature'
  /** The answer is not waited for, so that the post is made again. */
  | 'lose-answer';

const RETRY_MS = 25;
const ANSWER_MS = 5000;
/** Chats that are told of at the same time. */
const AT_ONCE = 8;

/** Events on their way. */
export class Deliveries {
  /** Statuses that posts were answered with; 0 where there was no answer. */
  readonly statuses: number[] = [];
  readonly faults: PostFault[] = [];
  readonly #accountId: string;
  readonly #secret: () => string;
  readonly #waiting = new Map<string, Change[][]>();
  readonly #busy = new Set<string>();
  #url: string | null = null;
  #gathered: Change[] | null = null;

  constructor(accountId: string, secret: () => string) {
    this.#accountId = accountId;
    this.#secret = secret;
  }

  /** Posts that nobody has answered with 200. */
  get pending(): number {
    return [...this.#waiting.values()].reduce((sum, posts) => sum + posts.length, 0);
  }

  get url(): string | null {
    return this.#url;
  }

  /** Where posts go; null keeps them. */
  set url(url: string | null) {
    this.#url = url;
    this.#deliver();
  }

  /** Tells of an event, after everything before it in its chat. */
  add(chat: string, change: Change): void {
    if (this.#gathered !== null) this.#gathered.push(change);
    else this.#enqueue(chat, [change]);
  }

  /** Tells in one post of everything that `work` makes happen. */
  together(work: () => void): void {
    this.#gathered = [];
    work();
    const gathered = this.#gathered;
    this.#gathered = null;
    this.#enqueue('together', gathered);
  }

  /** Makes one post, once. @returns the status, or 0 without an answer */
  async post(body: string | Uint8Array, fault?: PostFault): Promise<number> {
    if (this.#url === null) return 0;
    const secret = fault === 'wrong-signature' ? `not ${this.#secret()}` : this.#secret();
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(fault === 'no-signature' ? {} : { 'x-hub-signature-256': signature }),
        },
        body: Buffer.from(body),
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      await response.arrayBuffer();
      return response.status;
    } catch {
      return 0;
    }
  }

  #enqueue(chat: string, changes: Change[]): void {
    const posts = this.#waiting.get(chat);
    if (posts === undefined) this.#waiting.set(chat, [changes]);
    else posts.push(changes);
    this.#deliver();
  }

  #deliver(): void {
    for (const chat of this.#waiting.keys()) {
      if (this.#url === null || this.#busy.size >= AT_ONCE) return;
      if (this.#busy.has(chat)) continue;
      this.#busy.add(chat);
      void this.#deliverTo(chat).finally(() => {
        this.#busy.delete(chat);
        this.#deliver();
      });
    }
  }

  async #deliverTo(chat: string): Promise<void> {
    const posts = this.#waiting.get(chat) ?? [];
    for (let changes = posts[0]; changes !== undefined; changes = posts[0]) {
      if (this.#url === null) return;
      const entry = [{ id: this.#accountId, changes }];
      const body = JSON.stringify({ object: 'whatsapp_business_account', entry });
      const fault = this.faults.shift();
      const status = await this.post(body, fault);
      this.statuses.push(status);
      if (status === 200 && fault !== 'lose-answer') posts.shift();
      else await sleep(RETRY_MS);
    }
    this.#waiting.delete(chat);
  }
}
