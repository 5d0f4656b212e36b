/**
 * Owns when long-term memory is written and what it keeps: thresholds, rolling summaries, facts, failures, threads deleted meanwhile.
 * The words it is asked for and told in are tested in memory-words.test.ts.
 */
import { beforeEach, expect, test } from 'vitest';
import { checkpointBlobs, persistentMemory } from '../../src/db/schema/index.ts';
import { Memory } from '../../src/domain/memory/index.ts';
import { quietCaller } from './ground.ts';
import {
  ask,
  fact,
  type MemoryGround,
  memoryGround,
  rowsOf,
  say,
  talk,
  waitFor,
} from './memory-ground.ts';

let ground: MemoryGround;
let id: string;
beforeEach(async () => {
  ground = await memoryGround();
  id = await ground.makeSession();
});

test('there is nothing to recall before a summary, and none is made before one is due', async () => {
  expect(await ground.memory.recall(id)).toBeNull();
  await talk(ground, id, 10);
  await ground.memory.afterTurn(id);
  expect(ground.model.requests).toEqual([]);
  await talk(ground, id, 1);
  await ground.memory.afterTurn(id);
  expect(ground.model.requests).toHaveLength(1);
});

test('a summary takes in what has left the window, and nothing that is in it', async () => {
  await talk(ground, id, 11);
  await ground.memory.afterTurn(id);
  const asked = ask(ground, 0);
  for (let n = 1; n <= 7; n += 1) expect(asked).toContain(`message ${n}.`);
  expect(asked).not.toContain('message 8.');
  expect(await rowsOf(ground, id)).toEqual([{ kind: 'summary', content: 'S1', throughSeq: 7 }]);
  expect(await ground.memory.recall(id)).toContain('S1');
  expect(await ground.sessions.get(id)).toMatchObject({
    inputTokens: 100,
    outputTokens: 10,
    costMicros: 5,
    messageCount: 11,
  });
});

test('the next one is due when the threshold is passed again, and has the one before it in its request', async () => {
  ground.model.answers.push(
    'S1\nFACT: The code is 42',
    'S2\nFACT: the CODE is 42 \nFACT: It rains',
  );
  await talk(ground, id, 11);
  await ground.memory.afterTurn(id);
  await talk(ground, id, 6);
  await ground.memory.afterTurn(id);
  expect(ground.model.requests).toHaveLength(1);
  await talk(ground, id, 1);
  await ground.memory.afterTurn(id);
  const asked = ask(ground, 1);
  expect(asked).toContain('S1');
  expect(asked).toContain('FACT: The code is 42');
  expect(asked).not.toContain('message 7.');
  expect(asked).toContain('message 8.');
  expect(asked).toContain('message 14.');
  expect(asked).not.toContain('message 15.');
  expect(await rowsOf(ground, id)).toEqual([
    { kind: 'summary', content: 'S2', throughSeq: 14 },
    { kind: 'fact', content: 'It rains', throughSeq: 14 },
    { kind: 'fact', content: 'The code is 42', throughSeq: 7 },
  ]);
});

test('facts alone leave the summary as it was, and take the messages in all the same', async () => {
  ground.model.answers.push('S1', 'FACT: a');
  await talk(ground, id, 11);
  await ground.memory.afterTurn(id);
  await talk(ground, id, 7);
  await ground.memory.afterTurn(id);
  expect(await rowsOf(ground, id)).toEqual([
    { kind: 'summary', content: 'S1', throughSeq: 14 },
    { kind: 'fact', content: 'a', throughSeq: 14 },
  ]);
});

test('at most top_k entries are recalled: the summary, then the newest facts', async () => {
  ground.settings.topK = 3;
  ground.model.answers.push('S1\nFACT: one\nFACT: two', 'S2\nFACT: three');
  await talk(ground, id, 11);
  await ground.memory.afterTurn(id);
  await talk(ground, id, 7);
  await ground.memory.afterTurn(id);
  const recalled = await ground.memory.recall(id);
  expect(recalled).toMatch(/S2\nFacts:\n- three\n- two\n/);
  expect(recalled).not.toContain('one');
  ground.settings.topK = 1;
  expect(await ground.memory.recall(id)).not.toContain('Facts');
});

