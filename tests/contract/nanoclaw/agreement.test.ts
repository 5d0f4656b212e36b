/**
 * Owns the proof that both APIs say the same of a channel at every moment, whatever is done to it. What each of them says is tested
 * with its tag.
 */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { at } from '../read.ts';
import { startWorld, until, type World } from './platforms.ts';

const STEPS = [
  'connect',
  'connect with what is known',
  'connect with a wrong token',
  'disconnect',
  'forget',
  'restart',
  'restart, and do not wait',
  'break',
  'check',
  'revoke',
  'go down',
  'wait',
] as const;

const SETTLED: readonly unknown[] = ['connected', 'disconnected', 'error'];
const RUNS = process.env.GATEHOUSE_SOAK === '1' ? 300 : 12;
const GOOD = '7000001:AAFakeFakeFakeFakeFakeFakeFakeFake0';
const OTHER = '7000001:AAOtherOtherOtherOtherOtherOtherOth';

const inPrx = async ({ clients }: World): Promise<unknown> => {
  const { body } = await clients.prx.call('listChannels');
  const all = at(body, 'channels');
  return Array.isArray(all) ? all.find((one) => at(one, 'name') === 'telegram') : null;
};

/** What the container API must say of a channel that the PRX API says this of. */
function expected(channel: unknown) {
  const error = at(channel, 'error') ?? null;
  const state = at(channel, 'status');
  if (channel === undefined)
    return { connected: false, status: 'disconnected', connectedAt: null, lastError: null };
  if (state === 'connected') {
    const connectedAt = at(channel, 'connected_at');
    return { connected: true, status: 'connected', connectedAt, lastError: null };
  }
  const waits = state === 'reconnecting' && error === null;
  const status = waits ? 'connecting' : error === null ? 'disconnected' : 'error';
  return { connected: false, status, connectedAt: null, lastError: error };
}

/** Grows by one with the beginning of a step, and with its end. */
let moves = 0;

/** Asks both, and the first one once more, so that what changed in between is not taken for a difference. @returns its state, null then */
async function compare(world: World): Promise<unknown> {
  const from = moves;
  const before = await inPrx(world);
  const path = { name: 'telegram' };
  const { body } = await world.clients.nanoclaw.call('getChannel', { path });
  if (!isDeepStrictEqual(await inPrx(world), before)) return null;
  const status = at(body, 'status');
  const wanted = expected(before);
  const isMoving = from % 2 === 1 || moves !== from;
  // A new connection may have come in between, and failed just as the one before it.
  if (isMoving && status === 'connecting' && wanted.status === 'error') return null;
  expect(body).toMatchObject(wanted);
  return status;
}

async function take(world: World, step: (typeof STEPS)[number]): Promise<void> {
  moves += 1;
  await does(world, step).finally(() => {
    moves += 1;
  });
}

async function does(world: World, step: (typeof STEPS)[number]): Promise<void> {
  const { telegram, clients } = world;
  const call = async (id: string, body: unknown = {}) => await clients.nanoclaw.call(id, { body });
  const path = { name: 'telegram' };
  switch (step) {
    case 'connect':
      telegram.token = GOOD;
      await call('connectTelegram', { botToken: GOOD });
      break;
    case 'connect with what is known':
      await call('connectTelegram');
      break;
    case 'connect with a wrong token':
      await call('connectTelegram', { botToken: '7000001:wrong' });
      break;
    case 'disconnect':
      await call('disconnectTelegram');
      break;
    case 'forget':
      await call('disconnectTelegram', { forget: true });
      break;
    case 'restart':
      await clients.prx.call('restartChannel', { path });
      await until(async () => SETTLED.includes(await compare(world)));
      break;
    case 'restart, and do not wait':
      await clients.prx.call('restartChannel', { path });
      break;
    case 'break':
      telegram.dropConnections();
      break;
    case 'check':
      await clients.prx.call('getChannelHealth', { path });
      break;
    case 'revoke':
      telegram.token = OTHER;
      telegram.dropConnections();
      break;
    case 'go down':
      await telegram.goDown();
      await compare(world);
      await telegram.comeBack();
      break;
    case 'wait':
      await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

it('both APIs agree about a channel at every moment', { timeout: 600_000 }, async () => {
  const world = await startWorld();
  const seen = new Set<unknown>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...STEPS), { minLength: 3, maxLength: 12 }),
      async (steps) => {
        world.telegram.token = GOOD;
        await world.clients.nanoclaw.call('disconnectTelegram', { body: { forget: true } });
        let isOver = false;
        const watching = (async () => {
          while (!isOver) seen.add(await compare(world));
        })();
        // Awaited at the end, whatever the steps do until then.
        watching.catch(() => undefined);
        try {
          for (const step of ['connect' as const, ...steps]) {
            await take(world, step);
            seen.add(await compare(world));
          }
        } finally {
          isOver = true;
          await watching;
        }
      },
    ),
    { numRuns: RUNS, endOnFailure: true },
  );
  await take(world, 'connect');
  expect(await compare(world)).toBe('connected');
  await take(world, 'revoke');
  await until(async () => (await compare(world)) === 'error');
  await take(world, 'connect');
  expect(await compare(world)).toBe('connected');
  expect([...seen]).toEqual(expect.arrayContaining([...SETTLED]));
  await world.stop();
});
