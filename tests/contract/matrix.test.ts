/**
 * Owns the proof that the matrix complains both ways. What has really been seen is compared by `npm run matrix` after all tests.
 */
import { describe, expect, it } from 'vitest';
import { judge } from '../../scripts/matrix.ts';
import { apis, contracts, isPending } from '../support/contract-check.ts';

/** Every answer of every operation, 501 of those that are not built yet. */
const everything = () =>
  new Set(
    apis.flatMap((api) =>
      contracts[api].operations.flatMap((operation) =>
        [...operation.statuses, ...(isPending(api, operation) ? [501] : [])].map(
          (status) => `${api} ${operation.id} ${status}`,
        ),
      ),
    ),
  );

const without = (...names: string[]) => {
  const seen = everything();
  for (const name of names) if (!seen.delete(name)) throw new Error(`${name} is no answer`);
  return seen;
};

/** An operation that is not built yet, while there is one. */
const [pending] = apis.flatMap((api) =>
  contracts[api].operations.filter((one) => isPending(api, one)).map((one) => `${api} ${one.id}`),
);

describe('the matrix', () => {
  it('has nothing to say when everything was seen and nothing is listed', () => {
    expect(judge(everything(), [])).toMatchObject({ gaps: [], faults: [] });
  });

  it('counts what is built', () => {
    const { summary } = judge(without('prx createSession 413'), []);
    expect(summary).toHaveLength(3);
    expect(summary[0]).toMatch(/^prx: (\d+)\/(\d+) statuses of \d+ operations, \d+ pending$/);
    const [seen = 0, declared = 0] = (summary[0]?.match(/\d+/g) ?? []).map(Number);
    expect(declared - seen).toBe(1);
  });

  it('does not let a built operation have a gap, listed or not', () => {
    const gap = 'prx createSession 413';
    expect(judge(without(gap), []).faults).toEqual([`${gap}: never seen, write a test for it`]);
    expect(judge(without(gap), [gap]).faults).toHaveLength(2);
  });

  it.skipIf(pending === undefined)('wants gaps of an operation to come listed', () => {
    const gap = `${pending} 200`;
    const seen = without(gap);
    expect(judge(seen, [gap]).faults).toEqual([]);
    expect(judge(seen, []).faults).toEqual([`${gap}: not in tests/contract/uncovered.txt`]);
    expect(judge(seen, []).gaps).toEqual([gap]);
  });

  it.skipIf(pending === undefined)('wants an operation to come to say that it is', () => {
    expect(judge(without(`${pending} 501`), []).faults).toEqual([
      `${pending} 501: pending, never seen`,
    ]);
  });

  it('does not let a line stay that is covered, or names nothing', () => {
    expect(judge(everything(), ['prx createSession 413']).faults).toEqual([
      'prx createSession 413: is covered now, take it out of tests/contract/uncovered.txt',
    ]);
    expect(judge(everything(), ['prx makeCoffee 418']).faults).toEqual([
      'prx makeCoffee 418: is no gap of an operation to come, take it out of tests/contract/uncovered.txt',
    ]);
  });
});
