/**
 * Owns what becomes of turns that were at work when the daemon went: they go on in their place without running any tool again, and not
 * for ever. Kills of a real daemon are in tests/scenarios.
 */
import { expect, test, vi } from 'vitest';
import { toolCalls, turns } from '../../src/db/schema/index.ts';
import { endless, makeSession, openGround, quietCaller, reasonOf, storeFile } from './ground.ts';
import { Bench, PATIENCE, Scripted, said, statesOf } from './turns-ground.ts';

test('an interrupted turn goes on after the next start, and no tool runs again', async () => {
  const file = storeFile();
  const tools = new Bench();
  const before = await openGround(file, new Scripted({ tools: [['add', { n: 1 }], ['slow']] }), {
    tools,
  });
  const id = await makeSession(before);
  const interrupted = reasonOf(before.turns.send(id, 'go', quietCaller, endless));
  // One tool has its outcome, the other is at work.
  await vi.waitUntil(async () => (await said(before, id)).length === 3, PATIENCE);
  // A process that is killed stores nothing any more, so what is read now is what it leaves behind.
  const left = await said(before, id);
  await before.turns.stop();
  expect(await interrupted).toBe('stopping');
  await before.store.close();
  expect(left).toEqual(['human: go', 'ai: ', 'tool: {"n":1}']);

  const again = new Bench();
  const provider = new Scripted('finished');
  const after = await openGround(file, provider, { tools: again });
  await after.turns.resume();
  await vi.waitUntil(async () => (await statesOf(after))[0]?.[0] === 'done', PATIENCE);
  expect(again.called).toEqual([]);
  const history = await said(after, id);
  expect(history.at(-1)).toBe('ai: finished');
  expect(history).toHaveLength(5);
  const outcomes = await after.store.read.select().from(toolCalls);
  expect(outcomes.map(({ name, state }) => [name, state])).toEqual([
    ['add', 'done'],
    ['slow', 'failed'],
  ]);
  expect(await after.sessions.get(id)).toMatchObject({ turnCount: 1, messageCount: 5 });
  await after.store.close();
});

test('a message that comes after a start waits for the turn that goes on', async () => {
  const file = storeFile();
  const before = await openGround(file, new Scripted('hang'));
  const id = await makeSession(before);
  const interrupted = reasonOf(before.turns.send(id, 'first', quietCaller, endless));
  await vi.waitUntil(async () => (await said(before, id)).length === 1, PATIENCE);
  await before.turns.stop();
  expect(await interrupted).toBe('stopping');
  await before.store.close();

  const after = await openGround(file, new Scripted('one', 'two'));
  await after.turns.resume();
  expect((await after.turns.send(id, 'second', quietCaller, endless)).content).toBe('two');
  expect(await said(after, id)).toEqual(['human: first', 'ai: one', 'human: second', 'ai: two']);
  await after.store.close();
});

test('a turn that was taken up three times is given up', async () => {
  const file = storeFile();
  let id = '';
  for (let start = 0; start < 4; start += 1) {
    const ground = await openGround(file, new Scripted('hang'));
    if (start === 0) {
      id = await makeSession(ground);
      void ground.turns.send(id, 'poison', quietCaller, endless).catch(() => undefined);
      await vi.waitUntil(async () => (await said(ground, id)).length === 1, PATIENCE);
    } else {
      await ground.turns.resume();
      await vi.waitUntil(
        async () => (await ground.store.read.select().from(turns))[0]?.resumes === start,
        PATIENCE,
      );
    }
    expect(await statesOf(ground)).toEqual([['running', null]]);
    await ground.turns.stop();
    await ground.store.close();
  }
  const last = await openGround(file, new Scripted('never'));
  await last.turns.resume();
  await vi.waitUntil(async () => (await statesOf(last))[0]?.[0] === 'failed', PATIENCE);
  expect(await statesOf(last)).toEqual([
    ['failed', 'The daemon stopped 4 times while it answered'],
  ]);
  await last.store.close();
});

test('turns of another agent are left to it', async () => {
  const file = storeFile();
  const before = await openGround(file, new Scripted('hang'));
  const id = await makeSession(before);
  void before.turns.send(id, 'first', quietCaller, endless).catch(() => undefined);
  await vi.waitUntil(async () => (await said(before, id)).length === 1, PATIENCE);
  await before.turns.stop();
  await before.store.close();

  const other = await openGround(file, new Scripted('wrong'));
  other.settings.agentId = 'another';
  await other.turns.resume();
  await other.turns.stop();
  expect(await statesOf(other)).toEqual([['running', null]]);
  await other.store.close();
});
