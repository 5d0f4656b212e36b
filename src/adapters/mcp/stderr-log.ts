/**
 * Owns taking what a program prints to its standard error into the log: bounded lines, and not more than anybody can read.
 */
import { stripVTControlCharacters } from 'node:util';
import type { Logger } from '../../lib/log.ts';
import { Lines } from './lines.ts';

const MAX_LINE_BYTES = 2000;
/** Lines at once, and lines a second after that. */
const BURST = 100;
const PER_SECOND = 20;

/** The standard error of one program. */
export class StderrLog {
  readonly #lines: Lines;
  readonly #log: Logger;
  readonly #mask: (text: string) => string;
  #allowance = BURST;
  #at = performance.now();
  #leftOut = 0;
  #last: string | null = null;

  constructor(log: Logger, mask: (text: string) => string) {
    this.#log = log;
    this.#mask = mask;
    this.#lines = new Lines({
      maxBytes: MAX_LINE_BYTES,
      onLine: (line) => this.#take(line),
      onLong: () => {},
    });
  }

  /** The last line that was printed; null when there was none. */
  get last(): string | null {
    return this.#last;
  }

  push(chunk: Buffer): void {
    this.#lines.push(chunk);
  }

  #take(line: string): void {
    const text = this.#mask(stripVTControlCharacters(line)).trim();
    if (text === '') return;
    this.#last = text;
    const now = performance.now();
    this.#allowance = Math.min(BURST, this.#allowance + ((now - this.#at) / 1000) * PER_SECOND);
    this.#at = now;
    if (this.#allowance < 1) {
      this.#leftOut += 1;
      return;
    }
    this.#allowance -= 1;
    if (this.#leftOut > 0) this.#log.warn(`${this.#leftOut} lines are left out`);
    this.#leftOut = 0;
    this.#log.info(text);
  }
}
