/**
 * Owns the promise that memory and deletions are served by indexes: their work follows what a session or an agent has, not the tables.
 * What they read and delete is tested in tests/domain.
 */
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { deleteStep, listMemory } from '../../src/db/memory.ts';
import { openStore } from '../../src/db/open.ts';
import {
  a2aTasks,
  checkpointBlobs,
  checkpoints,
  messages,
  persistentMemory,
  sessions,
  turns,
} from '../../src/db/schema/index.ts';
import { tempDir } from '../support/temp.ts';

async function freshStore() {
  const store = await openStore({ url: `file:${join(tempDir(), 'store.db')}` });
  onTestFinished(() => store.close());
  return store;
}

const SCAN = /SCAN (?!CONSTANT)/;

test.each([
  ['messages', messages],
  ['checkpoints', checkpoints],
  ['checkpoint_blobs', checkpointBlobs],
  ['persistent_memory', persistentMemory],
  ['turns', turns],
  ['a2a_tasks', a2aTasks],
] as const)(
  'rows of sessions are deleted from %s by an index, without a scan',
  async (_, table) => {
    const store = await freshStore();
    const statement = deleteStep(table, ['a', 'b']);
    const rows = await store.read.all<{ detail: string }>(sql`explain query plan ${statement}`);
    const plan = rows.map(({ detail }) => detail).join('; ');
    expect(plan).toMatch(/USING INTEGER PRIMARY KEY \(rowid=\?\)/);
    expect(plan).toMatch(/USING (COVERING )?INDEX \S+ \(session_id=\?\)/);
    expect(plan).not.toMatch(SCAN);
  },
);

test('the rows that go with a turn are found by an index', async () => {
  const store = await freshStore();
  for (const table of ['model_calls', 'tool_calls']) {
    const rows = await store.read.all<{ detail: string }>(
      sql.raw(`explain query plan delete from ${table} where turn_id = 'a'`),
    );
    expect(rows.map(({ detail }) => detail).join('; ')).toMatch(
      /USING (COVERING )?INDEX \S+ \(turn_id=\?\)/,
    );
  }
});

test('the threads of an agent are found by their index, and recalled memory by its own', async () => {
  const store = await freshStore();
  const plan = async (text: string) => {
    const rows = await store.read.all<{ detail: string }>(sql.raw(`explain query plan ${text}`));
    return rows.map(({ detail }) => detail).join('; ');
  };
  expect(
    await plan(`select id from sessions where agent_id = 'a' and message_count > 0 limit 200`),
  ).toMatch(/USING (COVERING )?INDEX sessions_by_agent \(agent_id=\?\)$/);
  const { sql: recall } = store.read
    .select()
    .from(persistentMemory)
    .where(sql`${persistentMemory.sessionId} = 'a'`)
    .orderBy(sql`${persistentMemory.throughSeq} desc, ${persistentMemory.kind} desc, rowid desc`)
    .toSQL();
  const recalled = await plan(`${recall} limit 10`);
  expect(recalled).toMatch(/USING INDEX persistent_memory_by_session \(session_id=\?\)/);
  expect(recalled).not.toMatch(SCAN);
  expect(await plan(`select max(seq) from messages where session_id = 'a'`)).toMatch(
    /USING COVERING INDEX messages_by_session \(session_id=\?\)$/,
  );
});

test('a few rows are deleted among many as fast as among few', async () => {
  const store = await freshStore();
  const at = { channel: 'api', userId: 'u', status: 'active' as const, metadata: {} };
  await store.write(async (tx) => {
    const made = { ...at, createdAt: 1, lastActivity: 1 };
    await tx.insert(sessions).values([
      { ...made, id: 'few' },
      { ...made, id: 'many' },
    ]);
    await tx.run(sql`insert into persistent_memory (id, session_id, kind, content, through_seq, created_at)
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)
      select 'f' || i, iif(i <= 3, 'few', 'many'), 'fact', 'text ' || i, i, 1 from n`);
  });
  expect((await listMemory(store.read, 'few', 2)).map(({ content }) => content)).toEqual([
    'text 3',
    'text 2',
  ]);
  const gone = await store.write((tx) => tx.all(deleteStep(persistentMemory, ['few'])));
  expect(gone).toHaveLength(3);
  expect(await store.read.$count(persistentMemory)).toBe(99_997);
});
