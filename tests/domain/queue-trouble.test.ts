/**
 * Owns the tests of turns in containers when something else happens at the same moment: the daemon stops, a namespace goes, the clock is
 * set, a place is lost, or the agent lies about its numbers. What turns do otherwise is in queue-turns.test.ts.
 */
import { afterEach, expect, test, vi } from 'vitest';
import { listRuns } from '../../src/db/container-runs.ts';
import { listQueueGroups } from '../../src/db/queue.ts';
import { ProxySocketError } from '../../src/domain/credential-proxy/index.ts';
import { answerAll, echoes, never, openQueue, SYSTEM, usage } from './queue-ground.ts';

const until = (condition: () => boolean | Promise<boolean>) =>
  vi.waitUntil(condition, { timeout: 30_000, interval: 5 });
const page = { limit: 50, offset: 0 };

afterEach(() => {
  vi.useRealTimers();
});

test('a container that never takes its input holds nobody for ever: the turn ends with its caller, and the place is free', async () => {
  const world = await openQueue(echoes);
  world.engine.takesInput = false;
  const session = await world.chat('tg:1', { name: 'dev' });
  const leave = new AbortController();
  const sent = world.turns.send(session, 'x', SYSTEM, leave.signal);
  await until(() => world.engine.running === 1);
  leave.abort(new Error('gone'));
  await expect(sent).rejects.toThrow('gone');
  await until(() => world.engine.running === 0 && world.crew.places.taken === 0);
  expect((await listRuns(world.store.read, page))[0]).toMatchObject({ status: 'cancelled' });
});

test('a container that never takes its input is given up after a minute, and tried again', async () => {
  const world = await openQueue(echoes);
  world.engine.takesInput = false;
  world.hooks.slept = () => {
    world.engine.takesInput = true;
  };
  const session = await world.chat('tg:1', { name: 'dev' });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const sent = world.turns.send(session, 'x', SYSTEM, never);
  await until(() => world.engine.running === 1);
  await vi.advanceTimersByTimeAsync(60_000);
  vi.useRealTimers();
  expect((await sent).content).toBe('re: x');
  expect(world.slept).toEqual([5000]);
});

test('a run whose way to the credential proxy cannot be opened does not start, says why, and is tried again', async () => {
  const world = await openQueue(echoes);
  const admit = world.proxy.admit.bind(world.proxy);
  world.proxy.admit = () =>
    Promise.reject(new ProxySocketError('Its socket cannot be opened', new Error('no files')));
  world.hooks.slept = () => {
    expect([world.engine.specs, world.crew.places.taken]).toEqual([[], 0]);
    world.proxy.admit = admit;
  };
  const session = await world.chat('tg:1', { name: 'dev' });
  expect((await world.turns.send(session, 'x', SYSTEM, never)).content).toBe('re: x');
  expect(world.slept).toEqual([5000]);
  const [, failed] = await listRuns(world.store.read, page);
  expect(failed).toMatchObject({ status: 'error', exitCode: null });
  expect(failed?.error).toBe('Its socket cannot be opened: for an unknown reason');
});

