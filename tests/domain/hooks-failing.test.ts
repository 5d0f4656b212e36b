/**
 * Owns what becomes of hooks whose endpoints fail: when they are tried again, when no more, and that nobody else notices.
 * What happens when all goes well is in hooks.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { events, hooks as hooksTable } from '../../src/db/schema/index.ts';
import { callerOf, eventsOf, quietCaller } from './ground.ts';
import { DAY, DELAYS, HOUR, hookGround, MINUTE, SECOND } from './hooks-ground.ts';

const A = 'https://a.example/hook';
const B = 'https://b.example/hook';
const page = { limit: 100, offset: 0 };

describe('a failing endpoint', () => {
  it('is tried ten times over about three days, and then no more', async () => {
    const ground = await hookGround();
    ground.answers.set(A, () => 500);
    const id = await ground.make(A);
    await ground.raise();
    await ground.settle();
    const begun = ground.clock.now();
    await ground.pass(4 * DAY);
    expect(ground.sent).toHaveLength(10);
    const due = DELAYS.map((_, index) => DELAYS.slice(0, index + 1).reduce((a, b) => a + b));
    expect(ground.sent.map(({ at }) => at - begun)).toEqual([0, ...due]);
    expect(due.at(-1)).toBe(75 * HOUR + 35 * MINUTE + 5 * SECOND);
    expect(new Set(ground.idsAt(A)).size).toBe(1);
    const { deliveries } = await ground.hooks.deliveries(id, page);
    expect(deliveries[0]?.row).toMatchObject({
      status: 'failed',
      attempts: 10,
      responseStatus: 500,
      nextAttemptAt: null,
    });
    expect(deliveries[0]?.attempts.map(({ at }) => at - begun)).toEqual([0, ...due]);
  });

  it('gets nothing else before what failed, and everything in order after it', async () => {
    const ground = await hookGround();
    let broken = true;
    ground.answers.set(A, () => (broken ? 503 : 204));
    await ground.make(A);
    for (let index = 0; index < 3; index += 1) await ground.raise();
    await ground.settle();
    expect(new Set(ground.idsAt(A)).size).toBe(1);
    broken = false;
    await ground.pass(5 * SECOND);
    const rows = await ground.store.read.select().from(events).orderBy(events.seq);
    expect(ground.idsAt(A).slice(1)).toEqual(rows.map(({ id }) => id));
  });

  it('is not asked before its Retry-After has passed', async () => {
    const ground = await hookGround();
    ground.retryAfter = 90;
    ground.answers.set(A, () => 429);
    await ground.make(A);
    await ground.raise();
    await ground.pass(89 * SECOND);
    expect(ground.sent).toHaveLength(1);
    await ground.pass(1 * SECOND);
    expect(ground.sent).toHaveLength(2);
    // The schedule says five minutes by now, which is longer.
    await ground.pass(91 * SECOND);
    expect(ground.sent).toHaveLength(2);
  });

  it('cannot put its hook off for longer than a day at once', async () => {
    const ground = await hookGround();
    ground.retryAfter = 999_999_999;
    ground.answers.set(A, () => 503);
    await ground.make(A);
    await ground.raise();
    await ground.pass(DAY);
    expect(ground.sent).toHaveLength(2);
  });

  it('delays nobody else, however many there are', async () => {
    const ground = await hookGround();
    const never = new Promise<number>(() => undefined);
    // The first failure makes them known; from then on they hang, and fill all places that failing hooks have.
    for (let index = 0; index < 10; index += 1) {
      const url = `https://dead-${index}.example/`;
      let asked = 0;
      ground.answers.set(url, () => {
        asked += 1;
        return asked === 1 ? 500 : never;
      });
      await ground.make(url);
    }
    await ground.make(A);
    await ground.raise();
    await ground.pass(10 * SECOND);
    expect(ground.sent).toHaveLength(10 + 1 + ground.hookSettings.concurrency);
    for (let index = 0; index < 5; index += 1) await ground.raise();
    await ground.settle();
    expect(ground.idsAt(A)).toHaveLength(6);
  });

  it('delays nobody else where it hangs at its first attempt, which shows no failure yet', async () => {
    const ground = await hookGround();
    const never = new Promise<number>(() => undefined);
    for (let index = 0; index < 10; index += 1) {
      const url = `https://dead-${index}.example/`;
      ground.answers.set(url, () => never);
      await ground.make(url);
    }
    await ground.make(A);
    await ground.raise();
    await ground.settle();
    expect(ground.sent).toHaveLength(ground.hookSettings.concurrency);
    await ground.pass(2 * SECOND);
    expect(ground.idsAt(A)).toHaveLength(1);
    await ground.raise();
    await ground.settle();
    expect(ground.idsAt(A)).toHaveLength(2);
    // Each of them still waits for its answer, and is not asked anew meanwhile.
    expect(ground.sent).toHaveLength(10 + 2);
  });

  it('is disabled after five days of nothing but failures, with an event for the others', async () => {
    const ground = await hookGround();
    ground.answers.set(A, () => 500);
    const id = await ground.make(A);
    const other = await ground.hooks.create({ url: B, events: ['hook.disabled'] }, quietCaller);
    for (let index = 0; index < 4; index += 1) await ground.raise();
    await ground.pass(5 * DAY - MINUTE);
    expect((await ground.hooks.list()).find((one) => one.id === id)?.active).toBe(true);
    await ground.pass(2 * DAY);
    expect((await ground.hooks.list()).find((one) => one.id === id)?.active).toBe(false);
    const { deliveries } = await ground.hooks.deliveries(id, page);
    expect(deliveries.map(({ row }) => row.status)).toEqual(Array(4).fill('failed'));
    expect(deliveries[0]?.row.error).toBe('The hook was disabled before this was delivered');
    expect(await eventsOf(ground.store, id)).toEqual(['hook.disabled']);
    const [told] = ground.sent.filter(({ url }) => url === B);
    expect(JSON.parse(told?.body ?? '')).toMatchObject({
      event: 'hook.disabled',
      data: { hook_id: id, url: A, reason: 'failing' },
    });
    expect(ground.log).toContain(`hook ${id} was disabled: failing`);
    expect(other.active).toBe(true);
    const before = ground.sent.length;
    await ground.raise();
    await ground.pass(10 * DAY);
    expect(ground.sent).toHaveLength(before);
  });

  it('starts anew with one success', async () => {
    const ground = await hookGround();
    let status = 500;
    ground.answers.set(A, () => status);
    const id = await ground.make(A);
    await ground.raise();
    await ground.pass(2 * DAY);
    status = 204;
    await ground.pass(DAY);
    expect(ground.store.read.select().from(hooksTable).get()).toMatchObject({
      failingSince: null,
    });
    status = 500;
    await ground.raise();
    await ground.pass(4 * DAY);
    expect((await ground.hooks.list()).find((one) => one.id === id)?.active).toBe(true);
  });

  it('that is gone is disabled at once', async () => {
    const ground = await hookGround();
    ground.answers.set(A, () => 410);
    const id = await ground.make(A);
    await ground.raise();
    await ground.raise();
    await ground.pass(5 * DAY);
    expect(ground.sent).toHaveLength(1);
    expect(await ground.hooks.list()).toMatchObject([{ id, active: false }]);
    expect(await eventsOf(ground.store, id)).toEqual(['hook.disabled']);
  });

  it('that was enabled again gets new events, and those alone', async () => {
    const ground = await hookGround();
    let status = 410;
    ground.answers.set(A, () => status);
    const id = await ground.make(A);
    await ground.raise();
    await ground.raise();
    await ground.settle();
    status = 204;
    await ground.raise();
    expect(await ground.hooks.enable(id, callerOf('hook.enabled'))).toMatchObject({ active: true });
    await ground.settle();
    expect(ground.sent).toHaveLength(1);
    await ground.raise();
    await ground.settle();
    expect(ground.sent).toHaveLength(2);
    expect(await ground.hooks.enable(id, quietCaller)).toMatchObject({ id, active: true });
  });
});
