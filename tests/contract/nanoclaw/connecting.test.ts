/**
 * Owns what connecting, disconnecting and checking promise alike for all four platforms. What only one of them has is in its own file,
 * what is done with a channel in channels.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../read.ts';
import {
  channelOf,
  configure,
  connect,
  type PlatformCase,
  platformCases,
  startServers,
  startWorld,
  stopServers,
  toValidate,
  type World,
} from './platforms.ts';

const faultOf = (body: unknown) => at(body, 'error');

/** Asks platforms that say nothing, before everything else: the other tests pass while these are waited for. */
async function askInVain() {
  const world = await startWorld();
  const { nanoclaw } = world.clients;
  const answers = platformCases.flatMap((one) => {
    one.fail(world, 'hang');
    one.fail(world, 'hang');
    return [
      nanoclaw.call(one.validate, { body: toValidate(one, world) }),
      nanoclaw.call(one.connect, { body: one.good(world) }),
    ];
  });
  return { world, answers: Promise.all(answers) };
}

let silent: Awaited<ReturnType<typeof askInVain>>;
beforeAll(async () => {
  silent = await askInVain();
});
afterAll(() => silent.world.stop());

describe.each(platformCases)('$title', (one: PlatformCase) => {
  const { name, title } = one;
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());

  const call = async (id: string, body?: unknown) =>
    await world.clients.nanoclaw.call(id, body === undefined ? {} : { body });
  const unknown = { configured: false, connected: false, status: 'disconnected', account: null };

  it('tells what good credentials are good for, and keeps nothing of them', async () => {
    const { status, body } = await call(one.validate, toValidate(one, world));
    expect(status).toBe(200);
    expect(body).toEqual({ valid: true, ...one.facts, message: expect.stringMatching(/valid$/) });
    expect(await channelOf(world, name)).toMatchObject(unknown);
  });

  it('tells that wrong ones are, without repeating them', async () => {
    const sent = { ...toValidate(one, world), [one.secret]: one.wrong };
    const { status, body } = await call(one.validate, sent);
    expect(status).toBe(200);
    expect(body).toEqual({ valid: false, message: expect.any(String) });
    expect(JSON.stringify(body)).not.toContain(one.wrong);
  });

  it.each(['drop', 'broken'] as const)(
    'answers 502 to a platform that does this: %s',
    async (how) => {
      one.fail(world, how);
      const checked = await call(one.validate, toValidate(one, world));
      expect([checked.status, faultOf(checked.body)]).toEqual([502, 'upstream_error']);
      one.fail(world, how);
      const connected = await call(one.connect, one.good(world));
      expect([connected.status, faultOf(connected.body)]).toEqual([502, 'upstream_error']);
      expect(await channelOf(world, name)).toMatchObject(unknown);
    },
  );

  it.each(['a\nb', 'a\r\nx-other: b', ' ', 'ä', ''])(
    'answers 400 to the secret %j',
    async (secret) => {
      for (const id of [one.connect, one.validate]) {
        const { status, body } = await call(id, {
          ...toValidate(one, world),
          [one.secret]: secret,
        });
        expect([status, faultOf(body)]).toEqual([400, 'validation_failed']);
        expect(at(body, 'details', 'fields', 0, 'path')).toBe(one.secret);
      }
    },
  );

  it('answers 400 where nothing is known', async () => {
    const { status, body } = await call(one.connect, {});
    expect([status, faultOf(body)]).toEqual([400, 'validation_failed']);
    expect(at(body, 'details', 'fields', 0, 'message')).toBe('is required: none is known so far');
  });

  it('answers 422 to wrong credentials, and keeps nothing of them', async () => {
    const { status, body } = await call(one.connect, {
      ...one.good(world),
      [one.secret]: one.wrong,
    });
    expect([status, faultOf(body)]).toEqual([422, 'credentials_rejected']);
    expect(JSON.stringify(body)).not.toContain(one.wrong);
    expect(await channelOf(world, name)).toMatchObject(unknown);
  });

  it('is disconnected where it never was connected', async () => {
    const answer = { status: 200, body: { success: true, message: `${title} is disconnected` } };
    expect(await call(one.disconnect)).toMatchObject(answer);
    expect(await call(one.disconnect, { forget: true })).toMatchObject(answer);
  });

  it('connects, and says who the daemon is there', async () => {
    const { status, body } = await call(one.connect, one.good(world));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      success: true,
      status: 'connected',
      account: one.account,
      message: `${title} is connected`,
    });
    expect(await channelOf(world, name)).toMatchObject({
      displayName: title,
      configured: true,
      connected: true,
      status: 'connected',
      account: one.account,
      mode: one.mode,
      connectedAt: expect.any(String),
      lastError: null,
    });
  });

  it('changes nothing when it is connected once more with the same', async () => {
    const before = await channelOf(world, name);
    expect((await call(one.connect, one.good(world))).status).toBe(200);
    expect((await call(one.connect, {})).status).toBe(200);
    expect(await channelOf(world, name)).toEqual(before);
  });

  it('goes on with what it has when others are wrong', async () => {
    const before = await channelOf(world, name);
    const wrong = { ...one.good(world), [one.secret]: one.wrong };
    expect((await call(one.connect, wrong)).status).toBe(422);
    expect(await channelOf(world, name)).toEqual(before);
  });

  it('connects with others once they are checked', async () => {
    one.replace(world, one.other);
    const { status } = await call(one.connect, { [one.secret]: one.other });
    expect(status).toBe(200);
    expect(await channelOf(world, name)).toMatchObject({ connected: true, lastError: null });
    expect((await call(one.connect, {})).status).toBe(200);
  });

  it('keeps the credentials when it is disconnected, and nobody sees a connection then', async () => {
    expect((await call(one.disconnect)).status).toBe(200);
    const off = { configured: true, connected: false, status: 'disconnected', lastError: null };
    expect(await channelOf(world, name)).toMatchObject(off);
    const { body } = await world.clients.prx.call('listChannels');
    expect(body).toEqual({ channels: [] });
    expect((await call(one.disconnect, { forget: false })).status).toBe(200);
    expect((await call(one.connect, {})).status).toBe(200);
    expect(await channelOf(world, name)).toMatchObject({ connected: true });
  });

  it('forgets them when it is told to', async () => {
    expect((await call(one.disconnect, { forget: true })).status).toBe(200);
    expect(await channelOf(world, name)).toMatchObject(unknown);
    expect((await call(one.connect, {})).status).toBe(400);
    expect((await call(one.disconnect, { forget: true })).status).toBe(200);
  });

  it('answers 409 where somebody disconnects meanwhile', async () => {
    one.replace(world, one.other);
    const connecting = call(one.connect, one.good(world));
    // As soon as it is on, which is before it can be connected.
    while (world.daemon.services.channels.find(name) === undefined)
      await new Promise((resolve) => setImmediate(resolve));
    await configure(world, { [`channels_config.${name}.enabled`]: false });
    const { status, body } = await connecting;
    expect([status, faultOf(body)]).toEqual([409, 'not_connected']);
    expect(await channelOf(world, name)).toMatchObject({ configured: true, connected: false });
  });
});

