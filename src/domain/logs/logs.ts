/**
 * Owns the daemon's log as a service: entries get their numbers, go to every reader at once and into the store soon after,
 * and can be searched and followed. What is logged is decided where it happens; secrets are masked before entries come here.
 */
import { deleteLogsBefore, deleteOldestLogs, lastLogSeq, logBounds } from '../../db/logs.ts';
import type { Store } from '../../db/open.ts';
import type { Clock } from '../../lib/clock.ts';
import { severity } from '../../lib/log.ts';
import { DomainError } from '../shared/index.ts';
import {
  fromRow,
  type LogEntry,
  type LogFilter,
  type NewLogEntry,
  readLogId,
  sizeOf,
} from './entries.ts';
import { Keeper } from './keeper.ts';
import { parseSince } from './since.ts';
import { type LogGap, Tail, type TailItem } from './tails.ts';

/** What the area takes from the settings, read anew at every use. */
export interface LogSettings {
  readonly keepEntries: number;
  readonly retentionDays: number;
  /** Bytes that may wait for one reader of a tail. */
  readonly readerBytes: number;
}

/** A search; `since` is an ISO 8601 time or a duration back from now. */
export interface LogQuery extends LogFilter {
  readonly since: string;
  readonly limit: number;
}

/** What the log stands on. */
export interface LogsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly settings: () => LogSettings;
  /** Told when entries cannot be stored or forgotten; the log itself cannot say so. */
  readonly onTrouble: (error: unknown) => void;
}

/** Entries read from the store at once for a reader that resumes. */
const PAGE = 500;
/** Entries forgotten by one transaction. */
const PRUNE_BATCH = 1000;
const DAY_MS = 86_400_000;

/** A tail, whatever its reader is given. */
type AnyTail = Pick<Tail<unknown>, 'goLive' | 'pause' | 'offer' | 'return'>;

const HISTORY_GONE: LogGap = { reason: 'history_gone', missed: null };

/** The log of this daemon. */
export class Logs {
  readonly #options: LogsOptions;
  readonly #keeper: Keeper;
  readonly #tails = new Set<AnyTail>();
  #seq: number;
  #storedSincePrune = 0;
  #pruning: Promise<void> = Promise.resolve();

