/**
 * Owns the rules of the loop: tools run at once and within bounds, every step is kept, and what the model sees is what it should. Turns
 * that fail are in turns-failures.test.ts; real providers and real tools are tested elsewhere.
 */
import { expect, test, vi } from 'vitest';
import { modelCalls } from '../../src/db/schema/index.ts';
import type { TurnEvent, TurnParts } from '../../src/domain/agent/index.ts';
import { endless, eventsOf, quietCaller } from './ground.ts';
import { PATIENCE, said, scripted, statesOf } from './turns-ground.ts';

test('a turn with tools keeps every step, and the model sees what they did', async () => {
  const { ground, provider, id } = await scripted([
    { tools: [['add', { a: 1 }], ['fail']] },
    'three',
  ]);
  const events: TurnEvent[] = [];
  for await (const event of await ground.turns.begin(id, '1 + 2?', quietCaller, endless))
    events.push(event);
  expect(events.map(({ type }) => type)).toEqual([
    'tool_call',
    'tool_call',
    'tool_result',
    'tool_result',
    'token',
    'done',
  ]);
  const done = events.at(-1);
  expect(done).toMatchObject({
    turn: {
      content: 'three',
      usage: { input: 20, output: 8 },
      toolCalls: [
        { name: 'add', input: { a: 1 }, output: '{"a":1}' },
        { name: 'fail', input: {}, output: 'it broke' },
      ],
    },
  });
  expect(await said(ground, id)).toEqual([
    'human: 1 + 2?',
    'ai: ',
    'tool: {"a":1}',
    'tool: it broke',
    'ai: three',
  ]);
  const [, second] = provider.requests;
  const [first, asked, ...results] = second?.messages ?? [];
  expect(first).toEqual({ role: 'human', content: '1 + 2?' });
  const calls = asked?.role === 'ai' ? asked.toolCalls : [];
  // The model's own ids are the same for both calls of a kind; ours are not.
  expect(new Set(calls.map((call) => call.id)).size).toBe(2);
  expect(results).toEqual([
    { role: 'tool', callId: calls[0]?.id, name: 'add', content: '{"a":1}', failed: false },
    { role: 'tool', callId: calls[1]?.id, name: 'fail', content: 'it broke', failed: true },
  ]);
  expect(await ground.sessions.get(id)).toMatchObject({
    turnCount: 1,
    messageCount: 5,
    inputTokens: 20,
    outputTokens: 8,
    costMicros: 10,
  });
  const spent = await ground.store.read.select().from(modelCalls);
  expect(spent.map(({ step, model, costMicros }) => [step, model, costMicros])).toEqual([
    [1, 'echo', 5],
    [2, 'echo', 5],
  ]);
  expect(await eventsOf(ground.store, id)).toEqual([
    'session.created',
    'message.received',
    'tool.executed',
    'tool.executed',
    'message.sent',
  ]);
  expect(await statesOf(ground)).toEqual([['done', null]]);
  // One audit entry per tool that ran.
  expect(await ground.journal.verify()).toMatchObject({ entries: 2, brokenAt: null });
});

test('tools of one answer run at once, and only as many as allowed', async () => {
  const { ground, tools, id } = await scripted([{ tools: [['slow'], ['add'], ['add']] }, 'done']);
  ground.settings.maxToolCalls = 2;
  const turn = ground.turns.send(id, 'go', quietCaller, endless);
  await vi.waitUntil(() => tools.called.length === 2, PATIENCE);
  tools.finish();
  const { toolCalls: ran } = await turn;
  expect(tools.called).toEqual(['slow', 'add']);
  expect(ran.map(({ output }) => output)).toEqual([
    'slow is done',
    '{}',
    'Not run: at most 2 tools may be called at once.',
  ]);
});

test('the last model call that is allowed gets no tools, so that the model answers', async () => {
  const { ground, provider, id } = await scripted([{ tools: [['add']] }]);
  ground.settings.maxModelCalls = 3;
  const turn = await ground.turns.send(id, 'go', quietCaller, endless);
  expect(turn.toolCalls).toHaveLength(2);
  expect(provider.requests.map(({ tools }) => tools.length)).toEqual([3, 3, 0]);
  expect(await statesOf(ground)).toEqual([['done', null]]);
});

test('prompt, long-term memory and skills make up the system prompt, in this order', async () => {
  const { ground, provider, id } = await scripted(['ok'], {
    memory: {
      recall: () => Promise.resolve('Remembered: blue'),
      afterTurn: () => Promise.resolve(),
    },
    skills: { promptFor: (message) => Promise.resolve(`Skill for ${message}`) },
  });
  await ground.turns.send(id, 'hi', quietCaller, endless);
  expect(provider.requests[0]?.system).toBe('Be brief.\n\nRemembered: blue\n\nSkill for hi');
  ground.settings.remembers = false;
  await ground.turns.send(id, 'hi', quietCaller, endless);
  expect(provider.requests[1]?.system).toBe('Be brief.\n\nSkill for hi');
});

test('plugins that look at texts change them, stop them, and answers are told when they are whole', async () => {
  const filters: TurnParts['filters'] = {
    hasMiddleware: () => true,
    async middleware(stage, text) {
      if (text.includes('bad')) return { blockedBy: 'guard', reason: 'it is bad' };
      return { text: `${stage}(${text})` };
    },
  };
  const { ground, provider, id } = await scripted(['one two', 'a bad answer'], { filters });
  const events: TurnEvent[] = [];
  for await (const event of await ground.turns.begin(id, 'hi', quietCaller, endless))
    events.push(event);
  expect(events.slice(0, -1)).toEqual([{ type: 'token', content: 'outbound(one two)' }]);
  expect(provider.requests[0]?.messages).toEqual([{ role: 'human', content: 'inbound(hi)' }]);
  expect(await said(ground, id)).toEqual(['human: inbound(hi)', 'ai: outbound(one two)']);
  const withheld = await ground.turns.send(id, 'again', quietCaller, endless);
  expect(withheld.content).toBe('[Withheld by guard: it is bad]');
  const blocked = ground.turns.send(id, 'something bad', quietCaller, endless);
  await expect(blocked).rejects.toMatchObject({
    reason: 'message_blocked',
    details: { plugin: 'guard', reason: 'it is bad' },
  });
  expect(await said(ground, id)).toHaveLength(4);
});
