/**
 * Owns the behaviour that every store has, run against the embedded engine and against a libSQL server over HTTP.
 * Locks, disk errors, backups and migrations have tests of their own.
 */
import { join } from 'node:path';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { StoreClosedError, sqliteCode } from '../../src/db/errors.ts';
import { openStore, prepared, type Store } from '../../src/db/open.ts';
import {
  checkpoints,
  healthProbe,
  messages,
  rowCounts,
  sessionCounts,
  sessions,
  storeMeta,
  tokens,
} from '../../src/db/schema/index.ts';
import { startHranaServer } from '../support/hrana-server.ts';
import { tempDir } from '../support/temp.ts';

async function openFor(kind: Store['kind']): Promise<Store> {
  const file = join(tempDir(), 'store.db');
  let url = `file:${file}`;
  if (kind === 'remote') {
    const server = await startHranaServer(file);
    onTestFinished(() => server.close());
    url = server.url;
  }
  const store = await openStore({ url });
  onTestFinished(() => store.close());
  return store;
}

const session = (id: string, createdAt = 1) => ({
  id,
  channel: 'api',
  userId: 'u1',
  status: 'active' as const,
  metadata: { topic: 'tea' },
  createdAt,
  lastActivity: createdAt,
});

const message = (id: string, sessionId: string, seq: number) => ({
  id,
  sessionId,
  seq,
  role: 'human' as const,
  content: `text ${seq}`,
  createdAt: seq,
});

const metaOf = prepared((db) =>
  db
    .select({ value: storeMeta.value })
    .from(storeMeta)
    .where(eq(storeMeta.key, sql.placeholder('key')))
    .prepare(),
);

