/**
 * Owns what tasks of other agents promise: whose they are, how each turn ends one, what followers are told, what is known after a
 * restart. The protocol around them is tested with its endpoint.
 */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { turns } from '../../src/db/schema/index.ts';
import type { ModelEvent, ModelRequest, Provider } from '../../src/domain/agent/index.ts';
import { TaskRefusal, Tasks, type TaskUpdate } from '../../src/domain/peers/index.ts';
import type { Caller } from '../../src/domain/shared/index.ts';
import { silentLoggerOf } from '../support/log.ts';
import { echo, type Ground, openGround, quietCaller, storeFile, usageOf } from './ground.ts';

const alice: Caller = { ...quietCaller, actor: 'token:alice' };
const bob: Caller = { ...quietCaller, actor: 'token:bob' };

/** A provider that says one word and then waits to be let go on. */
class Held implements Provider {
  readonly name = 'test';
  readonly model = 'held';
  asked = 0;
  #go: () => void = () => undefined;
  readonly #gate = new Promise<void>((resolve) => {
    this.#go = resolve;
  });

  go(): void {
    this.#go();
  }

  async *answer({ messages }: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    this.asked += 1;
    yield { type: 'token', content: 'So: ' };
    await Promise.race([
      this.#gate,
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
    ]);
    yield { type: 'token', content: messages.at(-1)?.content ?? '' };
    yield { type: 'usage', usage: usageOf(1, 2) };
  }
}

const tasksOn = (ground: Ground) =>
  new Tasks({ ...ground, agentId: () => ground.settings.agentId, log: silentLoggerOf('a2a') });

async function start(provider: Provider = echo, file = storeFile(), isStopping = () => false) {
  const ground = await openGround(file, provider, { isStopping });
  onTestFinished(() => ground.store.close());
  const tasks = tasksOn(ground);
  const give = (text: string, contextId: string | null = null, by = alice) =>
    tasks.begin({ contextId, messageId: 'msg-1', text }, by);
  return { ground, tasks, give };
}

async function kindOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(() => null).catch((thrown: unknown) => thrown);
  if (error instanceof TaskRefusal) return error.kind;
  throw new Error(`expected a refusal, got ${String(error)}`);
}

describe('a task', () => {
  it('is a turn in a session of its own, which the next message may go on with', async () => {
    const { ground, tasks, give } = await start();
    const first = await give('Hello');
    expect(first.task).toMatchObject({ state: 'submitted', answer: null });
    await first.ended();
    expect(first.task).toMatchObject({ state: 'completed', answer: 're: Hello', reason: null });
    const { sessionId } = first.task;
    expect(await ground.sessions.get(sessionId)).toMatchObject({
      channel: 'a2a',
      userId: 'token:alice',
      agentId: 'my-agent',
    });
    const second = await give('And?', sessionId);
    await second.ended();
    expect(second.task.sessionId).toBe(sessionId);
    expect((await ground.turns.history(sessionId, 10, 0)).total).toBe(4);
    expect(await tasks.get(first.task.id, alice)).toEqual(first.task);
  });

  it('belongs to whoever gave it, and so does its context', async () => {
    const { ground, tasks, give } = await start();
    const live = await give('Hello');
    await live.ended();
    const { task } = live;
    for (const id of [task.id, 'task_nobody']) {
      expect(await kindOf(tasks.get(id, bob))).toBe('task_not_found');
      expect(await kindOf(tasks.cancel(id, bob))).toBe('task_not_found');
      expect(await kindOf(tasks.watch(id, bob))).toBe('task_not_found');
    }
    expect(await kindOf(give('Hi', task.sessionId, bob))).toBe('context_refused');
    expect(await kindOf(give('Hi', 'sess_nobody'))).toBe('context_refused');
    const api = await ground.sessions.create(
      { channel: 'api', userId: alice.actor, metadata: {} },
      alice,
    );
    expect(await kindOf(give('Hi', api.id))).toBe('context_refused');
    ground.settings.agentId = 'other-agent';
    expect(await kindOf(tasks.get(task.id, alice))).toBe('task_not_found');
    expect(await kindOf(give('Hi', task.sessionId))).toBe('context_refused');
    ground.settings.agentId = 'my-agent';
    await ground.sessions.terminate(task.sessionId, alice);
    expect(await kindOf(give('Hi', task.sessionId))).toBe('context_refused');
    expect((await tasks.get(task.id, alice)).state).toBe('completed');
  });

  it('is told to its followers piece by piece, and whole to one that comes late', async () => {
    const provider = new Held();
    const { tasks, give } = await start(provider);
    const live = await give('Hello');
    const told: TaskUpdate[] = [];
    const reading = (async () => {
      for await (const update of live.follow()) told.push(update);
    })();
    await vi.waitUntil(() => live.task.answer !== null, { timeout: 30_000 });
    const late = (await tasks.watch(live.task.id, alice)).follow();
    expect((await late.next()).value).toMatchObject({
      type: 'task',
      task: { state: 'working', answer: 'So: ' },
    });
    provider.go();
    await reading;
    const pieces = told.flatMap((one) => (one.type === 'text' ? [one.text] : []));
    expect(pieces.join('')).toBe('So: Hello');
    const states = told.flatMap((one) => (one.type === 'text' ? [] : [one.task.state]));
    expect(states).toEqual(['submitted', 'working', 'completed']);
    const rest: string[] = [];
    for await (const update of late)
      rest.push(update.type === 'text' ? update.text : update.task.state);
    expect(rest).toEqual(['Hello', 'completed']);
    expect(await kindOf(tasks.watch(live.task.id, alice))).toBe('over');
  });

  it('fails with the reason that the turn gives, and without one that is nobody’s business', async () => {
    const failing: Provider = {
      ...echo,
      // biome-ignore lint/correctness/useYield: it fails before it says anything
      async *answer() {
        throw new Error('the password is hunter2');
      },
    };
    const { give } = await start(failing);
    const live = await give('Hello');
    await live.ended();
    expect(live.task).toMatchObject({ state: 'failed', answer: null });
    expect(live.task.reason).not.toContain('hunter2');
    expect(live.task.reason).not.toBe('');
  });

  it('is rejected where too many turns wait in its context', async () => {
    const provider = new Held();
    const { ground, give } = await start(provider);
    ground.settings.maxQueuedTurns = 1;
    const first = await give('one');
    await vi.waitUntil(() => provider.asked === 1, { timeout: 30_000 });
    const second = await give('two', first.task.sessionId);
    const third = await give('three', first.task.sessionId);
    await third.ended();
    expect(third.task.state).toBe('rejected');
    provider.go();
    await Promise.all([first.ended(), second.ended()]);
    expect(second.task).toMatchObject({ state: 'completed', answer: 'So: two' });
  });

  it('ends its turn when it is canceled, at work and in line', async () => {
    const provider = new Held();
    const { ground, tasks, give } = await start(provider);
    const first = await give('one');
    await vi.waitUntil(() => first.task.answer !== null, { timeout: 30_000 });
    const second = await give('two', first.task.sessionId);
    expect(await tasks.cancel(second.task.id, alice)).toMatchObject({ state: 'canceled' });
    expect(await tasks.cancel(first.task.id, alice)).toMatchObject({ state: 'canceled' });
    // Once more is no fault.
    expect(await tasks.cancel(first.task.id, alice)).toMatchObject({ state: 'canceled' });
    const { messages } = await ground.turns.history(first.task.sessionId, 10, 0);
    expect(messages.map(({ content }) => content)).toEqual(['one']);
  });

  it('that is over cannot be canceled', async () => {
    const { tasks, give } = await start();
    const live = await give('Hello');
    await live.ended();
    expect(await kindOf(tasks.cancel(live.task.id, alice))).toBe('task_not_cancelable');
  });

  it('is one of a bounded number at work', async () => {
    const provider = new Held();
    const { give } = await start(provider);
    const all = await Promise.all(Array.from({ length: 256 }, () => give('Hello')));
    expect(await kindOf(give('one more'))).toBe('too_many');
    provider.go();
    await Promise.all(all.map((live) => live.ended()));
    await (await give('one more')).ended();
  });
});

