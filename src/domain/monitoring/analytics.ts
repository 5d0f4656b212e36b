/**
 * Owns what the runs and messages of a period add up to: totals, shares, and one point for every step of time. Adding up rows belongs to
 * db/run-sums.ts.
 */
import type { Store } from '../../db/open.ts';
import type { RunSum } from '../../db/run-sums.ts';
import type { RunTrigger } from '../../db/schema/index.ts';
import type { Traffic } from '../../db/traffic.ts';
import type { Clock } from '../../lib/clock.ts';
import { redact } from '../../lib/redact.ts';
import { DomainError } from '../shared/index.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LENGTHS = { '24h': DAY_MS, '7d': 7 * DAY_MS, '30d': 30 * DAY_MS };
const LONGEST_MS = 366 * DAY_MS;
/** Without being asked for, hours up to this length. */
const SHORT_MS = 2 * DAY_MS;
/** The first moment that has a year of five digits. */
const YEAR_10000 = Date.UTC(9999, 11, 31) + DAY_MS;

/** Which period; times are milliseconds since the epoch. */
export interface AnalyticsAsked {
  /** Its length where no beginning is given. */
  readonly period: keyof typeof LENGTHS;
  readonly from?: number | undefined;
  /** By default now. */
  readonly to?: number | undefined;
  readonly groupBy?: 'hour' | 'day' | undefined;
}

/** Sums of some runs; the mean is null where none has ended. */
export interface Sums {
  /** All that began. */
  readonly runs: number;
  readonly success: number;
  readonly error: number;
  readonly timeout: number;
  /** Whole milliseconds. */
  readonly avgDurationMs: number | null;
}

/** What a period adds up to; all times are milliseconds. */
export interface Analytics {
  readonly from: number;
  readonly to: number;
  readonly totals: Sums & {
    /** Share of the runs that ended, cancelled ones among them, that went well; null where none has. */
    readonly successRate: number | null;
    readonly p50DurationMs: number | null;
    readonly p95DurationMs: number | null;
    readonly received: number;
    readonly sent: number;
  };
  /** The busiest first. */
  readonly byNamespace: readonly (Sums & { readonly namespace: string })[];
  readonly byTrigger: readonly (Sums & { readonly trigger: RunTrigger })[];
  /** Messages of the hours that begin in the period. */
  readonly byChannel: readonly Traffic[];
  /** Every step that has a part in the period, oldest first; steps begin with hours or days of UTC. */
  readonly series: readonly (Sums & { readonly begin: number })[];
  readonly errors: readonly { readonly message: string; readonly count: number }[];
}

const TRIGGERS: readonly RunTrigger[] = ['message', 'schedule', 'api'];
const NO_RUNS: RunSum = {
  runs: 0,
  success: 0,
  error: 0,
  timeout: 0,
  ended: 0,
  ms: 0,
};

/** Adds up periods. */
export class AnalyticsDesk {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** @throws DomainError validation_failed for a period that is none, or too long */
  async of(asked: AnalyticsAsked): Promise<Analytics> {
    const { from, to } = periodOf(asked, this.#clock.now());
    const isShort = to - from <= SHORT_MS;
    const stepMs = (asked.groupBy ?? (isShort ? 'hour' : 'day')) === 'hour' ? HOUR_MS : DAY_MS;
    const found = await this.#store.longRead('runSums', { from, to, stepMs });
    const all = found.byPlace.reduce(add, NO_RUNS);
    const byNamespace = sumBy(found.byPlace, (one) => one.namespace);
    const byTrigger = sumBy(found.byPlace, (one) => one.trigger);
    return {
      from,
      to,
      totals: {
        ...toSums(all),
        successRate: all.ended === 0 ? null : all.success / all.ended,
        p50DurationMs: found.p50Ms,
        p95DurationMs: found.p95Ms,
        received: found.traffic.reduce((sum, one) => sum + one.received, 0),
        sent: found.traffic.reduce((sum, one) => sum + one.sent, 0),
      },
      byNamespace: [...byNamespace]
        .map(([namespace, sum]) => ({ namespace, ...toSums(sum) }))
        .sort((a, b) => b.runs - a.runs || (a.namespace < b.namespace ? -1 : 1)),
      byTrigger: TRIGGERS.flatMap((trigger) => {
        const sum = byTrigger.get(trigger);
        return sum === undefined ? [] : [{ trigger, ...toSums(sum) }];
      }),
      byChannel: found.traffic,
      series: seriesOf(found.bySteps, { from, to, stepMs }),
      errors: found.errors.map(({ message, count }) => ({ message: redact(message), count })),
    };
  }
}

function periodOf(asked: AnalyticsAsked, now: number): { from: number; to: number } {
  const to = asked.to ?? now;
  if (to < 0 || to >= YEAR_10000) throw refuse('to', 'must be from 1970 on and before 10000');
  const from = asked.from ?? Math.max(0, to - LENGTHS[asked.period]);
  if (from < 0) throw refuse('from', 'must be from 1970 on');
  if (from >= to) throw refuse(asked.from === undefined ? 'to' : 'from', 'must be before the end');
  if (to - from > LONGEST_MS) throw refuse('from', 'must be at most 366 days before the end');
  return { from, to };
}

function refuse(path: 'from' | 'to', message: string): DomainError {
  return new DomainError('validation_failed', `The query parameter "${path}" ${message}`, {
    issues: [{ in: 'query', path, message }],
  });
}

function seriesOf(
  bySteps: readonly (RunSum & { step: number })[],
  { from, to, stepMs }: { from: number; to: number; stepMs: number },
): Analytics['series'] {
  const known = new Map(bySteps.map((one) => [one.step, one]));
  const first = Math.floor(from / stepMs);
  const steps = Math.ceil(to / stepMs) - first;
  return Array.from({ length: steps }, (_, index) => ({
    begin: (first + index) * stepMs,
    ...toSums(known.get(first + index) ?? NO_RUNS),
  }));
}

const toSums = (sum: RunSum): Sums => ({
  runs: sum.runs,
  success: sum.success,
  error: sum.error,
  timeout: sum.timeout,
  avgDurationMs: sum.ended === 0 ? null : Math.round(sum.ms / sum.ended),
});

function sumBy<Row extends RunSum, Key>(
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Map<Key, RunSum> {
  const sums = new Map<Key, RunSum>();
  for (const row of rows) sums.set(keyOf(row), add(sums.get(keyOf(row)) ?? NO_RUNS, row));
  return sums;
}

const add = (a: RunSum, b: RunSum): RunSum => ({
  runs: a.runs + b.runs,
  success: a.success + b.success,
  error: a.error + b.error,
  timeout: a.timeout + b.timeout,
  ended: a.ended + b.ended,
  ms: a.ms + b.ms,
});
