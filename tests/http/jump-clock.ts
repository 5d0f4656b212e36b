/**
 * Owns a clock whose wall time can jump while its monotonic time goes on, as the clocks of real machines do.
 * What must not depend on such jumps is said by the tests.
 */
import type { Clock } from '../../src/lib/clock.ts';

/** Stands still until it is moved. */
export class JumpClock implements Clock {
  #wall = Date.UTC(2026, 0, 1);
  #monotonic = 1000;

  now(): number {
    return this.#wall;
  }

  monotonic(): number {
    return this.#monotonic;
  }

  /** Lets time pass, in milliseconds. */
  advance(milliseconds: number): void {
    this.#wall += milliseconds;
    this.#monotonic += milliseconds;
  }

  /** Sets the wall clock forward or back. */
  jump(milliseconds: number): void {
    this.#wall += milliseconds;
  }
}
