/**
 * Owns the rules of sessions: their states, the timers that move them, and their end, with a clock that the test moves.
 * Random histories are in sessions-model.test.ts.
 */
import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { countMessages } from '../../src/db/messages.ts';
import { events } from '../../src/db/schema/index.ts';
import {
  BEGIN,
  callerOf,
  endless,
  eventsOf,
  freshGround,
  makeSession,
  quietCaller,
  reasonOf,
} from './ground.ts';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

test('a new session is active, and carries what it was made from', async () => {
  const ground = await freshGround();
  const metadata = { source: 'api', nested: { list: [1, null, 'x'] } };
  const made = await ground.sessions.create(
    { channel: 'telegram', userId: 'u', metadata },
    quietCaller,
  );
  expect(await ground.sessions.get(made.id)).toEqual({
    id: made.id,
    agentId: 'my-agent',
    channel: 'telegram',
    userId: 'u',
    status: 'active',
    metadata,
    createdAt: BEGIN,
    lastActivity: BEGIN,
    terminatedAt: null,
    turnCount: 0,
    messageCount: 0,
    inputTokens: 0,
    costMicros: 0,
    outputTokens: 0,
  });
});

test('metadata of 16 KiB is taken, one byte more is refused and writes nothing', async () => {
  const { sessions, store } = await freshGround();
  const create = (bytes: number) =>
    sessions.create(
      { channel: 'api', userId: 'u', metadata: { x: 'a'.repeat(bytes - '{"x":""}'.length) } },
      quietCaller,
    );
  await create(16 * 1024);
  expect(await reasonOf(create(16 * 1024 + 1))).toBe('validation_failed');
  expect(await sessions.count('active')).toBe(1);
  expect(await store.read.select().from(events)).toHaveLength(1);
});

test('a session is idle exactly after its quiet time, and active again on a message', async () => {
  const ground = await freshGround();
  const { sessions, clock, turns, store } = ground;
  const id = await makeSession(ground);
  clock.advance(900 * SECOND - 1);
  expect(await sessions.sweep()).toBe(0);
  expect((await sessions.get(id)).status).toBe('active');
  clock.advance(1);
  expect(await sessions.sweep()).toBe(1);
  expect(await sessions.sweep()).toBe(0);
  expect(await sessions.get(id)).toMatchObject({ status: 'idle', lastActivity: BEGIN });
  expect([await sessions.count('active'), await sessions.count('idle')]).toEqual([0, 1]);

  await turns.send(id, 'hello', quietCaller, endless);
  expect(await sessions.get(id)).toMatchObject({ status: 'active', lastActivity: clock.now() });
  clock.advance(900 * SECOND - 1);
  expect(await sessions.sweep()).toBe(0);
  expect(await eventsOf(store, id)).toEqual([
    'session.created',
    'session.idle',
    'message.received',
    'message.sent',
  ]);
});

test('an idle session is terminated by the timeout, counted from its last activity', async () => {
  const ground = await freshGround();
  const { sessions, clock, store } = ground;
  const id = await makeSession(ground);
  clock.advance(900 * SECOND);
  await sessions.sweep();
  clock.advance(2700 * SECOND - 1);
  expect(await sessions.sweep()).toBe(0);
  clock.advance(1);
  expect(await sessions.sweep()).toBe(1);
  expect(await sessions.get(id)).toMatchObject({
    status: 'terminated',
    terminatedAt: clock.now(),
  });
  const [, , last] = await store.read.select().from(events).orderBy(events.seq);
  expect(last).toMatchObject({ type: 'session.terminated', data: { reason: 'timeout' } });
});

test('a session that was active all the while is terminated without being idle first', async () => {
  const ground = await freshGround();
  const id = await makeSession(ground);
  ground.clock.advance(3600 * SECOND);
  expect(await ground.sessions.sweep()).toBe(1);
  expect(await eventsOf(ground.store, id)).toEqual(['session.created', 'session.terminated']);

  // Nor where the quiet time is longer than the timeout.
  ground.settings.idleAfterSecs = 10_000;
  const other = await makeSession(ground);
  ground.clock.advance(3600 * SECOND);
  expect(await ground.sessions.sweep()).toBe(1);
  expect((await ground.sessions.get(other)).status).toBe('terminated');
});

