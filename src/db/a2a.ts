/**
 * Owns the queries of tasks that other agents have given to this one. What a task is belongs to domain/peers.
 */
import { and, asc, eq, gte, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { a2aTasks, turns } from './schema/index.ts';

/** A task as it is stored. */
export type A2aTaskRow = typeof a2aTasks.$inferSelect;

/** Stores a new task. */
export async function insertTask(tx: Db, row: A2aTaskRow): Promise<void> {
  await tx.insert(a2aTasks).values(row).run();
}

/** Puts a task in the place of what it was; one that is gone stays gone. */
export async function updateTask(tx: Db, row: A2aTaskRow): Promise<void> {
  const { id, task, updatedAt } = row;
  await tx.update(a2aTasks).set({ task, updatedAt }).where(eq(a2aTasks.id, id)).run();
}

const byId = prepared((db) =>
  db
    .select()
    .from(a2aTasks)
    .where(eq(a2aTasks.id, sql.placeholder('id')))
    .prepare(),
);

/** The task of that id. */
export async function findTask(db: Db, id: string): Promise<A2aTaskRow | undefined> {
  return await byId(db).get({ id });
}

/** Turns looked at behind one task; more than one is there only where others speak in its session too. */
const MOST_TURNS = 100;

/** The turns that a session has had since a moment, the oldest first. */
export async function turnsSince(
  db: Db,
  sessionId: string,
  since: number,
): Promise<Pick<typeof turns.$inferSelect, 'state' | 'inputSeq' | 'error' | 'endedAt'>[]> {
  return await db
    .select({
      state: turns.state,
      inputSeq: turns.inputSeq,
      error: turns.error,
      endedAt: turns.endedAt,
    })
    .from(turns)
    .where(and(eq(turns.sessionId, sessionId), gte(turns.createdAt, since)))
    .orderBy(asc(turns.inputSeq))
    .limit(MOST_TURNS);
}
