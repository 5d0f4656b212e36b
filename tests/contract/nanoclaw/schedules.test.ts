/**
 * Owns what the nanoclaw tag `schedules` promises of its operations: shapes, defaults, refusals, and the list of runs. When a schedule is
 * due and what becomes of its runs is tested in tests/domain; errors that every operation shares are in errors-by-operation.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scheduleSlots } from '../../../src/db/schema/index.ts';
import { systemCaller } from '../../../src/domain/shared/index.ts';
import { startTestDaemon } from '../../support/daemon.ts';
import { at, HandClock, textAt } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

const clock = new HandClock();
const HOUR = 3600;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let nanoclaw: Clients['nanoclaw'];
beforeAll(async () => {
  daemon = await startTestDaemon({
    clock,
    env: { CONTAINER_IMAGE: 'agent:1', GATEHOUSE_CONTAINERS_TIMEZONE: 'Asia/Seoul' },
  });
  // The tests begin and end runs themselves.
  await daemon.services.containerTasks.stop();
  nanoclaw = clientsOf(daemon.addresses).nanoclaw;
  for (const body of [{ name: 'dev', chatJids: ['tg:-100123'] }, { name: 'ops' }])
    expect((await call('createNamespace', { body })).status).toBe(201);
});
afterAll(() => daemon.stop());

const call = async (id: string, options: Parameters<Clients['nanoclaw']['call']>[1] = {}) =>
  await nanoclaw.call(id, options);
const create = async (body: unknown) => await call('createSchedule', { body });
const set = async (id: string, body: unknown) => await call('setSchedule', { path: { id }, body });
const logs = async (id: string, query = {}) =>
  await call('listScheduleLogs', { path: { id }, query });
const outcome = ({ status, body }: Awaited<ReturnType<typeof call>>) => [status, at(body, 'error')];

const daily = {
  name: 'Morning report',
  group: 'dev',
  prompt: 'Summarise what happened yesterday.',
  schedule: { type: 'cron', value: '0 9 * * 1-5' },
};
const make = async (more: object = {}) => textAt((await create({ ...daily, ...more })).body, 'id');

describe('a schedule', () => {
  it('is made with what is said, and with defaults for the rest', async () => {
    const { status, body } = await create(daily);
    const made = {
      id: expect.stringMatching(/^sched_/),
      name: 'Morning report',
      group: 'dev',
      prompt: 'Summarise what happened yesterday.',
      schedule: { type: 'cron', value: '0 9 * * 1-5', timezone: 'Asia/Seoul' },
      containerConfig: { image: 'agent:1', timeoutSecs: 300 },
      contextMode: 'isolated',
      misfirePolicy: 'once',
      misfireLimit: 10,
      enabled: true,
      status: 'active',
      chatJid: 'tg:-100123',
      nextRunAt: '2026-03-23T00:00:00Z',
      lastRunAt: null,
      lastStatus: null,
      lastResult: null,
      runCount: 0,
      createdAt: '2026-03-21T10:00:00Z',
      updatedAt: '2026-03-21T10:00:00Z',
    };
    expect([status, body]).toEqual([201, made]);
    const id = textAt(body, 'id');
    expect((await call('getSchedule', { path: { id } })).body).toEqual(body);
    const all = {
      ...daily,
      group: 'ops',
      schedule: { type: 'interval', value: 600_000, timezone: 'UTC' },
      containerConfig: { image: 'registry.example:5000/own:2', timeoutSecs: 0 },
      contextMode: 'group',
      misfirePolicy: 'all',
      misfireLimit: 3,
      enabled: false,
    };
    const full = (await create(all)).body;
    expect(full).toMatchObject({
      ...all,
      schedule: { type: 'interval', value: '600000', timezone: 'UTC' },
      status: 'paused',
      nextRunAt: null,
    });
    expect(at(full, 'chatJid')).toBeUndefined();
  });

  it.each([
    ['no field at all', { schedule: { type: 'cron', value: ' ' } }, 400, 'invalid_cron'],
    ['six fields', { schedule: { type: 'cron', value: '0 0 9 * * *' } }, 400, 'invalid_cron'],
    ['an alias', { schedule: { type: 'cron', value: '@daily' } }, 400, 'invalid_cron'],
    [
      'a day that never comes',
      { schedule: { type: 'cron', value: '0 0 31 2 *' } },
      400,
      'invalid_cron',
    ],
    ['a number as cron', { schedule: { type: 'cron', value: 5 } }, 400, 'invalid_cron'],
    [
      'an unknown zone',
      { schedule: { ...daily.schedule, timezone: 'Mars/Base' } },
      400,
      'invalid_timezone',
    ],
    [
      'a moment that is over',
      { schedule: { type: 'once', value: '2026-03-21T09:58:00Z' } },
      400,
      'once_in_past',
    ],
    [
      'a moment that is none',
      { schedule: { type: 'once', value: '2026-02-30T00:00:00Z' } },
      400,
      'validation_failed',
    ],
    [
      'an interval in words',
      { schedule: { type: 'interval', value: '5m' } },
      400,
      'validation_failed',
    ],
    [
      'an interval as a power',
      { schedule: { type: 'interval', value: '1e6' } },
      400,
      'validation_failed',
    ],
    [
      'an interval too short',
      { schedule: { type: 'interval', value: 59_999 } },
      400,
      'validation_failed',
    ],
    [
      'an interval too long',
      { schedule: { type: 'interval', value: '31536000001' } },
      400,
      'validation_failed',
    ],
    [
      'an interval with a half',
      { schedule: { type: 'interval', value: 60_000.5 } },
      400,
      'validation_failed',
    ],
    [
      'an image that is an option',
      { containerConfig: { image: '--privileged' } },
      400,
      'invalid_image_tag',
    ],
    ['a namespace that is not there', { group: 'nobody' }, 404, 'not_found'],
    ['a namespace outside', { group: '../dev' }, 400, 'validation_failed'],
    ['a blank prompt', { prompt: ' \n ' }, 400, 'validation_failed'],
    ['a prompt too long', { prompt: 'x'.repeat(32_769) }, 400, 'validation_failed'],
    ['a name too long', { name: 'x'.repeat(101) }, 400, 'validation_failed'],
    ['a timeout too long', { containerConfig: { timeoutSecs: 86_401 } }, 400, 'validation_failed'],
    ['an unknown policy', { misfirePolicy: 'never' }, 400, 'validation_failed'],
    ['an unknown field', { chatJid: 'tg:1' }, 400, 'validation_failed'],
  ])('is refused for %s', async (_name, more, status, error) => {
    const before = (await call('listSchedules')).body;
    expect(outcome(await create({ ...daily, ...more }))).toEqual([status, error]);
    expect((await call('listSchedules')).body).toEqual(before);
  });

  it('names the field at fault', async () => {
    const { body } = await create({ ...daily, schedule: { type: 'cron', value: 'x' } });
    expect(JSON.stringify(at(body, 'details'))).toContain('schedule.value');
  });

  it('changes by what is sent', async () => {
    const id = await make();
    clock.advance(1);
    const changed = await set(id, {
      schedule: { type: 'cron', value: '30 8 * * *' },
      containerConfig: { timeoutSecs: 900 },
    });
    expect([changed.status, changed.body]).toMatchObject([
      200,
      {
        name: 'Morning report',
        schedule: { type: 'cron', value: '30 8 * * *', timezone: 'Asia/Seoul' },
        containerConfig: { image: 'agent:1', timeoutSecs: 900 },
        nextRunAt: '2026-03-21T23:30:00Z',
        updatedAt: '2026-03-21T10:00:01Z',
      },
    ]);
    expect((await set(id, { enabled: false })).body).toMatchObject({
      enabled: false,
      status: 'paused',
      nextRunAt: null,
    });
    expect((await set(id, {})).body).toMatchObject({ enabled: false });
    expect(outcome(await set(id, { group: 'nobody' }))).toEqual([404, 'not_found']);
    const empty = { type: 'cron', value: '' };
    expect((await set(id, { schedule: empty })).status).toBe(400);
    expect(outcome(await set(id, { containerConfig: { image: '-v' } }))).toEqual([
      400,
      'invalid_image_tag',
    ]);
    const past = { type: 'once', value: '2020-01-01T00:00:00Z' };
    expect(outcome(await set(id, { schedule: past }))).toEqual([400, 'once_in_past']);
  });

  it('is gone when it is deleted', async () => {
    const id = await make({ name: 'Short-lived' });
    const gone = await call('deleteSchedule', { path: { id } });
    expect([gone.status, gone.body]).toEqual([
      200,
      { success: true, message: 'Schedule Short-lived was deleted' },
    ]);
    for (const operation of ['getSchedule', 'deleteSchedule', 'listScheduleLogs'])
      expect(outcome(await call(operation, { path: { id } }))).toEqual([404, 'not_found']);
    expect(outcome(await set(id, { enabled: true }))).toEqual([404, 'not_found']);
  });
});

describe('the list of schedules', () => {
  it('is newest first, and filtered', async () => {
    const ids = async (query: Record<string, string | boolean>) => {
      const { body } = await call('listSchedules', { query });
      return Array.isArray(body) ? body.map((one) => at(one, 'id')) : [];
    };
    clock.advance(1);
    const first = await make({ group: 'ops', name: 'first' });
    clock.advance(1);
    const second = await make({ group: 'ops', name: 'second', enabled: false });
    expect((await ids({})).slice(0, 2)).toEqual([second, first]);
    expect(await ids({ group: 'ops', enabled: true })).toEqual([first]);
    expect((await ids({ group: 'ops', status: 'paused' }))[0]).toBe(second);
    expect(await ids({ group: 'nobody' })).toEqual([]);
    expect(await ids({ status: 'running' })).toEqual([]);
  });

  it.each([{ status: 'over' }, { enabled: 'maybe' }, { group: 'a/b' }])(
    'answers 400 to %j',
    async (query) => {
      expect((await call('listSchedules', { query })).status).toBe(400);
    },
  );
});

describe('the runs of a schedule', () => {
  it('are listed newest first with how they went, those that were skipped too', async () => {
    const { scheduler, scheduleRuns: runs, journal, schedules } = daemon.services;
    const id = await make({ schedule: { type: 'interval', value: HOUR * 1000 } });
    // Three were missed; the latest of them is made up for.
    clock.advance(3 * HOUR + 600);
    await scheduler.tick();
    const open = await daemon.services.schedules.get(id);
    expect(open.row.nextRunAt).toBe(clock.now() + (HOUR - 600) * 1000);
    const by = systemCaller('test');
    const slots = await journal.commit(by, async ({ tx }) => await tx.select().from(scheduleSlots));
    const ofIt = slots.filter((one) => one.scheduleId === id);
    const slotId = ofIt.find((one) => one.state === 'waiting')?.id ?? '';
    await journal.commit(by, (change) => runs.began(change, slotId, 1, 'turn_contract'));
    expect(at((await call('getSchedule', { path: { id } })).body, 'status')).toBe('running');
    await runs.inContainer(slotId, 'agent-dev-1');
    clock.advance(41);
    const failure = { message: 'the container ended with code 1', isTimeout: false };
    await journal.commit(by, (change) =>
      runs.turnEnded(change, { turnId: 'turn_contract', answer: null, failure }),
    );
    await runs.exited(slotId, 1);
    const { status, body } = await logs(id);
    expect([status, body]).toMatchObject([
      200,
      [
        {
          id: slotId,
          scheduleId: id,
          group: 'dev',
          durationMs: 41_000,
          status: 'error',
          result: null,
          error: 'the container ended with code 1',
          containerName: 'agent-dev-1',
          exitCode: 1,
          trigger: 'schedule',
        },
        { status: 'skipped', durationMs: 0, error: expect.stringMatching(/missed/) },
        { status: 'skipped', containerName: null, exitCode: null },
      ],
    ]);
    expect((await logs(id, { status: 'error' })).body).toHaveLength(1);
    expect((await logs(id, { limit: 1, offset: 1 })).body).toMatchObject([{ status: 'skipped' }]);
    expect((await logs(id, { offset: 3 })).body).toEqual([]);
    expect((await call('getSchedule', { path: { id } })).body).toMatchObject({
      status: 'active',
      lastStatus: 'error',
      lastResult: 'Error: the container ended with code 1',
      runCount: 1,
    });
    expect((await schedules.get(id)).row.failures).toBe(1);
  });

  it.each([{ limit: 501 }, { limit: 0 }, { offset: -1 }, { status: 'active' }])(
    'answer 400 to %j',
    async (query) => {
      expect((await logs(await make(), query)).status).toBe(400);
    },
  );
});
