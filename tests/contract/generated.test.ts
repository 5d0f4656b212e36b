/**
 * Owns the proof that src/generated is what the contracts say. Generation belongs to scripts/generate.
 */
import { expect, test } from 'vitest';
import { staleFiles } from '../../scripts/check-generated.ts';

test('the generated files are fresh', { timeout: 60_000 }, async () => {
  expect(await staleFiles('src/generated')).toEqual([]);
});
