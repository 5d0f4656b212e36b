/**
 * Owns what the registry of channels promises: it lists what is configured as it is, keeps it connected, and tells each change once.
 * How vendors are spoken to is tested with their adapters.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeWebhookCheck } from '../../src/app/webhook-contract.ts';
import { auditLog, events } from '../../src/db/schema/index.ts';
import { Channels } from '../../src/domain/channels/index.ts';
import { Outpost } from './connections-ground.ts';
import { BEGIN, freshGround, makeSession, reasonOf } from './ground.ts';

const QUICK = { connectMs: 200, closeMs: 100, retryMs: () => 5 };

async function channelsOf(names: readonly string[]) {
  const ground = await freshGround();
  const configured: Record<string, unknown> = {};
  const posts: Record<string, Outpost> = {};
  for (const name of names) {
    configured[name] = { bot_token: 'a' };
    posts[name] = new Outpost();
  }
  const adapters = Object.fromEntries(
    Object.entries(posts).map(([name, one]) => [name, () => one]),
  );
  const reports: unknown[] = [];
  const connected: string[] = [];
  const lastMessageAt = BEGIN - 1000;
  const channels = new Channels({
    configured: () => configured,
    adapters,
    eventsOf: () => ({
      received: () => expect.unreachable('nothing comes in here'),
      moved: () => expect.unreachable('nothing moves here'),
      delivered: () => expect.unreachable('nothing is sent here'),
    }),
    onConnected: (name) => connected.push(name),
    lastMessageAt: async () => lastMessageAt,
    sessions: ground.sessions,
    journal: ground.journal,
    clock: ground.clock,
    report: (error) => reports.push(error),
    times: QUICK,
  });
  onTestFinished(() => channels.stop());
  const post = (name: string) => posts[name] ?? expect.unreachable(name);
  const of = async (name: string) => (await channels.list()).find((one) => one.name === name);
  const until = (name: string, status: string) =>
    vi.waitUntil(async () => (await of(name))?.status === status, { interval: 2 });
  const told = async () =>
    (await ground.store.read.select().from(events).orderBy(events.seq))
      .filter((row) => row.type.startsWith('channel.'))
      .map((row) => ({ type: row.type, ...row.data }));
  return { ...ground, channels, configured, post, of, until, told, reports };
}

/** The times have to come true: nothing waits longer than it must. */
const untilTold = (world: Awaited<ReturnType<typeof channelsOf>>, n: number) =>
  vi.waitUntil(async () => (await world.told()).length >= n, { interval: 2 });

test('a channel without an adapter is listed, and stays disconnected however often it is restarted', async () => {
  const world = await channelsOf([]);
  world.configured.telegram = {};
  world.channels.start();
  const listed = {
    name: 'telegram',
    status: 'disconnected',
    connectedAt: null,
    activeSessions: null,
    error: 'no adapter for this channel in this version',
  };
  expect(await world.channels.list()).toEqual([listed]);
  world.channels.restart('telegram');
  expect(await world.channels.list()).toEqual([listed]);
  expect(await world.channels.check('telegram')).toEqual({
    name: 'telegram',
    healthy: false,
    latencyMs: null,
    lastMessageAt: BEGIN - 1000,
    error: listed.error,
  });
  expect(await world.told()).toEqual([]);
});

test('a name that is not configured is refused, also one that every object has', async () => {
  const { channels } = await channelsOf(['telegram']);
  channels.start();
  for (const name of ['slack', 'constructor', '__proto__', 'toString']) {
    expect(await reasonOf((async () => channels.restart(name))())).toBe('channel_not_found');
    expect(await reasonOf(channels.check(name))).toBe('channel_not_found');
  }
});

test('connecting shows since when and how many sessions, and is told once', async () => {
  const world = await channelsOf(['telegram', 'discord']);
  world.post('discord').refusal = 'Invalid bot token';
  await makeSession(world, 'telegram');
  await makeSession(world, 'telegram');
  await makeSession(world, 'api');
  world.channels.start();
  await world.until('telegram', 'connected');
  expect((await world.channels.list()).map((one) => one.name)).toEqual(['discord', 'telegram']);
  expect(await world.of('telegram')).toEqual({
    name: 'telegram',
    status: 'connected',
    connectedAt: BEGIN,
    activeSessions: 2,
    error: null,
  });
  await vi.waitUntil(() => world.post('discord').attempts > 5, { interval: 2 });
  await untilTold(world, 2);
  expect(await world.told()).toEqual(
    expect.arrayContaining([
      { type: 'channel.connected', name: 'telegram' },
      { type: 'channel.error', name: 'discord', error: 'Invalid bot token' },
    ]),
  );
  expect(await world.told()).toHaveLength(2);
  const { down, total } = world.channels.survey();
  expect({ down, total }).toEqual({
    total: 2,
    down: [{ name: 'discord', reason: 'Invalid bot token' }],
  });
});

test('a message that a platform gave up after it had taken it is told as an error', async () => {
  const world = await channelsOf(['whatsapp']);
  await world.channels.undelivered('whatsapp', 'wamid.1', '131047: token xoxb-1234567890-abc');
  const error = 'Message wamid.1 was not delivered: 131047: token ***REDACTED***';
  expect(await world.told()).toEqual([{ type: 'channel.error', name: 'whatsapp', error }]);
  expect(await world.store.read.select().from(auditLog)).toMatchObject([
    { event: 'channel.error', target: 'whatsapp', details: { severity: 'warning', error } },
  ]);
});

