/**
 * Owns the reads that can take long, each by name, so that they can run on a thread of their own.
 * The thread is thread.ts and long-read-worker.ts; short reads are in the module of their area.
 */
import { and, asc, count, desc, eq, gt, gte, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { type AuditFilter, type AuditRow, auditPage } from './audit.ts';
import type { Db } from './database.ts';
import type { LogRow } from './logs.ts';
import { blobOfMessage, type MessageRow, messageColumns } from './messages.ts';
import { type RunSums, runSums, type SumsAsked } from './run-sums.ts';
import { checkpointBlobs, logEntries, messages, sessions } from './schema/index.ts';

/** Without a limit all rows are answered; an offset skips rows from the start. */
interface Page {
  limit?: number;
  offset?: number;
}

/** Which log entries; `level` is the lowest, `module` also names the modules below it, `upTo` is the last number looked at. */
interface LogFilter {
  level: number;
  module: string | undefined;
  upTo: number;
}

/** The arguments and rows of each long read; both are copied between threads, so they are plain data. */
export interface LongReads {
  /** Ids of the agent's sessions that have messages, newest first. */
  threadIds: { args: Page & { agentId: string }; rows: string[] };
  /** What the user and the agent said in a session, oldest first: no answers of tools, and no calls of them without a word. */
  sessionMessages: {
    args: Page & { sessionId: string };
    rows: MessageRow[];
  };
  /**
   * The newest `limit` matching log entries, oldest first, and how many match. Work is bounded by the entries kept:
   * each is looked at twice at most.
   */
  newestLogs: {
    args: LogFilter & { since: number; limit: number };
    rows: { entries: LogRow[]; total: number };
  };
  /** Matching log entries with numbers above `after`, oldest first. */
  logsAfter: { args: LogFilter & { after: number; limit: number }; rows: LogRow[] };
  /** How many log entries are kept. */
  logCount: { args: Record<never, never>; rows: number };
  /** One page of the audit log, newest first, and how many entries match. */
  auditPage: {
    args: AuditFilter & { limit: number; offset: number };
    rows: { entries: AuditRow[]; total: number };
  };
  /** What the runs of containers and the messages of a period add up to. */
  runSums: { args: SumsAsked; rows: RunSums };
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
      .select(messageColumns)
      .from(messages)
      .leftJoin(checkpointBlobs, blobOfMessage)
      .where(and(eq(messages.sessionId, sessionId), isSpoken))
      .orderBy(asc(messages.seq))
      .limit(limit ?? ALL_ROWS)
      .offset(offset ?? 0);
  },

  async newestLogs(db, { since, limit, ...filter }) {
    const where = and(gte(logEntries.at, since), matchesLog(filter));
    const counted = await db.select({ n: count() }).from(logEntries).where(where);
    const newest = await db
      .select()
      .from(logEntries)
      .where(where)
      .orderBy(desc(logEntries.seq))
      .limit(limit);
    return { entries: newest.reverse(), total: counted[0]?.n ?? 0 };
  },

  async logsAfter(db, { after, limit, ...filter }) {
    return await db
      .select()
      .from(logEntries)
      .where(and(gt(logEntries.seq, after), matchesLog(filter)))
      .orderBy(asc(logEntries.seq))
      .limit(limit);
  },

  async logCount(db) {
    const [row] = await db.select({ n: count() }).from(logEntries);
    return row?.n ?? 0;
  },

  auditPage,

  runSums,
};

/** A range and not LIKE, which would ignore case: `;` comes right after `:`. */
function matchesLog({ level, module, upTo }: LogFilter): SQL | undefined {
  const named =
    module === undefined
      ? undefined
      : or(
          eq(logEntries.module, module),
          and(gte(logEntries.module, `${module}::`), lt(logEntries.module, `${module}:;`)),
        );
  return and(lte(logEntries.seq, upTo), gte(logEntries.level, level), named);
}

/** "No limit": the query builder leaves SQLite's own -1 out, and an offset does not stand alone. */
export const ALL_ROWS = Number.MAX_SAFE_INTEGER;

const isSpoken: SQL = sql`${messages.role} <> 'tool'
  and (${messages.content} <> '' or ${messages.contentHash} is not null)`;

/** Written out, not bound, so that the partial index on sessions with messages applies. */
const hasMessages: SQL = sql`${sessions.messageCount} > 0`;

/** Does a long read on the calling thread. */
export function runLongRead<Name extends keyof LongReads>(
  db: Db,
  read: LongRead<Name>,
): Promise<LongReads[Name]['rows']> {
  return longReads[read.name](db, read.args);
}
