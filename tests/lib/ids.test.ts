/**
 * Owns the proof that identifiers have one form, sort by time and do not repeat.
 * Which prefixes there are is proved with what they name.
 */
import { expect, test } from 'vitest';
import { makeId } from '../../src/lib/ids.ts';

test('an identifier is its prefix, the time and random characters', () => {
  expect(makeId('sess', 0)).toMatch(/^sess_0{10}[0-9A-HJKMNP-TV-Z]{16}$/);
  expect(makeId('req', 32 ** 10 - 1)).toMatch(/^req_Z{10}[0-9A-HJKMNP-TV-Z]{16}$/);
});

test('identifiers sort by the millisecond in which they were made', () => {
  const moments = [1_774_087_200_000, 1_774_087_200_001, 1_774_087_200_033, 1_805_623_200_000];
  const ids = moments.map((moment) => makeId('evt', moment));
  expect(ids.toSorted()).toEqual(ids);
  expect(makeId('evt', 1_774_087_200_000).slice(0, 14)).toBe(ids[0]?.slice(0, 14));
});

test('identifiers of one millisecond differ, however many there are', () => {
  const ids = Array.from({ length: 10_000 }, () => makeId('msg', 1_774_087_200_000));
  expect(new Set(ids).size).toBe(ids.length);
});
