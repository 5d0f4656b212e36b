/**
 * Owns the failures that commands expect, and the exit codes they end with. What went wrong is said by whoever throws.
 */

/** The exit codes, as scripts rely on them. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  auth: 4,
  timeout: 5,
  interrupted: 130,
} as const;

/** A command that did not work, in words for the person who typed it. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number = EXIT.failed) {
    super(message);
    this.exitCode = exitCode;
  }

  /** What standard error gets, without the last line break; empty where there is nothing to tell. */
  get told(): string {
    return `gatehouse: ${this.message}`;
  }
}
