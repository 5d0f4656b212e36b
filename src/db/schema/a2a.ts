/**
 * Owns the table of tasks that other agents have given to this one. Queries live in db/a2a.ts.
 */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { sessions } from './sessions.ts';

/** Tasks of the A2A protocol; they go when the session that does them goes. */
export const a2aTasks = sqliteTable(
  'a2a_tasks',
  {
    id: text('id').primaryKey(),
    sessionId: text('session_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    /** The task but for what the other columns say, as domain/peers has it. */
    task: text('task', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [index('a2a_tasks_by_session').on(t.sessionId)],
);
