/**
 * Owns what runs promise: each begins once and ends once, its result is where people look for it, and a schedule that keeps failing is told
 * of and stopped. What is claimed when is in schedules-scheduler.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { auditLog, events } from '../../src/db/schema/index.ts';
import { BEGIN, quietCaller } from './ground.ts';
import { begin, end, HOUR_MS, hourly, logs, pass, rowOf, run } from './schedules-acts.ts';
import { makeSchedule, type Scene, setScene } from './schedules-ground.ts';

describe('a run', () => {
  it('begins once, and ends with its result in the row, the schedule and the chat', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: hourly });
    await pass(scene, HOUR_MS + 500);
    const [task] = scene.tasks;
    scene.clock.advance(1000);
    const turnId = await begin(scene, task);
    expect(await begin(scene, task)).toBeNull();
    expect((await scene.schedules.get(id)).status).toBe('running');
    expect(await logs(scene, id)).toEqual([]);
    await scene.runs.inContainer(task?.slotId ?? '', 'agent-1');
    scene.clock.advance(2000);
    const long = 'x'.repeat(300);
    await end(scene, turnId, { answer: `<internal>hm, </internal>${long}` });
    await end(scene, turnId, { failure: 'again' });
    await scene.runs.exited(task?.slotId ?? '', 0);
    expect(await logs(scene, id)).toMatchObject([
      {
        outcome: 'success',
        result: long,
        error: null,
        containerName: 'agent-1',
        exitCode: 0,
        dueAt: BEGIN + HOUR_MS,
        startedAt: BEGIN + HOUR_MS + 1500,
        endedAt: BEGIN + HOUR_MS + 3500,
      },
    ]);
    expect(await scene.schedules.get(id)).toMatchObject({
      status: 'active',
      row: {
        runCount: 1,
        lastRunAt: BEGIN + HOUR_MS + 1500,
        lastStatus: 'success',
        lastResult: 'x'.repeat(200),
      },
    });
    expect(scene.world.posts).toEqual([`tg:1: ${long}`]);
  });

  it('tells a chat nothing where there is nothing to tell', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: hourly });
    await pass(scene, HOUR_MS);
    await run(scene, { answer: '<internal>nothing new' });
    expect(scene.world.posts).toEqual([]);
    expect((await rowOf(scene, id)).lastResult).toBe('Completed');
  });

  it('once is completed when its run has ended, however', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, {
      time: { type: 'once', value: '2026-01-01T01:00:00Z' },
      jid: 'dc:9',
    });
    await pass(scene, HOUR_MS);
    expect(scene.tasks.map((one) => one.jid)).toEqual(['dc:9']);
    expect(await rowOf(scene, id)).toMatchObject({ state: 'active', nextRunAt: null });
    await run(scene, { failure: 'no answer', isTimeout: true });
    expect(await rowOf(scene, id)).toMatchObject({
      state: 'completed',
      lastStatus: 'timeout',
      lastResult: 'Error: no answer',
    });
    await pass(scene, HOUR_MS);
    expect(scene.tasks).toHaveLength(1);
  });

  it('is not begun once the schedule is disabled or deleted; what runs is left to end', async () => {
    const scene = await setScene();
    const [a, b] = [
      await makeSchedule(scene, { time: hourly }),
      await makeSchedule(scene, { time: hourly }),
    ];
    await pass(scene, HOUR_MS);
    await scene.schedules.set(a, { enabled: false }, quietCaller);
    const ofB = scene.tasks.find((one) => one.scheduleId === b);
    const turnId = await begin(scene, ofB);
    await scene.schedules.delete(b, quietCaller);
    for (const task of scene.tasks) expect(await begin(scene, task)).toBeNull();
    await end(scene, turnId, { answer: 'told to nobody' });
    await scene.runs.failed(ofB?.slotId ?? '', 1, 'error', 'gone');
    expect(await logs(scene, a)).toMatchObject([{ outcome: 'skipped' }]);
  });

  it('a run that never began is ended by whoever holds it alone', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: hourly });
    await pass(scene, HOUR_MS);
    const slotId = scene.tasks[0]?.slotId ?? '';
    const next = scene.restart();
    await pass(scene, 1000, next);
    await scene.runs.failed(slotId, 1, 'error', 'from the grave');
    expect(await logs(next, id)).toEqual([]);
    await next.runs.failed(slotId, 2, 'error', 'no image');
    await next.runs.failed(slotId, 2, 'error', 'no image');
    expect(await logs(next, id)).toMatchObject([{ outcome: 'error', error: 'no image' }]);
    expect(await rowOf(next, id)).toMatchObject({ failures: 1, lastResult: 'Error: no image' });
  });
});

describe('a schedule that fails', () => {
  const told = async ({ world }: Scene) => {
    const entries = await world.store.read.select().from(auditLog);
    const raised = await world.store.read.select().from(events);
    return {
      audit: entries.map((one) => [one.event, Reflect.get(one.details ?? {}, 'severity')]),
      events: raised.map((one) => one.type),
    };
  };

  it('is told of after two in a row, and disabled after ten', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: hourly, name: 'Report' });
    const fail = async () => {
      await pass(scene, HOUR_MS);
      await run(scene, { failure: 'no model' });
    };
    await fail();
    expect(await told(scene)).toEqual({ audit: [], events: [] });
    await fail();
    await fail();
    expect(await told(scene)).toEqual({
      audit: [['schedule.failing', 'warning']],
      events: ['error.occurred'],
    });
    expect(scene.world.posts).toEqual([
      'tg:1: The scheduled task "Report" failed 2 times in a row: no model',
    ]);
    for (let n = 4; n < 10; n += 1) await fail();
    expect((await rowOf(scene, id)).state).toBe('active');
    await fail();
    expect(await rowOf(scene, id)).toMatchObject({ state: 'paused', nextRunAt: null });
    expect((await told(scene)).audit).toEqual([
      ['schedule.failing', 'warning'],
      ['schedule.paused', 'critical'],
    ]);
    expect(scene.world.posts).toHaveLength(2);
    await pass(scene, HOUR_MS);
    expect(scene.tasks).toHaveLength(10);
    await scene.schedules.set(id, { enabled: true }, quietCaller);
    await fail();
    expect(await rowOf(scene, id)).toMatchObject({ state: 'active', failures: 1 });
  });

  it('is forgiven by one success', async () => {
    const scene = await setScene();
    await makeSchedule(scene, { time: hourly });
    for (const how of [{ failure: 'a' }, { answer: '' }, { failure: 'b' }]) {
      await pass(scene, HOUR_MS);
      await run(scene, how);
    }
    expect((await told(scene)).audit).toEqual([]);
  });
});
