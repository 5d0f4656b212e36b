/**
 * Owns cutting what a program prints into lines of a bounded length. What a line means is left to the caller.
 */

/** Takes chunks, gives lines. */
export class Lines {
  readonly #maxBytes: number;
  readonly #onLine: (line: string) => void;
  readonly #onLong: () => void;
  #parts: Buffer[] = [];
  #bytes = 0;

  /** @param options.onLong Called once for a line of more than `maxBytes`; what goes beyond is thrown away. */
  constructor(options: {
    maxBytes: number;
    onLine: (line: string) => void;
    onLong: () => void;
  }) {
    this.#maxBytes = options.maxBytes;
    this.#onLine = options.onLine;
    this.#onLong = options.onLong;
  }

  push(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      this.#add(chunk.subarray(start, end));
      start = end + 1;
      const line = Buffer.concat(this.#parts).toString().replace(/\r$/, '');
      this.#parts = [];
      this.#bytes = 0;
      this.#onLine(line);
    }
    this.#add(chunk.subarray(start));
  }

  #add(part: Buffer): void {
    const room = this.#maxBytes - this.#bytes;
    if (part.length > 0 && room > 0) this.#parts.push(part.subarray(0, room));
    const wasLong = room < 0;
    // One byte beyond is enough to know that the line is too long.
    this.#bytes = Math.min(this.#bytes + part.length, this.#maxBytes + 1);
    if (!wasLong && this.#bytes > this.#maxBytes) this.#onLong();
  }
}
