/**
 * Owns what a period adds up to: the sums of random runs must be those of a model that adds them up one by one. Its HTTP form is tested
 * with the contract.
 */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { endRun, insertRun } from '../../src/db/container-runs.ts';
import { containerRuns, trafficHours } from '../../src/db/schema/index.ts';
import { countTraffic } from '../../src/db/traffic.ts';
import { AnalyticsDesk } from '../../src/domain/monitoring/index.ts';
import { DomainError } from '../../src/domain/shared/index.ts';
import { BEGIN, freshGround, type Ground } from './ground.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let ground: Ground;
let desk: AnalyticsDesk;
beforeEach(async () => {
  ground = await freshGround();
  desk = new AnalyticsDesk(ground.store, ground.clock);
});

interface Ran {
  readonly namespace: string;
  readonly trigger: 'message' | 'schedule' | 'api';
  readonly status: 'running' | 'success' | 'error' | 'timeout' | 'cancelled';
  readonly startedAt: number;
  /** How long it took; one below 0 is of a clock that was set back. */
  readonly tookMs: number;
  readonly error: string | null;
}

async function store(runs: readonly Ran[]): Promise<void> {
  await ground.store.write(async (tx) => {
    await tx.delete(containerRuns);
    for (const [index, run] of runs.entries()) {
      const { namespace, trigger, status, startedAt, tookMs, error } = run;
      const id = `run_${index}`;
      await insertRun(tx, {
        id,
        namespace,
        trigger,
        startedAt,
        jid: null,
        scheduleId: null,
        containerName: `c-${index}`,
        image: 'agent:latest',
        sessionId: null,
        logPath: null,
      });
      if (status !== 'running')
        await endRun(tx, id, { status, error, exitCode: null, finishedAt: startedAt + tookMs });
    }
  });
}

/** Milliseconds of those that ended, in ascending order. */
const timesOf = (runs: readonly Ran[]) =>
  runs
    .filter(({ status }) => status !== 'running')
    .map(({ tookMs }) => Math.max(0, tookMs))
    .sort((a, b) => a - b);

const howMany = (runs: readonly Ran[], status: Ran['status']) =>
  runs.filter((run) => run.status === status).length;

function sumsOf(runs: readonly Ran[]) {
  const times = timesOf(runs);
  const total = times.reduce((sum, one) => sum + one, 0);
  return {
    runs: runs.length,
    success: howMany(runs, 'success'),
    error: howMany(runs, 'error'),
    timeout: howMany(runs, 'timeout'),
    avgDurationMs: times.length === 0 ? null : Math.round(total / times.length),
  };
}

/** The smallest time that at least so many of 100 runs do not exceed, found by trying each. */
const within = (times: readonly number[], of100: number) =>
  times.find((time) => times.filter((one) => one <= time).length * 100 >= of100 * times.length) ??
  null;

const ran: fc.Arbitrary<Ran> = fc.record({
  namespace: fc.constantFrom('a', 'b', 'telegram_dev'),
  trigger: fc.constantFrom('message', 'schedule', 'api'),
  status: fc.constantFrom('running', 'success', 'error', 'timeout', 'cancelled'),
  startedAt: fc.integer({ min: BEGIN - 4 * DAY, max: BEGIN + DAY }),
  tookMs: fc.oneof(fc.integer({ min: -5, max: 20 }), fc.integer({ min: 0, max: DAY })),
  error: fc.constantFrom(null, 'late', 'ended with code 1', 'x'.repeat(300)),
});

it('random runs add up to what a model adds up', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(ran, { maxLength: 25 }),
      fc.integer({ min: BEGIN - 4 * DAY, max: BEGIN }),
      fc.integer({ min: 1, max: 3 * DAY }),
      fc.constantFrom('hour', 'day'),
      async (all, from, length, groupBy) => {
        const to = from + length;
        await store(all);
        const sums = await desk.of({ period: '24h', from, to, groupBy });
        const runs = all.filter(({ startedAt }) => startedAt >= from && startedAt < to);
        const times = timesOf(runs);
        const { received: _in, sent: _out, ...totals } = sums.totals;
        expect(totals).toEqual({
          ...sumsOf(runs),
          successRate: times.length === 0 ? null : howMany(runs, 'success') / times.length,
          p50DurationMs: within(times, 50),
          p95DurationMs: within(times, 95),
        });
        const of = <Key extends 'namespace' | 'trigger'>(key: Key) =>
          [...new Set(runs.map((run) => run[key]))].map((value) => ({
            [key]: value,
            ...sumsOf(runs.filter((run) => run[key] === value)),
          }));
        expect(new Set(sums.byNamespace)).toEqual(new Set(of('namespace')));
        expect(new Set(sums.byTrigger)).toEqual(new Set(of('trigger')));
        const step = groupBy === 'hour' ? HOUR : DAY;
        const begins: number[] = [];
        for (let begin = from - (from % step); begin < to; begin += step) begins.push(begin);
        expect(sums.series).toEqual(
          begins.map((begin) => ({
            begin,
            ...sumsOf(
              runs.filter(({ startedAt }) => startedAt >= begin && startedAt < begin + step),
            ),
          })),
        );
        const counts = new Map<string, number>();
        for (const { status, error } of runs) {
          if (error === null || (status !== 'error' && status !== 'timeout')) continue;
          const message = error.slice(0, 200);
          counts.set(message, (counts.get(message) ?? 0) + 1);
        }
        expect(new Map(sums.errors.map((one) => [one.message, one.count]))).toEqual(counts);
        const descending = sums.errors.map((one) => one.count);
        expect(descending).toEqual([...descending].sort((a, b) => b - a));
      },
    ),
    { numRuns: 60 },
  );
});

