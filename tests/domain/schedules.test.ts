/**
 * Owns what schedules promise their callers: defaults, refusals, what a change does to the time and the state, and who may see what.
 * When they are due is tested in schedules-times.test.ts, running them in schedules-scheduler.test.ts.
 */
import { describe, expect, it } from 'vitest';
import { auditLog } from '../../src/db/schema/index.ts';
import type { ScheduleChange } from '../../src/domain/schedules/index.ts';
import { BEGIN, callerOf, quietCaller, reasonOf } from './ground.ts';
import { makeSchedule, type Scene, setScene } from './schedules-ground.ts';

const MINUTE_MS = 60_000;
const daily = { type: 'cron', value: '0 9 * * *', timezone: 'UTC' } as const;
const NINE = BEGIN + 9 * 60 * MINUTE_MS;

const set = async ({ schedules }: Scene, id: string, change: ScheduleChange) =>
  await schedules.set(id, change, quietCaller);
const stateOf = async ({ schedules }: Scene, id: string) => {
  const { row, status } = await schedules.get(id);
  return [status, row.nextRunAt];
};

describe('a new schedule', () => {
  it('has defaults, and the chat and image that are found at each look', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: { type: 'cron', value: ' 0 9 * * * ' } });
    expect(await scene.schedules.get(id)).toMatchObject({
      status: 'active',
      jid: 'tg:1',
      image: 'agent:latest',
      row: {
        id: expect.stringMatching(/^sched_/),
        value: '0 9 * * *',
        timezone: 'Asia/Seoul',
        nextRunAt: BEGIN + 24 * 60 * MINUTE_MS,
        image: null,
        timeoutSecs: 300,
        contextMode: 'isolated',
        misfire: 'once',
        misfireLimit: 10,
        runCount: 0,
      },
    });
    scene.world.namespaces.set('dev', null);
    expect((await scene.schedules.get(id)).jid).toBeNull();
  });

  it('may be disabled, and waits for nothing then', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: daily, enabled: false });
    expect(await stateOf(scene, id)).toEqual(['paused', null]);
  });

  it('is refused for what cannot be, and nothing of it stays', async () => {
    const scene = await setScene();
    const why = async (wanted: Parameters<typeof makeSchedule>[1]) =>
      await reasonOf(makeSchedule(scene, wanted));
    expect(await why({ time: daily, namespace: 'nobody' })).toBe('namespace_not_found');
    expect(await why({ time: daily, image: '--privileged' })).toBe('image_tag_invalid');
    expect(await why({ time: { type: 'cron', value: '' } })).toBe('cron_invalid');
    expect(await why({ time: { ...daily, timezone: 'Mars/Base' } })).toBe('timezone_invalid');
    expect(await why({ time: { type: 'interval', value: 59_999 } })).toBe('validation_failed');
    expect(await why({ time: { type: 'once', value: '2020-01-01T00:00Z' } })).toBe('once_in_past');
    expect(await scene.schedules.list()).toEqual([]);
  });

  it('is one of a thousand at most in its namespace', async () => {
    const scene = await setScene();
    scene.world.namespaces.set('other', null);
    await Promise.all(Array.from({ length: 1000 }, () => makeSchedule(scene, { time: daily })));
    expect(await reasonOf(makeSchedule(scene, { time: daily }))).toBe('validation_failed');
    const other = await makeSchedule(scene, { time: daily, namespace: 'other' });
    expect(await reasonOf(set(scene, other, { namespace: 'dev' }))).toBe('validation_failed');
  });

  it('leaves its namespace in the audit entry, and its prompt nowhere', async () => {
    const scene = await setScene();
    const by = callerOf('schedule.created');
    const wanted = { name: 'A', namespace: 'dev', prompt: 'the secret plan', time: daily };
    const { row } = await scene.schedules.create(wanted, by);
    const [entry] = await scene.world.store.read.select().from(auditLog);
    expect(entry).toMatchObject({
      event: 'schedule.created',
      target: row.id,
      details: { group: 'dev' },
    });
    expect(JSON.stringify(entry)).not.toContain('secret plan');
  });
});

