/**
 * Owns the end of a run before it is done, with what a person is told of it. When a run has to end is left to whoever asks the server.
 */

/** The run cannot go on. */
export class Abort extends Error {
  override readonly name = 'Abort';
  readonly why: 'unreachable' | 'wrong-token' | 'time-over' | 'interrupted';

  constructor(why: Abort['why'], message: string) {
    super(message);
    this.why = why;
  }
}
