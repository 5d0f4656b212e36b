/**
 * Owns forgetting what containers and schedules did long ago, in batches. How long it is kept is decided by domain/monitoring.
 */
import { and, asc, eq, inArray, lt, ne } from 'drizzle-orm';
import type { Db } from './database.ts';
import { containerRuns, scheduleSlots, schedules, trafficHours } from './schema/index.ts';

/** Forgets runs that began before a moment and have ended. @returns their log files */
export async function forgetRuns(
  tx: Db,
  before: number,
  limit: number,
): Promise<(string | null)[]> {
  const old = tx
    .select({ id: containerRuns.id })
    .from(containerRuns)
    .where(and(lt(containerRuns.startedAt, before), ne(containerRuns.status, 'running')))
    .orderBy(asc(containerRuns.startedAt))
    .limit(limit);
  const gone = await tx
    .delete(containerRuns)
    .where(inArray(containerRuns.id, old))
    .returning({ logPath: containerRuns.logPath });
  return gone.map(({ logPath }) => logPath);
}

/** The schedules there are. */
export async function scheduleIds(db: Db): Promise<string[]> {
  return (await db.select({ id: schedules.id }).from(schedules)).map(({ id }) => id);
}

/** Forgets due times of a schedule that ended and were due before a moment. @returns how many there were */
export async function forgetSlots(
  tx: Db,
  scheduleId: string,
  before: number,
  limit: number,
): Promise<number> {
  const old = tx
    .select({ id: scheduleSlots.id })
    .from(scheduleSlots)
    .where(
      and(
        eq(scheduleSlots.scheduleId, scheduleId),
        lt(scheduleSlots.dueAt, before),
        eq(scheduleSlots.state, 'ended'),
      ),
    )
    .limit(limit);
  const gone = await tx
    .delete(scheduleSlots)
    .where(inArray(scheduleSlots.id, old))
    .returning({ id: scheduleSlots.id });
  return gone.length;
}

/** Forgets the counts of hours before a moment. */
export async function forgetTraffic(tx: Db, before: number): Promise<void> {
  await tx.delete(trafficHours).where(lt(trafficHours.hour, before)).run();
}
