/**
 * Owns the rules of threads: whose they are, and what deleting one takes away.
 * How the agent API words a refusal is tested through its contract.
 */
import { expect, test } from 'vitest';
import { countMessages } from '../../src/db/messages.ts';
import { checkpoints } from '../../src/db/schema/index.ts';
import {
  callerOf,
  endless,
  freshGround,
  type Ground,
  makeSession,
  quietCaller,
  reasonOf,
} from './ground.ts';

const NOTHING = { checkpoints: 0, checkpointBlobs: 0, persistentMemory: 0 };

/** A session in which `turns` turns were taken. */
async function talk(ground: Ground, turns: number): Promise<string> {
  const id = await makeSession(ground);
  for (let n = 0; n < turns; n += 1) await ground.turns.send(id, `m${n}`, quietCaller, endless);
  ground.clock.advance(1);
  return id;
}

test('a thread exists from its first message; lists are newest first, in pages', async () => {
  const ground = await freshGround();
  const { threads } = ground;
  const silent = await makeSession(ground);
  ground.clock.advance(1);
  const ids = [await talk(ground, 1), await talk(ground, 1), await talk(ground, 1)].reverse();
  expect(await threads.list({})).toEqual({ agentId: 'my-agent', ids });
  expect((await threads.list({ limit: 1, offset: 1 })).ids).toEqual([ids[1]]);
  expect(await reasonOf(threads.messages(silent, {}))).toBe('thread_not_found');
  expect(await reasonOf(threads.delete(silent, quietCaller))).toBe('thread_not_found');
  await ground.turns.send(silent, 'now', quietCaller, endless);
  expect((await threads.list({})).ids).toEqual([...ids, silent]);
});

test('the messages of a thread are those of its session', async () => {
  const ground = await freshGround();
  const id = await talk(ground, 3);
  const { messages } = await ground.turns.history(id, 500, 0);
  expect(await ground.threads.messages(id, {})).toEqual(messages);
  expect(await ground.threads.messages(id, { limit: 2, offset: 1 })).toEqual(messages.slice(1, 3));
});

test('deleting a thread tells what went, leaves its session, and it can begin again', async () => {
  const ground = await freshGround();
  const id = await talk(ground, 2);
  const other = await talk(ground, 1);
  const by = callerOf('thread.delete');
  expect(await ground.threads.delete(id, by)).toEqual({ ...NOTHING, checkpoints: 4 });
  expect(by.audit.written).toBe(true);
  expect((await ground.turns.history(id, 10, 0)).messages).toEqual([]);
  expect(await ground.sessions.get(id)).toMatchObject({
    status: 'active',
    messageCount: 0,
    turnCount: 2,
  });
  expect(await countMessages(ground.store.read)).toBe(2);
  expect(await ground.store.read.select().from(checkpoints)).toHaveLength(2);
  expect(await reasonOf(ground.threads.delete(id, quietCaller))).toBe('thread_not_found');
  expect((await ground.threads.list({})).ids).toEqual([other]);

  await ground.turns.send(id, 'again', quietCaller, endless);
  const again = await ground.threads.messages(id, {});
  expect(again.map(({ seq, content }) => [seq, content])).toEqual([
    [1, 'again'],
    [2, 're: again'],
  ]);
});

test('a thread of a terminated session can still be read and deleted', async () => {
  const ground = await freshGround();
  const id = await talk(ground, 1);
  await ground.sessions.terminate(id, quietCaller);
  expect(await ground.threads.messages(id, {})).toHaveLength(2);
  expect((await ground.threads.delete(id, quietCaller)).checkpoints).toBe(2);
});

test('another agent neither sees a thread nor reads nor deletes it', async () => {
  const ground = await freshGround();
  const { threads, settings } = ground;
  const mine = await talk(ground, 1);
  const silent = await makeSession(ground);
  settings.agentId = 'other-agent';
  const theirs = await talk(ground, 2);
  for (const id of [mine, silent]) {
    expect(await reasonOf(threads.messages(id, {}))).toBe('thread_owned_by_other');
    expect(await reasonOf(threads.delete(id, quietCaller))).toBe('thread_owned_by_other');
  }
  expect(await threads.list({})).toEqual({ agentId: 'other-agent', ids: [theirs] });
  const gone = await threads.deleteAll(quietCaller);
  expect(gone).toEqual({ agentId: 'other-agent', deleted: { ...NOTHING, checkpoints: 4 } });
  settings.agentId = 'my-agent';
  expect(await threads.messages(mine, {})).toHaveLength(2);
  expect((await threads.list({})).ids).toEqual([mine]);
});

test('a session made while there was no agent belongs to nobody', async () => {
  const ground = await freshGround();
  ground.settings.agentId = null;
  const id = await talk(ground, 1);
  ground.settings.agentId = 'my-agent';
  expect((await ground.threads.list({})).ids).toEqual([]);
  expect(await reasonOf(ground.threads.messages(id, {}))).toBe('thread_owned_by_other');
  expect((await ground.threads.deleteAll(quietCaller)).deleted).toEqual(NOTHING);
  expect((await ground.turns.history(id, 10, 0)).total).toBe(2);
});

test('without an agent id nothing is answered, whether or not the thread exists', async () => {
  const ground = await freshGround();
  const { threads, settings } = ground;
  const id = await talk(ground, 1);
  settings.agentId = null;
  for (const thread of [id, 'sess_unknown']) {
    expect(await reasonOf(threads.messages(thread, {}))).toBe('agent_id_required');
    expect(await reasonOf(threads.delete(thread, quietCaller))).toBe('agent_id_required');
  }
  expect(await reasonOf(threads.list({}))).toBe('agent_id_required');
  expect(await reasonOf(threads.deleteAll(quietCaller))).toBe('agent_id_required');
});

test('without memory nobody asks for threads, and nothing is deleted', async () => {
  const ground = await freshGround();
  const { threads, settings } = ground;
  const id = await talk(ground, 1);
  settings.remembers = false;
  settings.agentId = null;
  for (const thread of [id, 'sess_unknown']) {
    expect(await reasonOf(threads.messages(thread, {}))).toBe('memory_disabled');
    expect(await reasonOf(threads.delete(thread, quietCaller))).toBe('memory_disabled');
  }
  expect(await reasonOf(threads.list({}))).toBe('memory_disabled');
  expect(await reasonOf(threads.deleteAll(quietCaller))).toBe('memory_disabled');
  expect(await countMessages(ground.store.read)).toBe(2);
});

test('an unknown thread is not found', async () => {
  const { threads } = await freshGround();
  expect(await reasonOf(threads.messages('sess_unknown', {}))).toBe('thread_not_found');
  expect(await reasonOf(threads.delete('sess_unknown', quietCaller))).toBe('thread_not_found');
});

test('deleting all threads counts them together and leaves every session', async () => {
  const ground = await freshGround();
  await talk(ground, 1);
  await talk(ground, 2);
  await makeSession(ground);
  const by = callerOf('threads.delete');
  const { deleted } = await ground.threads.deleteAll(by);
  expect(deleted).toEqual({ ...NOTHING, checkpoints: 6 });
  expect(by.audit.target).toBe('my-agent');
  expect(await countMessages(ground.store.read)).toBe(0);
  expect(await ground.sessions.count('active')).toBe(3);
  expect((await ground.threads.list({})).ids).toEqual([]);
  expect((await ground.threads.deleteAll(quietCaller)).deleted).toEqual(NOTHING);
});