test('a terminated session takes neither a message nor a second end', async () => {
  const ground = await freshGround();
  const { sessions, turns, store } = ground;
  const id = await makeSession(ground);
  await sessions.terminate(id, quietCaller);
  const again = callerOf('session.terminate');
  expect(await reasonOf(sessions.terminate(id, again))).toBe('session_terminated');
  expect(again.audit.written).toBe(false);
  expect(await reasonOf(turns.send(id, 'hello', quietCaller, endless))).toBe('session_terminated');
  expect(await eventsOf(store, id)).toEqual(['session.created', 'session.terminated']);
  expect(await reasonOf(sessions.get('sess_unknown'))).toBe('session_not_found');
  expect(await reasonOf(sessions.terminate('sess_unknown', quietCaller))).toBe('session_not_found');
});

test('of two who end a session at once, one does', async () => {
  const ground = await freshGround();
  const id = await makeSession(ground);
  const ends = Array.from({ length: 8 }, () => ground.sessions.terminate(id, quietCaller));
  const outcomes = await Promise.allSettled(ends);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await eventsOf(ground.store, id)).toEqual(['session.created', 'session.terminated']);
});

test('a terminated session is kept for the retention and then goes with its messages', async () => {
  const ground = await freshGround();
  const { sessions, clock, turns, store } = ground;
  const old = await makeSession(ground);
  const kept = await makeSession(ground);
  await turns.send(old, 'hello', quietCaller, endless);
  await turns.send(kept, 'hello', quietCaller, endless);
  await sessions.terminate(old, quietCaller);
  clock.advance(1000);
  await sessions.terminate(kept, quietCaller);
  clock.advance(30 * DAY - 1000);
  expect(await sessions.sweep()).toBe(0);
  clock.advance(1);
  expect(await sessions.sweep()).toBe(1);
  expect(await reasonOf(sessions.get(old))).toBe('session_not_found');
  expect((await turns.history(kept, 10, 0)).total).toBe(2);
  expect(await countMessages(store.read)).toBe(2);
  expect(await sessions.count('terminated')).toBe(1);
  expect((await sessions.list({ status: 'terminated', limit: 10, offset: 0 })).total).toBe(1);
});

test('a sweep moves more than one batch, and forgets more than one batch', async () => {
  const ground = await freshGround();
  const { sessions, clock, store } = ground;
  await Promise.all(Array.from({ length: 450 }, () => makeSession(ground)));
  clock.advance(900 * SECOND);
  expect(await sessions.sweep()).toBe(450);
  expect(await sessions.count('idle')).toBe(450);
  clock.advance(2700 * SECOND);
  expect(await sessions.sweep()).toBe(450);
  expect(await sessions.count('terminated')).toBe(450);
  clock.advance(30 * DAY + 1);
  expect(await sessions.sweep()).toBe(450);
  expect(await sessions.count('terminated')).toBe(0);
  expect(await store.read.select().from(events)).toHaveLength(3 * 450);
});

test('settings are read anew at every sweep', async () => {
  const ground = await freshGround();
  const id = await makeSession(ground);
  ground.clock.advance(10 * SECOND);
  expect(await ground.sessions.sweep()).toBe(0);
  ground.settings.idleAfterSecs = 10;
  expect(await ground.sessions.sweep()).toBe(1);
  expect((await ground.sessions.get(id)).status).toBe('idle');
});

test('a sweep that finds nothing to do writes nothing', async () => {
  const ground = await freshGround();
  await makeSession(ground);
  const gone = await makeSession(ground);
  await ground.sessions.terminate(gone, quietCaller);
  const written = () => {
    const { size, mtimeMs } = statSync(`${ground.file}-wal`);
    return { size, mtimeMs };
  };
  const before = written();
  for (let n = 0; n < 5; n += 1) expect(await ground.sessions.sweep()).toBe(0);
  expect(written()).toEqual(before);
});
