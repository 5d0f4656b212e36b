/**
 * Owns that checks by others' schemas are stopped for what they cost, not for how busy the machine is. What is refused of schemas and
 * values is in the tests of the tools.
 */
import { expect, it } from 'vitest';
import { readObjectSchema } from '../../src/lib/json-schema.ts';

/** A value that holds its reader up some times, as a machine does that gives the processor to others. */
function stalling(times: number) {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  let left = times;
  return {
    get a() {
      if (left > 0) {
        left -= 1;
        Atomics.wait(cell, 0, 0, 500);
      }
      return 'x';
    },
  };
}

const schema = { type: 'object', properties: { a: { type: 'string' } } };

it('does a check again that was held up without working', () => {
  const check = readObjectSchema(schema);
  expect(check({ a: 'x' })).toBeNull();
  expect(check(stalling(1))).toBeNull();
  expect(check(stalling(3))).toBeNull();
});

it('leaves a check that never comes to its end, whatever holds it up', () => {
  const check = readObjectSchema(schema);
  expect(check(stalling(Number.POSITIVE_INFINITY))).toBe(
    'it cannot be checked: takes too long to check',
  );
  const slow = readObjectSchema({
    type: 'object',
    properties: { a: { type: 'string', pattern: '^(a+)+$' } },
  });
  expect(slow({ a: `${'a'.repeat(60)}!` })).toBe('it cannot be checked: takes too long to check');
  expect(slow({ a: 'aa' })).toBeNull();
});
