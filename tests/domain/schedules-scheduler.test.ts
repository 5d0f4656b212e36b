/**
 * Owns what the scheduler and runs promise: what is due is claimed once, what is missed goes by the policy, restarts and clocks that are
 * set double nothing, and who fails is told and stopped. Years of it are in schedules-simulation.test.ts.
 */
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { auditLog, events, schedules as scheduleTable } from '../../src/db/schema/index.ts';
import type { Task } from '../../src/domain/schedules/index.ts';
import { BEGIN, quietCaller } from './ground.ts';
import { type Daemon, makeSchedule, type Scene, setScene } from './schedules-ground.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const minutely = { type: 'interval', value: MINUTE_MS } as const;
const hourly = { type: 'interval', value: HOUR_MS } as const;
const SKIPPED_MISSED = 'It was missed: the daemon was not running at that time';
const SKIPPED_BUSY = 'The run before was still going';

let turns = 0;
/** Begins the turn of a task. @returns the turn, null when it must not begin */
async function begin({ journal, runs }: Daemon, task: Task | undefined): Promise<string | null> {
  if (task === undefined) throw new Error('There is no task');
  turns += 1;
  const turnId = `turn_${turns}`;
  const isOurs = await journal.commit(quietCaller, (change) =>
    runs.began(change, task.slotId, task.fence, turnId),
  );
  return isOurs ? turnId : null;
}

/** Ends a turn with an answer, or with what went wrong. */
async function end(
  { journal, runs }: Daemon,
  turnId: string | null,
  how: { answer: string } | { failure: string; isTimeout?: boolean },
): Promise<void> {
  if (turnId === null) throw new Error('The turn did not begin');
  const ending =
    'answer' in how
      ? { answer: how.answer, failure: null }
      : { answer: null, failure: { message: how.failure, isTimeout: how.isTimeout ?? false } };
  await journal.commit(quietCaller, (change) => runs.turnEnded(change, { turnId, ...ending }));
}

const run = async (daemon: Daemon, how: Parameters<typeof end>[2]) =>
  await end(daemon, await begin(daemon, daemon.tasks.at(-1)), how);

const logs = async ({ schedules }: Daemon, id: string, limit = 500) =>
  await schedules.logs(id, { limit, offset: 0 });
const rowOf = async ({ schedules }: Daemon, id: string) => (await schedules.get(id)).row;

/** Lets time pass, and the scheduler look. */
async function pass(scene: Scene, milliseconds: number, daemon: Daemon = scene): Promise<void> {
  scene.clock.advance(milliseconds);
  await daemon.scheduler.tick();
}

describe('what is due', () => {
  it('is handed over once, with all that a run needs', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, {
      time: hourly,
      prompt: 'Report.',
      image: 'own:1',
      timeoutSecs: 0,
      contextMode: 'group',
    });
    await pass(scene, HOUR_MS - 1);
    expect(scene.tasks).toEqual([]);
    await pass(scene, 1);
    await Promise.all([scene.scheduler.tick(), scene.scheduler.tick()]);
    expect(scene.tasks).toEqual([
      {
        slotId: expect.stringMatching(/^srun_/),
        fence: 1,
        scheduleId: id,
        namespace: 'dev',
        jid: 'tg:1',
        prompt: 'Report.',
        contextMode: 'group',
        image: 'own:1',
        timeoutSecs: 0,
        dueAt: BEGIN + HOUR_MS,
      },
    ]);
    expect((await rowOf(scene, id)).nextRunAt).toBe(BEGIN + 2 * HOUR_MS);
  });

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

  it('is skipped while the run before goes on', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: minutely });
    await pass(scene, MINUTE_MS);
    const turnId = await begin(scene, scene.tasks[0]);
    await pass(scene, MINUTE_MS);
    await pass(scene, MINUTE_MS);
    expect(scene.tasks).toHaveLength(1);
    await end(scene, turnId, { answer: 'done' });
    await pass(scene, MINUTE_MS);
    expect(scene.tasks).toHaveLength(2);
    expect(await logs(scene, id)).toMatchObject([
      { outcome: 'skipped', error: SKIPPED_BUSY, startedAt: BEGIN + 3 * MINUTE_MS },
      { outcome: 'skipped', error: SKIPPED_BUSY, startedAt: BEGIN + 2 * MINUTE_MS },
      { outcome: 'success', error: null },
    ]);
  });

  it('of many schedules is all claimed, in the order in which it was due', async () => {
    const scene = await setScene();
    await Promise.all(Array.from({ length: 600 }, () => makeSchedule(scene, { time: hourly })));
    await pass(scene, HOUR_MS);
    expect(new Set(scene.tasks.map((one) => one.scheduleId)).size).toBe(600);
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
});

