/**
 * Owns the table of what plugins keep for themselves. Which plugins are switched off is a setting of the table in settings.ts.
 */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Keys and values of each plugin; it sees its own alone. */
export const pluginKv = sqliteTable(
  'plugin_kv',
  {
    plugin: text('plugin').notNull(),
    key: text('key').notNull(),
    /** The bytes in base64: the database's texts end at a NUL. */
    value: text('value').notNull(),
    /** Bytes of the key and of the value before base64. */
    bytes: integer('bytes').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.plugin, t.key] })],
);