describe.each(['embedded', 'remote'] as const)('%s store', (kind) => {
  test('a write is readable as soon as it is acknowledged, with its types', async () => {
    const store = await openFor(kind);
    expect(store.kind).toBe(kind);
    const answer = await store.write(async (tx) => {
      const rows = await tx.insert(sessions).values(session('s1')).returning();
      return rows[0];
    });
    const [row] = await store.read.select().from(sessions);
    expect(row).toEqual(answer);
    expect(row).toMatchObject({
      id: 's1',
      agentId: null,
      metadata: { topic: 'tea' },
      turnCount: 0,
    });
    expect(await store.read.query.sessions.findFirst()).toEqual(answer);
  });

  test('a failing unit is undone alone and only its caller learns of it', async () => {
    const store = await openFor(kind);
    const put = (key: string) =>
      store.write(async (tx) => {
        await tx.insert(storeMeta).values({ key, value: '1' });
        return key;
      });
    const results = await Promise.allSettled([
      put('a'),
      store.write(async (tx) => {
        await tx.insert(storeMeta).values({ key: 'undone', value: '1' });
        throw new Error('changed my mind');
      }),
      put('a'),
      put('b'),
    ]);
    expect(results.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect(results[1]).toMatchObject({ reason: { message: 'changed my mind' } });
    expect(results[2]?.status === 'rejected' && sqliteCode(results[2].reason)).toMatch(
      /^SQLITE_CONSTRAINT/,
    );
    const rows = await store.read.select().from(storeMeta).orderBy(asc(storeMeta.key));
    expect(rows.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  test('many writes at once are all kept, in the order in which they came', async () => {
    const store = await openFor(kind);
    const count = kind === 'embedded' ? 1_000 : 60;
    await store.write((tx) =>
      tx
        .insert(sessions)
        .values(session('s1'))
        .then(() => undefined),
    );
    const ids = Array.from({ length: count }, (_, i) => `m${i}`);
    await Promise.all(
      ids.map((id) =>
        store.write(async (tx) => {
          const seq = await tx.$count(messages);
          await tx.insert(messages).values(message(id, 's1', seq));
        }),
      ),
    );
    const rows = await store.read.select().from(messages).orderBy(asc(messages.seq));
    expect(rows.map(({ id }) => id)).toEqual(ids);
  });

  test('prepared queries are made once per connection and take new values', async () => {
    const store = await openFor(kind);
    await store.write(async (tx) => {
      await tx.insert(storeMeta).values({ key: 'k', value: 'v' });
      expect(await metaOf(tx).get({ key: 'k' })).toEqual({ value: 'v' });
    });
    expect(await metaOf(store.read).get({ key: 'k' })).toEqual({ value: 'v' });
    expect(await metaOf(store.read).get({ key: 'none' })).toBeUndefined();
    expect(metaOf(store.read)).toBe(metaOf(store.read));
  });

  test('a lone null parameter is bound as null', async () => {
    const store = await openFor(kind);
    await store.write(async (tx) => {
      await tx.insert(sessions).values({ ...session('s1'), agentId: 'a1' });
      await tx.update(sessions).set({ agentId: null });
    });
    expect((await store.read.select().from(sessions))[0]?.agentId).toBeNull();
  });

  test('a statement that answers rows is finished even when nobody wants them', async () => {
    const store = await openFor(kind);
    await store.write(async (tx) => {
      await tx.run(sql`insert into store_meta values ('k', 'v') returning key`);
    });
    expect(await store.read.$count(storeMeta)).toBe(1);
    await store.probe();
  });

  test('the counts follow inserts, upserts, changes of status and deletes', async () => {
    const store = await openFor(kind);
    await store.write(async (tx) => {
      await tx.insert(sessions).values([session('s1'), session('s2')]);
      await tx.insert(sessions).values({ ...session('s3'), channel: 'slack' });
      await tx.insert(sessions).values(session('s1')).onConflictDoNothing();
      await tx
        .insert(sessions)
        .values(session('s2'))
        .onConflictDoUpdate({ target: sessions.id, set: { status: 'idle' } });
      await tx.insert(messages).values([message('m1', 's1', 0), message('m2', 's3', 0)]);
      await tx
        .insert(checkpoints)
        .values({ id: 'c1', sessionId: 's3', step: 0, messageSeq: 0, createdAt: 1 });
    });
    const counts = async () => {
      const rows = await store.read.select().from(sessionCounts);
      return Object.fromEntries(rows.map((row) => [`${row.status}/${row.channel}`, row.n]));
    };
    expect(await counts()).toEqual({
      'active/': 2,
      'active/api': 1,
      'active/slack': 1,
      'idle/': 1,
      'idle/api': 1,
    });
    expect(await store.read.select().from(rowCounts)).toEqual([{ name: 'messages', n: 2 }]);
    await store.write((tx) =>
      tx
        .delete(sessions)
        .where(inArray(sessions.id, ['s2', 's3']))
        .then(() => undefined),
    );
    expect(await counts()).toMatchObject({ 'active/': 1, 'active/slack': 0, 'idle/': 0 });
    expect(await store.read.select().from(rowCounts)).toEqual([{ name: 'messages', n: 1 }]);
    expect(await store.read.$count(checkpoints)).toBe(0);
  });

  test('long reads answer threads newest first and messages oldest first, by page', async () => {
    const store = await openFor(kind);
    await store.write(async (tx) => {
      for (const [id, createdAt, messageCount] of [
        ['old', 1, 2],
        ['new-a', 2, 1],
        ['new-b', 2, 1],
        ['silent', 3, 0],
      ] as const) {
        await tx
          .insert(sessions)
          .values({ ...session(id, createdAt), agentId: 'agent-1', messageCount });
      }
      await tx.insert(sessions).values({ ...session('other'), agentId: 'x', messageCount: 1 });
      await tx.insert(messages).values([message('m2', 'old', 2), message('m1', 'old', 1)]);
    });
    expect(await store.longRead('threadIds', { agentId: 'agent-1' })).toEqual([
      'new-b',
      'new-a',
      'old',
    ]);
    expect(await store.longRead('threadIds', { agentId: 'agent-1', limit: 1, offset: 1 })).toEqual([
      'new-a',
    ]);
    const rows = await store.longRead('sessionMessages', { sessionId: 'old' });
    expect(rows.map(({ id }) => id)).toEqual(['m1', 'm2']);
    const [stored] = await store.read.select().from(messages).where(eq(messages.id, 'm1'));
    expect(stored).toEqual({ ...rows[0], contentHash: null });
  });

  test('the probe writes', async () => {
    const store = await openFor(kind);
    await store.probe();
    await store.probe();
    expect(await store.read.$count(healthProbe)).toBe(1);
  });

  test('close finishes what waits and refuses what comes later', async () => {
    const file = join(tempDir(), 'store.db');
    const server = kind === 'remote' ? await startHranaServer(file) : undefined;
    onTestFinished(() => server?.close());
    const url = server?.url ?? `file:${file}`;
    const store = await openStore({ url });
    const waiting = store.write((tx) =>
      tx
        .insert(storeMeta)
        .values({ key: 'late', value: '1' })
        .returning()
        .then(() => 'done'),
    );
    const closed = store.close();
    await expect(store.write(() => undefined)).rejects.toThrow(StoreClosedError);
    expect(() => store.read).toThrow(StoreClosedError);
    await expect(waiting).resolves.toBe('done');
    await closed;
    await store.close();
    const again = await openStore({ url });
    onTestFinished(() => again.close());
    expect(await again.read.$count(storeMeta)).toBe(1);
  });

  test('tokens keep their scopes and a prefix is taken once', async () => {
    const store = await openFor(kind);
    const token = {
      id: 't1',
      name: 'ci',
      prefix: 'abc',
      hash: 'ff',
      scopes: ['sessions:read'],
      createdAt: 1,
    };
    await store.write((tx) =>
      tx
        .insert(tokens)
        .values(token)
        .then(() => undefined),
    );
    expect((await store.read.select().from(tokens))[0]?.scopes).toEqual(['sessions:read']);
    const again = store.write((tx) => tx.insert(tokens).values({ ...token, id: 't2' }));
    await expect(again).rejects.toSatisfy((error) =>
      /^SQLITE_CONSTRAINT/.test(sqliteCode(error) ?? ''),
    );
  });
});
