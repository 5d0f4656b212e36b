/**
 * Owns short marks that stand for what a component is made from. What goes into them belongs to the sources.
 */
import { createHmac, randomBytes } from 'node:crypto';

const LENGTH = 16;

/** Makes revisions: equal for equal makings, comparable until the daemon stops. */
export class Revisions {
  // Without a key of its own, somebody who reads a revision could try secrets until one fits.
  readonly #key = randomBytes(32);

  /** The revision of something made from `making`: settings with their secrets, hashes of files. The order of keys does not count. */
  of(making: unknown): string {
    const text = JSON.stringify(making, sorted) ?? '';
    return createHmac('sha256', this.#key).update(text).digest('hex').slice(0, LENGTH);
  }
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
