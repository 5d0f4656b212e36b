/**
 * Owns the table of the audit log.
 * The hash chain over its rows is computed by the audit area of the domain.
 */
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** One row per mutation; `hash` covers the row and `previousHash`. `at` is epoch milliseconds. */
export const auditLog = sqliteTable('audit_log', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  event: text('event').notNull(),
  api: text('api').notNull(),
  operation: text('operation').notNull(),
  actor: text('actor').notNull(),
  address: text('address'),
  requestId: text('request_id'),
  target: text('target'),
  details: text('details', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  previousHash: text('previous_hash').notNull(),
  hash: text('hash').notNull(),
});
