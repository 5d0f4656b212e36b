/**
 * Owns the tests of turns in containers over a scripted engine: follow-ups, closing, times, retries, bounds, and what a hostile agent may
 * say. Real containers are in tests/scenarios/containers.test.ts.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { listRuns } from '../../src/db/container-runs.ts';
import { EngineError } from '../../src/domain/runtime/index.ts';
import { DomainError } from '../../src/domain/shared/index.ts';
import type { Script } from '../support/scripted-engine.ts';
import { answerAll, echoes, never, openQueue, SYSTEM, usage } from './queue-ground.ts';

const until = (condition: () => boolean | Promise<boolean>) =>
  vi.waitUntil(condition, { timeout: 30_000, interval: 5 });
const page = { limit: 50, offset: 0 };

test('a message of a mapped chat is answered in a container, the next one by the same, and all of it is history', async () => {
  const world = await openQueue(echoes);
  const session = await world.chat('tg:1', { name: 'dev' });
  const first = await world.turns.send(session, 'hello', SYSTEM, never);
  expect(first).toMatchObject({ content: 're: hello', usage: { input: 2, output: 3 } });
  expect((await world.turns.send(session, 'again', SYSTEM, never)).content).toBe('re: again');
  expect(world.engine.specs).toHaveLength(1);
  const { messages } = await world.turns.history(session, 10, 0);
  expect(messages.map(({ role, content }) => [role, content])).toEqual([
    ['human', 'hello'],
    ['ai', 're: hello'],
    ['human', 'again'],
    ['ai', 're: again'],
  ]);
  const [run] = await listRuns(world.store.read, page);
  expect(run).toMatchObject({
    namespace: 'dev',
    jid: 'tg:1',
    trigger: 'message',
    status: 'running',
    outputCount: 2,
    sessionId: session,
  });
  await world.crew.active('dev')?.container.close();
  await until(() => world.crew.active('dev') === undefined);
  expect((await listRuns(world.store.read, page))[0]).toMatchObject({
    status: 'success',
    exitCode: 0,
  });
  expect(world.proxy.admitted.size).toBe(0);
});

test('a session of no mapped chat is answered in the daemon', async () => {
  const world = await openQueue(echoes);
  const { id } = await world.sessions.create({ channel: 'api', userId: 'u', metadata: {} }, SYSTEM);
  expect((await world.turns.send(id, 'hi', SYSTEM, never)).content).toBe('re: hi');
  expect(world.engine.specs).toEqual([]);
});

test('a container has what the policy says: its folders, no network, its user, its bounds', async () => {
  const world = await openQueue(echoes);
  const containerConfig = {
    image: 'other:1',
    additionalMounts: [{ hostPath: '/allowed/a' }],
  };
  const session = await world.chat('tg:1', { name: 'dev', containerConfig });
  await world.turns.send(session, 'hello', SYSTEM, never);
  const [spec] = world.engine.specs;
  expect(spec).toMatchObject({
    image: 'other:1',
    user: '1000:1000',
    network: 'none',
    memoryBytes: 256 * 1024 * 1024,
    cpus: 1,
    pids: 64,
    workdir: '/workspace/group',
  });
  expect(spec?.binds.map(({ target, readOnly }) => [target, readOnly])).toEqual([
    ['/workspace/group', false],
    ['/workspace/global', true],
    ['/workspace/ipc', false],
    ['/run/gatehouse', true],
    ['/workspace/extra/x', true],
  ]);
});

test('each run sees the socket of the credential proxy that is its own', async () => {
  const world = await openQueue(echoes);
  for (const name of ['dev', 'ops'])
    await world.turns.send(await world.chat(`tg:${name}`, { name }), 'hello', SYSTEM, never);
  const seen = world.engine.specs.map(({ binds }) =>
    binds.filter(({ target }) => target === '/run/gatehouse'),
  );
  const runs = [...world.proxy.admitted];
  expect(runs).toHaveLength(2);
  expect(seen).toEqual(
    runs.map((run) => [
      { source: join(world.home, 'run', run), target: '/run/gatehouse', readOnly: true },
    ]),
  );
});

test('the main namespace may change what the others are told', async () => {
  const world = await openQueue(echoes);
  const session = await world.chat('tg:1', { name: 'main', isMain: true });
  await world.turns.send(session, 'hello', SYSTEM, never);
  const bind = world.engine.specs[0]?.binds.find(({ target }) => target === '/workspace/global');
  expect(bind?.readOnly).toBe(false);
});

test('the agent is told the prompt of the daemon and the instructions of its namespace', async () => {
  let system = '';
  const world = await openQueue(async (inside) => {
    system = inside.input.turn.system;
    return await echoes(inside);
  });
  await world.turns.send(await world.chat('tg:1', { name: 'dev' }), 'hello', SYSTEM, never);
  expect(system).toBe('Be brief.\n\nYou work in dev.');
});

test('steps in the container are kept as they happen, under ids of the daemon', async () => {
  const world = await openQueue(async (inside) => {
    const turnId = inside.input.turn.id;
    const calls = [{ id: 'x', name: 'run_command', input: { command: 'ls' } }];
    const step = { kind: 'asked_for_tools' as const, content: '', calls, usage, durationMs: 1 };
    inside.say({ status: 'success', result: null, turnId, step });
    const call = { id: 'x', name: 'run_command' };
    const ended = {
      kind: 'tool_ended' as const,
      call,
      content: 'files',
      failed: false,
      durationMs: 2,
    };
    inside.say({ status: 'success', result: null, turnId, step: ended });
    inside.say({ status: 'success', result: 'done', turnId, usage, durationMs: 1 });
    return 0;
  });
  const session = await world.chat('tg:1', { name: 'dev' });
  const turn = await world.turns.send(session, 'look', SYSTEM, never);
  expect(turn).toMatchObject({ content: 'done', usage: { input: 4, output: 6 } });
  expect(turn.toolCalls).toMatchObject([{ name: 'run_command', output: 'files' }]);
  expect(turn.toolCalls[0]?.id).toMatch(/^call_/);
  const { messages } = await world.turns.history(session, 10, 0);
  expect(messages.map(({ role }) => role)).toEqual(['human', 'ai', 'tool', 'ai']);
});

test.each<[string, Script]>([
  [
    'an end of a call that was not made',
    async (inside) => {
      const call = { id: 'other', name: 'x' };
      const step = { kind: 'tool_ended' as const, call, content: '', failed: false, durationMs: 0 };
      inside.say({ status: 'success', result: null, turnId: inside.input.turn.id, step });
      return await new Promise(() => undefined);
    },
  ],
  [
    'two calls of one name',
    async (inside) => {
      const one = { id: 'x', name: 'a', input: {} };
      const step = {
        kind: 'asked_for_tools' as const,
        content: '',
        calls: [one, one],
        usage,
        durationMs: 0,
      };
      inside.say({ status: 'success', result: null, turnId: inside.input.turn.id, step });
      return await new Promise(() => undefined);
    },
  ],
  [
    'more output than it may',
    async (inside) => {
      inside.write('stdout', 'x'.repeat(100_001));
      return await new Promise(() => undefined);
    },
  ],
])('%s ends the container, and the turn fails', async (_, script) => {
  const world = await openQueue(script);
  const session = await world.chat('tg:1', { name: 'dev' });
  await expect(world.turns.send(session, 'x', SYSTEM, never)).rejects.toMatchObject({
    reason: 'container_failed',
  });
  await until(() => world.crew.active('dev') === undefined);
  expect((await listRuns(world.store.read, page))[0]).toMatchObject({ status: 'error' });
});

test('messages of another turn, and what is none, are passed over', async () => {
  const world = await openQueue(async (inside) => {
    inside.write(
      'stdout',
      'noise\n---NANOCLAW_OUTPUT_START---\nno json\n---NANOCLAW_OUTPUT_END---\n',
    );
    inside.say({ status: 'success', result: 'for somebody else', turnId: 'turn_other' });
    inside.say({ status: 'success', result: 'mine', turnId: inside.input.turn.id });
    return 0;
  });
  const session = await world.chat('tg:1', { name: 'dev' });
  expect((await world.turns.send(session, 'x', SYSTEM, never)).content).toBe('mine');
});

test('an agent that knows only the fields of NanoClaw is understood', async () => {
  const world = await openQueue(async (inside) => {
    inside.say({ status: 'success', result: null, newSessionId: 'abc' });
    inside.say({ status: 'success', result: 'plain' });
    return 0;
  });
  const session = await world.chat('tg:1', { name: 'dev' });
  expect((await world.turns.send(session, 'x', SYSTEM, never)).content).toBe('plain');
});

test('a container that fails before any output is tried again after 5, 10, 20, 40 and 80 seconds, and then no more', async () => {
  const world = await openQueue(async (inside) => {
    inside.write('stderr', 'cannot find my mind\n');
    return 3;
  });
  const session = await world.chat('tg:1', { name: 'dev' });
  const sent = world.turns.send(session, 'x', SYSTEM, never);
  await expect(sent).rejects.toThrow(DomainError);
  await expect(sent).rejects.toMatchObject({
    reason: 'container_failed',
    details: { reason: 'The container ended with code 3: cannot find my mind' },
  });
  expect(world.slept).toEqual([5000, 10_000, 20_000, 40_000, 80_000]);
  expect(world.engine.specs).toHaveLength(6);
  expect(world.groups.get('tg:1')).toMatchObject({ retryCount: 0, nextRetryAt: null });
});

test('a success lets failures be forgotten; an engine that returns is used', async () => {
  let runs = 0;
  const world = await openQueue(async (inside) => {
    runs += 1;
    return runs < 3 ? 1 : await echoes(inside);
  });
  world.engine.trouble = new EngineError('unavailable', 'nobody answers');
  const session = await world.chat('tg:1', { name: 'dev' });
  world.hooks.slept = () => {
    world.engine.trouble = null;
  };
  expect((await world.turns.send(session, 'x', SYSTEM, never)).content).toBe('re: x');
  expect(world.slept).toEqual([5000, 10_000, 20_000]);
  expect(world.groups.get('tg:1')).toMatchObject({ retryCount: 0, nextRetryAt: null });
});

test('silence in the middle of an answer ends the container; the run is a timeout, and is not tried again', async () => {
  const world = await openQueue(() => new Promise(() => undefined));
  world.settings.timeoutMs = 60;
  const session = await world.chat('tg:1', { name: 'dev' });
  await expect(world.turns.send(session, 'x', SYSTEM, never)).rejects.toMatchObject({
    reason: 'container_timed_out',
  });
  await until(() => world.crew.active('dev') === undefined);
  expect((await listRuns(world.store.read, page))[0]).toMatchObject({ status: 'timeout' });
  expect(world.slept).toEqual([]);
});

test('the time of a namespace counts before that of the settings, and 0 is no limit', async () => {
  const world = await openQueue(async (inside) => {
    await answerAll(inside, async ({ prompt }) => {
      await sleep(150);
      return prompt;
    });
    return 0;
  });
  world.settings.timeoutMs = 30;
  const slow = await world.chat('tg:1', { name: 'slow', containerConfig: { timeoutSecs: 0 } });
  expect((await world.turns.send(slow, 'x', SYSTEM, never)).content).toBe('x');
  const short = await world.chat('tg:2', { name: 'short' });
  await expect(world.turns.send(short, 'x', SYSTEM, never)).rejects.toMatchObject({
    reason: 'container_timed_out',
  });
});

test('a container without work is closed after its idle time, and ends well', async () => {
  const world = await openQueue(echoes);
  world.settings.idleMs = 40;
  const session = await world.chat('tg:1', { name: 'dev' });
  await world.turns.send(session, 'x', SYSTEM, never);
  await until(() => world.crew.active('dev') === undefined);
  expect((await listRuns(world.store.read, page))[0]).toMatchObject({
    status: 'success',
    exitCode: 0,
  });
});

test('whoever waits gets the place of a container without work', async () => {
  const world = await openQueue(echoes);
  world.settings.maxConcurrent = 1;
  const one = await world.chat('tg:1', { name: 'one' });
  const two = await world.chat('tg:2', { name: 'two' });
  await world.turns.send(one, 'a', SYSTEM, never);
  expect((await world.turns.send(two, 'b', SYSTEM, never)).content).toBe('re: b');
  expect(world.engine.most).toBe(1);
});

test('two chats of one namespace have one container after the other', async () => {
  const world = await openQueue(echoes);
  const one = await world.chat('tg:1', { name: 'dev' });
  const two = await world.chat('tg:2', { name: 'dev' });
  const sent = await Promise.all([
    world.turns.send(one, 'a', SYSTEM, never),
    world.turns.send(two, 'b', SYSTEM, never),
  ]);
  expect(sent.map(({ content }) => content)).toEqual(['re: a', 're: b']);
  expect([world.engine.most, world.engine.specs.length]).toEqual([1, 2]);
});

test('a caller who gives up ends the container; the turn is cancelled', async () => {
  const world = await openQueue(() => new Promise(() => undefined));
  const session = await world.chat('tg:1', { name: 'dev' });
  const leave = new AbortController();
  const sent = world.turns.send(session, 'x', SYSTEM, leave.signal);
  await until(() => world.crew.active('dev')?.container.isWorking === true);
  leave.abort(new Error('gone'));
  await expect(sent).rejects.toThrow('gone');
  await until(() => world.engine.running === 0 && world.crew.active('dev') === undefined);
  expect((await listRuns(world.store.read, page))[0]).toMatchObject({ status: 'cancelled' });
});

test('what a container writes besides is kept in a file of its own, without secrets', async () => {
  const world = await openQueue(async (inside) => {
    inside.write('stderr', 'using key sk-ant-REDACTED\n');
    return await echoes(inside);
  });
  const session = await world.chat('tg:1', { name: 'dev' });
  await world.turns.send(session, 'x', SYSTEM, never);
  await world.crew.stop();
  const [run] = await listRuns(world.store.read, page);
  const text = readFileSync(run?.logPath ?? '', 'utf8');
  expect(text).toMatch(/^using key/);
  expect(text).not.toContain('canary');
});
