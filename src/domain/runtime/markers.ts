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

/** Cuts output into messages, however it is cut into pieces. */
export class MarkerReader {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #message: string[] | null = null;
  #size = 0;

  /** @returns the messages that became complete, each the text between its lines; what is no JSON is answered as it is */
  read(chunk: Uint8Array): string[] {
    const messages: string[] = [];
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#rest = lines.pop() ?? '';
    // A line without an end would be kept, and grow, for ever.
    if (this.#rest.length > LONGEST_MESSAGE) this.#rest = '';
    for (const line of lines) {
      const text = line.endsWith('\r') ? line.slice(0, -1) : line;
      if (text === MESSAGE_BEGINS) {
        this.#message = [];
        this.#size = 0;
      } else if (text === MESSAGE_ENDS) {
        if (this.#message !== null) messages.push(this.#message.join('\n'));
        this.#message = null;
      } else if (this.#message !== null) {
        this.#size += text.length;
        if (this.#size > LONGEST_MESSAGE) this.#message = null;
        else this.#message.push(text);
      }
    }
    return messages;
  }
}
