/**
 * Owns the promise of the journal: rows, events and the audit entry come together or not at all, and the chain shows tampering.
 * Which operation leaves which entry is tested through the contracts.
 */
import Database from 'libsql';
import { describe, expect, test } from 'vitest';
import { openStore } from '../../src/db/open.ts';
import { auditLog, events, sessions } from '../../src/db/schema/index.ts';
import { Journal } from '../../src/domain/audit/index.ts';
import { callerOf, freshGround, type Ground, openGround, storeFile, TestClock } from './ground.ts';

const input = { channel: 'api', userId: 'u', metadata: {} };

async function everything({ store }: Ground) {
  const { read } = store;
  return {
    sessions: (await read.select().from(sessions)).length,
    events: (await read.select().from(events)).length,
    audit: (await read.select().from(auditLog)).length,
  };
}

test('a change leaves its rows, its event and one entry that says who, what and when', async () => {
  const ground = await freshGround();
  const by = callerOf('session.create');
  const { id } = await ground.sessions.create(input, by);
  expect(by.audit.written).toBe(true);
  const entries = await ground.store.read.select().from(auditLog);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    at: ground.clock.now(),
    event: 'session.create',
    api: 'prx',
    operation: 'session.create',
    actor: 'token:tok_test',
    address: '127.0.0.1',
    requestId: 'req_test',
    target: id,
    previousHash: '0'.repeat(64),
  });
  expect(await everything(ground)).toEqual({ sessions: 1, events: 1, audit: 1 });
});

test('a unit that fails leaves nothing of it, and the caller may try again', async () => {
  const ground = await freshGround();
  const by = callerOf('session.create');
  const failing = ground.journal.commit(by, async (change) => {
    await change.tx.insert(sessions).values({
      id: 'sess_x',
      channel: 'api',
      userId: 'u',
      status: 'active',
      metadata: {},
      createdAt: 1,
      lastActivity: 1,
    });
    await change.event('session.created', 'sess_x', {});
    change.target('sess_x');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(by.audit.written).toBe(false);
  expect(await everything(ground)).toEqual({ sessions: 0, events: 0, audit: 0 });
  await ground.sessions.create(input, by);
  expect(await everything(ground)).toEqual({ sessions: 1, events: 1, audit: 1 });
});

test('the entry goes with the first commit of a request, and with no other', async () => {
  const ground = await freshGround();
  const by = callerOf('message.send');
  await ground.journal.commit(by, (change) => change.event('message.received', 's', {}));
  await ground.journal.commit(by, (change) => change.event('message.sent', 's', {}));
  expect(await everything(ground)).toEqual({ sessions: 0, events: 2, audit: 1 });
});

test('changes at once share commits and still make one chain, over more than one page', async () => {
  const ground = await freshGround();
  expect(await ground.journal.verify()).toMatchObject({ entries: 0, brokenAt: null });
  const failing = ground.journal
    .commit(callerOf('fails'), () => Promise.reject(new Error('no')))
    .catch((error: unknown) => error);
  await Promise.all(
    Array.from({ length: 1100 }, (_, n) => ground.journal.record(callerOf(`event ${n}`))),
  );
  expect(await failing).toBeInstanceOf(Error);
  expect(await ground.journal.verify()).toMatchObject({ entries: 1100, brokenAt: null });
});

test('the chain goes on after a restart', async () => {
  const file = storeFile();
  for (const expected of [3, 6]) {
    const { journal, store } = await openGround(file);
    for (let n = 0; n < 3; n += 1) await journal.record(callerOf('again'));
    expect(await journal.verify()).toMatchObject({ entries: expected, brokenAt: null });
    await store.close();
  }
});

describe('tampering with the file shows', () => {
  const columns = {
    at: '1',
    event: "'x'",
    api: "'x'",
    operation: "'x'",
    actor: "'x'",
    address: 'null',
    request_id: "'x'",
    target: "'x'",
    details: '\'{"x":1}\'',
    previous_hash: "'x'",
    hash: "'x'",
  };
  const changes = Object.entries(columns).map(([column, value]) => ({
    name: `a changed ${column}`,
    sql: `update audit_log set ${column} = ${value} where seq = 5`,
    brokenAt: 5,
  }));
  const others = [
    { name: 'a removed entry', sql: 'delete from audit_log where seq = 5', brokenAt: 6 },
    { name: 'a removed beginning', sql: 'delete from audit_log where seq = 1', brokenAt: 2 },
    {
      name: 'an entry put in between',
      sql: `update audit_log set seq = seq + 100 where seq > 5;
            insert into audit_log select 6, at, event, api, operation, actor, address, request_id,
              target, details, hash, 'x' from audit_log where seq = 5`,
      brokenAt: 6,
    },
    {
      name: 'an entry told twice',
      sql: `insert into audit_log select 1000, at, event, api, operation, actor, address,
              request_id, target, details, previous_hash, hash from audit_log where seq = 5`,
      brokenAt: 1000,
    },
    {
      name: 'two entries in another order',
      sql: `update audit_log set seq = 1000 where seq = 5;
            update audit_log set seq = 5 where seq = 6;
            update audit_log set seq = 6 where seq = 1000`,
      brokenAt: 5,
    },
    {
      name: 'words moved from one field to the next',
      sql: "update audit_log set operation = operation || actor, actor = '' where seq = 5",
      brokenAt: 5,
    },
  ];

  test.each([...changes, ...others])('$name', async ({ sql, brokenAt }) => {
    const file = storeFile();
    const { journal, store } = await openGround(file);
    for (let n = 0; n < 10; n += 1) await journal.record(callerOf(`event ${n}`));
    await store.close();

    const database = new Database(file);
    database.exec(sql);
    database.close();

    const again = await openStore({ url: `file:${file}` });
    const verdict = await new Journal(again, new TestClock()).verify();
    await again.close();
    const before = brokenAt === 1000 ? 10 : sql.startsWith('delete') ? brokenAt - 2 : brokenAt - 1;
    expect(verdict).toMatchObject({ entries: before, brokenAt });
  });
});
