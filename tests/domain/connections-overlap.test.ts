/**
 * Owns what becomes of two connections of one name, the old one and the new one that is opened beside it, when one of them or both are
 * lost, restarted or removed meanwhile: in the end there is one or none, and what is told fits it. One at a time is tested elsewhere.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { type Connection, Connections } from '../../src/domain/connections/index.ts';

/** One attempt to connect, which a test lets in or refuses, and then breaks. */
class Attempt {
  readonly token: string;
  readonly connection: Promise<Connection>;
  isOpen = false;
  /** What a close waits for. */
  closing: Promise<void> = Promise.resolve();
  open: () => void = () => undefined;
  refuse: (reason: string) => void = () => undefined;
  break: (reason: string) => void = () => undefined;

  constructor(token: string) {
    this.token = token;
    const ended = new Promise<string>((resolve) => {
      this.break = resolve;
    });
    let isRefused = false;
    this.connection = new Promise((resolve, reject) => {
      this.refuse = (reason) => {
        isRefused = true;
        reject(new Error(reason));
      };
      this.open = () => {
        this.isOpen = !isRefused;
        resolve({ ended, close: () => this.#close() });
      };
    });
  }

  async #close(): Promise<void> {
    await this.closing;
    this.isOpen = false;
  }
}

/** Connections to `one`, whose settings are a token; another token is opened beside the one before. */
function connectionsOf(token: string) {
  const configured: Record<string, string> = { one: token };
  const attempts: Attempt[] = [];
  const told: string[] = [];
  const connections = new Connections<string, Connection>({
    configured: () => configured,
    connectorOf: (_name, wanted) => ({
      connect() {
        const attempt = new Attempt(wanted);
        attempts.push(attempt);
        return attempt.connection;
      },
    }),
    unreachable: 'no adapter',
    overlaps: () => true,
    onShift: (_name, shift) =>
      told.push(`${shift.kind}${'error' in shift ? ` ${shift.error}` : ''}`),
    clock: { now: () => 0, monotonic: () => 0 },
    times: { connectMs: 60_000, closeMs: 60_000, retryMs: () => 1 },
  });
  onTestFinished(async () => {
    // What nobody has let in by now would be waited for.
    for (const attempt of attempts) attempt.refuse('the test is over');
    await connections.stop();
  });
  const of = (wanted: string) => attempts.filter((attempt) => attempt.token === wanted);
  return {
    connections,
    configured,
    told,
    one: () => connections.find('one'),
    isConnected: () => connections.find('one')?.status === 'connected',
    attemptsOf: (wanted: string) => of(wanted).length,
    /** The attempt with a token, by its number from 0, once it is made. */
    async attempt(wanted: string, number = 0): Promise<Attempt> {
      await vi.waitUntil(() => of(wanted).length > number, { interval: 1 });
      return of(wanted)[number] ?? expect.unreachable();
    },
    standing: () => attempts.filter(({ isOpen }) => isOpen).map((one) => one.token),
    until: (condition: () => boolean) => vi.waitUntil(condition, { interval: 1 }),
  };
}

/** Connected with token a, while the connection with token b is being opened. */
async function overlapping() {
  const world = connectionsOf('a');
  world.connections.start();
  const old = await world.attempt('a');
  old.open();
  await world.until(world.isConnected);
  world.told.length = 0;
  world.configured.one = 'b';
  world.connections.follow();
  const fresh = await world.attempt('b');
  return { ...world, old, fresh };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test('the old one is lost while the new one is opened: the new one takes its place, and an attempt of the old one ends', async () => {
  const { old, fresh, attempt, one, until, isConnected, standing, told } = await overlapping();
  old.break('gone');
  await until(() => !isConnected());
  expect(one()).toMatchObject({ error: 'gone', open: null, refused: 'still connecting' });
  const again = await attempt('a', 1);
  fresh.open();
  await until(isConnected);
  expect(one()).toMatchObject({ used: 'b', refused: null });
  // It comes too late, so it is closed as soon as it is there.
  again.open();
  await until(() => standing().join() === 'b');
  expect(told).toEqual(['disconnected gone', 'connected']);
});

test('the old one is lost and comes back while the new one is opened: it goes on until the new one works', async () => {
  const { old, fresh, attempt, one, until, isConnected, standing, told } = await overlapping();
  old.break('gone');
  (await attempt('a', 1)).open();
  await until(() => told.length === 2);
  expect(one()).toMatchObject({ status: 'connected', used: 'a' });
  fresh.open();
  await until(() => isConnected() && one()?.used === 'b');
  await until(() => standing().join() === 'b');
  expect(told).toEqual(['disconnected gone', 'connected', 'disconnected null', 'connected']);
});

test('the new one is lost right after it took the place: it is opened again, however long the old one takes to close', async () => {
  const { old, fresh, attempt, one, until, isConnected, standing, told } = await overlapping();
  let close = () => {};
  old.closing = new Promise((resolve) => {
    close = resolve;
  });
  fresh.break('gone at once');
  fresh.open();
  const again = await attempt('b', 1);
  expect(one()).toMatchObject({ status: 'reconnecting', error: 'gone at once', open: null });
  again.open();
  await until(isConnected);
  expect(one()).toMatchObject({ used: 'b', refused: null });
  // That the old one breaks too is no news any more.
  old.break('gone');
  close();
  await until(() => standing().join() === 'b');
  expect(told).toEqual([
    'disconnected null',
    'connected',
    'disconnected gone at once',
    'connected',
  ]);
});

test.each(['a', 'b'])('both are lost, and %s comes back first', async (first) => {
  const { old, fresh, attempt, one, until, isConnected, standing, told } = await overlapping();
  fresh.refuse('bad token');
  await until(() => one()?.refused === 'bad token');
  old.break('gone');
  const again = { a: await attempt('a', 1), b: await attempt('b', 1) };
  (first === 'a' ? again.a : again.b).open();
  await until(isConnected);
  expect(one()).toMatchObject({ used: first, error: null });
  (first === 'a' ? again.b : again.a).open();
  await until(() => one()?.used === 'b' && standing().join() === 'b');
  expect(isConnected()).toBe(true);
  expect(told).toEqual([
    'failed bad token',
    'disconnected gone',
    'connected',
    ...(first === 'a' ? ['disconnected null', 'connected'] : []),
  ]);
});

test('a restart that is asked twice opens once, after everything before it is closed', async () => {
  const { connections, old, fresh, attempt, attemptsOf, one, until, isConnected, standing, told } =
    await overlapping();
  expect([connections.restart('one'), connections.restart('one')]).toEqual([true, true]);
  expect(one()).toMatchObject({ status: 'reconnecting', used: 'b', refused: null });
  await until(() => !old.isOpen);
  await settled();
  // The attempt that was under way may still come to something.
  expect(attemptsOf('b')).toBe(1);
  fresh.open();
  const again = await attempt('b', 1);
  expect(standing()).toEqual([]);
  connections.restart('one');
  again.open();
  await until(isConnected);
  expect(standing()).toEqual(['b']);
  expect([attemptsOf('a'), attemptsOf('b')]).toEqual([1, 2]);
  expect(told).toEqual(['disconnected null', 'connected']);
});

test('a restart tries the new settings at once, also while the lost old one is opened again', async () => {
  const { connections, old, fresh, attempt, attemptsOf, one, until, isConnected, standing } =
    await overlapping();
  old.break('gone');
  const again = await attempt('a', 1);
  connections.restart('one');
  expect(one()).toMatchObject({ used: 'b', refused: null });
  fresh.refuse('bad token');
  again.refuse('gone');
  (await attempt('b', 1)).open();
  await until(isConnected);
  expect(standing()).toEqual(['b']);
  expect(attemptsOf('a')).toBe(2);
});

test.each(['nothing is lost', 'the old one is lost', 'the new one is lost', 'both are lost'])(
  'one that is removed while %s leaves nothing open, and says nothing more',
  async (lost) => {
    const { connections, configured, old, fresh, attempt, until, standing, told, one } =
      await overlapping();
    if (lost.startsWith('the new') || lost.startsWith('both')) {
      fresh.refuse('bad token');
      await attempt('b', 1);
    }
    if (lost.startsWith('the old') || lost.startsWith('both')) {
      old.break('gone');
      await attempt('a', 1);
    }
    delete configured.one;
    connections.follow();
    const left = connections.left('one');
    // What is let in now comes too late.
    fresh.open();
    if (lost !== 'nothing is lost') (await attempt(lost.includes('new') ? 'b' : 'a', 1)).open();
    if (lost.startsWith('both')) (await attempt('b', 1)).open();
    await left;
    await until(() => standing().length === 0);
    expect(one()).toBeUndefined();
    expect(told.at(-1)).toBe(/old|both/.test(lost) ? 'disconnected gone' : 'disconnected null');
    expect(told).not.toContain('connected');
  },
);

test('whoever takes the new one back in the moment it is let in hears of it, or does not, but never afterwards', async () => {
  // How many steps of the promises lie between the two is nobody's business, so all of them are tried.
  for (let steps = 0; steps < 20; steps += 1) {
    const { connections, configured, fresh, one, until, standing, told } = await overlapping();
    fresh.open();
    for (let step = 0; step < steps; step += 1) await Promise.resolve();
    const isTaken = one()?.used === 'b';
    configured.one = isTaken ? 'b' : 'a';
    connections.follow();
    await until(() => standing().join() === configured.one);
    await settled();
    expect(one()).toMatchObject({ status: 'connected', used: configured.one, refused: null });
    expect(told, `after ${steps} steps`).toEqual(isTaken ? ['disconnected null', 'connected'] : []);
  }
});
