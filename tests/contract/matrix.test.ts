/**
 * Owns the proof that the matrix complains. What has really been seen is compared by `npm run matrix` after all tests.
 */
import { describe, expect, it } from 'vitest';
import { judge } from '../../scripts/matrix.ts';
import { apis, contracts } from '../support/contract-check.ts';

/** Every answer of every operation but one. */
const allBut = (name: string | null) =>
  new Set(
    apis.flatMap((api) =>
      contracts[api].operations.flatMap(({ id, statuses }) =>
        statuses.map((status) => `${api} ${id} ${status}`).filter((one) => one !== name),
      ),
    ),
  );

describe('the matrix', () => {
  it('has nothing to say when everything was seen', () => {
    expect(judge(allBut(null)).missing).toEqual([]);
  });

  it('names what was not, and counts it', () => {
    const { summary, missing } = judge(allBut('prx createSession 413'));
    expect(missing).toEqual(['prx createSession 413']);
    expect(summary).toHaveLength(3);
    expect(summary[0]).toMatch(/^prx: (\d+)\/(\d+) statuses of \d+ operations$/);
    const [seen = 0, declared = 0] = (summary[0]?.match(/\d+/g) ?? []).map(Number);
    expect(declared - seen).toBe(1);
  });
});
