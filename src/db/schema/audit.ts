/**
 * Owns the table of the audit log.
 * The hash chain over its rows is computed by the audit area of the domain.
 */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * One row per mutation; `hash` covers the row and `previousHash`. `at` is epoch milliseconds. What `details` says of severity and
 * namespace is indexed where it stands, so that the chain covers what is searched by.
 */
export const auditLog = sqliteTable(
  'audit_log',
  {
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
  },
  (t) => [
    // Most entries say nothing of either, and cost nothing here.
    index('audit_log_by_group')
      .on(sql`(${t.details} ->> '$.group')`, t.seq)
      .where(sql`${t.details} ->> '$.group' is not null`),
    index('audit_log_by_severity')
      .on(sql`(${t.details} ->> '$.severity')`, t.seq)
      .where(sql`${t.details} ->> '$.severity' is not null`),
  ],
);