describe('what was missed', () => {
  const DOWN_MS = 10 * MINUTE_MS;

  it.each([
    ['skip', 10, [], 9],
    ['once', 10, [10], 9],
    ['all', 3, [8, 9, 10], 7],
    ['all', 1000, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0],
  ] as const)('goes by %s with at most %i', async (misfire, misfireLimit, made, skipped) => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: minutely, misfire, misfireLimit });
    // Half a minute late the last one is still in time.
    await pass(scene, DOWN_MS + 30_000);
    // What is in time runs by any policy.
    const due = misfire === 'skip' ? [10] : made;
    expect(scene.tasks.map((one) => (one.dueAt - BEGIN) / MINUTE_MS)).toEqual(due);
    const rows = await logs(scene, id);
    expect(rows.filter((one) => one.error === SKIPPED_MISSED)).toHaveLength(skipped);
    expect(rows).toHaveLength(skipped);
    expect((await rowOf(scene, id)).nextRunAt).toBe(BEGIN + 11 * MINUTE_MS);
  });

  it('is a week of minutes, some thousand rows per look and a row for each', async () => {
    const scene = await setScene();
    const minutes = 11_000;
    const id = await makeSchedule(scene, { time: minutely });
    const other = await makeSchedule(scene, {
      time: { type: 'interval', value: 6_000 * MINUTE_MS },
    });
    await pass(scene, minutes * MINUTE_MS);
    const { nextRunAt } = await rowOf(scene, id);
    expect(nextRunAt).toBe(BEGIN + 10_001 * MINUTE_MS);
    // Nobody else waits for all of that.
    expect(scene.tasks.map((one) => one.scheduleId)).toEqual([other]);
    while ((await rowOf(scene, id)).nextRunAt !== BEGIN + (minutes + 1) * MINUTE_MS)
      await scene.scheduler.tick();
    expect(scene.tasks.map((one) => [one.scheduleId, one.dueAt])).toEqual([
      [other, BEGIN + 6_000 * MINUTE_MS],
      [id, BEGIN + minutes * MINUTE_MS],
    ]);
    const { outcomes } = await outcomesOf(scene, id);
    expect(outcomes).toEqual({ skipped: minutes - 1 });
  });

  it('is what is more than a minute late', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: hourly, misfire: 'skip' });
    await pass(scene, HOUR_MS + MINUTE_MS);
    expect(scene.tasks).toHaveLength(1);
    await run(scene, { answer: 'ok' });
    await pass(scene, HOUR_MS + 1);
    expect(scene.tasks).toHaveLength(1);
    expect(await logs(scene, id)).toMatchObject([
      { outcome: 'skipped', error: SKIPPED_MISSED },
      { outcome: 'success' },
    ]);
  });
});

/** How the due times of a schedule came out, page after page. */
async function outcomesOf(daemon: Daemon, id: string) {
  const outcomes: Record<string, number> = {};
  for (let offset = 0; ; offset += 5000) {
    const page = await daemon.schedules.logs(id, { limit: 5000, offset });
    for (const { outcome } of page) outcomes[outcome ?? ''] = (outcomes[outcome ?? ''] ?? 0) + 1;
    if (page.length < 5000) return { outcomes };
  }
}

