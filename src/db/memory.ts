/**
 * Owns the queries of long-term memory, and of taking away or handing over all that threads keep. Saying messages belongs to
 * messages.ts, what is worth remembering and whose threads are whose to domain/memory and domain/threads.
 */
import { setImmediate } from 'node:timers/promises';
import { and, asc, desc, eq, gt, inArray, lte, max, type SQL, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { ALL_ROWS } from './long-reads.ts';
import { blobOfMessage, messageColumns } from './messages.ts';
import {
  a2aTasks,
  checkpointBlobs,
  checkpoints,
  messages,
  persistentMemory,
  sessions,
  turns,
} from './schema/index.ts';

/** One entry of long-term memory, as it is stored. */
export type MemoryRow = typeof persistentMemory.$inferSelect;

// Of entries of one moment the summary comes first, and then what was written last.
const newestFirst = [
  desc(persistentMemory.throughSeq),
  desc(persistentMemory.kind),
  sql`${persistentMemory}.rowid desc`,
];

const newest = prepared((db) =>
  db
    .select()
    .from(persistentMemory)
    .where(eq(persistentMemory.sessionId, sql.placeholder('sessionId')))
    .orderBy(...newestFirst)
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** The newest entries of a session's long-term memory: its summary first, then facts from the newest on. */
export async function listMemory(db: Db, sessionId: string, limit: number): Promise<MemoryRow[]> {
  return await newest(db).all({ sessionId, limit });
}

/** Stores entries; the later ones of a list count as newer. */
export async function insertMemory(tx: Db, rows: MemoryRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(persistentMemory).values(rows).run();
}

/** Takes the summary of a session away. */
export async function deleteSummary(tx: Db, sessionId: string): Promise<void> {
  const ofSession = eq(persistentMemory.sessionId, sessionId);
  await tx
    .delete(persistentMemory)
    .where(and(ofSession, eq(persistentMemory.kind, 'summary')))
    .run();
}

/** Takes the oldest facts of a session away, so that `keep` stay. */
export async function trimFacts(tx: Db, sessionId: string, keep: number): Promise<void> {
  const older = tx
    .select({ id: persistentMemory.id })
    .from(persistentMemory)
    .where(and(eq(persistentMemory.sessionId, sessionId), eq(persistentMemory.kind, 'fact')))
    .orderBy(...newestFirst)
    .limit(ALL_ROWS)
    .offset(keep);
  await tx.delete(persistentMemory).where(sql`${persistentMemory.id} in ${older}`).run();
}

const lastSeqs = prepared((db) =>
  db
    .select({ seq: max(messages.seq) })
    .from(messages)
    .where(eq(messages.sessionId, sql.placeholder('sessionId')))
    .prepare(),
);

const lastThrough = prepared((db) =>
  db
    .select({ seq: max(persistentMemory.throughSeq) })
    .from(persistentMemory)
    .where(eq(persistentMemory.sessionId, sql.placeholder('sessionId')))
    .prepare(),
);

/** The `seq` of a session's last message, and of the last one that long-term memory takes in; 0 where there is none. */
export async function memoryProgress(
  db: Db,
  sessionId: string,
): Promise<{ last: number; through: number }> {
  const last = await lastSeqs(db).get({ sessionId });
  const through = await lastThrough(db).get({ sessionId });
  return { last: last?.seq ?? 0, through: through?.seq ?? 0 };
}

const stretch = prepared((db) =>
  db
    .select({
      id: messages.id,
      seq: messages.seq,
      role: messages.role,
      content: sql<string>`substr(${messageColumns.content}, 1, ${sql.placeholder('chars')})`,
      length: sql<number>`length(${messageColumns.content})`,
      toolCalls: messages.toolCalls,
    })
    .from(messages)
    .leftJoin(checkpointBlobs, blobOfMessage)
    .where(
      and(
        eq(messages.sessionId, sql.placeholder('sessionId')),
        gt(messages.seq, sql.placeholder('after')),
        lte(messages.seq, sql.placeholder('upTo')),
      ),
    )
    .orderBy(asc(messages.seq))
    .limit(sql.placeholder('limit'))
    .prepare(),
);

/** A message of which at most the first so many characters are read; `length` is what it has. */
export type StretchRow = Awaited<ReturnType<typeof listStretch>>[number];

/** Messages with a `seq` above `after` and up to `upTo`, oldest first, long ones only in their beginning. */
export async function listStretch(
  db: Db,
  range: { sessionId: string; after: number; upTo: number; limit: number; chars: number },
) {
  return await stretch(db).all({ ...range });
}

/** Whether the message is still there: a thread that began anew counts from 1 again, but with other ids. */
export async function hasMessage(
  tx: Db,
  message: { sessionId: string; seq: number; id: string },
): Promise<boolean> {
  const found = await tx
    .select({ seq: messages.seq })
    .from(messages)
    .where(
      and(
        eq(messages.sessionId, message.sessionId),
        eq(messages.seq, message.seq),
        eq(messages.id, message.id),
      ),
    )
    .get();
  return found !== undefined;
}

/** Adds what a model call cost to a session; the session does not count as used by that. */
export async function addUsage(
  tx: Db,
  sessionId: string,
  usage: { input: number; output: number; costMicros: number },
): Promise<void> {
  await tx
    .update(sessions)
    .set({
      inputTokens: sql`${sessions.inputTokens} + ${usage.input}`,
      outputTokens: sql`${sessions.outputTokens} + ${usage.output}`,
      costMicros: sql`${sessions.costMicros} + ${usage.costMicros}`,
    })
    .where(eq(sessions.id, sessionId))
    .run();
}

/** How many rows a deletion took away. */
export interface DeletedRows {
  readonly checkpoints: number;
  readonly checkpointBlobs: number;
  readonly persistentMemory: number;
}

/** Rows that one statement touches. */
const STEP = 1000;
/** Threads that are emptied together. */
const BATCH = 200;

/** Deletes all that threads keep, and leaves their sessions. */
export async function deleteThreads(tx: Db, ids: readonly string[]): Promise<DeletedRows> {
  const deleted = {
    checkpoints: await deleteOf(tx, checkpoints, ids),
    checkpointBlobs: await deleteOf(tx, checkpointBlobs, ids),
    persistentMemory: await deleteOf(tx, persistentMemory, ids),
  };
  await deleteOf(tx, turns, ids);
  await deleteOf(tx, a2aTasks, ids);
  await deleteOf(tx, messages, ids);
  await tx
    .update(sessions)
    .set({ messageCount: 0 })
    .where(inArray(sessions.id, [...ids]))
    .run();
  return deleted;
}

/** Deletes all that the threads of an agent keep, and leaves their sessions. */
export async function deleteAgentThreads(tx: Db, agentId: string): Promise<DeletedRows> {
  let sum: DeletedRows = { checkpoints: 0, checkpointBlobs: 0, persistentMemory: 0 };
  for (;;) {
    // A thread without messages is none, so every round finds others.
    const batch = await tx
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.agentId, agentId), hasMessages))
      .limit(BATCH);
    if (batch.length === 0) return sum;
    const gone = await deleteThreads(
      tx,
      batch.map(({ id }) => id),
    );
    sum = {
      checkpoints: sum.checkpoints + gone.checkpoints,
      checkpointBlobs: sum.checkpointBlobs + gone.checkpointBlobs,
      persistentMemory: sum.persistentMemory + gone.persistentMemory,
    };
    await setImmediate();
  }
}

