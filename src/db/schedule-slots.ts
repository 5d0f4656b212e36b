/**
 * Owns the queries of the due times of schedules, from their claim to their end. Those of schedules live in schedules.ts; what is due
 * when, and what becomes of it, belongs to domain/schedules.
 */
import { and, asc, desc, eq, gt, inArray, lt, ne, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { type SlotOutcome, type SlotState, scheduleSlots, turns } from './schema/index.ts';

export type { SlotOutcome } from './schema/index.ts';

/** One due time as it is stored. */
export type SlotRow = typeof scheduleSlots.$inferSelect;

/** In the words of the index: a bound value would keep it from being used. */
const open = sql`${scheduleSlots.state} <> 'ended'`;

/** Stores due times; one that is there already stays as it is. @returns those that are new */
export async function insertSlots(tx: Db, rows: readonly SlotRow[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const made = await tx
    .insert(scheduleSlots)
    .values([...rows])
    .onConflictDoNothing()
    .returning({ id: scheduleSlots.id });
  return new Set(made.map((one) => one.id));
}

/**
 * Stores due times that are not run, each taking no time; one that is there already stays as it is. They may be hundreds, and all but
 * their identifiers and times is the same: they go as one JSON text.
 */
export async function insertSkippedSlots(
  tx: Db,
  slots: readonly Pick<SlotRow, 'id' | 'dueAt'>[],
  like: Pick<SlotRow, 'scheduleId' | 'namespace' | 'owner' | 'error'>,
): Promise<void> {
  const { scheduleId, namespace, owner, error } = like;
  const rows = JSON.stringify(slots.map(({ id, dueAt }) => [id, dueAt]));
  await tx.run(sql`
    insert into schedule_slots (id, schedule_id, namespace, due_at, state, fence, owner, lease_until, outcome, error, started_at, ended_at)
    select value ->> 0, ${scheduleId}, ${namespace}, value ->> 1, 'ended', 1, ${owner}, value ->> 1, 'skipped', ${error}, value ->> 1, value ->> 1
    from json_each(${rows}) where true on conflict do nothing`);
}

const slotById = prepared((db) =>
  db
    .select()
    .from(scheduleSlots)
    .where(eq(scheduleSlots.id, sql.placeholder('id')))
    .prepare(),
);

/** The due time of that id. */
export async function findSlot(db: Db, id: string): Promise<SlotRow | undefined> {
  return await slotById(db).get({ id });
}

const slotByTurn = prepared((db) =>
  db
    .select()
    .from(scheduleSlots)
    .where(eq(scheduleSlots.turnId, sql.placeholder('turnId')))
    .prepare(),
);

/** The due time that a turn answers. */
export async function findSlotOfTurn(db: Db, turnId: string): Promise<SlotRow | undefined> {
  return await slotByTurn(db).get({ turnId });
}

const openSlot = prepared((db) =>
  db
    .select({ id: scheduleSlots.id })
    .from(scheduleSlots)
    .where(and(eq(scheduleSlots.scheduleId, sql.placeholder('scheduleId')), open))
    .limit(1)
    .prepare(),
);

/** Whether a run of a schedule waits or goes on. */
export async function hasOpenSlot(db: Db, scheduleId: string): Promise<boolean> {
  return (await openSlot(db).get({ scheduleId })) !== undefined;
}

/** Which schedules run now. */
export async function runningSchedules(db: Db): Promise<Set<string>> {
  const rows = await db
    .selectDistinct({ id: scheduleSlots.scheduleId })
    .from(scheduleSlots)
    .where(and(open, eq(scheduleSlots.state, 'running')));
  return new Set(rows.map((one) => one.id));
}

/** Has a waiting run of a claim begin. @returns false when the claim is not good any more */
export async function beginSlot(
  tx: Db,
  id: string,
  claim: { fence: number; owner: string },
  begun: { turnId: string; startedAt: number },
): Promise<boolean> {
  const made = await tx
    .update(scheduleSlots)
    .set({ state: 'running', ...begun })
    .where(
      and(
        eq(scheduleSlots.id, id),
        eq(scheduleSlots.state, 'waiting'),
        eq(scheduleSlots.fence, claim.fence),
        eq(scheduleSlots.owner, claim.owner),
      ),
    )
    .returning({ id: scheduleSlots.id });
  return made.length > 0;
}

/** How a due time ended. */
export interface SlotEnd {
  readonly outcome: SlotOutcome;
  readonly result: string | null;
  readonly error: string | null;
  readonly endedAt: number;
}

/** Ends a due time. @returns false when it has ended already */
export async function endSlot(tx: Db, id: string, end: SlotEnd): Promise<boolean> {
  const ended = await tx
    .update(scheduleSlots)
    .set({ state: 'ended', ...end })
    .where(and(eq(scheduleSlots.id, id), open))
    .returning({ id: scheduleSlots.id });
  return ended.length > 0;
}

/** Ends the runs of a schedule that have not begun. */
export async function endWaitingSlots(tx: Db, scheduleId: string, end: SlotEnd): Promise<void> {
  await tx
    .update(scheduleSlots)
    .set({ state: 'ended', ...end })
    .where(and(eq(scheduleSlots.scheduleId, scheduleId), eq(scheduleSlots.state, 'waiting')))
    .run();
}

/** Notes what is learned of the container of a run, whether or not the run goes on. */
export async function noteContainer(
  tx: Db,
  id: string,
  facts: Partial<Pick<SlotRow, 'containerName' | 'exitCode'>>,
): Promise<void> {
  await tx.update(scheduleSlots).set(facts).where(eq(scheduleSlots.id, id)).run();
}

/** Prolongs what a daemon holds. */
export async function renewLeases(tx: Db, owner: string, leaseUntil: number): Promise<void> {
  await tx
    .update(scheduleSlots)
    .set({ leaseUntil })
    .where(and(open, eq(scheduleSlots.owner, owner)))
    .run();
}

/** Open due times that other daemons hold, and have not held on to since `before`; in the order in which they were due. */
export async function strandedSlots(
  db: Db,
  owner: string,
  before: number,
  limit: number,
): Promise<SlotRow[]> {
  return await db
    .select()
    .from(scheduleSlots)
    .where(and(open, ne(scheduleSlots.owner, owner), lt(scheduleSlots.leaseUntil, before)))
    .orderBy(asc(scheduleSlots.dueAt), asc(scheduleSlots.id))
    .limit(limit);
}

/** Takes an open due time over from whoever holds it. @returns false when somebody else has moved it meanwhile */
export async function takeOverSlot(
  tx: Db,
  { id, fence, state }: Pick<SlotRow, 'id' | 'fence' | 'state'>,
  claim: { owner: string; leaseUntil: number },
): Promise<boolean> {
  const taken = await tx
    .update(scheduleSlots)
    .set({ fence: fence + 1, ...claim })
    .where(
      and(
        eq(scheduleSlots.id, id),
        eq(scheduleSlots.fence, fence),
        eq(scheduleSlots.state, state satisfies SlotState),
      ),
    )
    .returning({ id: scheduleSlots.id });
  return taken.length > 0;
}

/** Runs of a daemon whose turn has ended without having been answered or failed: it was cancelled from outside. */
export async function abandonedSlots(db: Db, owner: string): Promise<SlotRow[]> {
  const rows = await db
    .select({ slot: scheduleSlots })
    .from(scheduleSlots)
    .innerJoin(turns, eq(turns.id, scheduleSlots.turnId))
    .where(and(open, eq(scheduleSlots.owner, owner), ne(turns.state, 'running')));
  return rows.map((one) => one.slot);
}

/** Removes skipped due times that are still to come, the next ones first. @returns how many */
export async function forgetSkipped(
  tx: Db,
  scheduleId: string,
  after: number,
  limit: number,
): Promise<number> {
  const some = tx
    .select({ id: scheduleSlots.id })
    .from(scheduleSlots)
    .where(
      and(
        eq(scheduleSlots.scheduleId, scheduleId),
        gt(scheduleSlots.dueAt, after),
        eq(scheduleSlots.outcome, 'skipped'),
      ),
    )
    .orderBy(asc(scheduleSlots.dueAt))
    .limit(limit);
  const gone = await tx
    .delete(scheduleSlots)
    .where(inArray(scheduleSlots.id, some))
    .returning({ id: scheduleSlots.id });
  return gone.length;
}

/** One page of the due times of a schedule that have ended, newest first. */
export async function listEndedSlots(
  db: Db,
  scheduleId: string,
  page: { status: SlotOutcome | undefined; limit: number; offset: number },
): Promise<SlotRow[]> {
  return await db
    .select()
    .from(scheduleSlots)
    .where(
      and(
        eq(scheduleSlots.scheduleId, scheduleId),
        eq(scheduleSlots.state, 'ended'),
        page.status === undefined ? undefined : eq(scheduleSlots.outcome, page.status),
      ),
    )
    .orderBy(desc(scheduleSlots.dueAt))
    .limit(page.limit)
    .offset(page.offset);
}
