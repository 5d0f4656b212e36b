/**
 * Owns the table of access tokens.
 * Hashing, scopes and expiry are decided by the tokens area of the domain.
 */
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Access tokens: `hash` is SHA-256 in hex, `prefix` finds the row. Times are epoch milliseconds. */
export const tokens = sqliteTable('tokens', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  prefix: text('prefix').notNull().unique(),
  hash: text('hash').notNull(),
  scopes: text('scopes', { mode: 'json' }).$type<string[]>().notNull(),
  createdAt: integer('created_at').notNull(),
  expiresAt: integer('expires_at'),
  revokedAt: integer('revoked_at'),
  lastUsedAt: integer('last_used_at'),
  createdBy: text('created_by'),
});
