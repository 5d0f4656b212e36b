/**
 * Owns the table of settings that were changed while the daemon ran.
 * How they layer over the file and under the environment is decided by the settings area of the domain.
 */
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Values by dotted key, as JSON; secret ones are sealed. `changedAt` is epoch milliseconds. */
export const settings = sqliteTable('settings', {
  key: text('key').primaryKey(),
  value: text('value', { mode: 'json' }).$type<unknown>().notNull(),
  changedAt: integer('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
});
