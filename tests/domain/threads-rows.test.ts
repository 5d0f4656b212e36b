/**
 * Owns what deleting and handing over threads does to rows: exact counts, nothing left, bounded steps, every session moved.
 * Whose threads are whose is tested in threads.test.ts.
 */
import { expect, test } from 'vitest';
import { insertMemory } from '../../src/db/memory.ts';
import { countMessages, insertCheckpoint } from '../../src/db/messages.ts';
import {
  a2aTasks,
  checkpointBlobs,
  checkpoints,
  messages,
  modelCalls,
  persistentMemory,
  sessions,
  toolCalls,
  turns,
} from '../../src/db/schema/index.ts';
import {
  callerOf,
  endless,
  freshGround,
  type Ground,
  makeSession,
  quietCaller,
  reasonOf,
} from './ground.ts';
import { say } from './memory-ground.ts';

/** A session in which one turn was taken. */
async function talk(ground: Ground): Promise<string> {
  const id = await makeSession(ground);
  await ground.turns.send(id, 'm0', quietCaller, endless);
  ground.clock.advance(1);
  return id;
}

/** Adds every kind of row that hangs on a thread to one: one checkpoint, one large content said twice, two entries of memory. */
async function fill({ store, clock }: Ground, id: string): Promise<void> {
  const large = 'x'.repeat(20_000);
  const call = { id: 'call', name: 'tool' };
  await say({ store, clock }, id, 'ai', '', [call]);
  await say({ store, clock }, id, 'tool', large, [call]);
  await say({ store, clock }, id, 'ai', large);
  const of = { sessionId: id, createdAt: 1 };
  const turn = { turnId: `turn-${id}`, step: 1, createdAt: 1 };
  const cost = { inputTokens: 1, outputTokens: 1, costMicros: 1, durationMs: 1 };
  await store.write(async (tx) => {
    const point = { ...of, id: `p-${id}`, parentId: null, step: 100, messageSeq: 1 };
    await insertCheckpoint(tx, point);
    await insertMemory(tx, [
      { ...of, id: `s-${id}`, kind: 'summary', content: 'S', throughSeq: 2 },
      { ...of, id: `f-${id}`, kind: 'fact', content: 'F', throughSeq: 2 },
    ]);
    await tx.insert(turns).values({ ...of, id: turn.turnId, state: 'done', inputSeq: 1 });
    const model = { ...turn, ...cost, id: `m-${id}`, provider: 'p', model: 'm' };
    await tx.insert(modelCalls).values(model);
    const tool = { ...turn, id: `t-${id}`, position: 0, modelId: 'call', name: 'tool', input: {} };
    await tx.insert(toolCalls).values({ ...tool, state: 'done' });
    await tx.insert(a2aTasks).values({ id: `a-${id}`, sessionId: id, task: {}, updatedAt: 1 });
  });
}

/** Rows of all tables that hang on sessions. */
async function leftOver({ store: { read } }: Ground): Promise<Record<string, number>> {
  const tables = {
    messages,
    checkpoints,
    checkpointBlobs,
    persistentMemory,
    turns,
    modelCalls,
    toolCalls,
    a2aTasks,
  };
  const counts = Object.entries(tables).map(async ([name, table]) => [
    name,
    await read.$count(table),
  ]);
  return Object.fromEntries(await Promise.all(counts));
}

/** A session of no interest. */
const NOBODY = {
  agentId: null,
  channel: 'api',
  userId: 'nobody',
  status: 'terminated' as const,
  metadata: {},
  createdAt: 1,
  lastActivity: 1,
};

test('what is deleted with threads is counted exactly, and nothing of it is left', async () => {
  const ground = await freshGround();
  const ids = [await talk(ground), await talk(ground), await talk(ground)];
  for (const id of ids) await fill(ground, id);
  const [first = '', ...others] = ids;
  const one = { checkpoints: 3, checkpointBlobs: 1, persistentMemory: 2 };
  expect(await ground.threads.delete(first, quietCaller)).toEqual(one);
  const kept = await leftOver(ground);
  expect(kept).toMatchObject({ messages: 10, checkpoints: 6, checkpointBlobs: 2, a2aTasks: 2 });
  await ground.threads.migrate('my-agent', 'other-agent', quietCaller);
  ground.settings.agentId = 'other-agent';
  const session = await ground.sessions.get(others[0] ?? '');
  expect((await ground.threads.deleteAll(quietCaller)).deleted).toEqual({
    checkpoints: 6,
    checkpointBlobs: 2,
    persistentMemory: 4,
  });
  expect(new Set(Object.values(await leftOver(ground)))).toEqual(new Set([0]));
  expect(await ground.sessions.get(others[0] ?? '')).toEqual({ ...session, messageCount: 0 });
});