describe('a period', () => {
  const lengthOf = async (asked: Parameters<AnalyticsDesk['of']>[0]) => {
    const { from, to, series } = await desk.of(asked);
    return [to, to - from, series.length];
  };

  it('ends now or where it is told to, and is as long as it says', async () => {
    expect(await lengthOf({ period: '24h' })).toEqual([BEGIN, DAY, 24]);
    expect(await lengthOf({ period: '7d' })).toEqual([BEGIN, 7 * DAY, 7]);
    expect(await lengthOf({ period: '30d', groupBy: 'hour' })).toEqual([BEGIN, 30 * DAY, 720]);
    const to = BEGIN - DAY + 1;
    expect(await lengthOf({ period: '24h', to })).toEqual([to, DAY, 25]);
    expect(await lengthOf({ period: '7d', from: BEGIN - 3 * DAY })).toEqual([BEGIN, 3 * DAY, 3]);
  });

  it('has hours up to two days, and days beyond', async () => {
    expect(await lengthOf({ period: '24h', from: BEGIN - 2 * DAY })).toEqual([BEGIN, 2 * DAY, 48]);
    const [, , steps] = await lengthOf({ period: '24h', from: BEGIN - 2 * DAY - 1 });
    expect(steps).toBe(3);
  });

  it('has every step of the longest one, whatever moment it begins at', async () => {
    const asked = { period: '24h', groupBy: 'hour', to: BEGIN + 1 } as const;
    const found = await desk.of({ ...asked, from: BEGIN + 1 - 366 * DAY });
    expect(found.series).toHaveLength(8785);
  });

  it('without anything in it is zeros and nulls', async () => {
    const found = await desk.of({ period: '24h' });
    expect(found.totals).toEqual({
      runs: 0,
      success: 0,
      error: 0,
      timeout: 0,
      avgDurationMs: null,
      successRate: null,
      p50DurationMs: null,
      p95DurationMs: null,
      received: 0,
      sent: 0,
    });
    const { byNamespace, byTrigger, byChannel, errors } = found;
    expect([byNamespace, byTrigger, byChannel, errors]).toEqual([[], [], [], []]);
  });

  it.each([
    ['from', { from: BEGIN, to: BEGIN }],
    ['from', { from: BEGIN + 1, to: BEGIN }],
    ['from', { from: BEGIN + 1 }],
    ['from', { from: BEGIN - 366 * DAY - 1, to: BEGIN }],
    ['from', { from: -1, to: BEGIN }],
    ['to', { to: -1 }],
    ['to', { to: 0 }],
    ['to', { to: Date.UTC(10_000, 0, 1) }],
  ])('that is none is refused for its %s: %j', async (path, asked) => {
    const error = await desk.of({ period: '24h', ...asked }).catch((thrown: unknown) => thrown);
    if (!(error instanceof DomainError)) return expect.unreachable();
    expect(error.reason).toBe('validation_failed');
    expect(error.details).toMatchObject({ issues: [{ in: 'query', path }] });
  });
});

it('messages belong to the period in which their hour began', async () => {
  const { store: db } = ground;
  const came = (channel: string, received: number, sent: number, now: number) =>
    db.write((tx) => countTraffic(tx, { channel, received, sent }, now));
  await came('telegram', 2, 1, BEGIN - 1);
  await came('telegram', 1, 0, BEGIN - HOUR);
  await came('slack', 0, 4, BEGIN - DAY);
  await came('slack', 9, 9, BEGIN - DAY - 1);
  await came('discord', 9, 9, BEGIN);
  await came('whatsapp', 0, 0, BEGIN - 1);
  expect(await db.read.$count(trafficHours)).toBe(4);
  const { byChannel, totals } = await desk.of({ period: '24h' });
  expect(byChannel).toEqual([
    { channel: 'slack', received: 0, sent: 4 },
    { channel: 'telegram', received: 3, sent: 1 },
  ]);
  expect(totals).toMatchObject({ received: 3, sent: 5 });
});

it('at most ten errors are told, the most frequent ones, without secrets', async () => {
  const runs = Array.from({ length: 12 }, (_, kind) =>
    Array.from({ length: kind + 1 }, () => kind),
  ).flat();
  const about = { namespace: 'a', trigger: 'api', status: 'error', tookMs: 1 } as const;
  await store(
    runs.map((kind) => ({
      ...about,
      startedAt: BEGIN - 1,
      error: kind === 11 ? 'Bearer abcdefgh was refused' : `code ${kind}`,
    })),
  );
  const { errors } = await desk.of({ period: '24h' });
  expect(errors).toHaveLength(10);
  expect(errors[0]).toEqual({ message: 'Bearer ***REDACTED*** was refused', count: 12 });
  expect(errors[9]).toEqual({ message: 'code 2', count: 3 });
});
