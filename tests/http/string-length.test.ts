/**
 * Owns the proof that the faster `minLength` and `maxLength` mean and say what Ajv's own do.
 * Where the contracts use them is proved with each operation.
 */
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countLengthsFast } from '../../src/http/string-length.ts';

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('a', '😀', '\ud83d', '\ude00'), maxLength: 12 }),
);
const limit = fc.integer({ min: 0, max: 12 });

test.each(['minLength', 'maxLength'])('%s counts code points', (keyword) => {
  fc.assert(
    fc.property(text, limit, (value, bound) => {
      const fast = new Ajv();
      countLengthsFast(fast);
      const verdicts = [new Ajv(), fast].map((ajv) => {
        const validate = ajv.compile({ type: 'string', [keyword]: bound });
        return [validate(value), validate.errors?.map((one) => one.message)];
      });
      expect(verdicts[1]).toEqual(verdicts[0]);
    }),
  );
});
