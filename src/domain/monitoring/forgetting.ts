/**
 * Owns how long the history of containers is kept: runs with their logs, due times of schedules, and counts of messages. The audit log is
 * kept for ever, as its chain would break.
 */
import { rm } from 'node:fs/promises';
import { forgetRuns, forgetSlots, forgetTraffic, scheduleIds } from '../../db/forget-history.ts';
import type { Store } from '../../db/open.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Journal } from '../audit/index.ts';
import { systemCaller } from '../shared/index.ts';

const DAY_MS = 86_400_000;
/** Rows of one transaction. */
const BATCH = 500;
const SYSTEM = systemCaller('monitoring');

/** Forgets what is too old. */
export class Forgetting {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #keepDays: () => number;

  constructor(store: Store, journal: Journal, clock: Clock, keepDays: () => number) {
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
    this.#keepDays = keepDays;
  }

  /** Forgets what ended before the days that are kept; of the files that cannot be removed, the rows go all the same. */
  async prune(): Promise<void> {
    const before = this.#clock.now() - this.#keepDays() * DAY_MS;
    let runs = BATCH;
    while (runs === BATCH) {
      const logs = await this.#journal.commit(SYSTEM, ({ tx }) => forgetRuns(tx, before, BATCH));
      runs = logs.length;
      for (const path of logs)
        if (path !== null) await rm(path, { force: true }).catch(() => undefined);
    }
    // One schedule after the other: that is how they are indexed.
    for (const id of await scheduleIds(this.#store.read)) {
      let slots = BATCH;
      while (slots === BATCH)
        slots = await this.#journal.commit(SYSTEM, ({ tx }) => forgetSlots(tx, id, before, BATCH));
    }
    await this.#journal.commit(SYSTEM, ({ tx }) => forgetTraffic(tx, before));
  }
}
