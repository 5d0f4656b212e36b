/**
 * Owns the tables of sessions, their messages, their checkpoints and the counts kept beside them.
 * The triggers that keep the counts live in the migrations, and queries live in the db module of each area.
 */
import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/** Life of a session: in use, quiet for a while, or ended for good. */
export type SessionStatus = 'active' | 'idle' | 'terminated';

/** Who said a message: the user, the model, or a tool that the model called. */
export type MessageRole = 'human' | 'ai' | 'tool';

/** A tool call as a message keeps it; `input` stands with the agent's message, `failed` with the tool's. */
export interface StoredToolCall {
  readonly id: string;
  readonly name: string;
  readonly input?: Record<string, unknown>;
  readonly failed?: boolean;
}

/** One conversation; the agent API calls the same row a thread. Times are epoch milliseconds. */
export const sessions = sqliteTable(
  'sessions',
  {
    id: text('id').primaryKey(),
    agentId: text('agent_id'),
    channel: text('channel').notNull(),
    userId: text('user_id').notNull(),
    status: text('status').$type<SessionStatus>().notNull(),
    metadata: text('metadata', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    createdAt: integer('created_at').notNull(),
    lastActivity: integer('last_activity').notNull(),
    terminatedAt: integer('terminated_at'),
    turnCount: integer('turn_count').notNull().default(0),
    messageCount: integer('message_count').notNull().default(0),
    inputTokens: integer('input_tokens').notNull().default(0),
    outputTokens: integer('output_tokens').notNull().default(0),
    /** Millionths of a dollar. */
    costMicros: integer('cost_micros').notNull().default(0),
  },
  (t) => [
    index('sessions_by_status').on(t.status, sql`${t.createdAt} desc`, sql`${t.id} desc`),
    index('sessions_by_status_channel').on(
      t.status,
      t.channel,
      sql`${t.createdAt} desc`,
      sql`${t.id} desc`,
    ),
    index('sessions_by_activity').on(t.status, t.lastActivity),
    // A partial index serves only queries that repeat its condition literally: a bound 0 would not match.
    index('sessions_by_agent').on(t.agentId, t.createdAt, t.id).where(sql`${t.messageCount} > 0`),
    // Only ended sessions are looked for by it, so that making one does not pay for it.
    index('sessions_by_termination').on(t.terminatedAt).where(sql`${t.terminatedAt} is not null`),
    check('sessions_status', sql`${t.status} in ('active', 'idle', 'terminated')`),
    // The empty channel is the key of the count over all channels.
    check('sessions_channel', sql`${t.channel} <> ''`),
  ],
);

/** Sessions per status and channel, kept by triggers; channel '' counts the status over all channels. */
export const sessionCounts = sqliteTable(
  'session_counts',
  {
    status: text('status').$type<SessionStatus>().notNull(),
    channel: text('channel').notNull(),
    n: integer('n').notNull(),
  },
  (t) => [primaryKey({ columns: [t.status, t.channel] })],
);

/** Messages of a session in the order of `seq`; they go when the session goes. */
export const messages = sqliteTable(
  'messages',
  {
    id: text('id').primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    role: text('role').$type<MessageRole>().notNull(),
    /** Empty where the text is in `contentHash`'s blob. */
    content: text('content').notNull(),
    contentHash: text('content_hash'),
    /** Of the agent: the tools it asks for. Of a tool: the one call that the message answers. */
    toolCalls: text('tool_calls', { mode: 'json' }).$type<StoredToolCall[]>(),
    inputTokens: integer('input_tokens').notNull().default(0),
    outputTokens: integer('output_tokens').notNull().default(0),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('messages_by_session').on(t.sessionId, t.seq),
    check('messages_role', sql`${t.role} in ('human', 'ai', 'tool')`),
  ],
);

/** Points of a session that a turn can resume from: everything up to `messageSeq` had happened. */
export const checkpoints = sqliteTable(
  'checkpoints',
  {
    id: text('id').primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    parentId: text('parent_id'),
    step: integer('step').notNull(),
    messageSeq: integer('message_seq').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('checkpoints_by_session').on(t.sessionId, t.step)],
);

/** Row counts of whole tables, kept by triggers, so that a total costs one point read. */
export const rowCounts = sqliteTable('row_counts', {
  name: text('name').$type<'messages'>().primaryKey(),
  n: integer('n').notNull(),
});