describe('a task that a stop cut short', () => {
  /** Gives a task, stops in the middle of it, and opens everything again on the same file. */
  async function interrupted() {
    const file = storeFile();
    let stopping = false;
    const before = await start(new Held(), file, () => stopping);
    const live = await before.give('Hello');
    await vi.waitUntil(() => live.task.answer !== null, { timeout: 30_000 });
    stopping = true;
    await before.tasks.stop();
    await before.ground.turns.stop();
    await before.ground.store.close();
    const provider = new Held();
    const { ground, tasks } = await start(provider, file);
    return { id: live.task.id, ground, tasks, provider };
  }

  it('is at work again once its turn is, and ends as the turn does', async () => {
    const { id, ground, tasks, provider } = await interrupted();
    await ground.turns.resume(Promise.resolve());
    expect(await tasks.get(id, alice)).toMatchObject({ state: 'working', answer: null });
    expect(await kindOf(tasks.watch(id, alice))).toBe('over');
    provider.go();
    await vi.waitUntil(async () => (await tasks.get(id, alice)).state === 'completed', {
      timeout: 30_000,
    });
    expect(await tasks.get(id, alice)).toMatchObject({ answer: 'So: Hello', reason: null });
  });

  it('tells of an answer of its own turn only', async () => {
    const { id, ground, tasks, provider } = await interrupted();
    provider.go();
    await ground.turns.resume(Promise.resolve());
    const { sessionId } = await tasks.get(id, alice);
    await ground.turns.send(sessionId, 'Something else', alice, new AbortController().signal);
    expect(await tasks.get(id, alice)).toMatchObject({ state: 'completed', answer: 'So: Hello' });
  });

  it('has failed where its turn never began', async () => {
    const { id, ground, tasks, provider } = await interrupted();
    const { sessionId } = await tasks.get(id, alice);
    await ground.store.write(async (tx) => {
      await tx.delete(turns).run();
    });
    // A turn of somebody else in the same session is none of the task's.
    provider.go();
    await ground.turns.send(sessionId, 'Something else', alice, new AbortController().signal);
    expect(await tasks.get(id, alice)).toMatchObject({
      sessionId,
      state: 'failed',
      reason: 'The agent was stopped before it could answer',
    });
    expect(await kindOf(tasks.cancel(id, alice))).toBe('task_not_cancelable');
  });
});
