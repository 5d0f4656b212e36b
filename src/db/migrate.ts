/**
 * Owns the applying of migrations: forward only, each with its checksum, all or none.
 * The SQL comes from src/db/migrations/index.ts, and the transaction from the writer.
 */
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { SchemaMismatchError } from './errors.ts';

/** A migration: statements divided by drizzle-kit's breakpoint comment. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** A migration as the database remembers it; the checksum is SHA-256 in hex. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
}

const BREAKPOINT = '--> statement-breakpoint';

/**
 * The migrations that a database still needs.
 * @throws SchemaMismatchError when it has one that is not known here, or one whose text was changed since
 */
export function pendingMigrations(
  applied: readonly AppliedMigration[],
  known: readonly Migration[],
): Migration[] {
  const checksums = new Map(known.map((migration) => [migration.name, checksum(migration)]));
  for (const { name, checksum: recorded } of applied) {
    const expected = checksums.get(name);
    if (expected === undefined) {
      throw new SchemaMismatchError(
        `the database has a newer schema than this program: it does not know migration ${name}`,
      );
    }
    if (expected !== recorded) {
      throw new SchemaMismatchError(
        `migration ${name} was changed after it had been applied to this database`,
      );
    }
  }
  const done = new Set(applied.map(({ name }) => name));
  return known.filter(({ name }) => !done.has(name));
}

/**
 * Brings the database of a write transaction to the newest schema; a unit for the writer.
 * @returns the names applied by this call
 * @throws SchemaMismatchError as pendingMigrations does; then nothing was changed
 */
export async function migrate(tx: Db, known: readonly Migration[]): Promise<string[]> {
  await tx.run(
    sql`create table if not exists schema_migrations (name text primary key not null, checksum text not null, applied_at integer not null)`,
  );
  const applied = await tx.all<AppliedMigration>(sql`select name, checksum from schema_migrations`);
  const pending = pendingMigrations(applied, known);
  for (const migration of pending) {
    for (const statement of migration.sql.split(BREAKPOINT)) {
      await tx.run(sql.raw(statement));
    }
    await tx.run(
      sql`insert into schema_migrations (name, checksum, applied_at) values (${migration.name}, ${checksum(migration)}, ${Date.now()})`,
    );
  }
  return pending.map(({ name }) => name);
}

function checksum(migration: Migration): string {
  return createHash('sha256').update(migration.sql).digest('hex');
}
