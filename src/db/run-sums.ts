/**
 * Owns adding up the runs of containers that began in a period, in one statement so that all sums are of one moment. It can take long, so
 * it runs as a long read; what the sums mean belongs to domain/monitoring.
 */
import { sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import type { RunTrigger } from './schema/index.ts';
import { type Traffic, trafficBetween } from './traffic.ts';

/** Which runs: those that began from `from` on and before `to`, in steps of `stepMs`; all in milliseconds. */
export interface SumsAsked {
  from: number;
  to: number;
  stepMs: number;
}

/** Sums of some runs. */
export interface RunSum {
  /** All that began. */
  runs: number;
  success: number;
  error: number;
  timeout: number;
  /** Those that ended, however they did. */
  ended: number;
  /** What the ended ones took together. */
  ms: number;
}

/** The sums of a period; a percentile is null without runs that ended. */
export interface RunSums {
  byPlace: (RunSum & { namespace: string; trigger: RunTrigger })[];
  /** `step` is the number of the step since the epoch. */
  bySteps: (RunSum & { step: number })[];
  /** The most frequent errors first, their beginnings where they are long. */
  errors: { message: string; count: number }[];
  p50Ms: number | null;
  p95Ms: number | null;
  traffic: Traffic[];
}

/** A row of any part; `a` and `b` are what its sums are of. */
type Row = RunSum &
  (
    | { part: 'place'; a: string; b: RunTrigger }
    | { part: 'step'; a: number; b: null }
    | { part: 'error'; a: string; b: null }
    | { part: 'times'; a: string; b: null }
  );

const LONGEST_ERROR = 200;
const MOST_ERRORS = 10;

const sums = sql.raw(
  `count(*) as runs, sum(status = 'success') as success, sum(status = 'error') as error,
   sum(status = 'timeout') as timeout, count(ms) as ended, coalesce(sum(ms), 0) as ms`,
);
const nothing = sql.raw('0 as success, 0 as error, 0 as timeout, 0 as ended, 0 as ms');

/**
 * Adds up. A percentile is the nearest rank: the smallest time that so many of 100 runs stay within. The times come as one text and are
 * put in order here, which takes a fraction of what the database needs to rank them.
 */
export async function runSums(db: Db, { from, to, stepMs }: SumsAsked): Promise<RunSums> {
  const rows = await db.all<Row>(sql`
    with seen as materialized (
      select namespace, trigger, status, error, cast(started_at / ${stepMs} as integer) as step,
        case when finished_at is null then null else max(0, finished_at - started_at) end as ms
      from container_runs where started_at >= ${from} and started_at < ${to}
    )
    select 'place' as part, namespace as a, trigger as b, ${sums} from seen group by namespace, trigger
    union all select 'step', step, null, ${sums} from seen group by step
    union all select * from (
      select 'error', substr(error, 1, ${LONGEST_ERROR}) as message, null, count(*) as runs, ${nothing}
      from seen where status in ('error', 'timeout') and error is not null
      group by message order by runs desc, message limit ${MOST_ERRORS}
    )
    union all select 'times', json_group_array(ms), null, 0, ${nothing} from seen where ms is not null
  `);
  const found: RunSums = {
    byPlace: [],
    bySteps: [],
    errors: [],
    p50Ms: null,
    p95Ms: null,
    traffic: await trafficBetween(db, from, to),
  };
  for (const { part, a, b, ...sum } of rows) {
    if (part === 'place') found.byPlace.push({ namespace: a, trigger: b, ...sum });
    else if (part === 'step') found.bySteps.push({ step: a, ...sum });
    else if (part === 'error') found.errors.push({ message: a, count: sum.runs });
    else {
      const times = Float64Array.from<number>(JSON.parse(a)).sort();
      found.p50Ms = percentile(times, 50);
      found.p95Ms = percentile(times, 95);
    }
  }
  return found;
}

/** @param times in ascending order */
function percentile(times: Float64Array, of100: number): number | null {
  return times[Math.ceil((times.length * of100) / 100) - 1] ?? null;
}
