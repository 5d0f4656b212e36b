/**
 * Owns identifiers: a prefix that says the kind, then 26 characters that sort by creation time and cannot be guessed.
 * Which prefix belongs to which kind is said by the domain area that makes them.
 */
import { randomFillSync } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U; sorts like the numbers it stands for. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const POOL = new Uint8Array(16 * 256);
let used = POOL.length;

/**
 * Makes an identifier such as `sess_01JPWXYZ3T8M6V0C5K2N9B7Q4R`: 10 characters of milliseconds, 16 random ones (80 bits).
 * Random bytes come from a pool, because one call of the generator per identifier costs more than all the rest.
 */
export function makeId(prefix: string, now: number): string {
  if (used === POOL.length) {
    randomFillSync(POOL);
    used = 0;
  }
  let time = '';
  let rest = now;
  for (let index = 0; index < 10; index += 1) {
    time = ALPHABET.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let random = '';
  for (const end = used + 16; used < end; used += 1)
    random += ALPHABET.charAt((POOL[used] ?? 0) & 31);
  return `${prefix}_${time}${random}`;
}
