/**
 * Owns slowing down whoever tries credentials: after too many wrong ones an address is refused further wrong ones for a while.
 * Whether a credential is wrong is decided by whoever checks it; a right one always passes.
 */
import type { Clock } from '../lib/clock.ts';

/** How many wrong credentials in which time lock an address for how long. */
export interface LockoutRules {
  readonly max_failures: number;
  readonly failure_window_secs: number;
  readonly lockout_secs: number;
}

interface Tally {
  failures: number;
  windowEnds: number;
  lockedUntil: number;
}

/** Addresses remembered at most; the one that was first seen goes first. */
const MOST = 10_000;

/** Wrong credentials per address, on the monotonic clock. Missing credentials are not wrong ones. */
export class Lockout {
  readonly #clock: Clock;
  readonly #rules: () => LockoutRules;
  readonly #records = new Map<string, Tally>();

  constructor(clock: Clock, rules: () => LockoutRules) {
    this.#clock = clock;
    this.#rules = rules;
  }

  /**
   * Notes a wrong credential from `address`.
   * @returns Seconds for which the address is locked, or 0 while it may go on trying.
   */
  fail(address: string): number {
    const rules = this.#rules();
    const now = this.#clock.monotonic();
    const record = this.#records.get(address) ?? { failures: 0, windowEnds: 0, lockedUntil: 0 };
    if (now < record.lockedUntil) return Math.ceil((record.lockedUntil - now) / 1000);
    if (now >= record.windowEnds) {
      record.failures = 0;
      record.windowEnds = now + rules.failure_window_secs * 1000;
    }
    record.failures += 1;
    if (record.failures >= rules.max_failures) {
      record.lockedUntil = now + rules.lockout_secs * 1000;
      record.windowEnds = 0;
    }
    this.#records.delete(address);
    if (this.#records.size >= MOST) this.#forgetOldest();
    this.#records.set(address, record);
    return 0;
  }

  /** A tenth at a time, so that a flood of addresses does not pay for each of them. */
  #forgetOldest(): void {
    let spare = MOST / 10;
    for (const oldest of this.#records.keys()) {
      if (spare <= 0) return;
      this.#records.delete(oldest);
      spare -= 1;
    }
  }
}