  private constructor(options: LogsOptions, last: number) {
    this.#options = options;
    this.#seq = last;
    this.#keeper = new Keeper(options.store, last, {
      onStored: (count) => this.#afterStored(count),
      onLost: (count) => this.#tellLost(count),
      onTrouble: options.onTrouble,
    });
  }

  /** Opens the log; numbers go on after the last one ever given. */
  static async open(options: LogsOptions): Promise<Logs> {
    const last = await lastLogSeq(options.store.read);
    await Keeper.reserve(options.store, last);
    return new Logs(options, last);
  }

  /** How many tails are open. */
  get readers(): number {
    return this.#tails.size;
  }

  /** Takes an entry; never throws and never waits. */
  append(entry: NewLogEntry): void {
    this.#seq += 1;
    const numbered: LogEntry = { seq: this.#seq, ...entry };
    this.#keeper.add(numbered);
    if (this.#tails.size === 0) return;
    const offered = { entry: numbered, bytes: sizeOf(numbered) };
    for (const tail of this.#tails) tail.offer(offered);
  }

  /**
   * The newest matching entries, oldest first, and how many match in all.
   * @throws DomainError validation_failed for a `since` that is no moment of the past
   */
  async list(query: LogQuery): Promise<{ entries: LogEntry[]; total: number }> {
    const since = parseSince(query.since, this.#options.clock.now());
    return await this.#search(query, since, this.#seq);
  }

  /** What `list` answers, then every new entry, each as `as` makes it. @throws what `list` throws */
  async listAndTail<T>(query: LogQuery, as: (item: TailItem) => T): Promise<AsyncIterable<T>> {
    const since = parseSince(query.since, this.#options.clock.now());
    let earlier: LogEntry[] = [];
    const tail = this.#makeTail(query, as, async function* () {
      yield* earlier;
    });
    tail.goLive();
    try {
      earlier = (await this.#search(query, since, this.#seq)).entries;
      return tail;
    } catch (error) {
      await tail.return();
      throw error;
    }
  }

  /**
   * Every new entry, each as `as` makes it; with `lastId` first those after it, or a gap where they are not kept any more.
   * @throws DomainError validation_failed for a `lastId` that is no id of an entry
   */
  tail<T>(
    filter: LogFilter,
    lastId: string | undefined,
    as: (item: TailItem) => T,
  ): AsyncIterable<T> {
    if (lastId === undefined) {
      const tail = this.#makeTail(filter, as, async function* () {});
      tail.goLive();
      return tail;
    }
    const after = readLogId(lastId);
    if (after === undefined) {
      const message = 'is not the id of a log entry';
      throw new DomainError('validation_failed', `The header "Last-Event-ID" ${message}`, {
        issues: [{ in: 'header', path: 'Last-Event-ID', message }],
      });
    }
    return this.#makeTail(filter, as, (tail) => this.#replay(tail, filter, after));
  }

  /** Tries to store what has come by now. @returns whether all of it is stored */
  async flush(): Promise<boolean> {
    return await this.#keeper.flush();
  }

  /** Forgets what is too old or too much, after whatever is being forgotten already. */
  async prune(): Promise<void> {
    const pruned = this.#pruning.then(() => this.#prune());
    // Whoever asked hears of a failure; the next one asked for is to run all the same.
    this.#pruning = pruned.catch(() => undefined);
    await pruned;
  }

  /** Ends every tail: readers are to come back to whatever answers then. */
  endTails(): void {
    for (const tail of [...this.#tails]) void tail.return();
  }

  /** Stores what waits; later entries are not kept. */
  async close(): Promise<void> {
    this.endTails();
    await this.#pruning;
    await this.#keeper.close();
  }

  #makeTail<T>(
    filter: LogFilter,
    as: (item: TailItem) => T,
    before: (tail: Tail<T>) => AsyncIterator<TailItem>,
  ): Tail<T> {
    const tail = new Tail({
      filter,
      as,
      before,
      budget: () => this.#options.settings().readerBytes,
      onEnd: () => this.#tails.delete(tail),
    });
    this.#tails.add(tail);
    return tail;
  }

  async #search(query: LogQuery, since: number, upTo: number) {
    await this.#keeper.flush();
    const { entries, total } = await this.#options.store.longRead('newestLogs', {
      level: severity[query.level],
      module: query.module,
      since,
      upTo,
      limit: query.limit,
    });
    return { entries: entries.map(fromRow), total };
  }

  /** What came after `after`, page by page; the tail goes live before the last page is read, so nothing falls between. */
  async *#replay(
    tail: AnyTail,
    filter: LogFilter,
    after: number,
  ): AsyncGenerator<TailItem, undefined> {
    const { store } = this.#options;
    if (after > this.#seq || (after < this.#seq && (await this.#isGone(after)))) yield HISTORY_GONE;
    for (let cursor = Math.min(after, this.#seq); ; ) {
      tail.goLive();
      const upTo = this.#seq;
      const isStored = await this.#keeper.flush();
      const page = await store.longRead('logsAfter', {
        level: severity[filter.level],
        module: filter.module,
        after: cursor,
        upTo,
        limit: PAGE,
      });
      const isLast = page.length < PAGE;
      if (!isLast) tail.pause();
      for (const row of page) yield fromRow(row);
      if (isLast && !isStored) yield HISTORY_GONE;
      if (isLast) return undefined;
      cursor = page.at(-1)?.seq ?? upTo;
    }
  }

  async #isGone(after: number): Promise<boolean> {
    if (this.#keeper.lostUpTo > after) return true;
    await this.#keeper.flush();
    const { firstSeq } = await logBounds(this.#options.store.read);
    return firstSeq === null || firstSeq > after + 1;
  }

  #afterStored(count: number): void {
    this.#storedSincePrune += count;
    if (this.#storedSincePrune < this.#options.settings().keepEntries / 10) return;
    this.#storedSincePrune = 0;
    this.prune().catch(this.#options.onTrouble);
  }

  #tellLost(count: number): void {
    this.append({
      at: this.#options.clock.now(),
      level: 'warn',
      module: 'logs',
      message: `${count} entries were not kept: the store did not take them in time`,
      sessionId: null,
    });
  }

  async #prune(): Promise<void> {
    const { store, clock, settings } = this.#options;
    const { keepEntries, retentionDays } = settings();
    const { firstSeq, lastSeq, firstAt } = await logBounds(store.read);
    if (firstSeq === null || lastSeq === null || firstAt === null) return;
    const before = clock.now() - retentionDays * DAY_MS;
    for (let gone = firstAt < before ? PRUNE_BATCH : 0; gone === PRUNE_BATCH; )
      gone = await store.write((tx) => deleteLogsBefore(tx, before, PRUNE_BATCH));
    // Counting costs a look at every entry, so it is done only where there can be too many.
    if (lastSeq - firstSeq < keepEntries) return;
    let excess = (await store.longRead('logCount', {})) - keepEntries;
    for (; excess > 0; excess -= PRUNE_BATCH) {
      const count = Math.min(excess, PRUNE_BATCH);
      await store.write((tx) => deleteOldestLogs(tx, count));
    }
  }
}
