/**
 * Owns handing events to one reader who may be slower than what makes them. How many there can be is bounded by who makes them.
 */

/** Events in order, for one reader. It ends once, well or with an error, after everything before it was read. */
export class EventQueue<T> implements AsyncIterableIterator<T> {
  readonly #onLeave: () => void;
  #events: T[] = [];
  #next = 0;
  #ending: { readonly error: unknown } | 'well' | null = null;
  #hasLeft = false;
  #wake: () => void = () => undefined;

  /** @param onLeave Told when the reader stops before the end. */
  constructor(onLeave: () => void) {
    this.#onLeave = onLeave;
  }

  /** Adds an event. Nobody reads it after the reader has left. */
  push(event: T): void {
    if (!this.#hasLeft) this.#events.push(event);
    this.#wake();
  }

  /** Ends it well. */
  end(): void {
    this.#ending ??= 'well';
    this.#wake();
  }

  /** Ends it with an error, which the reader gets after the last event. */
  fail(error: unknown): void {
    this.#ending ??= { error };
    this.#wake();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<T, undefined>> {
    for (;;) {
      const event = this.#take();
      if (event !== undefined) return { done: false, value: event };
      if (this.#hasLeft || this.#ending === 'well') return { done: true, value: undefined };
      if (this.#ending !== null) {
        const { error } = this.#ending;
        this.#ending = 'well';
        throw error;
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  return(): Promise<IteratorResult<T, undefined>> {
    if (!this.#hasLeft && this.#ending === null) this.#onLeave();
    this.#hasLeft = true;
    this.#events = [];
    this.#wake();
    return Promise.resolve({ done: true, value: undefined });
  }

  #take(): T | undefined {
    const event = this.#events[this.#next];
    this.#next += 1;
    if (this.#next < this.#events.length) return event;
    // All are read; dropping them together costs less than taking each from the front.
    this.#events = [];
    this.#next = 0;
    return event;
  }
}
