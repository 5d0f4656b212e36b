/**
 * Owns the queries of sessions. What a status means and who may change it belongs to domain/sessions.
 */
import { and, asc, desc, eq, lt, lte, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { type SessionStatus, sessionCounts, sessions } from './schema/index.ts';

export type { SessionStatus } from './schema/index.ts';

/** One session as it is stored; times are milliseconds since the epoch. */
export type SessionRow = typeof sessions.$inferSelect;

const insert = prepared((db) =>
  db
    .insert(sessions)
    .values({
      id: sql.placeholder('id'),
      agentId: sql.placeholder('agentId'),
      channel: sql.placeholder('channel'),
      userId: sql.placeholder('userId'),
      status: sql.placeholder('status'),
      metadata: sql.placeholder('metadata'),
      createdAt: sql.placeholder('createdAt'),
      lastActivity: sql.placeholder('lastActivity'),
    })
    .prepare(),
);

/** A session as it begins; its counters start at zero. */
export type NewSession = Pick<
  SessionRow,
  'id' | 'agentId' | 'channel' | 'userId' | 'status' | 'metadata' | 'createdAt' | 'lastActivity'
>;

/** Stores a new session. */
export async function insertSession(tx: Db, row: NewSession): Promise<void> {
  await insert(tx).run({ ...row });
}

const byId = prepared((db) =>
  db
    .select()
    .from(sessions)
    .where(eq(sessions.id, sql.placeholder('id')))
    .prepare(),
);

/** The session of that id. */
export async function findSession(db: Db, id: string): Promise<SessionRow | undefined> {
  return await byId(db).get({ id });
}

/** What lists show of a session. */
export type SessionSummaryRow = Pick<
  SessionRow,
  'id' | 'channel' | 'userId' | 'status' | 'createdAt' | 'lastActivity'
>;

const summary = {
  id: sessions.id,
  channel: sessions.channel,
  userId: sessions.userId,
  status: sessions.status,
  createdAt: sessions.createdAt,
  lastActivity: sessions.lastActivity,
};
const newestFirst = [desc(sessions.createdAt), desc(sessions.id)];
const hasStatus = eq(sessions.status, sql.placeholder('status'));

const byStatus = prepared((db) =>
  db
    .select(summary)
    .from(sessions)
    .where(hasStatus)
    .orderBy(...newestFirst)
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('offset'))
    .prepare(),
);

const byStatusAndChannel = prepared((db) =>
  db
    .select(summary)
    .from(sessions)
    .where(and(hasStatus, eq(sessions.channel, sql.placeholder('channel'))))
    .orderBy(...newestFirst)
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('offset'))
    .prepare(),
);

/** Which sessions to list. */
export interface SessionFilter {
  readonly status: SessionStatus;
  readonly channel?: string | undefined;
  readonly limit: number;
  readonly offset: number;
}

/** One page of sessions, newest first with the id as tiebreak. */
export async function listSessions(db: Db, filter: SessionFilter): Promise<SessionSummaryRow[]> {
  const { status, channel, limit, offset } = filter;
  if (channel === undefined) return await byStatus(db).all({ status, limit, offset });
  return await byStatusAndChannel(db).all({ status, channel, limit, offset });
}

const count = prepared((db) =>
  db
    .select({ n: sessionCounts.n })
    .from(sessionCounts)
    .where(
      and(
        eq(sessionCounts.status, sql.placeholder('status')),
        eq(sessionCounts.channel, sql.placeholder('channel')),
      ),
    )
    .prepare(),
);

/** How many sessions have the status, in one channel or in all; one point read however many there are. */
export async function countSessions(
  db: Db,
  status: SessionStatus,
  channel?: string,
): Promise<number> {
  const row = await count(db).get({ status, channel: channel ?? '' });
  return row?.n ?? 0;
}

/** Sets the status; a terminated session also gets the moment of it. */
export async function setSessionStatus(
  tx: Db,
  id: string,
  status: SessionStatus,
  now: number,
): Promise<void> {
  await tx
    .update(sessions)
    .set({ status, terminatedAt: status === 'terminated' ? now : null })
    .where(eq(sessions.id, id))
    .run();
}

/** Sessions of a status that have been quiet since `before`, the longest quiet first. */
export async function quietSessions(
  db: Db,
  status: SessionStatus,
  before: number,
  limit: number,
): Promise<SessionRow[]> {
  return await db
    .select()
    .from(sessions)
    .where(and(eq(sessions.status, status), lte(sessions.lastActivity, before)))
    .orderBy(asc(sessions.lastActivity))
    .limit(limit);
}

/** Deletes up to `limit` sessions terminated before a moment, their messages with them. @returns how many went */
export async function deleteTerminatedBefore(
  tx: Db,
  before: number,
  limit: number,
): Promise<number> {
  const old = tx
    .select({ id: sessions.id })
    .from(sessions)
    .where(lt(sessions.terminatedAt, before))
    .limit(limit);
  const gone = await tx
    .delete(sessions)
    .where(sql`${sessions.id} in ${old}`)
    .returning({ id: sessions.id });
  return gone.length;
}

const afterMessage = prepared((db) =>
  db
    .update(sessions)
    .set({
      status: 'active',
      lastActivity: sql`${sql.placeholder('now')}`,
      messageCount: sql`${sessions.messageCount} + 1`,
      turnCount: sql`${sessions.turnCount} + ${sql.placeholder('turns')}`,
      inputTokens: sql`${sessions.inputTokens} + ${sql.placeholder('input')}`,
      outputTokens: sql`${sessions.outputTokens} + ${sql.placeholder('output')}`,
      costMicros: sql`${sessions.costMicros} + ${sql.placeholder('costMicros')}`,
    })
    .where(eq(sessions.id, sql.placeholder('id')))
    .prepare(),
);

/** What a stored message adds to its session. */
export interface SessionGrowth {
  readonly now: number;
  /** 1 when the message ends a turn, else 0. */
  readonly turns: number;
  readonly input: number;
  readonly output: number;
  /** Millionths of a dollar. */
  readonly costMicros: number;
}

/** Notes one more message; the session is active from now on. */
export async function growSession(tx: Db, id: string, growth: SessionGrowth): Promise<void> {
  await afterMessage(tx).run({ id, ...growth });
}
