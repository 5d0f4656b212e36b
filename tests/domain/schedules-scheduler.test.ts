/**
 * Owns what the scheduler promises: what is due is claimed once, what is missed goes by the policy, and restarts and clocks that are set
 * double nothing. What becomes of a run is in schedules-runs.test.ts, years of it all in schedules-simulation.test.ts.
 */
import { eq, lte, or } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { scheduleSlots, schedules as scheduleTable } from '../../src/db/schema/index.ts';
import { BEGIN } from './ground.ts';
import { Fate, Killed, mortal } from './mortal.ts';
import {
  begin,
  end,
  HOUR_MS,
  hourly,
  logs,
  MINUTE_MS,
  minutely,
  pass,
  rowOf,
  run,
} from './schedules-acts.ts';
import { type Daemon, makeSchedule, setScene, startDaemonOver } from './schedules-ground.ts';

const SKIPPED_MISSED = 'It was missed: the daemon was not running at that time';
const SKIPPED_BUSY = 'The run before was still going';

/** How the due times of a schedule came out, page after page. */
async function outcomesOf(daemon: Daemon, id: string) {
  const outcomes: Record<string, number> = {};
  for (let offset = 0; ; offset += 5000) {
    const page = await daemon.schedules.logs(id, { limit: 5000, offset });
    for (const { outcome } of page) outcomes[outcome ?? ''] = (outcomes[outcome ?? ''] ?? 0) + 1;
    if (page.length < 5000) return { outcomes };
  }
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

describe('a daemon that is killed while it puts right what a clock set back has left', () => {
  const STEPS = 24;

  it.each([
    ['of hours', hourly, HOUR_MS],
    ['of minutes, more than one change can forget', minutely, MINUTE_MS],
  ])('loses no due time %s, wherever it is killed', async (_what, time, every) => {
    for (let steps = 1; steps <= STEPS; steps += 1) {
      const scene = await setScene();
      const id = await makeSchedule(scene, { time, misfire: 'skip' });
      await pass(scene, 24 * HOUR_MS);
      scene.clock.advance(-24 * HOUR_MS);
      const fate = new Fate();
      fate.doom(steps);
      const doomed = startDaemonOver(
        { ...scene.world, store: mortal(scene.world.store, fate) },
        scene.clock,
      );
      await doomed.scheduler.tick().catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      // It comes back only when some due times have passed.
      scene.clock.advance(3 * HOUR_MS + MINUTE_MS);
      const next = scene.restart();
      await next.scheduler.tick();
      const now = scene.clock.now();
      const due = Math.floor((now - BEGIN) / every);
      // What has yet to come again, and was not run when it seemed to have come, has no row: it is run in its time.
      const rows = await scene.world.store.read
        .select({ dueAt: scheduleSlots.dueAt })
        .from(scheduleSlots)
        .where(or(lte(scheduleSlots.dueAt, now), eq(scheduleSlots.outcome, 'skipped')))
        .orderBy(scheduleSlots.dueAt);
      expect([steps, rows.map((row) => (row.dueAt - BEGIN) / every)]).toEqual([
        steps,
        Array.from({ length: due }, (_, index) => index + 1),
      ]);
      expect((await rowOf(next, id)).state).toBe('active');
    }
  });
});

describe('a schedule that cannot go on', () => {
  it('for want of its namespace is disabled at once', async () => {
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
