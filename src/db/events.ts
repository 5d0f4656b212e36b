/**
 * Owns the queries of the event outbox. Which events there are belongs to the areas that raise them.
 */
import { asc, gt, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { events } from './schema/index.ts';

/** One event as it is stored. */
export type EventRow = typeof events.$inferSelect;

const insert = prepared((db) =>
  db
    .insert(events)
    .values({
      id: sql.placeholder('id'),
      type: sql.placeholder('type'),
      subject: sql.placeholder('subject'),
      data: sql.placeholder('data'),
      createdAt: sql.placeholder('createdAt'),
    })
    .prepare(),
);

/** Appends an event to the outbox, in the transaction of the change it tells of. */
export async function insertEvent(tx: Db, row: Omit<EventRow, 'seq'>): Promise<void> {
  await insert(tx).run(row);
}

const after = prepared((db) =>
  db
    .select()
    .from(events)
    .where(gt(events.seq, sql.placeholder('seq')))
    .orderBy(asc(events.seq))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** Events with numbers above `seq` and all that they hold, oldest first. */
export async function listEventsAfter(db: Db, seq: number, limit: number): Promise<EventRow[]> {
  return await after(db).all({ seq, limit });
}