/** Written out, not bound, so that the partial index on sessions with messages applies. */
const hasMessages: SQL = sql`${sessions.messageCount} > 0`;

type OfSession =
  | typeof checkpoints
  | typeof checkpointBlobs
  | typeof persistentMemory
  | typeof turns
  | typeof a2aTasks
  | typeof messages;

/** The statement that deletes at most `STEP` rows of sessions, and answers one row for each. */
export function deleteStep(table: OfSession, ids: readonly string[]): SQL {
  const these = sql.join(
    ids.map((id) => sql`${id}`),
    sql`, `,
  );
  return sql`delete from ${table} where rowid in
    (select rowid from ${table} where ${table.sessionId} in (${these}) limit ${STEP}) returning 1 as gone`;
}

/** Deletes the rows of sessions in steps, between which others are served: the engine works on this thread. */
async function deleteOf(tx: Db, table: OfSession, ids: readonly string[]): Promise<number> {
  const statement = deleteStep(table, ids);
  for (let sum = 0; ; await setImmediate()) {
    const gone = await tx.all(statement);
    sum += gone.length;
    if (gone.length < STEP) return sum;
  }
}

/** Sessions looked at by one statement of a migration. */
const PAGE = 5000;

/** Gives every session of an agent to another one, with and without messages. @returns how many have messages */
export async function migrateSessions(tx: Db, from: string, to: string): Promise<number> {
  let threads = 0;
  // Only sessions with messages are indexed by agent, so all of them are looked at, page by page.
  for (let after = ''; ; await setImmediate()) {
    const end = await tx
      .select({ id: sessions.id })
      .from(sessions)
      .where(gt(sessions.id, after))
      .orderBy(asc(sessions.id))
      .limit(1)
      .offset(PAGE - 1)
      .get();
    const upToEnd = end === undefined ? undefined : lte(sessions.id, end.id);
    const moved = await tx
      .update(sessions)
      .set({ agentId: to })
      .where(and(gt(sessions.id, after), upToEnd, eq(sessions.agentId, from)))
      .returning({ messageCount: sessions.messageCount });
    threads += moved.filter(({ messageCount }) => messageCount > 0).length;
    if (end === undefined) return threads;
    after = end.id;
  }
}
