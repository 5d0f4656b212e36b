/**
 * Owns the rules of the loop: tools run at once and within bounds, what they did is kept whatever happens, and a turn that was
 * interrupted goes on without running any of them again. Real providers and real tools are tested elsewhere.
 */
import { expect, test, vi } from 'vitest';
import { modelCalls, toolCalls, turns } from '../../src/db/schema/index.ts';
import {
  type ModelEvent,
  type ModelRequest,
  type Provider,
  ProviderError,
  type ToolTable,
  type TurnEvent,
  type TurnParts,
} from '../../src/domain/agent/index.ts';
import {
  endless,
  eventsOf,
  freshGround,
  type Ground,
  makeSession,
  openGround,
  quietCaller,
  reasonOf,
  storeFile,
  usageOf,
} from './ground.ts';

const PATIENCE = { timeout: 10_000, interval: 2 };

type Said = string | { readonly tools: readonly (readonly [name: string, input?: object])[] };

/** A provider that says what the script says, one entry per model call; the last one again and again. */
class Scripted implements Provider {
  readonly name = 'test';
  readonly model = 'script';
  readonly requests: ModelRequest[] = [];
  readonly #script: Said[];

  constructor(...script: Said[]) {
    this.#script = script;
  }

  async *answer(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    this.requests.push(request);
    const said = this.#script.length > 1 ? this.#script.shift() : this.#script[0];
    if (said === 'hang')
      await new Promise((_, reject) => {
        signal.throwIfAborted();
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    if (said === 'down') throw new ProviderError('test: nobody is there', { retryAfter: 7 });
    if (typeof said === 'string') yield { type: 'token', content: said };
    else {
      for (const [n, [name, input = {}]] of (said?.tools ?? []).entries())
        yield { type: 'tool_call', call: { id: `same${n % 2}`, name, input: { ...input } } };
    }
    yield { type: 'usage', usage: usageOf(10, 4, 5) };
  }
}

/** Tools whose calls the test watches; `slow` ends when the test says so or the signal aborts. */
class Bench implements ToolTable {
  readonly specs = ['add', 'fail', 'slow'].map((name) => ({
    name,
    description: `${name}s`,
    inputSchema: { type: 'object' },
  }));
  readonly called: string[] = [];
  finish: () => void = () => undefined;

  open(): ToolTable {
    return this;
  }

  async call(
    name: string,
    input: Readonly<Record<string, unknown>>,
    { signal }: { signal: AbortSignal },
  ) {
    this.called.push(name);
    if (name === 'fail') return { content: 'it broke', failed: true };
    if (name === 'slow') {
      await new Promise<void>((resolve) => {
        this.finish = resolve;
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
      return { content: signal.aborted ? 'aborted' : 'slow is done', failed: signal.aborted };
    }
    return { content: JSON.stringify(input), failed: false };
  }
}

async function scripted(
  script: readonly Said[],
  parts: Partial<TurnParts> = {},
): Promise<{ ground: Ground; provider: Scripted; tools: Bench; id: string }> {
  const provider = new Scripted(...script);
  const tools = new Bench();
  const ground = await freshGround(provider, { tools, ...parts });
  return { ground, provider, tools, id: await makeSession(ground) };
}

const said = async ({ turns }: Ground, id: string) =>
  (await turns.history(id, 500, 0)).messages.map(({ role, content }) => `${role}: ${content}`);
const statesOf = async ({ store }: Ground) =>
  (await store.read.select().from(turns)).map(({ state, error }) => [state, error]);

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

test('without a provider that answers, the turn fails with the reason, and the next one goes on', async () => {
  const { ground, id } = await scripted(['down', 'back']);
  const failing = ground.turns.send(id, 'a', quietCaller, endless);
  await expect(failing).rejects.toMatchObject({
    reason: 'provider_unavailable',
    details: { reason: 'test: nobody is there' },
    retryAfter: 7,
  });
  expect(await statesOf(ground)).toEqual([
    ['failed', 'No model provider gave an answer: test: nobody is there'],
  ]);
  expect(await eventsOf(ground.store, id)).toContain('error.occurred');
  expect((await ground.turns.send(id, 'b', quietCaller, endless)).content).toBe('back');
});

test('a turn that takes too long fails', async () => {
  const { ground, id } = await scripted(['hang']);
  ground.settings.turnTimeoutSecs = 0.05;
  expect(await reasonOf(ground.turns.send(id, 'a', quietCaller, endless))).toBe('turn_timed_out');
  expect(await statesOf(ground)).toEqual([['failed', 'There was no answer within 0.05 s']]);
});

test('a caller that goes away while a tool runs cancels the turn; what the tool did is kept', async () => {
  const { ground, tools, id } = await scripted([{ tools: [['slow'], ['add']] }, 'never']);
  const gone = new AbortController();
  const turn = ground.turns.send(id, 'go', quietCaller, gone.signal);
  await vi.waitUntil(() => tools.called.length === 2, PATIENCE);
  gone.abort(new Error('gone'));
  await expect(turn).rejects.toThrow('gone');
  expect((await said(ground, id)).sort()).toEqual([
    'ai: ',
    'human: go',
    'tool: aborted',
    'tool: {}',
  ]);
  expect(await statesOf(ground)).toEqual([['cancelled', 'Nobody waited for the answer any more']]);
});

test('a caller that goes away in line leaves it, and nothing of its message is stored', async () => {
  const { ground, tools, id } = await scripted([{ tools: [['slow']] }, 'done']);
  const first = ground.turns.send(id, 'a', quietCaller, endless);
  await vi.waitUntil(() => tools.called.length === 1, PATIENCE);
  const gone = new AbortController();
  const second = ground.turns.send(id, 'b', quietCaller, gone.signal);
  const third = ground.turns.send(id, 'c', quietCaller, endless);
  gone.abort(new Error('gone'));
  await expect(second).rejects.toThrow('gone');
  tools.finish();
  await first;
  await third;
  expect((await said(ground, id)).filter((one) => one.startsWith('human'))).toEqual([
    'human: a',
    'human: c',
  ]);
});

test('a session that is terminated while a tool runs ends the turn at once', async () => {
  const { ground, tools, id } = await scripted([{ tools: [['slow']] }, 'never']);
  const turn = reasonOf(ground.turns.send(id, 'go', quietCaller, endless));
  await vi.waitUntil(() => tools.called.length === 1, PATIENCE);
  await ground.sessions.terminate(id, quietCaller);
  expect(await turn).toBe('session_terminated');
  expect(await statesOf(ground)).toEqual([['cancelled', null]]);
});

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

test('a model that asks for more tools than anybody could want fails the turn', async () => {
  const many = Array.from({ length: 101 }, () => ['add'] as const);
  const { ground, tools, id } = await scripted([{ tools: many }]);
  expect(await reasonOf(ground.turns.send(id, 'go', quietCaller, endless))).toBe(
    'provider_unavailable',
  );
  expect(tools.called).toEqual([]);
  expect(await said(ground, id)).toEqual(['human: go']);
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
