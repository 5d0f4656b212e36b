/**
 * Owns a circuit breaker: it lets calls through until too many fail in a row, and then for a while one at a time. What a failure is is
 * decided by who makes the calls.
 */
import type { Clock } from '../../lib/clock.ts';

/** How the thing behind a breaker is doing: `failing` while its latest call failed, `open` while it is passed over. */
export type BreakerState = 'ready' | 'failing' | 'open';

/** A call that was let through; exactly one of these is called when it is over. */
export interface Passage {
  succeed(): void;
  fail(reason: string): void;
  /** It ended in a way that says nothing about the thing behind. */
  forget(): void;
}

/** What opens it, and for how long. */
export interface BreakerLimits {
  readonly failures: number;
  readonly openMs: number;
}

/** One circuit breaker, closed at first. */
export class Breaker {
  readonly #limits: BreakerLimits;
  readonly #clock: Clock;
  #failures = 0;
  #openedAt: number | null = null;
  #probing = false;
  #reason: string | null = null;

  constructor(limits: BreakerLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  get state(): BreakerState {
    if (this.#openedAt !== null) return 'open';
    return this.#failures > 0 ? 'failing' : 'ready';
  }

  /** Why the latest call failed; null once one succeeded. */
  get reason(): string | null {
    return this.#reason;
  }

  /** Milliseconds until a call may be let through; 0 when one may now. */
  get waitMs(): number {
    if (this.#openedAt === null) return 0;
    return Math.max(this.#openedAt + this.#limits.openMs - this.#clock.monotonic(), 0);
  }

  /** Lets a call through, or not: null. While it is open and its time is over, one call at a time is a probe. */
  enter(): Passage | null {
    if (this.#openedAt === null) return this.#passage();
    if (this.#probing || this.waitMs > 0) return null;
    this.#probing = true;
    return this.#probe();
  }

  #passage(): Passage {
    return {
      succeed: () => {
        // What began before it opened comes too late to close it.
        if (this.#openedAt === null) this.#close();
      },
      fail: (reason) => {
        if (this.#openedAt !== null) return;
        this.#failures += 1;
        this.#reason = reason;
        if (this.#failures >= this.#limits.failures) this.#openedAt = this.#clock.monotonic();
      },
      forget: () => undefined,
    };
  }

  #probe(): Passage {
    return {
      succeed: () => {
        this.#probing = false;
        this.#close();
      },
      fail: (reason) => {
        this.#probing = false;
        this.#reason = reason;
        this.#openedAt = this.#clock.monotonic();
      },
      forget: () => {
        this.#probing = false;
      },
    };
  }

  #close(): void {
    this.#failures = 0;
    this.#openedAt = null;
    this.#reason = null;
  }
}