describe('after a restart', () => {
  it('what ran is an error and not run again; what waited is handed over with a greater fence', async () => {
    const scene = await setScene();
    const [ran, waited] = [
      await makeSchedule(scene, { time: hourly }),
      await makeSchedule(scene, { time: hourly }),
    ];
    await pass(scene, HOUR_MS);
    const turnId = await begin(
      scene,
      scene.tasks.find((one) => one.scheduleId === ran),
    );
    const old = scene.tasks.find((one) => one.scheduleId === waited);
    const next = scene.restart();
    await pass(scene, 1000, next);
    expect(next.tasks).toEqual([{ ...old, fence: 2 }]);
    expect(await logs(next, ran)).toMatchObject([
      { outcome: 'error', error: 'The daemon stopped while it ran' },
    ]);
    // Turns give their own account of it, before or after.
    await end(next, turnId, { failure: 'it is not run again' });
    expect(await rowOf(next, ran)).toMatchObject({ runCount: 1, failures: 1 });
    expect(await begin(scene, old)).toBeNull();
    expect(await begin(next, old)).toBeNull();
    expect(await begin(next, next.tasks[0])).not.toBeNull();
    const third = scene.restart();
    await pass(scene, 1000, third);
    expect(third.tasks).toEqual([]);
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

  it('on a server, what another daemon holds is its own while it shows signs of life', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: hourly });
    Object.defineProperty(scene.world.store, 'kind', { value: 'remote' });
    await pass(scene, HOUR_MS);
    const other = scene.restart();
    await pass(scene, 30_000, other);
    await scene.scheduler.tick();
    await pass(scene, 50_000, other);
    expect(other.tasks).toEqual([]);
    await pass(scene, 61_000, other);
    expect(other.tasks).toMatchObject([{ scheduleId: id, fence: 2 }]);
    expect(await begin(scene, scene.tasks[0])).toBeNull();
  });
});

describe('a clock that is set', () => {
  it('back neither doubles a run nor keeps the schedule waiting', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: hourly });
    await pass(scene, HOUR_MS);
    await run(scene, { answer: 'one' });
    await pass(scene, HOUR_MS);
    await run(scene, { answer: 'two' });
    // Days ahead by mistake, which skips all of it, and back.
    await pass(scene, 72 * HOUR_MS);
    await run(scene, { answer: 'in the future' });
    await pass(scene, -73 * HOUR_MS);
    expect((await rowOf(scene, id)).nextRunAt).toBe(BEGIN + 2 * HOUR_MS);
    await pass(scene, HOUR_MS);
    expect(scene.tasks).toHaveLength(3);
    await pass(scene, HOUR_MS);
    expect(scene.tasks.map((one) => (one.dueAt - BEGIN) / HOUR_MS)).toEqual([1, 2, 74, 3]);
    await run(scene, { answer: 'three' });
    for (let hour = 4; hour <= 75; hour += 1) {
      await pass(scene, HOUR_MS);
      if (hour !== 74) await run(scene, { answer: `${hour}` });
    }
    const { outcomes } = await outcomesOf(scene, id);
    expect(outcomes).toEqual({ success: 75 });
    expect(scene.world.posts.filter((one) => one === 'tg:1: in the future')).toHaveLength(1);
  });

  it('back while the daemon was down is noticed at the start', async () => {
    const scene = await setScene();
    scene.clock.advance(2400 * HOUR_MS);
    const id = await makeSchedule(scene, { time: { type: 'cron', value: '0 * * * *' } });
    scene.clock.advance(-2400 * HOUR_MS);
    const next = scene.restart();
    await pass(scene, 0, next);
    expect((await rowOf(next, id)).nextRunAt).toBe(BEGIN + HOUR_MS);
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

  it('for want of its namespace does so once', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: minutely });
    scene.world.namespaces.delete('dev');
    for (let n = 0; n < 5; n += 1) await pass(scene, MINUTE_MS);
    expect(scene.tasks).toEqual([]);
    expect(await logs(scene, id)).toMatchObject([
      { outcome: 'error', error: 'there is no namespace dev' },
    ]);
    expect((await rowOf(scene, id)).state).toBe('paused');
  });

  it('for want of its zone does not hold up the others', async () => {
    const scene = await setScene();
    const [lost, good] = [
      await makeSchedule(scene, { time: minutely }),
      await makeSchedule(scene, { time: minutely }),
    ];
    await scene.world.store.write((tx) =>
      tx
        .update(scheduleTable)
        .set({ timezone: 'Gone/Zone' })
        .where(eq(scheduleTable.id, lost))
        .run(),
    );
    await pass(scene, MINUTE_MS);
    expect(scene.tasks.map((one) => one.scheduleId)).toEqual([good]);
    expect((await rowOf(scene, lost)).state).toBe('paused');
  });
});