const PINNED: Readonly<Record<string, Record<string, string>>> = {
  telegram: { TELEGRAM_BOT_TOKEN: 'botToken' },
  slack: { SLACK_BOT_TOKEN: 'botToken', SLACK_APP_TOKEN: 'appToken' },
  discord: { DISCORD_BOT_TOKEN: 'botToken' },
  whatsapp: {
    WHATSAPP_ACCESS_TOKEN: 'accessToken',
    WHATSAPP_PHONE_NUMBER_ID: 'phoneNumberId',
    WHATSAPP_VERIFY_TOKEN: 'verifyToken',
    WHATSAPP_APP_SECRET: 'appSecret',
  },
};

describe.each(platformCases)('$title with credentials of the environment', (one) => {
  it('uses them, cannot replace them, and is kept off when it is told to forget', async () => {
    const servers = await startServers();
    const good = one.good(servers);
    const names = Object.entries(PINNED[one.name] ?? {});
    const env = Object.fromEntries(names.map(([key, asked]) => [key, good[asked] ?? '']));
    const world = await startWorld({ servers, env });
    const { nanoclaw } = world.clients;
    expect((await nanoclaw.call(one.connect, { body: {} })).status).toBe(200);

    one.replace(servers, one.other);
    const replaced = await nanoclaw.call(one.connect, { body: { [one.secret]: one.other } });
    expect([replaced.status, faultOf(replaced.body)]).toEqual([409, 'conflict']);
    expect(JSON.stringify(replaced.body)).not.toContain(one.other);

    const forgotten = await nanoclaw.call(one.disconnect, { body: { forget: true } });
    expect(forgotten.status).toBe(200);
    expect(await channelOf(world, one.name)).toMatchObject({ configured: true, connected: false });
    await world.stop();

    const pinned = await startWorld({
      servers,
      env: { ...env, [`GATEHOUSE_CHANNELS_CONFIG_${one.name.toUpperCase()}_ENABLED`]: 'true' },
    });
    for (const body of [{}, { forget: true }]) {
      const answer = await pinned.clients.nanoclaw.call(one.disconnect, { body });
      expect([answer.status, faultOf(answer.body)]).toEqual([409, 'conflict']);
    }
    await pinned.stop();
    await stopServers(servers);
  });
});

it('connects all four at once', async () => {
  const world = await startWorld();
  await Promise.all(platformCases.map((one) => connect(world, one)));
  const { body } = await world.clients.nanoclaw.call('listChannels');
  expect(Array.isArray(body) && body.map((one) => [at(one, 'name'), at(one, 'connected')])).toEqual(
    platformCases.map(({ name }) => [name, true]),
  );
  await world.stop();
});

it('answers 504 to whoever asks about credentials that a platform says nothing of', {
  timeout: 30_000,
}, async () => {
  const { world, answers } = silent;
  for (const { status, body } of await answers)
    expect([status, faultOf(body)]).toEqual([504, 'upstream_timeout']);
  const { body } = await world.clients.nanoclaw.call('listChannels');
  expect(Array.isArray(body) && body.map((one) => at(one, 'configured'))).toEqual(
    platformCases.map(() => false),
  );
});