test('of more facts than are kept the oldest go', async () => {
  const many = Array.from({ length: 1001 }, (_, n) => `FACT: number ${n}.`);
  ground.model.answers.push(['S1', ...many].join('\n'));
  await talk(ground, id, 11);
  await ground.memory.afterTurn(id);
  const facts = (await rowsOf(ground, id)).filter(({ kind }) => kind === 'fact');
  expect(facts).toHaveLength(1000);
  expect(facts[0]?.content).toBe('number 1000.');
  expect(facts.at(-1)?.content).toBe('number 1.');
});

test('a tool call and what the tool answered are taken in together', async () => {
  await talk(ground, id, 6);
  const call = { id: 'call-1', name: 'weather' };
  await say(ground, id, 'ai', 'Let me see', [{ ...call, input: { city: 'Oslo' } }]);
  await say(ground, id, 'tool', 'rain', [call]);
  await say(ground, id, 'tool', 'down', [{ id: 'call-2', name: 'storm', failed: true }]);
  await say(ground, id, 'ai', 'It rains');
  await talk(ground, id, 2);
  // Twelve messages less a window of four end between the two tools.
  await ground.memory.afterTurn(id);
  expect(await rowsOf(ground, id)).toEqual([{ kind: 'summary', content: 'S1', throughSeq: 6 }]);
  await talk(ground, id, 5);
  await ground.memory.afterTurn(id);
  const asked = ask(ground, 1);
  expect(asked).toContain('[Agent calls weather] {"city":"Oslo"}');
  expect(asked).toContain('[Tool weather answered]\nrain');
  expect(asked).toContain('[Tool storm failed]\ndown');
});

test('a large backlog is taken in by calls of bounded size, every message once, each going on from the last', async () => {
  const size = 5000;
  for (let n = 1; n <= 60; n += 1) {
    await say(ground, id, n % 2 === 0 ? 'ai' : 'human', `message ${n}. ${'x'.repeat(size)}`);
  }
  await ground.memory.afterTurn(id);
  const asked = ground.model.requests.map((_, index) => ask(ground, index));
  expect(asked.length).toBeGreaterThan(4);
  for (const one of asked) expect(one.length).toBeLessThan(60_000);
  for (let n = 1; n <= 56; n += 1) {
    expect(asked.filter((one) => one.includes(`message ${n}.`))).toHaveLength(1);
  }
  expect(asked.join()).not.toContain('message 57.');
  for (const [index, one] of asked.entries())
    if (index > 0) expect(one).toContain(`<summary_so_far>\nS${index}\n`);
  expect(await rowsOf(ground, id)).toEqual([
    { kind: 'summary', content: `S${asked.length}`, throughSeq: 56 },
  ]);
  const usage = { inputTokens: 100 * asked.length, costMicros: 5 * asked.length };
  expect(await ground.sessions.get(id)).toMatchObject(usage);
});

test('of a backlog that fails half way the first half is kept, and the rest is taken in later', async () => {
  for (let n = 1; n <= 30; n += 1) {
    await say(ground, id, n % 2 === 0 ? 'ai' : 'human', `message ${n}. ${'x'.repeat(5000)}`);
  }
  ground.model.answers.push('S1\nFACT: early', ' ');
  await ground.memory.afterTurn(id);
  expect(ground.logged).toHaveLength(1);
  const [summary] = await rowsOf(ground, id);
  const through = summary?.throughSeq ?? 0;
  expect(through).toBeGreaterThan(0);
  expect(through).toBeLessThan(26);
  await ground.memory.afterTurn(id);
  expect(ask(ground, 2)).toContain(`message ${through + 1}.`);
  expect(ask(ground, 2)).not.toContain(`message ${through}.`);
  expect(await rowsOf(ground, id)).toMatchObject([
    { content: expect.stringMatching(/^S/), throughSeq: 26 },
    { content: 'early', throughSeq: through },
  ]);
});

test('a message too large for one call is told in its beginning, wherever it is stored', async () => {
  await say(ground, id, 'human', `begin ${'😀'.repeat(30_000)} end`);
  await talk(ground, id, 12);
  expect(await ground.store.read.select().from(checkpointBlobs)).toHaveLength(1);
  await ground.memory.afterTurn(id);
  const asked = ask(ground, 0);
  expect(asked).toContain('begin');
  expect(asked).not.toContain(' end');
  expect(asked).toContain('[14010 more characters]');
  expect(ground.model.requests).toHaveLength(1);
});

