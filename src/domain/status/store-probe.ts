/**
 * Owns finding out whether the store takes writes, by making one. What follows from it belongs to status.ts.
 */
import type { Store } from '../../db/open.ts';
import type { Clock } from '../../lib/clock.ts';
import { type Trouble, within } from './trouble.ts';

/** A result counts for this long, so that load balancers cannot make the disk busy. */
const LIFE_MS = 1000;
/** A write that takes longer is no write to somebody who waits for it. */
const DEADLINE_MS = 1500;

const REFUSED: Trouble = { component: 'store', reason: 'The store does not take writes' };
const SLOW: Trouble = {
  component: 'store',
  reason: `The store did not take a write within ${DEADLINE_MS / 1000} s`,
};

interface Verdict {
  readonly at: number;
  readonly trouble: Trouble | null;
}

/** Probes the store; there is never more than one write of it under way. */
export class StoreProbe {
  readonly #store: Store;
  readonly #clock: Clock;
  #last: Verdict | null = null;
  #running: Promise<Verdict> | null = null;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Null if a write became durable at most a second ago; answers within about 1.5 s whatever the store does. */
  async check(): Promise<Trouble | null> {
    const last = this.#last;
    if (last !== null && this.#clock.monotonic() - last.at < LIFE_MS) return last.trouble;
    this.#running ??= this.#write();
    const verdict = await within(DEADLINE_MS, this.#running);
    return verdict === undefined ? SLOW : verdict.trouble;
  }

  async #write(): Promise<Verdict> {
    const trouble = await this.#store.probe().then(
      () => null,
      () => REFUSED,
    );
    this.#last = { at: this.#clock.monotonic(), trouble };
    this.#running = null;
    return this.#last;
  }
}
