/**
 * Owns the promise that jobs of one queue never overlap and keep their order, failures included.
 * What is queued is tested where it is.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { oneByOne } from '../../src/lib/one-by-one.ts';

it('begins a job where the one before it has ended, though that failed', async () => {
  const inTurn = oneByOne();
  const seen: string[] = [];
  const job = (name: string, ms: number) =>
    inTurn(async () => {
      seen.push(`${name} begins`);
      await sleep(ms);
      seen.push(`${name} ends`);
      if (name === 'b') throw new Error('b fails');
      return name;
    });
  const all = await Promise.allSettled([job('a', 5), job('b', 2), job('c', 0)]);
  expect(all.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
    'a',
    'Error: b fails',
    'c',
  ]);
  expect(seen).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} begins`, `${name} ends`]));
});

it('has a queue for each use', async () => {
  const [one, other] = [oneByOne(), oneByOne()];
  void one(() => new Promise(() => undefined));
  expect(await other(async () => 'not held up')).toBe('not held up');
});
