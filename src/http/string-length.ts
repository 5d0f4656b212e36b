/**
 * Owns how long a text is for `minLength` and `maxLength`: in code points, but counted only where it matters.
 * All other keywords are Ajv's own.
 */
import { type Ajv, str } from 'ajv';

/**
 * Replaces the two keywords of `ajv` by faster ones with the same meaning and messages.
 *
 * A text has at most as many code points as UTF-16 units and at least half as many, so its `length` nearly always tells;
 * counting every character of every text was most of the time that validating an answer took.
 */
export function countLengthsFast(ajv: Ajv): void {
  for (const keyword of ['minLength', 'maxLength']) ajv.removeKeyword(keyword);
  ajv.addKeyword({
    keyword: 'maxLength',
    type: 'string',
    schemaType: 'number',
    compile: (limit: number) => (text: string) =>
      text.length <= limit || (text.length <= 2 * limit && countCodePoints(text) <= limit),
    error: {
      message: ({ schemaCode }) => str`must NOT have more than ${schemaCode} characters`,
    },
  });
  ajv.addKeyword({
    keyword: 'minLength',
    type: 'string',
    schemaType: 'number',
    compile: (limit: number) => (text: string) =>
      text.length >= 2 * limit - 1 || (text.length >= limit && countCodePoints(text) >= limit),
    error: {
      message: ({ schemaCode }) => str`must NOT have fewer than ${schemaCode} characters`,
    },
  });
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