test('more rows than one step deletes go all the same, and others are served meanwhile', async () => {
  const ground = await freshGround();
  const { store } = ground;
  const ids = await Promise.all(Array.from({ length: 450 }, () => makeSession(ground)));
  const large = await makeSession(ground);
  await store.write(async (tx) => {
    const rows = [...ids, ...Array.from({ length: 2500 }, () => large)].map((sessionId, n) => ({
      id: `msg-${n}`,
      sessionId,
      seq: n,
      role: 'human' as const,
      content: 'x',
      createdAt: 1,
    }));
    for (let from = 0; from < rows.length; from += 500)
      await tx.insert(messages).values(rows.slice(from, from + 500));
    await tx.update(sessions).set({ messageCount: 1 });
  });
  let turnsOfTheLoop = 0;
  const timer = setInterval(() => (turnsOfTheLoop += 1), 0);
  await ground.threads.deleteAll(quietCaller);
  clearInterval(timer);
  expect(turnsOfTheLoop).toBeGreaterThan(1);
  expect(await store.read.$count(messages)).toBe(0);
  expect(await countMessages(store.read)).toBe(0);
  expect((await ground.threads.list({})).ids).toEqual([]);
});

test('what tools did is no part of what was said, nor of its pages', async () => {
  const ground = await freshGround();
  const id = await talk(ground);
  await fill(ground, id);
  const said = await ground.threads.messages(id, {});
  expect(said.map(({ seq, role, content }) => [seq, role, content.length])).toEqual([
    [1, 'human', 2],
    [2, 'ai', 6],
    [5, 'ai', 20_000],
  ]);
  const page = await ground.threads.messages(id, { limit: 1, offset: 2 });
  expect(page.map(({ seq }) => seq)).toEqual([5]);
});

test('listeners are told of deletions once they are durable, and of no refusal', async () => {
  const ground = await freshGround();
  const told: unknown[] = [];
  ground.threads.onDeleted((ids) => told.push(ids));
  const id = await talk(ground);
  await ground.threads.delete(id, quietCaller);
  await reasonOf(ground.threads.delete(id, quietCaller));
  await ground.threads.deleteAll(quietCaller);
  expect(told).toEqual([[id], null]);
});

test('a migration moves every session of an agent, among more than are looked at at once', async () => {
  const ground = await freshGround();
  const { store, settings, threads } = ground;
  const mine = [await talk(ground), await talk(ground)];
  const silent = await makeSession(ground);
  settings.agentId = 'other-agent';
  const theirs = await talk(ground);
  settings.agentId = 'third-agent';
  await store.write(async (tx) => {
    for (let n = 0; n < 5200; n += 1) {
      // They come before the others in the order of ids.
      await tx.insert(sessions).values({ ...NOBODY, id: `a_${n}` });
    }
  });
  const by = callerOf('memory.agent_id_migrated');
  expect(await threads.migrate('my-agent', 'other-agent', by)).toBe(2);
  expect(by.audit).toMatchObject({ written: true, target: 'my-agent other-agent' });
  settings.agentId = 'other-agent';
  expect((await threads.list({})).ids).toEqual([theirs, ...mine.toReversed()]);
  expect((await ground.sessions.get(silent)).agentId).toBe('other-agent');
  expect(await threads.migrate('my-agent', 'other-agent', quietCaller)).toBe(0);
  expect(await reasonOf(threads.migrate('a', 'a', quietCaller))).toBe('validation_failed');
  settings.agentId = null;
  expect(await reasonOf(threads.migrate('a', 'b', quietCaller))).toBe('agent_id_required');
  settings.remembers = false;
  expect(await reasonOf(threads.migrate('a', 'b', quietCaller))).toBe('memory_disabled');
});
