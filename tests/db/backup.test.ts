/**
 * Owns the drill of backup and restore: copies made during writes, put back, and refused when unfit.
 * The command line around them is left to its own tests.
 */
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { restore } from '../../src/db/backup.ts';
import { BackupError, SchemaMismatchError, StoreLockedError } from '../../src/db/errors.ts';
import { lockDataFolder } from '../../src/db/lock.ts';
import { migrate } from '../../src/db/migrate.ts';
import { migrations } from '../../src/db/migrations/index.ts';
import { openStore, type Store } from '../../src/db/open.ts';
import { healthProbe, storeMeta } from '../../src/db/schema/index.ts';
import { tempDir } from '../support/temp.ts';

async function open(file: string): Promise<Store> {
  const store = await openStore({ url: `file:${file}` });
  onTestFinished(() => store.close());
  return store;
}

const put = (store: Store, key: string) =>
  store.write((tx) => tx.insert(storeMeta).values({ key, value: 'x' }).returning());

/** A database with one row, and a backup of it made while it was open. */
async function backedUp(): Promise<{ folder: string; file: string; copy: string }> {
  const folder = tempDir();
  const file = join(folder, 'store.db');
  const copy = join(folder, 'copy.db');
  const store = await open(file);
  await put(store, 'saved');
  await store.backup(copy);
  await put(store, 'later');
  await store.close();
  return { folder, file, copy };
}

test('a backup made during writes is whole, and writes go on meanwhile', async () => {
  const folder = tempDir();
  const store = await open(join(folder, 'store.db'));
  const copy = join(folder, 'copy.db');
  let done = false;
  let written = 0;
  // Two tables change together in each unit, so a torn copy would show.
  const writing = (async () => {
    while (!done) {
      written += 1;
      await store.write(async (tx) => {
        await tx.insert(storeMeta).values({ key: `k${written}`, value: 'x' });
        await tx.insert(healthProbe).values({ id: written, at: written });
      });
    }
  })();
  const result = await store.backup(copy);
  const writtenDuring = written;
  done = true;
  await writing;
  expect(writtenDuring).toBeGreaterThan(1);

  const bytes = readFileSync(copy);
  expect(result).toMatchObject({ file: copy, bytes: bytes.length });
  expect(result.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(result.pages * 4096).toBe(bytes.length);
  await expect(store.backup(copy)).rejects.toThrow(BackupError);

  const other = await open(copy);
  const pairs = await other.read.$count(storeMeta);
  expect(pairs).toBeGreaterThan(0);
  expect(await other.read.$count(healthProbe)).toBe(pairs);
});

test('a restore puts the backup in place and keeps what it replaced, log and all', async () => {
  const { file, copy } = await backedUp();
  // A log as a killed process leaves it: it must neither be applied to the backup nor be lost.
  writeFileSync(`${file}-wal`, 'stale log');
  writeFileSync(`${file}-shm`, 'stale index');
  const { replaced } = restore(copy, file);
  expect(replaced).toBe(`${file}.before-restore-1`);
  expect(readFileSync(`${file}.before-restore-1-wal`, 'utf8')).toBe('stale log');
  expect(existsSync(`${file}-wal`)).toBe(false);

  const store = await open(file);
  expect((await store.read.select().from(storeMeta)).map(({ key }) => key)).toEqual(['saved']);
  await put(store, 'after');
  await store.close();

  writeFileSync(`${file}.before-restore-1-wal`, '');
  const old = await open(`${file}.before-restore-1`);
  const rows = await old.read.select().from(storeMeta).where(eq(storeMeta.key, 'later'));
  expect(rows).toHaveLength(1);
  expect(restore(copy, file).replaced).toBe(`${file}.before-restore-2`);
});

test('a damaged, foreign, empty or live file is refused and the database is left alone', async () => {
  const { folder, file, copy } = await backedUp();
  const before = readFileSync(file);
  const bad = join(folder, 'bad.db');
  const refuse = (content: Uint8Array | string, why: RegExp) => {
    writeFileSync(bad, content);
    expect(() => restore(bad, file)).toThrow(BackupError);
    expect(() => restore(bad, file)).toThrow(why);
  };
  const damaged = readFileSync(copy);
  damaged.fill(0xff, 4096 * 2, 4096 * 6);
  refuse(damaged, /damaged|not a readable database/);
  refuse(readFileSync(copy).subarray(0, 4096 * 3), /damaged|not a readable database/);
  // A readable file whose table and index disagree: only the full check finds that.
  const flipped = readFileSync(copy);
  flipped.write('soved', flipped.indexOf('saved'));
  refuse(flipped, /is damaged/);
  refuse('not a database at all, only text'.repeat(50), /not a readable database/);
  refuse('', /empty/);
  writeFileSync(`${bad}-wal`, 'x');
  refuse(readFileSync(copy), /no backup/);
  expect(() => restore(join(folder, 'none.db'), file)).toThrow(BackupError);

  expect(readFileSync(file).equals(before)).toBe(true);
  expect(readdirSync(folder).filter((name) => /restor/.test(name))).toEqual([]);
});

test('a backup of a newer schema, and a folder in use, are refused', async () => {
  const { folder, file, copy } = await backedUp();
  const lock = lockDataFolder(folder);
  expect(() => restore(copy, file)).toThrow(StoreLockedError);
  lock.release();

  const newer = await open(join(folder, 'newer.db'));
  await newer.write((tx) =>
    migrate(tx, [...migrations, { name: '9999_future', sql: 'create table future (a)' }]),
  );
  await newer.backup(join(folder, 'newer-copy.db'));
  expect(() => restore(join(folder, 'newer-copy.db'), file)).toThrow(SchemaMismatchError);
});

test('a restore into an empty folder needs nothing to replace', async () => {
  const { copy } = await backedUp();
  const file = join(tempDir(), 'store.db');
  expect(restore(copy, file)).toEqual({ replaced: undefined });
  expect(await (await open(file)).read.$count(storeMeta)).toBe(1);
});

test('a backup and what is restored from it can be read by their owner only', async () => {
  const { file, copy } = await backedUp();
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  chmodSync(copy, 0o644);
  restore(copy, file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
