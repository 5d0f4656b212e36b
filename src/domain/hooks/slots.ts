/**
 * Owns how many attempts are under way at once. Which attempt comes next belongs to dispatcher.ts.
 */

/** A bounded number of places, given in the order in which they were asked for. */
export class Slots {
  readonly #limit: () => number;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  /** Waits for a place. @returns what gives it back; only the first call of it counts */
  async take(): Promise<() => void> {
    if (this.#taken >= this.#limit()) {
      // Whoever leaves hands the place over, so it stays taken in between.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else {
      this.#taken += 1;
    }
    let isTaken = true;
    return () => {
      if (isTaken) this.#leave();
      isTaken = false;
    };
  }

  #leave(): void {
    const next = this.#taken > this.#limit() ? undefined : this.#waiting.shift();
    if (next === undefined) this.#taken -= 1;
    else next();
  }
}
