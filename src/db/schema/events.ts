/**
 * Owns the outbox table: events committed together with the change they report.
 * Delivery, retries and retention are left to the hooks area of the domain.
 */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Outbox in commit order of `seq`; `id` stays the same over retries. Times are epoch milliseconds. */
export const events = sqliteTable(
  'events',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    type: text('type').notNull(),
    subject: text('subject'),
    data: text('data', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('events_by_time').on(t.createdAt)],
);
