/**
 * Owns noticing that the event loop stood still: nothing is answered then, and what waits is late.
 * What holds it up is found with a profiler, not here.
 */
import type { Trouble } from './trouble.ts';

/** How often the loop shows that it turns. */
const BEAT_MS = 250;
/** A pause from here on is a trouble; shorter ones are work. */
const STUCK_MS = 3000;
/** A trouble is told for this long after the loop turns again. */
const MEMORY_MS = 5000;

/** Watches the event loop from `start` to `stop`. */
export class LoopWatch {
  readonly #now: () => number;
  #timer: NodeJS.Timeout | null = null;
  #lastBeat = 0;
  #stuck: { readonly until: number; readonly lateMs: number } | null = null;

  /** @param now Milliseconds that never go back; not a clock that tests or the wall can move. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  start(): void {
    this.#lastBeat = this.#now();
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** How late the loop is now, in milliseconds. */
  get lateMs(): number {
    return this.#timer === null ? 0 : Math.max(0, this.#now() - this.#lastBeat - BEAT_MS);
  }

  /** That the loop stood still, while it does and shortly after. */
  troubles(): Trouble[] {
    // Who asks right after a pause may come before the next beat.
    if (this.lateMs >= STUCK_MS) this.#beat();
    if (this.#stuck === null || this.#now() > this.#stuck.until) return [];
    const seconds = (this.#stuck.lateMs / 1000).toFixed(1);
    return [{ component: 'event_loop', reason: `The event loop stood still for ${seconds} s` }];
  }

  #beat(): void {
    const { lateMs } = this;
    this.#lastBeat = this.#now();
    if (lateMs >= STUCK_MS) this.#stuck = { until: this.#lastBeat + MEMORY_MS, lateMs };
  }
}
