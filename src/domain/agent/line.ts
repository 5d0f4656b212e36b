/**
 * Owns the order of turns: one at a time per session, the others in line up to a bound. What a turn does belongs to run.ts.
 */
import { DomainError } from '../shared/index.ts';

/** Somebody in line, and the way to let them go on. */
type Waiting = () => void;

/** Lines of waiting turns, one per session that has any. */
export class Lines {
  readonly #bound: () => number;
  readonly #lines = new Map<string, Waiting[]>();

  /** @param bound How many turns may wait in one line. */
  constructor(bound: () => number) {
    this.#bound = bound;
  }

  /**
   * Waits for the session's turn. @returns what gives the place to the next in line; call it exactly once
   * @throws DomainError session_busy when the line is full; the signal's reason when it aborts meanwhile
   */
  async enter(sessionId: string, signal: AbortSignal): Promise<() => void> {
    const line = this.#lines.get(sessionId);
    if (line === undefined) {
      this.#lines.set(sessionId, []);
    } else {
      if (line.length >= this.#bound()) {
        throw new DomainError('session_busy', `Session ${sessionId} has too many turns waiting`, {
          waiting: line.length,
        });
      }
      await wait(line, signal);
    }
    return () => this.#leave(sessionId);
  }

  #leave(sessionId: string): void {
    const next = this.#lines.get(sessionId)?.shift();
    if (next === undefined) this.#lines.delete(sessionId);
    else next();
  }
}

/** Stands in line; whoever is gone gives up the place. */
function wait(line: Waiting[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const leave = () => {
      line.splice(line.indexOf(turn), 1);
      reject(signal.reason);
    };
    const turn = () => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    line.push(turn);
    signal.addEventListener('abort', leave, { once: true });
  });
}
