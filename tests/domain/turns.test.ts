/**
 * Owns the rules of turns: one at a time in a session, in order, bounded, and a line that is freed however a turn ends.
 * How turns look over HTTP is tested through the contracts.
 */
import { expect, test, vi } from 'vitest';
import type {
  ModelEvent,
  ModelMessage,
  ModelRequest,
  Provider,
  TurnEvent,
} from '../../src/domain/agent/index.ts';
import {
  BEGIN,
  callerOf,
  endless,
  eventsOf,
  freshGround,
  type Ground,
  makeSession,
  quietCaller,
  reasonOf,
  usageOf,
} from './ground.ts';

/** Conditions come true in a millisecond or so, but machines can be busy. */
const PATIENCE = { timeout: 30_000, interval: 2 };

/** A provider whose turns wait until the test lets them go on; `asked` holds the last message of each turn begun. */
class LedProvider implements Provider {
  readonly name = 'led';
  readonly model = 'test';
  readonly asked: string[] = [];
  readonly seen: (readonly ModelMessage[])[] = [];
  #gates = new Map<string, () => void>();

  /** Lets the turn of this message end; it may not have begun yet. */
  async release(content: string): Promise<void> {
    await vi.waitUntil(() => this.#gates.has(content), PATIENCE);
    this.#gates.get(content)?.();
  }

  async begun(content: string): Promise<void> {
    await vi.waitUntil(() => this.asked.includes(content), PATIENCE);
  }

  async *answer({ messages }: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const content = messages.at(-1)?.content ?? '';
    this.asked.push(content);
    this.seen.push(messages);
    yield { type: 'token', content: 're: ' };
    if (content.startsWith('fail')) throw new Error('the model is down');
    await new Promise<void>((resolve, reject) => {
      this.#gates.set(content, resolve);
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    });
    yield { type: 'token', content };
    yield { type: 'usage', usage: usageOf(2, 3) };
  }
}

async function led(): Promise<{ ground: Ground; provider: LedProvider; id: string }> {
  const provider = new LedProvider();
  const ground = await freshGround(provider);
  return { ground, provider, id: await makeSession(ground) };
}

const contents = async ({ turns }: Ground, id: string) =>
  (await turns.history(id, 500, 0)).messages.map(({ content }) => content);

test('a turn stores both messages, counts what it cost, and tells of each', async () => {
  const ground = await freshGround();
  const id = await makeSession(ground);
  ground.clock.advance(1000);
  const by = callerOf('message.send');
  const turn = await ground.turns.send(id, 'hello', by, endless);
  expect(turn).toMatchObject({
    sessionId: id,
    content: 're: hello',
    usage: { input: 2, output: 3 },
    createdAt: BEGIN + 1000,
  });
  const { messages, total } = await ground.turns.history(id, 10, 0);
  expect(total).toBe(2);
  expect(messages).toMatchObject([
    { seq: 1, role: 'human', content: 'hello', inputTokens: 0, outputTokens: 0 },
    { seq: 2, role: 'ai', content: 're: hello', inputTokens: 2, outputTokens: 3, id: turn.id },
  ]);
  await ground.turns.send(id, 'again', quietCaller, endless);
  expect(await ground.sessions.get(id)).toMatchObject({
    turnCount: 2,
    messageCount: 4,
    inputTokens: 4,
    outputTokens: 6,
    lastActivity: BEGIN + 1000,
  });
  expect(await eventsOf(ground.store, id)).toEqual([
    'session.created',
    'message.received',
    'message.sent',
    'message.received',
    'message.sent',
  ]);
  expect(by.audit.written).toBe(true);
  expect(await ground.journal.verify()).toMatchObject({ entries: 1, brokenAt: null });
});

test('events come as the model speaks, and the end when the answer is durable', async () => {
  const { ground, provider, id } = await led();
  const events = await ground.turns.begin(id, 'hello', quietCaller, endless);
  // The message is durable before the first word of the answer.
  expect(await contents(ground, id)).toEqual(['hello']);
  const seen: TurnEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    if (seen.length === 1) void provider.release('hello');
    if (event.type === 'done') expect(await contents(ground, id)).toEqual(['hello', 're: hello']);
  }
  expect(seen.map(({ type }) => type)).toEqual(['token', 'token', 'done']);
});

test('turns of one session run one at a time, in the order in which they came', async () => {
  const { ground, provider, id } = await led();
  const sent = ['a', 'b', 'c'].map((content) =>
    ground.turns.send(id, content, quietCaller, endless),
  );
  await provider.begun('a');
  expect(await contents(ground, id)).toEqual(['a']);
  expect(provider.asked).toEqual(['a']);
  for (const content of ['a', 'b', 'c']) await provider.release(content);
  await Promise.all(sent);
  expect(provider.asked).toEqual(['a', 'b', 'c']);
  expect(await contents(ground, id)).toEqual(['a', 're: a', 'b', 're: b', 'c', 're: c']);
});

test('a full line refuses the next one, and takes it again when there is room', async () => {
  const { ground, provider, id } = await led();
  ground.settings.maxQueuedTurns = 2;
  const first = ground.turns.send(id, 'a', quietCaller, endless);
  await provider.begun('a');
  const waiting = ['b', 'c'].map((content) => ground.turns.send(id, content, quietCaller, endless));
  const refused = ground.turns.send(id, 'd', callerOf('message.send'), endless);
  expect(await reasonOf(refused)).toBe('session_busy');
  expect(await contents(ground, id)).toEqual(['a']);

  await provider.release('a');
  await first;
  await provider.begun('b');
  const fourth = ground.turns.send(id, 'd', quietCaller, endless);
  for (const content of ['b', 'c', 'd']) await provider.release(content);
  await Promise.all([...waiting, fourth]);
  expect(provider.asked).toEqual(['a', 'b', 'c', 'd']);
});

