/**
 * Owns the promise that no pattern of a contract can be made slow by what is matched against it.
 * What the patterns let through is up to the contracts.
 */
import { describe, expect, it } from 'vitest';
import { apis, contracts } from '../support/contract-check.ts';

/** Every `pattern` of a document, once. */
function patternsOf(node: unknown, found = new Set<string>()): Set<string> {
  if (typeof node !== 'object' || node === null) return found;
  for (const [name, value] of Object.entries(node)) {
    if (name === 'pattern' && typeof value === 'string') found.add(value);
    else patternsOf(value, found);
  }
  return found;
}

/** Characters that patterns are made of, so that repeating them nearly matches. */
const PIECES = [
  'a',
  'A',
  '0',
  '-',
  '_',
  '.',
  ':',
  '/',
  ' ',
  '~',
  'a-',
  'a.',
  'a_a',
  'a::',
  '0-',
  '::',
  'T0:',
  '\u0000',
  '\n',
  'é',
];
const TAILS = ['', '!', '\n', '-'];

/** Long enough for work that grows with the square of the length to take far more than the bound. */
const LENGTH = 60_000;
const BOUND_MS = 50;

/** The shortest of a few tries, in milliseconds: a busy machine slows one of them, a bad pattern slows all. */
function timeOf(expression: RegExp, text: string): number {
  let best = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3 && best >= BOUND_MS; attempt += 1) {
    const begun = performance.now();
    expression.test(text);
    best = Math.min(best, performance.now() - begun);
  }
  return best;
}

describe.each(apis)('the patterns of %s', (api) => {
  it.each([...patternsOf(contracts[api].document)])('%s', (pattern) => {
    // As the validator compiles it.
    const expression = new RegExp(pattern, 'u');
    for (const piece of PIECES) {
      for (const tail of TAILS) {
        // The word before leads past a fixed beginning of the pattern.
        for (const lead of ['', 'a', 'https://', 'sha256=', '0000-00-00T', '~/']) {
          const text = lead + piece.repeat(Math.floor(LENGTH / piece.length)) + tail;
          const name = `${JSON.stringify(lead + piece)}… ${JSON.stringify(tail)}`;
          expect(timeOf(expression, text), name).toBeLessThan(BOUND_MS);
        }
      }
    }
  });
});

it('would be broken by a bad pattern', () => {
  expect(timeOf(/^(a+)+$/u, `${'a'.repeat(24)}!`)).toBeGreaterThan(BOUND_MS);
  // A third of the length is enough to tell.
  expect(timeOf(/a*b/u, 'a'.repeat(LENGTH / 3))).toBeGreaterThan(BOUND_MS);
});