describe('a change', () => {
  it('keeps what is not said', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: daily, timeoutSecs: 0, contextMode: 'group' });
    scene.clock.advance(MINUTE_MS);
    const { row: before } = await scene.schedules.get(id);
    const { row } = await set(scene, id, { name: 'Renamed' });
    expect(row).toEqual({ ...before, name: 'Renamed', updatedAt: BEGIN + MINUTE_MS });
  });

  it('of the time reckons anew, in the zone that it has', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: { ...daily, timezone: 'Asia/Kathmandu' } });
    const { row } = await set(scene, id, { time: { type: 'cron', value: '30 8 * * *' } });
    expect([row.timezone, row.nextRunAt]).toEqual([
      'Asia/Kathmandu',
      Date.parse('2026-01-01T02:45:00Z'),
    ]);
  });

  it('that sends the time back as it is does not begin an interval anew', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: { type: 'interval', value: 3_600_000 } });
    scene.clock.advance(30 * MINUTE_MS);
    await set(scene, id, { time: { type: 'interval', value: '3600000', timezone: 'Asia/Seoul' } });
    expect(await stateOf(scene, id)).toEqual(['active', BEGIN + 60 * MINUTE_MS]);
    await set(scene, id, { time: { type: 'interval', value: 7_200_000 } });
    expect(await stateOf(scene, id)).toEqual(['active', BEGIN + 150 * MINUTE_MS]);
  });

  it('that enables again reckons from now, and forgets failures', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: daily });
    await set(scene, id, { enabled: false });
    expect(await stateOf(scene, id)).toEqual(['paused', null]);
    scene.clock.advance(3 * 24 * 60 * MINUTE_MS);
    await set(scene, id, { enabled: true });
    expect(await stateOf(scene, id)).toEqual(['active', NINE + 3 * 24 * 60 * MINUTE_MS]);
    await scene.scheduler.tick();
    expect(await scene.schedules.logs(id, { limit: 50, offset: 0 })).toEqual([]);
  });

  it('of the time of a disabled one leaves it disabled', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: daily, enabled: false });
    await set(scene, id, { time: { type: 'interval', value: 60_000 } });
    expect(await stateOf(scene, id)).toEqual(['paused', null]);
    expect(await reasonOf(set(scene, id, { time: { type: 'cron', value: 'x' } }))).toBe(
      'cron_invalid',
    );
  });

  it('makes a completed one active again with a moment to come, and not without', async () => {
    const scene = await setScene();
    const once = { type: 'once', value: '2026-01-01T00:10:00Z' } as const;
    const id = await makeSchedule(scene, { time: once, misfire: 'skip' });
    scene.clock.advance(60 * MINUTE_MS);
    await scene.scheduler.tick();
    expect(await stateOf(scene, id)).toEqual(['completed', null]);
    expect((await set(scene, id, { name: 'Over', time: once })).status).toBe('completed');
    expect((await set(scene, id, { enabled: false })).status).toBe('completed');
    expect(await reasonOf(set(scene, id, { enabled: true }))).toBe('once_in_past');
    const later = { type: 'once', value: '2026-01-02T00:00:00Z' } as const;
    await set(scene, id, { time: later });
    expect(await stateOf(scene, id)).toEqual(['active', Date.parse(later.value)]);
    await set(scene, id, { enabled: false });
    scene.clock.advance(48 * 60 * MINUTE_MS);
    expect(await reasonOf(set(scene, id, { enabled: true }))).toBe('once_in_past');
  });

  it('of the namespace needs one that exists, and leaves the chat of the old one', async () => {
    const scene = await setScene();
    scene.world.namespaces.set('ops', 'dc:2');
    const id = await makeSchedule(scene, { time: daily, jid: 'slack:C1' });
    expect(await reasonOf(set(scene, id, { namespace: 'nobody' }))).toBe('namespace_not_found');
    expect((await scene.schedules.get(id)).jid).toBe('slack:C1');
    expect((await set(scene, id, { namespace: 'ops' })).jid).toBe('dc:2');
  });

  it('of one that is not there is refused', async () => {
    const scene = await setScene();
    const { schedules } = scene;
    const page = { limit: 1, offset: 0 };
    for (const deed of [
      () => schedules.get('sched_none'),
      () => set(scene, 'sched_none', {}),
      () => schedules.delete('sched_none', quietCaller),
      () => schedules.logs('sched_none', page),
    ])
      expect(await reasonOf(deed())).toBe('schedule_not_found');
  });
});

describe('schedules', () => {
  it('are listed newest first, by namespace, state and whether they are enabled', async () => {
    const scene = await setScene();
    scene.world.namespaces.set('ops', null);
    const a = await makeSchedule(scene, { time: daily });
    scene.clock.advance(1);
    const b = await makeSchedule(scene, { time: daily, enabled: false });
    scene.clock.advance(1);
    const c = await makeSchedule(scene, { time: daily, namespace: 'ops' });
    const ids = async (filter: Parameters<typeof scene.schedules.list>[0]) =>
      (await scene.schedules.list(filter)).map(({ row }) => row.id);
    expect(await ids({})).toEqual([c, b, a]);
    expect(await ids({ namespace: 'dev' })).toEqual([b, a]);
    expect(await ids({ enabled: false })).toEqual([b]);
    expect(await ids({ status: 'active' })).toEqual([c, a]);
    expect(await ids({ status: 'running' })).toEqual([]);
    expect((await scene.schedules.tasksOf('ops')).map(({ row }) => row.id)).toEqual([c]);
    expect(await scene.schedules.tasksOf(null)).toHaveLength(3);
    expect(await scene.schedules.counts()).toEqual({
      active: 2,
      paused: 1,
      completed: 0,
      nextRunAt: NINE,
    });
  });

  it('of a namespace that goes are disabled, those that wait included', async () => {
    const scene = await setScene();
    const id = await makeSchedule(scene, { time: { type: 'interval', value: 60_000 } });
    await makeSchedule(scene, { time: daily, enabled: false });
    scene.clock.advance(MINUTE_MS);
    await scene.scheduler.tick();
    const paused = await scene.journal.commit(quietCaller, (change) =>
      scene.schedules.pauseOf(change, 'dev'),
    );
    expect(paused).toBe(1);
    expect(await stateOf(scene, id)).toEqual(['paused', null]);
    expect(await scene.schedules.logs(id, { limit: 50, offset: 0 })).toMatchObject([
      { outcome: 'skipped', error: 'The schedule was disabled before it ran' },
    ]);
  });
});
