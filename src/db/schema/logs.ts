/**
 * Owns the table of kept log entries.
 * How many are kept, and what is scrubbed before, is decided by the logs area of the domain.
 */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Entries in the order they were written; `level` is 10 trace .. 50 error, `at` epoch milliseconds. */
export const logEntries = sqliteTable(
  'log_entries',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    level: integer('level').notNull(),
    module: text('module').notNull(),
    message: text('message').notNull(),
    sessionId: text('session_id'),
  },
  (t) => [index('log_entries_by_time').on(t.at)],
);
