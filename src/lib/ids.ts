/**
 * Owns identifiers: a prefix that says the kind, then 26 characters that sort by creation time and cannot be guessed.
 * Which prefix belongs to which kind is said by the domain area that makes them.
 */
import { randomBytes } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U; sorts like the numbers it stands for. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RANDOM_LENGTH = 16;
const POOL_LENGTH = RANDOM_LENGTH * 256;
let pool = '';
let used = POOL_LENGTH;
let lastMoment = -1;
let lastTime = '';

/**
 * Makes an identifier such as `sess_01JPWXYZ3T8M6V0C5K2N9B7Q4R`: 10 characters of milliseconds, 16 random ones (80 bits).
 * Random characters come from a pool and the time is kept for its millisecond: every request gets an identifier.
 */
export function makeId(prefix: string, now: number): string {
  if (used === POOL_LENGTH) {
    pool = randomText(POOL_LENGTH);
    used = 0;
  }
  if (now !== lastMoment) {
    lastMoment = now;
    lastTime = encodeTime(now);
  }
  const random = pool.slice(used, used + RANDOM_LENGTH);
  used += RANDOM_LENGTH;
  return `${prefix}_${lastTime}${random}`;
}

function randomText(length: number): string {
  // A byte modulo 32 is as even as the byte.
  const codes = randomBytes(length).map((byte) => ALPHABET.charCodeAt(byte % 32));
  return Buffer.from(codes).toString('latin1');
}

function encodeTime(milliseconds: number): string {
  let text = '';
  let rest = milliseconds;
  for (let index = 0; index < 10; index += 1) {
    text = ALPHABET.charAt(rest % 32) + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}
