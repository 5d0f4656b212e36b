/**
 * Owns the history of runs of containers, as callers read it and as a start finds it. Beginning and ending runs belongs to domain/queue.
 */
import {
  type ContainerRunRow,
  cancelRunning,
  listRuns,
  type RunFilter,
} from '../../db/container-runs.ts';
import type { Store } from '../../db/open.ts';
import type { Clock } from '../../lib/clock.ts';
import { redact } from '../../lib/redact.ts';
import type { Journal } from '../audit/index.ts';
import { systemCaller } from '../shared/index.ts';

/** One run; times are milliseconds since the epoch. No secret is in it. */
export type Run = ContainerRunRow;

const STOPPED = 'The daemon stopped';

/** Keeps the history of runs. */
export class RunHistory {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;

  constructor(store: Store, journal: Journal, clock: Clock) {
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
  }

  /** Ends what ran when the daemon stopped without ending it. Called once, before anything runs. @returns how many runs there were */
  async recover(): Promise<number> {
    return await this.#journal.commit(systemCaller('containers'), ({ tx }) =>
      cancelRunning(tx, this.#clock.now(), STOPPED),
    );
  }

  /** One page of runs, newest first. */
  async list(filter: RunFilter): Promise<Run[]> {
    const found = await listRuns(this.#store.read, filter);
    return found.map((run) => ({ ...run, error: run.error === null ? null : redact(run.error) }));
  }
}
