/**
 * Owns the lines between which an agent in a container says what it did, and reading them out of everything else it writes.
 * What follows from a message belongs to domain/queue; the other side of the protocol is src/runner.
 */

/** The line before a message. */
export const MESSAGE_BEGINS = '---NANOCLAW_OUTPUT_START---';
/** The line after it. */
export const MESSAGE_ENDS = '---NANOCLAW_OUTPUT_END---';

/** A message of more characters than this is a fault of the agent, and is not read. */
export const LONGEST_MESSAGE = 8 * 1024 * 1024;

/** Pieces of a line that are kept apart: putting them together at each one would cost as much as the line is long. */
const MOST_PIECES = 1000;

/** Cuts output into messages, however it is cut into pieces. */
export class MarkerReader {
  readonly #decoder = new TextDecoder();
  /** The line that has no end yet. */
  #pieces: string[] = [];
  #lineSize = 0;
  #message: string[] | null = null;
  #size = 0;

  /** @returns the messages that became complete, each the text between its lines; what is no JSON is answered as it is */
  read(chunk: Uint8Array): string[] {
    const messages: string[] = [];
    const [first = '', ...others] = this.#decoder.decode(chunk, { stream: true }).split('\n');
    this.#keep(first);
    for (const next of others) {
      const line = this.#pieces.join('');
      this.#pieces = [];
      this.#lineSize = 0;
      this.#takeLine(line, messages);
      this.#keep(next);
    }
    return messages;
  }

  #keep(piece: string): void {
    if (piece === '') return;
    this.#lineSize += piece.length;
    this.#pieces.push(piece);
    if (this.#pieces.length > MOST_PIECES) this.#pieces = [this.#pieces.join('')];
    // A line without an end would be kept, and grow, for ever.
    if (this.#lineSize <= LONGEST_MESSAGE) return;
    this.#pieces = [];
    this.#lineSize = 0;
  }

  #takeLine(line: string, messages: string[]): void {
    const text = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (text === MESSAGE_BEGINS) {
      this.#message = [];
      this.#size = 0;
    } else if (text === MESSAGE_ENDS) {
      if (this.#message !== null) messages.push(this.#message.join('\n'));
      this.#message = null;
    } else if (this.#message !== null) {
      // An empty line is kept as well, and has to count.
      this.#size += text.length + 1;
      if (this.#size > LONGEST_MESSAGE) this.#message = null;
      else this.#message.push(text);
    }
  }
}