test('a reader that leaves in the middle frees the line; its message stays without an answer', async () => {
  const { ground, provider, id } = await led();
  for await (const event of await ground.turns.begin(id, 'a', quietCaller, endless)) {
    expect(event.type).toBe('token');
    break;
  }
  const next = ground.turns.send(id, 'b', quietCaller, endless);
  await provider.release('b');
  await next;
  expect(await contents(ground, id)).toEqual(['a', 'b', 're: b']);
});

test('a caller that goes away while the model thinks ends the turn and frees the line', async () => {
  const { ground, provider, id } = await led();
  const gone = new AbortController();
  const turn = ground.turns.send(id, 'a', quietCaller, gone.signal);
  await provider.begun('a');
  const next = ground.turns.send(id, 'b', quietCaller, endless);
  gone.abort(new Error('the caller has gone'));
  await expect(turn).rejects.toThrow('the caller has gone');
  await provider.release('b');
  await next;
  expect(await contents(ground, id)).toEqual(['a', 'b', 're: b']);
});

test('a session that ends during a turn takes no answer, and nobody waits on', async () => {
  const { ground, provider, id } = await led();
  const turn = reasonOf(ground.turns.send(id, 'a', quietCaller, endless));
  await provider.begun('a');
  const waiting = reasonOf(ground.turns.send(id, 'b', quietCaller, endless));
  await ground.sessions.terminate(id, quietCaller);
  await provider.release('a');
  expect(await turn).toBe('session_terminated');
  expect(await waiting).toBe('session_terminated');
  expect(await contents(ground, id)).toEqual(['a']);
  expect(await ground.sessions.get(id)).toMatchObject({ status: 'terminated', turnCount: 0 });
});

test('a model that fails ends its turn alone', async () => {
  const { ground, provider, id } = await led();
  const failing = ground.turns.send(id, 'fail 1', quietCaller, endless);
  const next = ground.turns.send(id, 'b', quietCaller, endless);
  await expect(failing).rejects.toThrow('the model is down');
  await provider.release('b');
  await next;
  expect(await contents(ground, id)).toEqual(['fail 1', 'b', 're: b']);
  expect(await ground.sessions.get(id)).toMatchObject({ turnCount: 1, messageCount: 3 });
});

test('sessions do not wait for each other', async () => {
  const { ground, provider, id } = await led();
  const other = await makeSession(ground);
  const slow = ground.turns.send(id, 'slow', quietCaller, endless);
  await provider.begun('slow');
  const quick = ground.turns.send(other, 'quick', quietCaller, endless);
  await provider.release('quick');
  expect((await quick).content).toBe('re: quick');
  await provider.release('slow');
  await slow;
});

test('a thread that is deleted during a turn ends the turn, and nothing of it comes back', async () => {
  const { ground, provider, id } = await led();
  ground.threads.onDeleted((ids) => ground.turns.threadsDeleted(ids));
  const turn = reasonOf(ground.turns.send(id, 'a', quietCaller, endless));
  await provider.begun('a');
  await ground.threads.delete(id, quietCaller);
  expect(await turn).toBe('thread_not_found');
  expect(await contents(ground, id)).toEqual([]);

  const next = ground.turns.send(id, 'b', quietCaller, endless);
  await provider.release('b');
  await next;
  const { messages } = await ground.turns.history(id, 10, 0);
  expect(messages.map(({ seq, content }) => [seq, content])).toEqual([
    [1, 'b'],
    [2, 're: b'],
  ]);
});

test('the model sees the newest messages of the window, from one of the user on; without memory the one it answers', async () => {
  const { ground, provider, id } = await led();
  ground.settings.windowSize = 4;
  for (const content of ['m0', 'm1', 'm2', 'm3']) {
    const turn = ground.turns.send(id, content, quietCaller, endless);
    await provider.release(content);
    await turn;
  }
  const seen = () => provider.seen.at(-1)?.map(({ content }) => content);
  // The window of four begins with an answer, whose question is out of it.
  expect(seen()).toEqual(['m2', 're: m2', 'm3']);
  ground.settings.windowSize = 5;
  for (const content of ['m4', 'm5']) {
    const turn = ground.turns.send(id, content, quietCaller, endless);
    await provider.release(content);
    await turn;
  }
  expect(seen()).toEqual(['m3', 're: m3', 'm4', 're: m4', 'm5']);

  ground.settings.remembers = false;
  const turn = ground.turns.send(id, 'm6', quietCaller, endless);
  await provider.release('m6');
  await turn;
  expect(seen()).toEqual(['m6']);
});

test('messages come back as they were said, in pages, oldest first', async () => {
  const ground = await freshGround();
  const id = await makeSession(ground);
  const said = [
    'tab\tand\u0001',
    'línea\r\n',
    '👩‍👩‍👧 \ud83d\ude00',
    "'; drop table messages; --",
    ' ',
  ];
  for (const content of said) await ground.turns.send(id, content, quietCaller, endless);
  const { messages, total } = await ground.turns.history(id, 4, 2);
  expect(total).toBe(10);
  expect(messages.map(({ seq }) => seq)).toEqual([3, 4, 5, 6]);
  expect((await contents(ground, id)).filter((_, n) => n % 2 === 0)).toEqual(said);
  expect(await reasonOf(ground.turns.history('sess_none', 4, 0))).toBe('session_not_found');
  expect(await reasonOf(ground.turns.send('sess_none', 'x', quietCaller, endless))).toBe(
    'session_not_found',
  );
});
