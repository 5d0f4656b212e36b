/**
 * Owns keeping the end of a text that grows. What the text is belongs to whoever adds to it.
 */

const MAX_BYTES = 64 * 1024;

/** The last 64 KiB of a text, in whole characters. */
export class Tail {
  #pieces: Buffer[] = [];
  #size = 0;

  add(text: string): void {
    const bytes = Buffer.from(text.slice(-MAX_BYTES));
    this.#pieces.push(bytes);
    this.#size += bytes.length;
    // Put together now and then, so that many small pieces cost no more than few large ones.
    if (this.#size > 2 * MAX_BYTES || this.#pieces.length > 1000) this.#cut();
  }

  text(): string {
    this.#cut();
    const [bytes = Buffer.alloc(0)] = this.#pieces;
    let begin = 0;
    // A character that lost its beginning is left out.
    while (begin < 3 && ((bytes[begin] ?? 0) & 0xc0) === 0x80) begin += 1;
    return bytes.toString('utf8', begin);
  }

  #cut(): void {
    const whole = Buffer.concat(this.#pieces).subarray(-MAX_BYTES);
    this.#pieces = [whole];
    this.#size = whole.length;
  }
}
