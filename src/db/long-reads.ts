/**
 * Owns the reads that can take long, each by name, so that they can run on a thread of their own.
 * The thread is thread.ts and long-read-worker.ts; short reads are in the module of their area.
 */
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { messages, sessions } from './schema/index.ts';

/** Without a limit all rows are answered; an offset skips rows from the start. */
interface Page {
  limit?: number;
  offset?: number;
}

/** The arguments and rows of each long read; both are copied between threads, so they are plain data. */
export interface LongReads {
  /** Ids of the agent's sessions that have messages, newest first. */
  threadIds: { args: Page & { agentId: string }; rows: string[] };
  /** Messages of a session, oldest first. */
  sessionMessages: {
    args: Page & { sessionId: string };
    rows: (typeof messages.$inferSelect)[];
  };
}

/** One long read to be done. */
export type LongRead<Name extends keyof LongReads = keyof LongReads> = {
  [Key in Name]: { name: Key; args: LongReads[Key]['args'] };
}[Name];

const longReads: {
  [Name in keyof LongReads]: (
    db: Db,
    args: LongReads[Name]['args'],
  ) => Promise<LongReads[Name]['rows']>;
} = {
  async threadIds(db, { agentId, limit, offset }) {
    const rows = await db
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.agentId, agentId), hasMessages))
      .orderBy(desc(sessions.createdAt), desc(sessions.id))
      .limit(limit ?? ALL_ROWS)
      .offset(offset ?? 0);
    return rows.map(({ id }) => id);
  },

  async sessionMessages(db, { sessionId, limit, offset }) {
    return await db
      .select()
      .from(messages)
      .where(eq(messages.sessionId, sessionId))
      .orderBy(asc(messages.seq))
      .limit(limit ?? ALL_ROWS)
      .offset(offset ?? 0);
  },
};

/** SQLite's own word for "no limit". */
const ALL_ROWS = -1;

/** Written out, not bound, so that the partial index on sessions with messages applies. */
const hasMessages: SQL = sql`${sessions.messageCount} > 0`;

/** Does a long read on the calling thread. */
export function runLongRead<Name extends keyof LongReads>(
  db: Db,
  read: LongRead<Name>,
): Promise<LongReads[Name]['rows']> {
  return longReads[read.name](db, read.args);
}
