/**
 * Owns what can end a turn before its answer: its caller, its time, its session, the daemon. What then becomes of the turn belongs
 * to failures.ts and turns.ts.
 */

/** Why a turn was ended from outside. */
export type EndedBy = 'caller' | 'time' | 'session' | 'thread' | 'stop';

/** A turn that can be ended. */
export class ActiveTurn {
  readonly #ending = new AbortController();
  readonly #caller: AbortSignal;
  readonly #timer: NodeJS.Timeout | undefined;
  #endedBy: EndedBy | null = null;

  /** @param caller Aborts when nobody waits for the answer any more. @param timeoutMs Null for a turn that is bounded elsewhere. */
  constructor(caller: AbortSignal, timeoutMs: number | null) {
    this.#caller = caller;
    if (timeoutMs !== null) this.#timer = setTimeout(() => this.end('time'), timeoutMs).unref();
    if (caller.aborted) this.#leave();
    else caller.addEventListener('abort', this.#leave, { once: true });
  }

  /** Aborts when the turn is to end. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Who ended it first; null while nobody has. */
  get endedBy(): EndedBy | null {
    return this.#endedBy;
  }

  /** Ends it. Only the first time counts. */
  end(by: EndedBy, reason: unknown = new Error(`The turn was ended by its ${by}`)): void {
    this.#endedBy ??= by;
    this.#ending.abort(reason);
  }

  /** Lets go of timer and caller, once the turn is over. */
  close(): void {
    clearTimeout(this.#timer);
    this.#caller.removeEventListener('abort', this.#leave);
  }

  readonly #leave = () => this.end('caller', this.#caller.reason);
}
