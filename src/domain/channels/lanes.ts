/**
 * Owns working through queues of the database, one lane per chat: each lane in order, all of them at once up to a bound.
 * What the work is belongs to replies.ts and outbox.ts.
 */

/** What a lane has to do next: go on at once, wait some milliseconds, or nothing. */
export type LaneRest = 'more' | 'idle' | { readonly waitMs: number };

/** Lanes of work, by key. */
export class Lanes {
  readonly #step: (key: string) => Promise<LaneRest>;
  readonly #report: (error: unknown, key: string) => void;
  readonly #atOnce: number;
  /** Keys at work; true where there may be more since the last look. */
  readonly #running = new Map<string, boolean>();
  readonly #waiting = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #work = new Set<Promise<void>>();
  #stopped = false;

  /** @param options.step Does the next thing of a lane. What it throws is told, and the lane rests for `retryMs`. */
  constructor(options: {
    step: (key: string) => Promise<LaneRest>;
    report: (error: unknown, key: string) => void;
    atOnce: number;
  }) {
    this.#step = options.step;
    this.#report = options.report;
    this.#atOnce = options.atOnce;
  }

  /** Has a lane looked at now; one that is at work is looked at again. */
  wake(key: string): void {
    if (this.#stopped) return;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (this.#running.has(key)) this.#running.set(key, true);
    else if (this.#running.size >= this.#atOnce) this.#waiting.add(key);
    else this.#start(key);
  }

  /** Begins nothing more, and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#waiting.clear();
    await Promise.all(this.#work);
  }

  #start(key: string): void {
    this.#running.set(key, false);
    const work = this.#go(key).finally(() => this.#work.delete(work));
    this.#work.add(work);
  }

  async #go(key: string): Promise<void> {
    while (!this.#stopped) {
      this.#running.set(key, false);
      const rest = await this.#tryStep(key);
      const hasMore = rest === 'more' || this.#running.get(key) === true;
      // A lane that never ends must not keep the others from beginning.
      if (hasMore && this.#waiting.size === 0) continue;
      if (hasMore) this.#waiting.add(key);
      else if (rest !== 'idle') this.#sleep(key, rest.waitMs);
      break;
    }
    // In the same step as the look above: whoever wakes the lane in between would not be heard.
    this.#running.delete(key);
    const [next] = this.#waiting;
    if (next === undefined || this.#stopped) return;
    this.#waiting.delete(next);
    this.#start(next);
  }

  async #tryStep(key: string): Promise<LaneRest> {
    try {
      return await this.#step(key);
    } catch (error) {
      this.#report(error, key);
      return { waitMs: RETRY_MS };
    }
  }

  #sleep(key: string, milliseconds: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.wake(key);
    }, milliseconds);
    timer.unref();
    this.#timers.set(key, timer);
  }
}

/** After an error that nobody foresaw, such as a store that takes nothing. */
const RETRY_MS = 1000;