test('a loss is told with its reason, and mended without anybody asking', async () => {
  const world = await channelsOf(['slack']);
  world.channels.start();
  await world.until('slack', 'connected');
  world.post('slack').refusal = 'no route to host';
  world.post('slack').break('socket closed');
  await untilTold(world, 3);
  world.post('slack').refusal = null;
  await untilTold(world, 4);
  expect(await world.told()).toEqual([
    { type: 'channel.connected', name: 'slack' },
    { type: 'channel.disconnected', name: 'slack', error: 'socket closed' },
    { type: 'channel.error', name: 'slack', error: 'no route to host' },
    { type: 'channel.connected', name: 'slack' },
  ]);
  const noted = await world.store.read.select().from(auditLog).orderBy(auditLog.seq);
  expect(noted.map(({ event, actor, target, details }) => [event, actor, target, details])).toEqual(
    [
      ['channel.connected', 'system:channels', 'slack', {}],
      [
        'channel.disconnected',
        'system:channels',
        'slack',
        { severity: 'warning', error: 'socket closed' },
      ],
      [
        'channel.error',
        'system:channels',
        'slack',
        { severity: 'warning', error: 'no route to host' },
      ],
      ['channel.connected', 'system:channels', 'slack', {}],
    ],
  );
  expect((await world.of('slack'))?.error).toBeNull();
});

test('restarting closes before it opens; while that lasts another restart changes nothing', async () => {
  const world = await channelsOf(['slack']);
  world.channels.start();
  await world.until('slack', 'connected');
  world.channels.restart('slack');
  expect((await world.of('slack'))?.status).toBe('reconnecting');
  world.channels.restart('slack');
  world.channels.restart('slack');
  await world.until('slack', 'connected');
  expect(world.post('slack')).toMatchObject({ attempts: 2, open: 1, most: 1 });
  await untilTold(world, 3);
  expect(await world.told()).toEqual([
    { type: 'channel.connected', name: 'slack' },
    { type: 'channel.disconnected', name: 'slack', error: null },
    { type: 'channel.connected', name: 'slack' },
  ]);
});

test('restarting while an attempt is under way leaves that attempt alone', async () => {
  const world = await channelsOf(['slack']);
  world.post('slack').hangs = true;
  world.channels.start();
  await vi.waitUntil(() => world.post('slack').attempts === 1, { interval: 2 });
  for (let time = 0; time < 5; time += 1) {
    world.channels.restart('slack');
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(world.post('slack').attempts).toBe(1);
});

test('a change of the settings opens what is new, closes what is gone and opens again what is different', async () => {
  const world = await channelsOf(['slack', 'telegram', 'discord']);
  const { discord } = world.configured;
  delete world.configured.discord;
  world.channels.start();
  await world.until('slack', 'connected');
  await world.until('telegram', 'connected');
  world.configured.slack = { bot_token: 'b' };
  delete world.configured.telegram;
  world.configured.discord = discord;
  world.channels.follow();
  await vi.waitUntil(() => world.post('telegram').open === 0, { interval: 2 });
  await world.until('slack', 'connected');
  await world.until('discord', 'connected');
  expect(world.post('slack').attempts).toBe(2);
  expect(await world.of('telegram')).toBeUndefined();
  world.channels.follow();
  expect(world.post('slack').attempts).toBe(2);
});

test('an attempt that hangs ends, and its time is up for all to see', async () => {
  const world = await channelsOf(['slack']);
  world.post('slack').hangs = true;
  world.channels.start();
  expect((await world.of('slack'))?.status).toBe('reconnecting');
  await vi.waitUntil(
    async () => (await world.of('slack'))?.error === 'no connection within 0.2 s',
    { timeout: 30_000 },
  );
  world.post('slack').hangs = false;
  await world.until('slack', 'connected');
});

test('a check asks the vendor, and says why it is not well', async () => {
  const world = await channelsOf(['slack']);
  world.channels.start();
  await world.until('slack', 'connected');
  const well = {
    name: 'slack',
    healthy: true,
    latencyMs: 0,
    lastMessageAt: BEGIN - 1000,
    error: null,
  };
  expect(await world.channels.check('slack')).toEqual(well);
  world.post('slack').sickness = 'token xoxb-123456789012-abcdef was revoked';
  const sick = await world.channels.check('slack');
  expect(sick).toMatchObject({ healthy: false, latencyMs: null, lastMessageAt: BEGIN - 1000 });
  expect(sick.error).not.toContain('abcdef');
});

test('what is stopped is closed and told; the list then says so', async () => {
  const world = await channelsOf(['slack']);
  world.channels.start();
  await world.until('slack', 'connected');
  await world.channels.stop();
  expect(world.post('slack').open).toBe(0);
  expect((await world.told()).at(-1)).toEqual({
    type: 'channel.disconnected',
    name: 'slack',
    error: null,
  });
  expect(await world.of('slack')).toMatchObject({
    status: 'disconnected',
    error: 'the daemon is not running',
  });
});

test('every event is one that the contract has', async () => {
  const world = await channelsOf(['slack']);
  world.channels.start();
  await world.until('slack', 'connected');
  world.post('slack').refusal = 'no';
  world.post('slack').break('gone');
  await untilTold(world, 3);
  const faultOf = makeWebhookCheck();
  for (const { type, ...data } of await world.told())
    expect(
      faultOf({ id: 'evt_1', event: type, timestamp: '2026-01-01T00:00:00Z', data }),
    ).toBeNull();
  expect(world.reports).toEqual([]);
});
