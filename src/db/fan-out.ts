/**
 * Owns the queries of the way from the outbox to deliveries: how far it has come, what is next, and what is old enough to go.
 * Which hook gets which event belongs to domain/hooks.
 */
import { and, asc, eq, gt, inArray, lt, lte, max, notExists, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import type { EventRow } from './events.ts';
import { events, hookDeliveries, storeMeta } from './schema/index.ts';

const CURSOR = 'hooks.fanned_out_to';

const readCursor = prepared((db) =>
  db.select({ value: storeMeta.value }).from(storeMeta).where(eq(storeMeta.key, CURSOR)).prepare(),
);

/** The `seq` of the last event that was handed on to deliveries; 0 before the first. */
export async function fanOutCursor(db: Db): Promise<number> {
  const row = await readCursor(db).get();
  return Number(row?.value ?? 0);
}

/** Says up to which event everything was handed on. */
export async function setFanOutCursor(tx: Db, seq: number): Promise<void> {
  const value = String(seq);
  await tx
    .insert(storeMeta)
    .values({ key: CURSOR, value })
    .onConflictDoUpdate({ target: storeMeta.key, set: { value } })
    .run();
}

/** The `seq` of the newest event; 0 while there is none. */
export async function lastEventSeq(db: Db): Promise<number> {
  const [row] = await db.select({ seq: max(events.seq) }).from(events);
  return row?.seq ?? 0;
}

const after = prepared((db) =>
  db
    .select({ seq: events.seq, id: events.id, type: events.type })
    .from(events)
    .where(gt(events.seq, sql.placeholder('seq')))
    .orderBy(asc(events.seq))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** Events after `seq` in the order they were committed, without their data. */
export async function eventsAfter(
  db: Db,
  seq: number,
  limit: number,
): Promise<Pick<EventRow, 'seq' | 'id' | 'type'>[]> {
  return await after(db).all({ seq, limit });
}

/**
 * Removes events from before `before` that were handed on and that nothing waits for, with their deliveries.
 * @param limit Most events that go at once, so that nobody waits long for the writer.
 * @returns how many went
 */
export async function deleteOldEvents(tx: Db, before: number, limit: number): Promise<number> {
  const waiting = tx
    .select({ one: sql`1` })
    .from(hookDeliveries)
    .where(and(eq(hookDeliveries.eventSeq, events.seq), eq(hookDeliveries.status, 'pending')));
  const old = await tx
    .select({ seq: events.seq })
    .from(events)
    .where(
      and(
        lt(events.createdAt, before),
        lte(events.seq, await fanOutCursor(tx)),
        notExists(waiting),
      ),
    )
    .orderBy(asc(events.createdAt))
    .limit(limit);
  const seqs = old.map(({ seq }) => seq);
  if (seqs.length === 0) return 0;
  await tx.delete(hookDeliveries).where(inArray(hookDeliveries.eventSeq, seqs)).run();
  await tx.delete(events).where(inArray(events.seq, seqs)).run();
  return seqs.length;
}
