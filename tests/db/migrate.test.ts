/**
 * Owns the rules of migrations: fresh, forward only, unchanged once applied, all or none.
 * What the tables look like is left to the tests of the store.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { migrationsFolder, renderMigrations } from '../../scripts/embed-migrations.ts';
import { SchemaMismatchError } from '../../src/db/errors.ts';
import { migrate } from '../../src/db/migrate.ts';
import { migrations } from '../../src/db/migrations/index.ts';
import { openStore, type Store } from '../../src/db/open.ts';
import { tempDir } from '../support/temp.ts';

async function open(url: string): Promise<Store> {
  const store = await openStore({ url });
  onTestFinished(() => store.close());
  return store;
}

test('the embedded migrations are those of the SQL files (npx tsx scripts/embed-migrations.ts)', () => {
  const committed = readFileSync(join(migrationsFolder, 'index.ts'), 'utf8');
  expect(committed).toBe(renderMigrations(migrationsFolder));
});

test('a database is migrated once', async () => {
  const store = await open(`file:${join(tempDir(), 'store.db')}`);
  const applied = await store.read.all(sql`select name from schema_migrations order by name`);
  expect(applied).toEqual(migrations.map(({ name }) => ({ name })));
  expect(await store.write((tx) => migrate(tx, migrations))).toEqual([]);
});

test('a database with a newer schema is refused and left as it was', async () => {
  const url = `file:${join(tempDir(), 'store.db')}`;
  const newer = await open(url);
  await newer.write((tx) =>
    migrate(tx, [...migrations, { name: '9999_future', sql: 'create table future (a)' }]),
  );
  await newer.close();
  await expect(openStore({ url })).rejects.toThrow(/newer schema.*9999_future/);
  await expect(openStore({ url })).rejects.toThrow(SchemaMismatchError);
});

test('a migration that was changed after it was applied is refused', async () => {
  const store = await open(`file:${join(tempDir(), 'store.db')}`);
  const changed = migrations.map(({ name, sql: text }) => ({ name, sql: `${text}-- edited` }));
  await expect(store.write((tx) => migrate(tx, changed))).rejects.toThrow(/was changed/);
});

test('a migration that fails leaves nothing behind', async () => {
  const store = await open(`file:${join(tempDir(), 'store.db')}`);
  const broken = {
    name: '9999_broken',
    sql: 'create table half (a);\n--> statement-breakpoint\ncreate table half (a);',
  };
  await expect(store.write((tx) => migrate(tx, [...migrations, broken]))).rejects.toThrow(/half/);
  const left = await store.read.all(sql`select name from sqlite_master where name = 'half'`);
  expect(left).toEqual([]);
});
