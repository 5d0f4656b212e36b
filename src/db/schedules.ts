/**
 * Owns the queries of schedules. Those of their due times live in schedule-slots.ts; when a schedule is due belongs to domain/schedules.
 */
import { and, asc, count, desc, eq, gt, isNotNull, lte, min, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { schedules } from './schema/index.ts';

export type { MisfirePolicy, ScheduleType } from './schema/index.ts';

/** One schedule as it is stored. */
export type ScheduleRow = typeof schedules.$inferSelect;

/** In the words of the index: a bound value would keep it from being used. */
const active = sql`${schedules.state} = 'active'`;

/** Stores a new schedule. */
export async function insertSchedule(tx: Db, row: ScheduleRow): Promise<void> {
  await tx.insert(schedules).values(row).run();
}

const scheduleById = prepared((db) =>
  db
    .select()
    .from(schedules)
    .where(eq(schedules.id, sql.placeholder('id')))
    .prepare(),
);

/** The schedule of that id. */
export async function findSchedule(db: Db, id: string): Promise<ScheduleRow | undefined> {
  return await scheduleById(db).get({ id });
}

/** Changes some columns of a schedule. */
export async function updateSchedule(
  tx: Db,
  id: string,
  change: Partial<Omit<ScheduleRow, 'id'>>,
): Promise<void> {
  await tx.update(schedules).set(change).where(eq(schedules.id, id)).run();
}

/** Removes a schedule with its due times. */
export async function deleteSchedule(tx: Db, id: string): Promise<void> {
  await tx.delete(schedules).where(eq(schedules.id, id)).run();
}

/** Schedules, newest first. */
export async function listSchedules(db: Db, namespace: string | undefined): Promise<ScheduleRow[]> {
  return await db
    .select()
    .from(schedules)
    .where(namespace === undefined ? undefined : eq(schedules.namespace, namespace))
    .orderBy(desc(schedules.createdAt), desc(schedules.id));
}

/** How many schedules a namespace has. */
export async function countSchedulesOf(db: Db, namespace: string): Promise<number> {
  const found = await db
    .select({ n: count() })
    .from(schedules)
    .where(eq(schedules.namespace, namespace));
  return found[0]?.n ?? 0;
}

/** How many schedules there are in each state. */
export async function countSchedules(db: Db): Promise<Map<ScheduleRow['state'], number>> {
  const rows = await db
    .select({ state: schedules.state, n: count() })
    .from(schedules)
    .groupBy(schedules.state);
  return new Map(rows.map(({ state, n }) => [state, n]));
}

/** When the next schedule is due. */
export async function firstDueAt(db: Db): Promise<number | null> {
  const rows = await db
    .select({ at: min(schedules.nextRunAt) })
    .from(schedules)
    .where(active);
  return rows[0]?.at ?? null;
}

const due = prepared((db) =>
  db
    .select({ id: schedules.id, nextRunAt: schedules.nextRunAt })
    .from(schedules)
    .where(and(active, lte(schedules.nextRunAt, sql.placeholder('now'))))
    .orderBy(asc(schedules.nextRunAt), asc(schedules.id))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** Active schedules that are due, the oldest due time first. */
export async function dueSchedules(
  db: Db,
  now: number,
  limit: number,
): Promise<{ id: string; nextRunAt: number | null }[]> {
  return await due(db).all({ now, limit });
}

/** In plain names: of a query over one table the builder leaves the table's name out. */
const hasSkippedAfter = (moment: number) => sql<number>`exists (
  select 1 from schedule_slots as slot
  where slot.schedule_id = schedules.id and slot.due_at > ${moment} and slot.outcome = 'skipped'
)`;

/** Active schedules that will be due, in the order of their ids; and whether due times that are still to come were skipped. */
export async function upcomingSchedules(
  db: Db,
  now: number,
  afterId: string,
  limit: number,
): Promise<{ schedule: ScheduleRow; hasSkippedAhead: number }[]> {
  return await db
    .select({ schedule: schedules, hasSkippedAhead: hasSkippedAfter(now) })
    .from(schedules)
    .where(and(active, isNotNull(schedules.nextRunAt), gt(schedules.id, afterId)))
    .orderBy(asc(schedules.id))
    .limit(limit);
}