test('more tool answers than go into one call are told in pieces, and taken in at once', async () => {
  const calls = Array.from({ length: 12 }, (_, n) => ({ id: `call-${n}`, name: `tool${n}` }));
  await say(ground, id, 'ai', 'Working', calls);
  for (const call of calls)
    await say(ground, id, 'tool', `${call.name} ${'y'.repeat(9000)}`, [call]);
  await talk(ground, id, 4);
  await ground.memory.afterTurn(id);
  expect(ground.model.requests).toHaveLength(3);
  const summary = { kind: 'summary', content: 'S3', throughSeq: 13 };
  expect(await rowsOf(ground, id)).toEqual([summary]);
});

test('a provider that fails changes nothing, is logged, and is asked again after the next turn', async () => {
  await talk(ground, id, 11);
  ground.model.failure = new Error('overloaded');
  await ground.memory.afterTurn(id);
  expect(await rowsOf(ground, id)).toEqual([]);
  expect(await ground.memory.recall(id)).toBeNull();
  expect(ground.logged).toEqual([
    ['warn', 'older messages could not be summarized', { sessionId: id, error: expect.any(Error) }],
  ]);
  ground.model.failure = null;
  await ground.memory.afterTurn(id);
  expect(await rowsOf(ground, id)).toHaveLength(1);
});

test('an answer that says nothing is a failure, and is paid for', async () => {
  ground.model.answers.push(' \n ');
  await talk(ground, id, 11);
  await ground.memory.afterTurn(id);
  expect(await rowsOf(ground, id)).toEqual([]);
  expect(ground.logged).toHaveLength(1);
  expect(await ground.sessions.get(id)).toMatchObject({ inputTokens: 100, outputTokens: 10 });
});

test.each(['anew', 'not'])(
  'a thread deleted meanwhile, and %s begun, gets no summary',
  async (how) => {
    await talk(ground, id, 11);
    const done = ground.model.hold();
    const summary = ground.memory.afterTurn(id);
    await waitFor(() => ground.model.requests.length === 1);
    await ground.threads.delete(id, quietCaller);
    if (how === 'anew') await talk(ground, id, 11);
    done();
    await summary;
    expect(await ground.store.read.select().from(persistentMemory)).toEqual([]);
    expect(ground.logged).toEqual([]);
    expect(await ground.sessions.get(id)).toMatchObject({ inputTokens: 100 });
  },
);

test('a session is summarized once at a time, and of all sessions four', async () => {
  const others = await Promise.all(Array.from({ length: 5 }, () => ground.makeSession()));
  for (const one of [id, ...others]) await talk(ground, one, 11);
  const done = ground.model.hold();
  const jobs = [id, id, ...others].map((one) => ground.memory.afterTurn(one));
  await waitFor(() => ground.model.requests.length === 4);
  await jobs[1];
  expect(ground.model.requests).toHaveLength(4);
  done();
  await Promise.all(jobs);
  expect(ground.model.requests).toHaveLength(6);
  expect(ground.model.mostAtOnce).toBe(4);
  for (const one of [id, ...others]) expect(await rowsOf(ground, one)).toHaveLength(1);
});

test('stopping ends what is under way, keeps no half summary, and begins nothing', async () => {
  await talk(ground, id, 11);
  const done = ground.model.hold();
  const summary = ground.memory.afterTurn(id);
  await waitFor(() => ground.model.requests.length === 1);
  await ground.memory.stop();
  await summary;
  done();
  expect(await rowsOf(ground, id)).toEqual([]);
  await ground.memory.afterTurn(id);
  expect(ground.model.requests).toHaveLength(1);
  expect(ground.logged).toEqual([]);
});

test.each(['summarize', 'remembers'] as const)('without %s nothing is asked', async (name) => {
  ground.settings[name] = false;
  await talk(ground, id, 11);
  await ground.memory.afterTurn(id);
  expect(ground.model.requests).toEqual([]);
});

test('what is remembered is told after summaries are switched off, and not without memory', async () => {
  ground.model.answers.push(fact('The code is 42'));
  await talk(ground, id, 11);
  await ground.memory.afterTurn(id);
  ground.settings.summarize = false;
  expect(await ground.memory.recall(id)).toContain('The code is 42');
  ground.settings.remembers = false;
  expect(await ground.memory.recall(id)).toBeNull();
});

test('memory survives its maker, and no session sees that of another', async () => {
  ground.model.answers.push(fact('The code is 42'));
  await talk(ground, id, 11);
  await ground.memory.afterTurn(id);
  const { store, clock, settings, model, log } = ground;
  const next = new Memory({ store, clock, provider: model, settings: () => settings, log });
  expect(await next.recall(id)).toContain('The code is 42');
  expect(await next.recall(await ground.makeSession())).toBeNull();
});
