/**
 * Owns the numbers of the credential proxy since the daemon started. What each mapping has done belongs to mappings.ts.
 */
import type { Clock } from '../../lib/clock.ts';

/** Requests that were let through. */
export interface ProxyFigures {
  readonly requests: number;
  /** Requests that the upstream did not answer, or not to the end. */
  readonly errors: number;
  /** Requests under way now. */
  readonly active: number;
  /** Milliseconds from a request to the head of its answer; null before the first one. */
  readonly meanFirstByteMs: number | null;
}

/** Counts requests. */
export class Figures {
  readonly #clock: Clock;
  #requests = 0;
  #errors = 0;
  #active = 0;
  #answered = 0;
  #waitedMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(): ProxyFigures {
    const meanFirstByteMs = this.#answered === 0 ? null : this.#waitedMs / this.#answered;
    return {
      requests: this.#requests,
      errors: this.#errors,
      active: this.#active,
      meanFirstByteMs,
    };
  }

  /** Counts a request in. */
  begin(): { answered(): void; failed(): void; ended(): void } {
    const begun = this.#clock.monotonic();
    this.#requests += 1;
    this.#active += 1;
    return {
      answered: () => {
        this.#answered += 1;
        this.#waitedMs += this.#clock.monotonic() - begun;
      },
      failed: () => {
        this.#errors += 1;
      },
      ended: () => {
        this.#active -= 1;
      },
    };
  }
}
