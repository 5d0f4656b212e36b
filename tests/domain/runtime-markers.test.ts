/**
 * Owns the tests of reading messages out of what a hostile agent writes: however it is cut, and at what cost. What agents write is in
 * tests/runner.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MarkerReader, MESSAGE_BEGINS, MESSAGE_ENDS } from '../../src/domain/runtime/markers.ts';
import { cpuMsOf } from '../support/cpu.ts';

const MIB = 1024 * 1024;

test('a line that comes byte by byte costs no more for being long already', () => {
  const reader = new MarkerReader();
  reader.read(Buffer.alloc(7 * MIB, 'x'));
  const one = Buffer.from('x');
  const took = cpuMsOf(() => {
    for (let count = 0; count < 2_000; count += 1) reader.read(one);
  });
  expect(took).toBeLessThan(200);
});

test('a message is the same however its bytes are cut', () => {
  const said = `noise\n${MESSAGE_BEGINS}\r\n{"a":"ä€𝄞"}\n\nb\n${MESSAGE_ENDS}\nmore\n${MESSAGE_BEGINS}\nc\n${MESSAGE_ENDS}\n`;
  const bytes = Buffer.from(said);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 200 }), (sizes) => {
      const reader = new MarkerReader();
      const found: string[] = [];
      let at = 0;
      for (const size of sizes) {
        found.push(...reader.read(bytes.subarray(at, at + size)));
        at += size;
      }
      found.push(...reader.read(bytes.subarray(at)));
      expect(found).toEqual(['{"a":"ä€𝄞"}\n\nb', 'c']);
    }),
    { numRuns: 200 },
  );
});

test('a message of nothing but ends of lines has an end as well', () => {
  const reader = new MarkerReader();
  reader.read(Buffer.from(`${MESSAGE_BEGINS}\n`));
  for (let count = 0; count < 9; count += 1) reader.read(Buffer.alloc(MIB, '\n'));
  expect(reader.read(Buffer.from(`${MESSAGE_ENDS}\n`))).toEqual([]);
  expect(reader.read(Buffer.from(`${MESSAGE_BEGINS}\na\n${MESSAGE_ENDS}\n`))).toEqual(['a']);
});
