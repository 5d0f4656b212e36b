/**
 * Owns the queries of runs of containers: beginning, counting and ending them, and listing. Sums over many runs are in run-sums.ts, what a
 * run is belongs to domain/monitoring.
 */
import { and, desc, eq, gte, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { type ContainerRunStatus, containerRuns, type RunTrigger } from './schema/index.ts';

/** One run as it is stored. */
export type ContainerRunRow = typeof containerRuns.$inferSelect;

/** What is known of a run when it begins. */
export type NewContainerRun = Omit<
  ContainerRunRow,
  'status' | 'exitCode' | 'outputCount' | 'error' | 'finishedAt'
>;

/** How a run ended. */
export interface RunEnd {
  readonly status: Exclude<ContainerRunStatus, 'running'>;
  readonly exitCode: number | null;
  readonly error: string | null;
  readonly finishedAt: number;
}

/** Notes a run that begins. */
export async function insertRun(tx: Db, run: NewContainerRun): Promise<void> {
  await tx
    .insert(containerRuns)
    .values({ ...run, status: 'running' })
    .run();
}

/** Ends a run. @returns false when it is not running any more, and then nothing changes */
export async function endRun(tx: Db, id: string, end: RunEnd): Promise<boolean> {
  const ended = await tx
    .update(containerRuns)
    .set(end)
    .where(and(eq(containerRuns.id, id), eq(containerRuns.status, 'running')))
    .returning({ id: containerRuns.id });
  return ended.length > 0;
}

const counted = prepared((db) =>
  db
    .update(containerRuns)
    .set({ outputCount: sql`${containerRuns.outputCount} + 1` })
    .where(eq(containerRuns.id, sql.placeholder('id')))
    .prepare(),
);

/** Counts an answer of a run. */
export async function countOutput(tx: Db, id: string): Promise<void> {
  await counted(tx).run({ id });
}

/** Ends every run that is still said to run. @returns how many there were */
export async function cancelRunning(tx: Db, finishedAt: number, error: string): Promise<number> {
  const ended = await tx
    .update(containerRuns)
    .set({ status: 'cancelled', finishedAt, error })
    // Written out, not bound, so that the partial index on what runs applies.
    .where(sql`${containerRuns.status} = 'running'`)
    .returning({ id: containerRuns.id });
  return ended.length;
}

/** Which runs; `since` is milliseconds since the epoch. */
export interface RunFilter {
  readonly namespace?: string | undefined;
  readonly status?: ContainerRunStatus | undefined;
  readonly trigger?: RunTrigger | undefined;
  readonly since?: number | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** One page of runs, newest first. */
export async function listRuns(db: Db, filter: RunFilter): Promise<ContainerRunRow[]> {
  const { namespace, status, trigger, since, limit, offset } = filter;
  return await db
    .select()
    .from(containerRuns)
    .where(
      and(
        namespace === undefined ? undefined : eq(containerRuns.namespace, namespace),
        status === undefined ? undefined : eq(containerRuns.status, status),
        trigger === undefined ? undefined : eq(containerRuns.trigger, trigger),
        since === undefined ? undefined : gte(containerRuns.startedAt, since),
      ),
    )
    .orderBy(desc(containerRuns.startedAt), desc(containerRuns.id))
    .limit(limit)
    .offset(offset);
}
