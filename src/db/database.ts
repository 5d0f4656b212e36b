/**
 * Owns the one database type that all queries are written against, and the memo of prepared queries.
 * Which engine stands behind it is left to embedded.ts and remote.ts.
 */
import {
  createTableRelationsHelpers,
  type ExtractTablesWithRelations,
  extractTablesRelationalConfig,
  type RelationalSchemaConfig,
} from 'drizzle-orm';
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core';
import * as schema from './schema/index.ts';

/** All tables by name. */
export type Schema = typeof schema;

/**
 * A drizzle database over the schema, embedded or remote. Callers always `await` a query; how many
 * rows a write touched is learned with `returning()`, since the engines answer `run` differently.
 */
export type Db = BaseSQLiteDatabase<'sync' | 'async', unknown, Schema>;

const extracted = extractTablesRelationalConfig<ExtractTablesWithRelations<Schema>>(
  schema,
  createTableRelationsHelpers,
);

/** What a drizzle session needs to know of the schema. */
export const schemaConfig: RelationalSchemaConfig<ExtractTablesWithRelations<Schema>> = {
  fullSchema: schema,
  schema: extracted.tables,
  tableNamesMap: extracted.tableNamesMap,
};

/**
 * Prepares a query once per database connection.
 * @param build makes the prepared query, e.g. `(db) => db.select().from(sessions).prepare()`
 * @returns a function that answers the prepared query of the given connection
 */
export function prepared<Query>(build: (db: Db) => Query): (db: Db) => Query {
  const queries = new WeakMap<Db, Query>();
  return (db) => {
    const known = queries.get(db);
    if (known !== undefined) {
      return known;
    }
    const query = build(db);
    queries.set(db, query);
    return query;
  };
}