test('a daemon that stops while a container starts ends that one too', async () => {
  const world = await openQueue(echoes);
  let goOn = () => {};
  world.engine.starting = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const session = await world.chat('tg:1', { name: 'dev' });
  const leave = new AbortController();
  const sent = world.turns.send(session, 'x', SYSTEM, leave.signal);
  const failed = expect(sent).rejects.toThrow();
  await until(() => world.crew.runIds().size === 1);
  leave.abort(new Error('stopping'));
  let isStopped = false;
  const stopped = world.crew.stop().then(() => {
    isStopped = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isStopped).toBe(false);
  goOn();
  await stopped;
  expect([world.engine.specs.length, world.engine.running, world.crew.runIds().size]).toEqual([
    1, 0, 0,
  ]);
  await failed;
});

test('a namespace that goes while its turn waits for a place gets no container any more', async () => {
  const world = await openQueue(echoes);
  world.settings.maxConcurrent = 1;
  let goOn = () => {};
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  world.engine.script = async (inside) => {
    await answerAll(inside, async ({ prompt }) => {
      await held;
      return prompt;
    });
    return 0;
  };
  const one = await world.chat('tg:1', { name: 'one' });
  const two = await world.chat('tg:2', { name: 'two' });
  const first = world.turns.send(one, 'a', SYSTEM, never);
  await until(() => world.crew.active('one')?.container.isWorking === true);
  const second = world.turns.send(two, 'b', SYSTEM, never);
  const refused = expect(second).rejects.toMatchObject({ reason: 'namespace_not_found' });
  await until(() => world.crew.places.waitingKeys().length === 1);
  world.namespaces.delete('two');
  goOn();
  await first;
  await refused;
  expect(world.engine.specs.map(({ name }) => name)).toEqual([expect.stringContaining('-one-')]);
  await until(() => world.crew.places.taken === 0);
});

test('those who wait for the container of a namespace that goes give their place back at once', async () => {
  const world = await openQueue(echoes);
  const [one, two, three] = [
    await world.chat('tg:1', { name: 'dev' }),
    await world.chat('tg:2', { name: 'dev' }),
    await world.chat('tg:3', { name: 'dev' }),
  ];
  world.engine.script = () => new Promise(() => undefined);
  const leave = new AbortController();
  const sent = [
    world.turns.send(one, 'a', SYSTEM, leave.signal),
    world.turns.send(two, 'b', SYSTEM, never),
    world.turns.send(three, 'c', SYSTEM, never),
  ];
  const settled = Promise.allSettled(sent);
  await until(() => world.crew.active('dev')?.container.isWorking === true);
  await until(() => world.crew.places.waitingKeys().length === 2);
  const { container } = world.crew.active('dev') ?? expect.unreachable('there is one');
  world.namespaces.delete('dev');
  leave.abort(new Error('gone'));
  await container.ended;
  await new Promise((resolve) => setImmediate(resolve));
  expect(world.crew.places.has('dev')).toBe(false);
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(world.engine.specs).toHaveLength(1);
});

/** A namespace whose container works on a turn that never ends. */
async function openBusy() {
  const world = await openQueue(() => new Promise(() => undefined));
  const session = await world.chat('tg:1', { name: 'dev' });
  const sent = world.turns.send(session, 'x', SYSTEM, never);
  sent.catch(() => undefined);
  await until(() => world.crew.active('dev')?.container.isWorking === true);
  return { ...world, sent };
}

test('the container of a namespace that must go ends in its time, whatever its model does', async () => {
  const world = await openBusy();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const ended = world.crew.end('dev');
  await vi.advanceTimersByTimeAsync(4999);
  expect(world.engine.running).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  vi.useRealTimers();
  await ended;
  expect([world.engine.running, world.crew.places.taken]).toEqual([0, 0]);
  await expect(world.sent).rejects.toMatchObject({
    reason: 'container_failed',
    details: { reason: 'It had to go at once' },
  });
  expect(world.slept).toEqual([]);
  expect((await listRuns(world.store.read, page))[0]).toMatchObject({ status: 'cancelled' });
});

test('one that waits for a message goes in good order', async () => {
  const world = await openQueue(echoes);
  const session = await world.chat('tg:1', { name: 'dev' });
  await world.turns.send(session, 'x', SYSTEM, never);
  await world.crew.end('dev');
  await world.crew.end('dev');
  expect(world.crew.places.taken).toBe(0);
  expect((await listRuns(world.store.read, page))[0]).toMatchObject({
    status: 'success',
    exitCode: 0,
  });
});

test('one that is just starting goes once it is there', async () => {
  const world = await openQueue(() => new Promise(() => undefined));
  world.settings.timeoutMs = 0;
  let goOn = () => {};
  world.engine.starting = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const session = await world.chat('tg:1', { name: 'dev' });
  const sent = world.turns.send(session, 'x', SYSTEM, never);
  const refused = expect(sent).rejects.toThrow();
  await until(() => world.crew.runIds().size === 1);
  world.namespaces.delete('dev');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const ended = world.crew.end('dev');
  goOn();
  await until(async () => {
    await vi.advanceTimersByTimeAsync(1000);
    return world.engine.specs.length === 1 && world.engine.running === 0;
  });
  vi.useRealTimers();
  await ended;
  await refused;
  expect([world.engine.specs.length, world.crew.places.taken]).toEqual([1, 0]);
});

test('what is remembered of the chats of a namespace goes with it', async () => {
  const world = await openQueue(echoes);
  await world.groups.failed('dev', 'tg:1');
  await world.groups.failed('ops', 'tg:2');
  await world.journal.commit(SYSTEM, (change) => world.groups.forget(change, 'dev'));
  expect(world.groups.get('tg:1')).toBeUndefined();
  expect((await listQueueGroups(world.store.read)).map(({ key }) => key)).toEqual(['tg:2']);
});

test('a container gets what its namespace may have when it starts, not when its turn began to wait', async () => {
  const world = await openQueue(echoes);
  world.settings.maxConcurrent = 0;
  const session = await world.chat('tg:1', { name: 'dev', containerConfig: { network: 'bridge' } });
  const sent = world.turns.send(session, 'a', SYSTEM, never);
  await until(() => world.crew.places.waitingKeys().length === 1);
  world.namespaces.set('dev', {
    name: 'dev',
    isMain: false,
    containerConfig: { network: 'none' },
    chats: ['tg:1'],
  });
  world.settings.maxConcurrent = 1;
  world.crew.places.look();
  await sent;
  expect(world.engine.specs[0]?.network).toBe('none');
});

test('a namespace that goes while its turn waits to be tried again ends the turn with that reason', async () => {
  const world = await openQueue(() => Promise.resolve(3));
  world.hooks.slept = () => void world.namespaces.delete('dev');
  const session = await world.chat('tg:1', { name: 'dev' });
  await expect(world.turns.send(session, 'x', SYSTEM, never)).rejects.toMatchObject({
    reason: 'namespace_not_found',
  });
  expect(world.engine.specs).toHaveLength(1);
});

test('a container that is asked to end while a message is brought to it gives way at once to a new one', async () => {
  const world = await openQueue(echoes);
  const session = await world.chat('tg:1', { name: 'dev' });
  await world.turns.send(session, 'first', SYSTEM, never);
  world.hooks.announced = async () => {
    void world.crew.active('dev')?.container.close();
    return null;
  };
  expect((await world.turns.send(session, 'second', SYSTEM, never)).content).toBe('re: second');
  expect(world.slept).toEqual([]);
});

test('a clock that is set back lets no chat wait for longer than the longest wait', async () => {
  let runs = 0;
  const world = await openQueue(async (inside) => {
    runs += 1;
    return runs < 2 ? 1 : await echoes(inside);
  });
  const session = await world.chat('tg:1', { name: 'dev' });
  world.hooks.slept = () => undefined;
  const day = 86_400_000;
  world.clock.advance(day);
  await world.groups.failed('dev', 'tg:1');
  world.clock.advance(-day);
  expect((await world.turns.send(session, 'x', SYSTEM, never)).content).toBe('re: x');
  expect(Math.max(...world.slept)).toBeLessThanOrEqual(80_000);
});

test('an answer that is kept is an answer, whatever becomes of the books', async () => {
  const world = await openQueue(echoes);
  const session = await world.chat('tg:1', { name: 'dev' });
  world.groups.succeeded = () => Promise.reject(new Error('the store is full'));
  expect((await world.turns.send(session, 'x', SYSTEM, never)).content).toBe('re: x');
});

test.each([
  ['tokens', { ...usage, input: Number.MAX_SAFE_INTEGER }],
  ['costs', { ...usage, costMicros: Number.MAX_SAFE_INTEGER }],
])('%s that nobody can have used are not counted: the message is passed over', async (_, lie) => {
  const world = await openQueue(async (inside) => {
    const turnId = inside.input.turn.id;
    inside.say({ status: 'success', result: 'a lie', turnId, usage: lie });
    inside.say({ status: 'success', result: 'the truth', turnId, usage });
    return 0;
  });
  const session = await world.chat('tg:1', { name: 'dev' });
  const { content } = await world.turns.send(session, 'x', SYSTEM, never);
  expect(content).toBe('the truth');
});
