/**
 * Owns what lanes promise: each in order, never twice at once, all of them served, and no wake unheard.
 * What is done in them is tested with replies and outbox.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { type LaneRest, Lanes } from '../../src/domain/channels/lanes.ts';

/** Lanes that work through lists, each thing in some turns of the event loop. */
function lanesOver(queues: Record<string, number[]>, atOnce: number) {
  const done: string[] = [];
  const busy = new Map<string, number>();
  let most = 0;
  const lanes = new Lanes({
    atOnce,
    report: (error) => expect.unreachable(String(error)),
    step: async (key) => {
      busy.set(key, (busy.get(key) ?? 0) + 1);
      most = Math.max(most, busy.size);
      expect(busy.get(key)).toBe(1);
      const next = queues[key]?.shift();
      await new Promise((resolve) => setImmediate(resolve));
      busy.delete(key);
      if (next === undefined) return 'idle';
      done.push(`${key}${next}`);
      return 'more';
    },
  });
  onTestFinished(() => lanes.stop());
  return { lanes, done, most: () => most };
}

test('lanes go in order, several at once, and a long one does not keep the others from beginning', async () => {
  const queues = { a: [1, 2, 3, 4], b: [1, 2, 3, 4], c: [1, 2] };
  const { lanes, done, most } = lanesOver(queues, 2);
  for (const key of ['a', 'b', 'c']) lanes.wake(key);
  await vi.waitUntil(() => done.length === 10, { interval: 1 });
  for (const key of ['a', 'b', 'c'])
    expect(done.filter((one) => one.startsWith(key))).toEqual(
      done.filter((one) => one.startsWith(key)).toSorted(),
    );
  expect(most()).toBe(2);
  expect(done.indexOf('c1')).toBeLessThan(done.indexOf('b4'));
});

test.each(Array.from({ length: 12 }, (_, depth) => depth))(
  'a lane that is woken %i steps after it began is looked at again',
  async (depth) => {
    let steps = 0;
    const step = async (): Promise<LaneRest> => {
      steps += 1;
      return 'idle';
    };
    const report = (error: unknown) => expect.unreachable(String(error));
    const lanes = new Lanes({ step, report, atOnce: 1 });
    lanes.wake('a');
    for (let i = 0; i < depth; i += 1) await null;
    const before = steps;
    lanes.wake('a');
    await vi.waitUntil(() => steps > before, { interval: 1 });
    await lanes.stop();
  },
);

test('a lane rests as long as it says, or until it is woken; what throws is told and done again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const rests: LaneRest[] = [{ waitMs: 5000 }, { waitMs: 5000 }, 'idle'];
  const reports: unknown[] = [];
  let steps = 0;
  const lanes = new Lanes({
    atOnce: 1,
    report: (error) => reports.push(error),
    step: async () => {
      steps += 1;
      const rest = rests.shift();
      if (rest === undefined) throw new Error('broken');
      return rest;
    },
  });
  lanes.wake('a');
  await vi.advanceTimersByTimeAsync(4999);
  expect(steps).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(steps).toBe(2);
  lanes.wake('a');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(steps).toBe(3);
  lanes.wake('a');
  await vi.advanceTimersByTimeAsync(0);
  expect(reports).toEqual([new Error('broken')]);
  await vi.advanceTimersByTimeAsync(2500);
  expect(steps).toBe(6);
  await lanes.stop();
});

test('stopping waits for what is under way, and begins nothing more', async () => {
  let finish: () => void = () => undefined;
  const done: string[] = [];
  const lanes = new Lanes({
    atOnce: 1,
    report: (error) => expect.unreachable(String(error)),
    step: async (key) => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      done.push(key);
      return 'more';
    },
  });
  lanes.wake('a');
  lanes.wake('b');
  const stopped = lanes.stop();
  lanes.wake('c');
  expect(done).toEqual([]);
  finish();
  await stopped;
  expect(done).toEqual(['a']);
});
