/**
 * Owns the proof that no acknowledged write is lost when another connection locks the database.
 * The first test shows the hazard in the engine's own client; should it ever fail, the defence may have become needless.
 */
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import { sql } from 'drizzle-orm';
import Database from 'libsql';
import { expect, onTestFinished, test } from 'vitest';
import { EmbeddedWriter } from '../../src/db/embedded.ts';
import { StoreBusyError, StoreUnavailableError } from '../../src/db/errors.ts';
import { openStore, type Store, type StoreProblem } from '../../src/db/open.ts';
import { storeMeta } from '../../src/db/schema/index.ts';
import { Writer, writerLimits } from '../../src/db/writer.ts';
import { tempDir } from '../support/temp.ts';

async function open(file: string, onProblem: (problem: StoreProblem) => void): Promise<Store> {
  const store = await openStore({ url: `file:${file}`, busyTimeoutMs: 5, onProblem });
  onTestFinished(() => store.close());
  return store;
}

const put = (writer: Pick<Store, 'write'>, key: string) =>
  writer.write(async (tx) => {
    await tx.insert(storeMeta).values({ key, value: 'x' });
    return key;
  });

/** The keys as a connection of its own sees them. */
function keysIn(file: string): unknown[] {
  const database = new Database(file);
  try {
    return database.prepare('select key from store_meta order by rowid').raw().all([]).flat();
  } finally {
    database.close();
  }
}

test('the hazard: after one BUSY the engine acknowledges a write and loses it', async () => {
  const file = join(tempDir(), 'raw.db');
  const other = new Database(file, { timeout: 0 });
  onTestFinished(() => void other.close());
  other.pragma('journal_mode = WAL');
  other.exec('create table t (a)');
  const client = createClient({ url: `file:${file}` });
  onTestFinished(() => client.close());

  other.exec('begin immediate');
  await expect(client.execute('insert into t values (1)')).rejects.toThrow(/SQLITE_BUSY/);
  other.exec('commit');

  expect((await client.execute('insert into t values (2)')).rowsAffected).toBe(1);
  expect(other.prepare('select a from t').all([])).toEqual([]);
});

test('every acknowledged write survives locks that come and go', async () => {
  const file = join(tempDir(), 'store.db');
  const locker = { toggles: 0, held: false };
  const other = new Database(file, { timeout: 0 });
  onTestFinished(() => void other.close());
  const release = () => {
    other.exec('commit');
    locker.held = false;
  };
  // Each lock is held until the store has met it twice.
  let met = 0;
  const store = await open(file, ({ kind }) => {
    expect(kind).toBe('writer_reopened');
    met += 1;
    if (locker.held && met % 2 === 0) {
      release();
    }
  });
  const acknowledged: string[] = [];
  for (let round = 0; round < 20; round += 1) {
    other.exec('begin immediate');
    locker.held = true;
    locker.toggles += 1;
    const keys = Array.from({ length: 5 }, (_, i) => `${round}-${i}`);
    acknowledged.push(...(await Promise.all(keys.map((key) => put(store, key)))));
    expect(keysIn(file)).toEqual(acknowledged);
  }
  expect(met).toBe(2 * locker.toggles);
  await store.close();
  const again = await open(file, () => undefined);
  expect(await again.read.$count(storeMeta)).toBe(100);
});

test('a lock that stays is answered as busy, and nothing of the refused write appears later', async () => {
  const file = join(tempDir(), 'store.db');
  await (await open(file, () => undefined)).close();
  const writer = new Writer(
    new EmbeddedWriter(file, 1),
    { ...writerLimits, retryForMs: 30 },
    () => undefined,
  );
  onTestFinished(() => writer.close());
  const other = new Database(file, { timeout: 0 });
  onTestFinished(() => void other.close());

  other.exec('begin immediate');
  await expect(put(writer, 'refused')).rejects.toThrow(StoreBusyError);
  other.exec('commit');
  await put(writer, 'kept');
  expect(keysIn(file)).toEqual(['kept']);
});

test('a unit that hides a lock error cannot get its group acknowledged on a bad connection', async () => {
  const file = join(tempDir(), 'store.db');
  const problems: StoreProblem[] = [];
  const store = await open(file, (problem) => problems.push(problem));
  let runs = 0;
  const hiding = store.write(async (tx) => {
    runs += 1;
    if (runs === 1) {
      await expect(async () => tx.all(sql`pragma wal_checkpoint`)).rejects.toThrow(/locked/);
    }
    await tx.insert(storeMeta).values({ key: 'hiding', value: 'x' });
  });
  await Promise.all([hiding, put(store, 'neighbour')]);
  expect(runs).toBe(2);
  expect(problems.map(({ kind }) => kind)).toEqual(['writer_reopened']);
  expect(keysIn(file)).toEqual(['hiding', 'neighbour']);
});

test('a full disk fails the write that fills it, and the store recovers when there is room', async () => {
  const file = join(tempDir(), 'store.db');
  const store = await open(file, () => undefined);
  await store.write(async (tx) => {
    // The limit belongs to the writing connection, so it goes when the store gives that connection up.
    await tx.all(sql`pragma max_page_count = 1`);
  });
  const big = store.write((tx) =>
    tx
      .insert(storeMeta)
      .values({ key: 'big', value: 'x'.repeat(1_000_000) })
      .returning(),
  );
  const [outcome] = await Promise.allSettled([big, put(store, 'small')]);
  expect(outcome).toMatchObject({ status: 'rejected' });
  await expect(big).rejects.toThrow(StoreUnavailableError);
  await put(store, 'after');
  expect(keysIn(file)).toContain('after');
  expect(keysIn(file)).not.toContain('big');
});
