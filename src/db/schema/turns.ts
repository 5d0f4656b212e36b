/**
 * Owns the tables of turns: each turn, the model calls it made and the tool calls it asked for. Queries live in db/turns.ts.
 */
import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { sessions } from './sessions.ts';

/** Life of a turn: at work, or ended with an answer, by a failure, or because nobody wanted it any more. */
export type TurnState = 'running' | 'done' | 'failed' | 'cancelled';

/** Life of a tool call: begun, or ended with an outcome. One that was begun is never made again. */
export type ToolCallState = 'started' | 'done' | 'failed';

/** One message and what answering it takes; a turn that is `running` at a start was interrupted. Times are epoch milliseconds. */
export const turns = sqliteTable(
  'turns',
  {
    id: text('id').primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    state: text('state').$type<TurnState>().notNull(),
    /** `seq` of the message it answers. */
    inputSeq: integer('input_seq').notNull(),
    /** Model calls made. */
    steps: integer('steps').notNull().default(0),
    /** Starts of the daemon that have taken it up again. */
    resumes: integer('resumes').notNull().default(0),
    /** The namespace in whose container it runs; null where it runs in the daemon. */
    namespace: text('namespace'),
    /** Whether nobody waits for it, so that it is not taken up again: a scheduled task must not run twice. */
    isTask: integer('is_task', { mode: 'boolean' }).notNull().default(false),
    error: text('error'),
    createdAt: integer('created_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (t) => [
    index('turns_by_session').on(t.sessionId),
    // A partial index serves only queries that repeat its condition literally.
    index('turns_running').on(t.createdAt, t.id).where(sql`${t.state} = 'running'`),
    check('turns_state', sql`${t.state} in ('running', 'done', 'failed', 'cancelled')`),
  ],
);

/** What one call to a model cost. */
export const modelCalls = sqliteTable(
  'model_calls',
  {
    id: text('id').primaryKey(),
    turnId: text('turn_id')
      .notNull()
      .references(() => turns.id, { onDelete: 'cascade' }),
    step: integer('step').notNull(),
    provider: text('provider').notNull(),
    model: text('model').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    costMicros: integer('cost_micros').notNull(),
    durationMs: integer('duration_ms').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('model_calls_by_turn').on(t.turnId)],
);

/** Tool calls of a turn in the order in which they were asked for. */
export const toolCalls = sqliteTable(
  'tool_calls',
  {
    id: text('id').primaryKey(),
    turnId: text('turn_id')
      .notNull()
      .references(() => turns.id, { onDelete: 'cascade' }),
    step: integer('step').notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    input: text('input', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    state: text('state').$type<ToolCallState>().notNull(),
    output: text('output'),
    createdAt: integer('created_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (t) => [
    index('tool_calls_by_turn').on(t.turnId, t.step, t.position),
    check('tool_calls_state', sql`${t.state} in ('started', 'done', 'failed')`),
  ],
);
