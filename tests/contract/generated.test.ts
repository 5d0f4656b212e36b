/**
 * Owns the proof that the generated files are what the contracts say. Generation belongs to scripts/generate.
 */
import { expect, test } from 'vitest';
import { staleFiles } from '../../scripts/check-generated.ts';
import { committed } from '../../scripts/generate/index.ts';

test('the generated files are fresh', { timeout: 60_000 }, async () => {
  expect(await staleFiles(committed)).toEqual([]);
});
