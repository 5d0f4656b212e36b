/**
 * Owns the way of entries into the store: in batches, in order, within a bound, and the numbers set aside for them.
 * What an entry is worth keeping for, and for how long, is left to logs.ts.
 */
import { insertLogs, setLastLogSeq } from '../../db/logs.ts';
import type { Store } from '../../db/open.ts';
import { logLevels } from '../../lib/log.ts';
import { type LogEntry, toRow } from './entries.ts';

/** Entries stored by one unit, and the longest an entry waits for others. */
const BATCH = 500;
const BATCH_MS = 250;
/** How long to wait after the store has refused a batch. */
const RETRY_MS = 1000;
/** Entries that may wait; beyond it the least grave go, so many that not every further entry must look for one. */
const MAX_WAITING = 10_000;
const SHED = 1000;
/**
 * Numbers set aside ahead of use, so that one given to an entry that a crash took is never given again: a reader that
 * resumes from it would else miss what has it now. Only a store that fails for longer than these can bring that about.
 */
const SET_ASIDE = 20_000;

/** What the keeper tells. */
export interface KeeperEvents {
  /** The store has taken so many entries. */
  onStored(count: number): void;
  /** So many entries were not kept, as the store did not take them in time. */
  onLost(count: number): void;
  /** The store has refused a batch, after one it took. */
  onTrouble(error: unknown): void;
}

/** The queue before the store. */
export class Keeper {
  readonly #store: Store;
  readonly #events: KeeperEvents;
  #waiting: LogEntry[] = [];
  #timer: NodeJS.Timeout | null = null;
  #writing: Promise<void> | null = null;
  #writingFrom = 0;
  #last: number;
  #setAside: number;
  #lost = 0;
  #lostUpTo = 0;
  #failing = false;
  #closed = false;

  /** @param last The last number given, as far as is known. */
  constructor(store: Store, last: number, events: KeeperEvents) {
    this.#store = store;
    this.#events = events;
    this.#last = last;
    this.#setAside = last + SET_ASIDE;
  }

  /** Sets numbers aside for a keeper to come. */
  static async reserve(store: Store, last: number): Promise<void> {
    await store.write((tx) => setLastLogSeq(tx, last + SET_ASIDE));
  }

  /** The highest number of an entry that was not kept; 0 while there is none. */
  get lostUpTo(): number {
    return this.#lostUpTo;
  }

  /** Takes an entry; it is stored soon. */
  add(entry: LogEntry): void {
    if (this.#closed) return;
    this.#waiting.push(entry);
    this.#last = entry.seq;
    if (this.#waiting.length > MAX_WAITING) this.#shed();
    // A whole batch waits for nobody.
    if (this.#waiting.length === BATCH && !this.#failing) this.#cancel();
    this.#schedule();
  }

  /** Tries to store everything taken by now. @returns whether nothing of it waits any more */
  async flush(): Promise<boolean> {
    const goal = this.#last;
    while ((this.#writing !== null && this.#writingFrom <= goal) || this.#oldest() <= goal) {
      await this.#write();
      if (this.#failing) return false;
    }
    return true;
  }

  /** Stores what waits and takes nothing more. A store that refuses by now loses it. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    if (!(await this.flush())) return;
    try {
      await this.#store.write((tx) => setLastLogSeq(tx, this.#last));
    } catch (error) {
      this.#events.onTrouble(error);
    }
  }

  #oldest(): number {
    return this.#waiting[0]?.seq ?? Number.POSITIVE_INFINITY;
  }

  /** Sees to it that what waits is written, unless that is under way. */
  #schedule(): void {
    const idle = this.#timer === null && this.#writing === null;
    if (this.#closed || !idle || this.#waiting.length === 0) return;
    const soon = this.#waiting.length < BATCH ? BATCH_MS : 0;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        void this.#write();
      },
      this.#failing ? RETRY_MS : soon,
    );
    this.#timer.unref();
  }

  #cancel(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Writes one batch, or waits for the one under way; never rejects. */
  #write(): Promise<void> {
    this.#writing ??= this.#writeBatch().finally(() => {
      this.#writing = null;
      this.#schedule();
    });
    return this.#writing;
  }

  async #writeBatch(): Promise<void> {
    const batch = this.#waiting.splice(0, BATCH);
    const last = batch.at(-1)?.seq ?? 0;
    this.#writingFrom = batch[0]?.seq ?? 0;
    const setAside = last + SET_ASIDE / 2 > this.#setAside ? last + SET_ASIDE : null;
    const rows = batch.map(toRow);
    try {
      await this.#store.write(async (tx) => {
        await insertLogs(tx, rows);
        if (setAside !== null) await setLastLogSeq(tx, setAside);
      });
    } catch (error) {
      this.#waiting.unshift(...batch);
      if (this.#waiting.length > MAX_WAITING) this.#shed();
      if (!this.#failing) this.#events.onTrouble(error);
      this.#failing = true;
      return;
    }
    this.#failing = false;
    if (setAside !== null) this.#setAside = setAside;
    this.#events.onStored(batch.length);
    if (this.#lost > 0) {
      const lost = this.#lost;
      this.#lost = 0;
      this.#events.onLost(lost);
    }
  }

  /** Gives up the least grave entries, the oldest of them first. */
  #shed(): void {
    let excess = this.#waiting.length - (MAX_WAITING - SHED);
    for (const level of logLevels) {
      if (excess <= 0) return;
      this.#waiting = this.#waiting.filter((entry) => {
        if (excess <= 0 || entry.level !== level) return true;
        excess -= 1;
        this.#lost += 1;
        this.#lostUpTo = Math.max(this.#lostUpTo, entry.seq);
        return false;
      });
    }
  }
}
