/**
 * Owns the proof that timestamps are what the language itself makes of them, less empty milliseconds.
 * Where they are printed is proved with each operation.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toTimestamp } from '../../src/lib/clock.ts';

const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const DAY_MS = 86_400_000;

const expected = (milliseconds: number) =>
  new Date(milliseconds).toISOString().replace('.000Z', 'Z');

test('a timestamp is the ISO form of its moment, without milliseconds that are zero', () => {
  const moment = fc.oneof(
    fc.integer({ min: -LAST, max: LAST }),
    fc.integer({ min: 0, max: 253_402_300_799 }).map((seconds) => seconds * 1000),
    fc.integer({ min: -1000, max: 1000 }).map((day) => day * DAY_MS),
  );
  fc.assert(
    fc.property(fc.array(moment), (moments) => {
      expect(moments.map(toTimestamp)).toEqual(moments.map(expected));
    }),
  );
});

test('a fraction of a millisecond is dropped', () => {
  expect(toTimestamp(1_774_087_200_000.4)).toBe('2026-03-21T10:00:00Z');
});

test('what is no moment is an error', () => {
  expect(() => toTimestamp(Number.NaN)).toThrow(RangeError);
  expect(() => toTimestamp(9e15)).toThrow(RangeError);
});
