/**
 * Owns the one queue of writes and its group commit: what waits goes into one transaction and one fsync.
 * The connection below it is embedded.ts or remote.ts; what a unit writes is left to its caller.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from './database.ts';
import {
  isBusy,
  isEnvironmental,
  StoreBusyError,
  StoreClosedError,
  StoreUnavailableError,
} from './errors.ts';

/** One open write transaction, with at most one savepoint at a time. */
export interface WriteTransaction {
  readonly db: Db;
  savepoint(): void | Promise<void>;
  release(): void | Promise<void>;
  /** Undoes what was written since the savepoint and removes the savepoint. */
  rollbackToSavepoint(): void | Promise<void>;
  /** Answers only when the transaction is durable. */
  commit(): void | Promise<void>;
}

/** The only connection that writes. */
export interface WriteConnection {
  /** Opens the connection where needed, and a transaction that holds the write lock. */
  begin(): WriteTransaction | Promise<WriteTransaction>;
  /** Undoes the open transaction and gives the connection up. */
  discard(): void | Promise<void>;
}

/** Limits of the queue; times are milliseconds. */
export interface WriterLimits {
  /** Units that may wait before further ones are refused. */
  maxWaiting: number;
  /** Units put into one transaction. */
  maxGroup: number;
  /** How long a group is retried while another connection holds the lock. */
  retryForMs: number;
}

export const writerLimits: WriterLimits = { maxWaiting: 10_000, maxGroup: 256, retryForMs: 5_000 };

const FIRST_BACKOFF_MS = 2;
const LONGEST_BACKOFF_MS = 100;

/** A unit in the queue: `attempt` runs it and answers how to tell its caller, once the group is durable. */
interface Waiting {
  attempt(tx: Db): Promise<() => void>;
  reject(error: unknown): void;
}

/** All writes of a store, in the order in which they came. */
export class Writer {
  readonly #connection: WriteConnection;
  readonly #limits: WriterLimits;
  readonly #onDiscard: (error: unknown) => void;
  #waiting: Waiting[] = [];
  #draining: Promise<void> | undefined;
  #closedAt: number | undefined;

  /** @param onDiscard told of each error after which the connection was given up and opened again */
  constructor(
    connection: WriteConnection,
    limits: WriterLimits,
    onDiscard: (error: unknown) => void,
  ) {
    this.#connection = connection;
    this.#limits = limits;
    this.#onDiscard = onDiscard;
  }

  /** How many units wait for a transaction. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /**
   * Runs a unit of writes and resolves with its answer once it is durable. The unit may run more than once
   * (its group is retried when the database is locked), so it has no effect outside `tx`, and it waits for
   * nothing but `tx`, since the whole store waits for it. A unit that throws is undone alone.
   * @throws what the unit threw, StoreBusyError, StoreClosedError or StoreUnavailableError; after any of
   *   them nothing of the unit was acknowledged
   */
  write<T>(unit: (tx: Db) => T | Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closedAt !== undefined) {
        reject(new StoreClosedError('the store is closed'));
        return;
      }
      if (this.#waiting.length >= this.#limits.maxWaiting) {
        reject(new StoreBusyError(`${this.#limits.maxWaiting} writes are waiting already`));
        return;
      }
      this.#waiting.push({
        attempt: async (tx) => {
          const value = await unit(tx);
          return () => resolve(value);
        },
        reject,
      });
      this.#draining ??= this.#drain();
    });
  }

  /**
   * Takes no more units from now on, finishes those that wait, and gives the connection up.
   * @param beforeDiscard what is to be done between the last commit and the end of the connection
   */
  async close(beforeDiscard?: () => Promise<void>): Promise<void> {
    this.#closedAt ??= Date.now();
    await this.#draining;
    try {
      await beforeDiscard?.();
    } finally {
      await this.#connection.discard();
    }
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // One turn of the event loop, so that whatever arrives in it shares the commit.
      await new Promise((resolve) => setImmediate(resolve));
      await this.#commitGroup(this.#waiting.splice(0, this.#limits.maxGroup));
    }
    this.#draining = undefined;
  }

  /** Settles every unit of the group; never rejects. */
  async #commitGroup(group: readonly Waiting[]): Promise<void> {
    const startedAt = Date.now();
    for (let backoff = FIRST_BACKOFF_MS; ; backoff = Math.min(backoff * 2, LONGEST_BACKOFF_MS)) {
      try {
        const settlements = await this.#attempt(group);
        for (const settle of settlements) {
          settle();
        }
        return;
      } catch (error) {
        await this.#discard(error);
        // Once closing, all groups share one allowance, so that a lock held elsewhere cannot hold up the end for long.
        const since = Math.min(startedAt, this.#closedAt ?? startedAt);
        if (!isBusy(error) || Date.now() - since >= this.#limits.retryForMs) {
          const failure = asStoreError(error);
          for (const unit of group) {
            unit.reject(failure);
          }
          return;
        }
        await sleep(backoff);
      }
    }
  }

  /** One try of a group: what to tell each caller, or the error that failed all of them. */
  async #attempt(group: readonly Waiting[]): Promise<(() => void)[]> {
    const tx = await this.#connection.begin();
    const settlements: (() => void)[] = [];
    for (const unit of group) {
      await tx.savepoint();
      try {
        settlements.push(await unit.attempt(tx.db));
      } catch (error) {
        if (isBusy(error)) {
          throw error;
        }
        await undo(tx, error);
        const reason = isEnvironmental(error) ? asStoreError(error) : error;
        settlements.push(() => unit.reject(reason));
        continue;
      }
      await tx.release();
    }
    await tx.commit();
    return settlements;
  }

  async #discard(error: unknown): Promise<void> {
    this.#onDiscard(error);
    try {
      await this.#connection.discard();
    } catch (discardError) {
      this.#onDiscard(discardError);
    }
  }
}

/** Undoes one unit; a full disk can have undone the whole transaction already, and then the unit's error fails the group. */
async function undo(tx: WriteTransaction, unitError: unknown): Promise<void> {
  try {
    await tx.rollbackToSavepoint();
  } catch (error) {
    throw isBusy(error)
      ? error
      : new Error('a unit could not be undone alone', { cause: unitError });
  }
}

function asStoreError(error: unknown): Error {
  if (isBusy(error)) {
    return new StoreBusyError('another connection kept the database locked', { cause: error });
  }
  return new StoreUnavailableError('the database cannot be written', { cause: error });
}
