/**
 * Owns the queries of messages and checkpoints. Turns belong to domain/agent, threads to domain/threads.
 */
import { and, asc, count, desc, eq, gt, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { checkpoints, messages, rowCounts, sessions } from './schema/index.ts';

/** One message as it is stored. */
export type MessageRow = typeof messages.$inferSelect;

const insert = prepared((db) =>
  db
    .insert(messages)
    .values({
      id: sql.placeholder('id'),
      sessionId: sql.placeholder('sessionId'),
      seq: sql.placeholder('seq'),
      role: sql.placeholder('role'),
      content: sql.placeholder('content'),
      toolCalls: sql.placeholder('toolCalls'),
      inputTokens: sql.placeholder('inputTokens'),
      outputTokens: sql.placeholder('outputTokens'),
      createdAt: sql.placeholder('createdAt'),
    })
    .prepare(),
);

/** Appends a message. */
export async function insertMessage(tx: Db, row: MessageRow): Promise<void> {
  await insert(tx).run({ ...row });
}

const page = prepared((db) =>
  db
    .select()
    .from(messages)
    .where(eq(messages.sessionId, sql.placeholder('sessionId')))
    .orderBy(asc(messages.seq))
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('offset'))
    .prepare(),
);

/** One page of a session's messages, oldest first. */
export async function listMessages(
  db: Db,
  sessionId: string,
  limit: number,
  offset: number,
): Promise<MessageRow[]> {
  return await page(db).all({ sessionId, limit, offset });
}

const newest = prepared((db) =>
  db
    .select()
    .from(messages)
    .where(eq(messages.sessionId, sql.placeholder('sessionId')))
    .orderBy(desc(messages.seq))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** The last messages of a session, oldest first. */
export async function lastMessages(
  db: Db,
  sessionId: string,
  limit: number,
): Promise<MessageRow[]> {
  const rows = await newest(db).all({ sessionId, limit });
  return rows.reverse();
}

const insertPoint = prepared((db) =>
  db
    .insert(checkpoints)
    .values({
      id: sql.placeholder('id'),
      sessionId: sql.placeholder('sessionId'),
      parentId: sql.placeholder('parentId'),
      step: sql.placeholder('step'),
      messageSeq: sql.placeholder('messageSeq'),
      createdAt: sql.placeholder('createdAt'),
    })
    .prepare(),
);

/** Appends a checkpoint: the state of the session after a step. */
export async function insertCheckpoint(
  tx: Db,
  row: typeof checkpoints.$inferSelect,
): Promise<void> {
  await insertPoint(tx).run({ ...row });
}

const newestPoint = prepared((db) =>
  db
    .select({ id: checkpoints.id, step: checkpoints.step })
    .from(checkpoints)
    .where(eq(checkpoints.sessionId, sql.placeholder('sessionId')))
    .orderBy(desc(checkpoints.step))
    .limit(1)
    .prepare(),
);

/** The newest checkpoint of a session. */
export async function lastCheckpoint(
  db: Db,
  sessionId: string,
): Promise<{ id: string; step: number } | undefined> {
  return await newestPoint(db).get({ sessionId });
}

/** Deletes what a session remembers and leaves the session. @returns how many checkpoints went */
export async function deleteMemory(tx: Db, sessionId: string): Promise<number> {
  const [points] = await tx
    .select({ n: count() })
    .from(checkpoints)
    .where(eq(checkpoints.sessionId, sessionId));
  await tx.delete(checkpoints).where(eq(checkpoints.sessionId, sessionId)).run();
  await tx.delete(messages).where(eq(messages.sessionId, sessionId)).run();
  await tx.update(sessions).set({ messageCount: 0 }).where(eq(sessions.id, sessionId)).run();
  return points?.n ?? 0;
}

/** Deletes what every session of an agent remembers. @returns how many checkpoints went */
export async function deleteAgentMemory(tx: Db, agentId: string): Promise<number> {
  const owned = tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(eq(sessions.agentId, agentId), gt(sessions.messageCount, 0)));
  const [points] = await tx
    .select({ n: count() })
    .from(checkpoints)
    .where(sql`${checkpoints.sessionId} in ${owned}`);
  await tx.delete(checkpoints).where(sql`${checkpoints.sessionId} in ${owned}`).run();
  await tx.delete(messages).where(sql`${messages.sessionId} in ${owned}`).run();
  await tx
    .update(sessions)
    .set({ messageCount: 0 })
    .where(and(eq(sessions.agentId, agentId), gt(sessions.messageCount, 0)))
    .run();
  return points?.n ?? 0;
}

const total = prepared((db) =>
  db.select({ n: rowCounts.n }).from(rowCounts).where(eq(rowCounts.name, 'messages')).prepare(),
);

/** How many messages there are in all sessions; one point read. */
export async function countMessages(db: Db): Promise<number> {
  const row = await total(db).get();
  return row?.n ?? 0;
}
