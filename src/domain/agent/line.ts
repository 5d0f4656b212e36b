/**
 * Owns the order of turns: one at a time per session, the others in line up to a bound. What a turn does belongs to turns.ts.
 */
import { DomainError } from '../shared/index.ts';

/** Lines of waiting turns, one per session that has any. */
export class Lines {
  readonly #bound: () => number;
  readonly #lines = new Map<string, (() => void)[]>();

  /** @param bound How many turns may wait in one line. */
  constructor(bound: () => number) {
    this.#bound = bound;
  }

  /**
   * Waits for the session's turn. @returns what gives the place to the next in line; call it exactly once
   * @throws DomainError session_busy when the line is full
   */
  async enter(sessionId: string): Promise<() => void> {
    const line = this.#lines.get(sessionId);
    if (line === undefined) {
      this.#lines.set(sessionId, []);
      return () => this.#leave(sessionId);
    }
    if (line.length >= this.#bound()) {
      throw new DomainError('session_busy', `Session ${sessionId} has too many turns waiting`, {
        waiting: line.length,
      });
    }
    await new Promise<void>((resolve) => line.push(resolve));
    return () => this.#leave(sessionId);
  }

  #leave(sessionId: string): void {
    const next = this.#lines.get(sessionId)?.shift();
    if (next === undefined) this.#lines.delete(sessionId);
    else next();
  }
}
