/**
 * Owns the tables in which the store keeps facts about itself.
 * The table of applied migrations is not here: the migration runner makes it before any schema exists.
 */
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Facts about this database and the application that made it. */
export const storeMeta = sqliteTable('store_meta', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
});

/** The one row that the health probe writes; `at` is epoch milliseconds. */
export const healthProbe = sqliteTable('health_probe', {
  id: integer('id').primaryKey(),
  at: integer('at').notNull(),
});
