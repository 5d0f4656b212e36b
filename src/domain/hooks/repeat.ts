/**
 * Owns running a job again when it is asked for while it runs, and never twice at once. What the job does is its own affair.
 */

/** A job that is run on demand. */
export class Repeat {
  readonly #job: () => Promise<void>;
  #running: Promise<void> | null = null;
  #again = false;

  /** @param job It must not reject. */
  constructor(job: () => Promise<void>) {
    this.#job = job;
  }

  /** Runs the job, once more if it is running: whatever it has looked at by now may have changed since. */
  ask(): void {
    if (this.#running === null) this.#running = this.#run();
    else this.#again = true;
  }

  /** Ends when the job does not run. */
  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      await this.#job();
    } while (this.#again);
    this.#running = null;
  }
}
