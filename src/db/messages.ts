/**
 * Owns the queries of messages and checkpoints. Turns belong to domain/agent, threads to domain/threads.
 */
import { hash } from 'node:crypto';
import { and, asc, desc, eq, gte, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { checkpointBlobs, checkpoints, messages, rowCounts } from './schema/index.ts';

/** One message; where its text is kept is this file's own business. */
export type MessageRow = Omit<typeof messages.$inferSelect, 'contentHash'>;
export type { StoredToolCall } from './schema/index.ts';

/** Texts over this many characters are kept apart, each once per session however often it is said. */
const LARGEST_INLINE = 16 * 1024;

const insert = prepared((db) =>
  db
    .insert(messages)
    .values({
      id: sql.placeholder('id'),
      sessionId: sql.placeholder('sessionId'),
      seq: sql.placeholder('seq'),
      role: sql.placeholder('role'),
      content: sql.placeholder('content'),
      contentHash: sql.placeholder('contentHash'),
      toolCalls: sql.placeholder('toolCalls'),
      inputTokens: sql.placeholder('inputTokens'),
      outputTokens: sql.placeholder('outputTokens'),
      createdAt: sql.placeholder('createdAt'),
    })
    .prepare(),
);

/** Appends a message. */
export async function insertMessage(tx: Db, row: MessageRow): Promise<void> {
  if (row.content.length <= LARGEST_INLINE) {
    await insert(tx).run({ ...row, contentHash: null });
    return;
  }
  const { sessionId, content, createdAt } = row;
  const contentHash = hash('sha256', content, 'hex');
  await tx
    .insert(checkpointBlobs)
    .values({ sessionId, hash: contentHash, content, createdAt })
    .onConflictDoNothing()
    .run();
  await insert(tx).run({ ...row, content: '', contentHash });
}

/** The columns of a message with its text, wherever that is; the query must join `blobOfMessage`. */
export const messageColumns = {
  id: messages.id,
  sessionId: messages.sessionId,
  seq: messages.seq,
  role: messages.role,
  content: sql<string>`coalesce(${checkpointBlobs.content}, ${messages.content})`,
  toolCalls: messages.toolCalls,
  inputTokens: messages.inputTokens,
  outputTokens: messages.outputTokens,
  createdAt: messages.createdAt,
};

/** Leads from a message to its text that is kept apart. */
export const blobOfMessage = and(
  eq(checkpointBlobs.sessionId, messages.sessionId),
  eq(checkpointBlobs.hash, messages.contentHash),
);

const page = prepared((db) =>
  db
    .select(messageColumns)
    .from(messages)
    .leftJoin(checkpointBlobs, blobOfMessage)
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

const from = prepared((db) =>
  db
    .select(messageColumns)
    .from(messages)
    .leftJoin(checkpointBlobs, blobOfMessage)
    .where(
      and(
        eq(messages.sessionId, sql.placeholder('sessionId')),
        gte(messages.seq, sql.placeholder('seq')),
      ),
    )
    .orderBy(asc(messages.seq))
    .prepare(),
);

/** The messages of a session from one on, oldest first. */
export async function messagesFrom(db: Db, sessionId: string, seq: number): Promise<MessageRow[]> {
  return await from(db).all({ sessionId, seq });
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

const total = prepared((db) =>
  db.select({ n: rowCounts.n }).from(rowCounts).where(eq(rowCounts.name, 'messages')).prepare(),
);

/** How many messages there are in all sessions; one point read. */
export async function countMessages(db: Db): Promise<number> {
  const row = await total(db).get();
  return row?.n ?? 0;
}
