/**
 * Owns the queries of what the queue of containers remembers over a restart. What it does with that belongs to domain/queue.
 */
import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { queueGroups } from './schema/index.ts';

/** What is remembered of a group. */
export type QueueGroupRow = typeof queueGroups.$inferSelect;

/** Everything that is remembered. */
export async function listQueueGroups(db: Db): Promise<QueueGroupRow[]> {
  return await db.select().from(queueGroups);
}

/** Remembers how a group stands. */
export async function keepQueueGroup(tx: Db, row: QueueGroupRow): Promise<void> {
  const { key: _, ...changes } = row;
  await tx
    .insert(queueGroups)
    .values(row)
    .onConflictDoUpdate({ target: queueGroups.key, set: changes })
    .run();
}

/** Forgets the groups of a namespace that is gone. */
export async function forgetQueueGroups(tx: Db, namespace: string): Promise<void> {
  await tx.delete(queueGroups).where(eq(queueGroups.namespace, namespace)).run();
}
