/**
 * Owns waiting for what comes from elsewhere: an event of a stream, a delivery. Every wait has an end in time, and one at an interrupt;
 * what follows from that is left to whoever waits.
 */

/** Rung whenever something has come. */
export class Bell {
  #wake: () => void = () => undefined;

  /** Lets whoever waits look again. */
  ring(): void {
    this.#wake();
  }

  /** Waits until something holds, the time is up or the signal says so. */
  async until(holds: () => boolean, ms: number, signal?: AbortSignal): Promise<void> {
    const ends = Date.now() + ms;
    while (!holds() && signal?.aborted !== true && Date.now() < ends) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, Math.max(1, ends - Date.now()));
        signal?.addEventListener('abort', wake);
        this.#wake = wake;
      });
    }
  }
}
