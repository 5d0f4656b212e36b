/**
 * Owns the history of runs, and what the daemon tells of itself at a moment. Sums over many runs are in monitoring-analytics.test.ts.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { countOutput, endRun, insertRun, type RunEnd } from '../../src/db/container-runs.ts';
import { RunHistory, type VitalSources, Vitals } from '../../src/domain/monitoring/index.ts';
import { BEGIN, freshGround, type Ground, openGround, storeFile } from './ground.ts';

let ground: Ground;
let runs: RunHistory;
beforeEach(async () => {
  ground = await freshGround();
  runs = new RunHistory(ground.store, ground.journal, ground.clock);
});

const runOf = (id: string, parts: Partial<Parameters<typeof insertRun>[1]> = {}) => ({
  id,
  namespace: 'dev',
  jid: 'tg:7',
  trigger: 'message' as const,
  scheduleId: null,
  containerName: `gatehouse-dev-${id}`,
  image: 'agent:latest',
  sessionId: 'sess_1',
  logPath: null,
  startedAt: BEGIN,
  ...parts,
});

const begin = (run: ReturnType<typeof runOf>) => ground.store.write((tx) => insertRun(tx, run));
const end = (id: string, parts: Partial<RunEnd> = {}) =>
  ground.store.write((tx) =>
    endRun(tx, id, {
      status: 'success',
      exitCode: 0,
      error: null,
      finishedAt: BEGIN + 5,
      ...parts,
    }),
  );
const all = { limit: 50, offset: 0 };
const idsOf = async (filter: Partial<Parameters<RunHistory['list']>[0]> = {}) =>
  (await runs.list({ ...all, ...filter })).map(({ id }) => id);

describe('a run', () => {
  it('runs, counts its answers and ends once', async () => {
    await begin(runOf('run_1'));
    expect(await runs.list(all)).toMatchObject([
      { id: 'run_1', status: 'running', finishedAt: null, exitCode: null, outputCount: 0 },
    ]);
    for (let n = 0; n < 3; n += 1) await ground.store.write((tx) => countOutput(tx, 'run_1'));
    const failed = { status: 'error', exitCode: 137, error: 'Bearer abcdefgh is wrong' } as const;
    expect(await end('run_1', failed)).toBe(true);
    expect(await end('run_1')).toBe(false);
    expect(await end('run_2')).toBe(false);
    expect(await runs.list(all)).toEqual([
      {
        ...runOf('run_1'),
        status: 'error',
        exitCode: 137,
        error: 'Bearer ***REDACTED*** is wrong',
        outputCount: 3,
        finishedAt: BEGIN + 5,
      },
    ]);
  });

  it('that the daemon did not end is cancelled at the next start, and no other', async () => {
    const file = storeFile();
    const before = await openGround(file);
    await before.store.write(async (tx) => {
      await insertRun(tx, runOf('run_1'));
      await insertRun(tx, runOf('run_2'));
      const ended = { status: 'timeout', exitCode: null, error: null, finishedAt: BEGIN } as const;
      await endRun(tx, 'run_2', ended);
    });
    await before.store.close();
    const after = await openGround(file);
    after.clock.advance(1000);
    const again = new RunHistory(after.store, after.journal, after.clock);
    expect(await again.recover()).toBe(1);
    expect(await again.recover()).toBe(0);
    expect(await again.list(all)).toMatchObject([
      { id: 'run_2', status: 'timeout', finishedAt: BEGIN },
      {
        id: 'run_1',
        status: 'cancelled',
        error: 'The daemon stopped',
        finishedAt: BEGIN + 1000,
      },
    ]);
    await after.store.close();
  });
});

it('runs are listed newest first, by what is asked for, in pages', async () => {
  await begin(runOf('run_1'));
  await begin(runOf('run_2', { startedAt: BEGIN + 1, namespace: 'main', trigger: 'api' }));
  await begin(runOf('run_3', { startedAt: BEGIN + 1, trigger: 'schedule' }));
  await begin(runOf('run_0', { startedAt: BEGIN + 2 }));
  await end('run_3', { status: 'timeout' });
  expect(await idsOf()).toEqual(['run_0', 'run_3', 'run_2', 'run_1']);
  expect(await idsOf({ limit: 2, offset: 1 })).toEqual(['run_3', 'run_2']);
  expect(await idsOf({ offset: 4 })).toEqual([]);
  expect(await idsOf({ namespace: 'dev' })).toEqual(['run_0', 'run_3', 'run_1']);
  expect(await idsOf({ trigger: 'api' })).toEqual(['run_2']);
  expect(await idsOf({ status: 'running' })).toEqual(['run_0', 'run_2', 'run_1']);
  expect(await idsOf({ status: 'timeout', namespace: 'main' })).toEqual([]);
  expect(await idsOf({ since: BEGIN + 1 })).toEqual(['run_0', 'run_3', 'run_2']);
});

it('vitals tell of now, and count from the start on', async () => {
  const containers = {
    active: 2,
    idle: 1,
    maxConcurrent: 5,
    totalStarted: 3,
    totalFailed: 1,
    totalTimedOut: 1,
  };
  const counts = { received: 100, sent: 50, denied: 0 };
  const sources: VitalSources = {
    containers: () => containers,
    queue: async () => ({ waitingGroups: 3, pendingTasks: 4, pendingMessages: 5 }),
    proxy: () => ({
      running: true,
      requests: 6,
      errors: 1,
      activeRequests: 2,
      avgLatencyMs: null,
    }),
    channels: async () => ({ connected: 1, total: 4, ...counts }),
    schedules: async () => ({ active: 7, paused: 8, completed: 9, nextRunAt: BEGIN + 60_000 }),
    ipc: () => ({ processed: 10, errors: 11 }),
  };
  const vitals = new Vitals(sources, ground.clock);
  await vitals.start();
  Object.assign(counts, { received: 107, sent: 52, denied: 3 });
  ground.clock.advance(90_999);
  expect(await vitals.read()).toEqual({
    at: BEGIN + 90_999,
    uptimeSecs: 90,
    containers,
    queue: { waitingGroups: 3, pendingTasks: 4, pendingMessages: 5 },
    proxy: { running: true, requests: 6, errors: 1, activeRequests: 2, avgLatencyMs: null },
    channels: { connected: 1, total: 4, messagesIn: 7, messagesOut: 2, denied: 3 },
    schedules: { active: 7, paused: 8, completed: 9, nextRunAt: BEGIN + 60_000 },
    ipc: { processed: 10, errors: 11 },
    memoryRssBytes: expect.any(Number),
  });
});
