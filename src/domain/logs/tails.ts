/**
 * Owns one reader of a log tail: what waits for it, within its budget, and the end of it.
 * Which entries it is offered, and what it reads before them, is said by logs.ts.
 */
import { type LogEntry, type LogFilter, matches } from './entries.ts';

/** Entries are missing at this place. */
export interface LogGap {
  readonly reason: 'history_gone' | 'slow_reader';
  /** How many; null when nobody knows. */
  readonly missed: number | null;
}

/** What a reader of a tail gets. An entry is the same object for every reader. */
export type TailItem = LogEntry | LogGap;

/** An entry on its way to all readers, with about how many bytes it takes. */
export interface Offered {
  readonly entry: LogEntry;
  readonly bytes: number;
}

/** Places of taken entries are given back when there are so many of them. */
const COMPACT = 1024;

/**
 * A row of entries without an end, taken one by one. A reader that falls behind by more than its budget loses what
 * waits for it and what comes until it reads again; one gap then says how much that was. With a thousand readers every
 * promise counts, so `next` makes one and the entry goes straight to a reader that waits.
 */
export class Tail<T> implements AsyncIterableIterator<T, undefined> {
  readonly #filter: LogFilter;
  readonly #budget: () => number;
  readonly #as: (item: TailItem) => T;
  readonly #onEnd: () => void;
  #before: AsyncIterator<TailItem> | null;
  #waiting: Offered[] = [];
  #isLive = false;
  #taken = 0;
  #bytes = 0;
  #missed = 0;
  #reader: ((result: IteratorResult<T, undefined>) => void) | null = null;
  #ended = false;

  /**
   * @param budget Bytes that may wait for the reader.
   * @param as What the reader is given for an item.
   * @param before Makes what the reader gets before what it is offered.
   * @param onEnd Told once, when nobody reads any more.
   */
  constructor(options: {
    filter: LogFilter;
    budget: () => number;
    as: (item: TailItem) => T;
    before: (tail: Tail<T>) => AsyncIterator<TailItem>;
    onEnd: () => void;
  }) {
    this.#filter = options.filter;
    this.#budget = options.budget;
    this.#as = options.as;
    this.#onEnd = options.onEnd;
    this.#before = options.before(this);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** From now on entries that are offered wait for the reader. */
  goLive(): void {
    this.#isLive = true;
  }

  /** Forgets what waits and takes no offers. */
  pause(): void {
    this.#isLive = false;
    this.#missed = 0;
    this.#clear();
  }

  /** Gives the reader an entry, or lets it wait for the reader, if it is one the reader wants. */
  offer(offered: Offered): void {
    if (!this.#isLive || !matches(this.#filter, offered.entry)) return;
    if (this.#reader !== null) {
      this.#settle({ done: false, value: this.#as(offered.entry) });
    } else if (this.#missed > 0 || this.#bytes + offered.bytes > this.#budget()) {
      this.#missed += this.#waiting.length - this.#taken + 1;
      this.#clear();
    } else {
      this.#waiting.push(offered);
      this.#bytes += offered.bytes;
    }
  }

  /** The next entry or gap; waits for it. Ask for one at a time. */
  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#before !== null) return this.#nextBefore(this.#before);
    if (this.#ended) return Promise.resolve(END);
    const item = this.#take();
    if (item !== undefined) return Promise.resolve({ done: false, value: this.#as(item) });
    return new Promise((resolve) => {
      this.#reader = resolve;
    });
  }

  /** Ends the tail; a `next` that waits resolves. */
  return(): Promise<IteratorResult<T, undefined>> {
    if (!this.#ended) {
      this.#ended = true;
      this.#clear();
      this.#onEnd();
      this.#settle(END);
    }
    return Promise.resolve(END);
  }

  async #nextBefore(before: AsyncIterator<TailItem>): Promise<IteratorResult<T, undefined>> {
    const earlier = await before.next();
    if (this.#ended) return END;
    if (earlier.done !== true) return { done: false, value: this.#as(earlier.value) };
    this.#before = null;
    return await this.next();
  }

  #settle(result: IteratorResult<T, undefined>): void {
    const reader = this.#reader;
    this.#reader = null;
    reader?.(result);
  }

  /** What waits longest; the gap first. */
  #take(): TailItem | undefined {
    if (this.#missed > 0) {
      const gap: LogGap = { reason: 'slow_reader', missed: this.#missed };
      this.#missed = 0;
      return gap;
    }
    const offered = this.#waiting[this.#taken];
    if (offered === undefined) return undefined;
    this.#taken += 1;
    this.#bytes -= offered.bytes;
    if (this.#taken === this.#waiting.length || this.#taken === COMPACT) {
      this.#waiting = this.#waiting.slice(this.#taken);
      this.#taken = 0;
    }
    return offered.entry;
  }

  #clear(): void {
    this.#waiting = [];
    this.#taken = 0;
    this.#bytes = 0;
  }
}

const END = { done: true, value: undefined } as const;
