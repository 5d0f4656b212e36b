/**
 * Owns what the parts of the WhatsApp adapter share: its times, what it stands on, and what outlives a connection.
 * What is done with them is in the files beside it.
 */
import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/log.ts';

/** How long things may take, in milliseconds. */
export interface Times {
  /** One call. */
  readonly callMs: number;
  /** Between two looks whether Meta still takes the token. */
  readonly watchMs: number;
}

/** What the adapter stands on. */
export interface Means {
  readonly clock: Clock;
  readonly times: Times;
  /** Null where nobody wants to know. */
  readonly log: Pick<Logger, 'warn'> | null;
}

/** A post as it arrived. */
export interface Post {
  /** The value of `SIGNATURE_HEADER`; undefined where it is not there. */
  readonly signature: string | undefined;
  /** The raw bytes. */
  readonly body: Uint8Array;
}

/** What a post came to: 200, 403, 400, and 503 where there is no app secret to check it with. */
export type PostOutcome = 'taken' | 'forbidden' | 'malformed' | 'unsigned';

const MOST_CHATS = 1000;

/** What outlives a connection. */
export class Memory {
  /** Until when Meta wants no requests, by the monotonic clock. */
  quietUntil = 0;
  readonly #latest = new Map<string, string>();

  /** Keeps the latest message of a chat, which is where Meta shows that somebody writes. */
  keep(jid: string, messageId: string): void {
    this.#latest.delete(jid);
    this.#latest.set(jid, messageId);
    const [oldest] = this.#latest.keys();
    if (this.#latest.size > MOST_CHATS && oldest !== undefined) this.#latest.delete(oldest);
  }

  latestOf(jid: string): string | null {
    return this.#latest.get(jid) ?? null;
  }
}
