/**
 * Owns the tests of connecting to Discord, and of taking leave, over sockets and through the SDK.
 * What breaks a session is in discord-gateway.test.ts, what messages say in discord-inbound.test.ts, sending in discord-send.test.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { discordAdapter } from '../../../src/adapters/channels/discord/index.ts';
import { CredentialsError, PlatformError } from '../../../src/domain/channels/platform.ts';
import { tooMuch } from '../../support/platforms/discord/answers.ts';
import { connected, connectorTo, failureOf, HURRY, never, startDiscord } from './discord-ground.ts';

const OTHER_TOKEN = 'MTOtherOtherOtherOtherOth.GOther.OtherOtherOtherOtherOtherOtherOther';
const discord = discordAdapter({ times: HURRY });

it('knows who it is, and asks for messages with their text', async () => {
  const { server, connection } = await connected();
  expect(connection.account).toEqual({
    id: '700000000000000001',
    username: 'andy',
    displayName: 'Andy',
  });
  expect(connection.mode).toBe('gateway');
  await connection.check(never);
  expect(server.gateway.said(2)).toMatchObject([{ d: { intents: 37_377, token: server.token } }]);
  expect(server.asked.every(({ userAgent }) => userAgent.startsWith('DiscordBot ('))).toBe(true);
});

it('checks tokens without a trace', async () => {
  const server = await startDiscord();
  const check = (botToken: string) => discord.validate({ botToken, apiBase: server.url }, never);
  const facts = { botId: '700000000000000001', username: 'andy' };
  expect(await check(server.token)).toEqual({ ...facts, messageContentIntent: true });
  server.flags = 1 << 19;
  expect(await check(server.token)).toMatchObject({ messageContentIntent: true });
  server.flags = 1 << 4;
  expect(await check(server.token)).toMatchObject({ messageContentIntent: false });
  server.fail('application', { status: 403, body: { message: 'Missing Access', code: 50001 } });
  expect(await check(server.token)).toMatchObject({ messageContentIntent: null });
  const wrong = await failureOf(check(OTHER_TOKEN));
  expect(wrong).toBeInstanceOf(CredentialsError);
  expect(String(wrong)).not.toContain(OTHER_TOKEN);
  expect(server.gateway.heard).toEqual([]);
  await server.until(() => server.gateway.sockets === 0);
});

it.each(['', 'no token', 'a\r\nb', '토큰', 'x'.repeat(257)])(
  'sends nothing with %j, which is no token',
  async (botToken) => {
    const server = await startDiscord();
    const checking = discord.validate({ botToken, apiBase: server.url }, never);
    expect(await failureOf(checking)).toBeInstanceOf(CredentialsError);
    expect(server.asked).toEqual([]);
  },
);

it('does not take trouble for bad credentials', async () => {
  const server = await startDiscord();
  const check = () => discord.validate({ botToken: server.token, apiBase: server.url }, never);
  server.fail(
    'me',
    { status: 502, body: '<html>Bad Gateway</html>' },
    { status: 500, body: { message: 'no', code: 0 } },
    { status: 200, body: 'null' },
    { status: 200, body: { id: 'x' } },
    { status: 403, body: '<html>blocked</html>' },
    { status: 400, body: { code: {}, message: 7 } },
    { status: 302, body: {} },
    tooMuch(3),
    { status: 200, body: `"${'x'.repeat(17 * 1024 * 1024)}"` },
    'drop',
    'hang',
  );
  for (let n = 0; n < 10; n += 1) {
    expect(await failureOf(check())).toMatchObject({ name: 'PlatformError', timedOut: false });
  }
  expect(await failureOf(check())).toMatchObject({ name: 'PlatformError', timedOut: true });
  await server.goDown();
  expect(await failureOf(check())).toMatchObject({
    message: 'Discord could not be reached (ECONNREFUSED)',
  });
});

it('does not connect with a wrong token, whoever refuses it', async () => {
  const server = await startDiscord();
  const { connect } = connectorTo(server, { over: { bot_token: OTHER_TOKEN } });
  const error = await failureOf(connect());
  expect(error).toBeInstanceOf(CredentialsError);
  expect(String(error)).not.toContain(OTHER_TOKEN);
  server.gateway.identifyCloses.push(4004);
  expect(await failureOf(connectorTo(server).connect())).toMatchObject({
    name: 'CredentialsError',
    code: 'credentials_rejected',
  });
  await server.until(() => server.gateway.sockets === 0);
});

it('does not connect where it may not read text, and asks the gateway no more than once', async () => {
  const server = await startDiscord();
  server.gateway.identifyCloses.push(4014, 4014);
  const { connect } = connectorTo(server);
  for (let n = 0; n < 3; n += 1) {
    expect(await failureOf(connect())).toMatchObject({
      name: 'CredentialsError',
      code: 'disallowed_intents',
      message: expect.stringContaining('Message Content Intent'),
    });
  }
  expect(server.gateway.said(2)).toHaveLength(1);
  server.flags = 0;
  expect(await failureOf(connectorTo(server).connect())).toMatchObject({
    code: 'disallowed_intents',
  });
  expect(server.gateway.said(2)).toHaveLength(1);
});

it.each(['upgrade', 'hello', 'frames'] as const)(
  'gives up a gateway that is silent at the %s, and leaves nothing open',
  async (silence) => {
    const server = await startDiscord();
    server.gateway.silence = silence;
    const late = connectorTo(server, { times: { openMs: 150 } });
    expect(await failureOf(late.connect())).toMatchObject({ timedOut: true });
    const told = connectorTo(server, { times: { openMs: 20_000 } });
    const began = performance.now();
    expect(await failureOf(told.connect(AbortSignal.timeout(200)))).toBeInstanceOf(PlatformError);
    expect(performance.now() - began).toBeLessThan(10_000);
    await server.until(() => server.gateway.sockets === 0);
  },
);

it('ends when the token is revoked, whatever notices first', async () => {
  for (const notice of ['check', 'send', 'typing', 'gateway'] as const) {
    const { server, connection } = await connected();
    server.token = OTHER_TOKEN;
    if (notice === 'check') await failureOf(connection.check(never));
    if (notice === 'typing') await connection.typing?.('dc:1');
    if (notice === 'gateway') server.gateway.close(4004);
    const piece = { text: 'x', plain: 'x', replyTo: null, key: 'k' };
    if (notice === 'send') {
      expect(await failureOf(connection.send('dc:1', piece, never))).toMatchObject({
        fault: { kind: 'later' },
        code: '401',
      });
    }
    expect(await connection.ended).toContain('rejected the bot token');
    await expect(connection.check(never)).rejects.toThrow('rejected the bot token');
    await connection.close();
  }
});

it('leaves Discord alone for as long as it wants', async () => {
  const server = await startDiscord();
  server.fail('gateway', tooMuch(60, true));
  const { connect } = connectorTo(server);
  expect(await failureOf(connect())).toBeInstanceOf(PlatformError);
  const { length } = server.asked;
  expect(await failureOf(connect())).toMatchObject({
    message: expect.stringMatching(/wants no requests for another 6\d s/),
  });
  expect(server.asked).toHaveLength(length);
});

it('does not go where a gateway cannot be', async () => {
  const server = await startDiscord();
  for (const url of ['http://127.0.0.1:1', 'nonsense', 'ws://127.0.0.1:1/#x', '']) {
    server.fail('gateway', {
      status: 200,
      body: {
        url,
        shards: 1,
        session_start_limit: { total: 1, remaining: 1, reset_after: 0, max_concurrency: 1 },
      },
    });
    expect(await failureOf(connectorTo(server).connect())).toMatchObject({
      message: 'Discord names a gateway that cannot be one',
    });
  }
});

it('says goodbye when it closes, at once, and leaves nothing open', async () => {
  const { server, connection } = await connected();
  const piece = { text: 'last', plain: 'last', replyTo: null, key: 'k' };
  const sending = connection.send('dc:1', piece, never);
  const began = performance.now();
  await connection.close();
  expect(await sending).toMatch(/^\d+$/);
  expect(performance.now() - began).toBeLessThan(1000);
  expect(server.gateway.closes).toEqual([1000]);
  while ((await server.connections()) > 0) await sleep(2);
  expect(server.gateway.sockets).toBe(0);
});

it('closes in bounded time where Discord does not answer the goodbye', async () => {
  const { server, connection } = await connected();
  server.gateway.freeze();
  const began = performance.now();
  await connection.close();
  expect(performance.now() - began).toBeLessThan(20_000);
  await server.until(() => server.gateway.sockets === 0);
});

it('writes addresses in one way', () => {
  expect(discord.normalize('dc:112233445566778899')).toBe('dc:112233445566778899');
  for (const jid of [
    '',
    '42',
    'dc:',
    'dc:0',
    'dc:007',
    'dc:-1',
    'dc:1.5',
    'DC:1',
    'dc:1/../2',
    'dc:123456789012345678901',
    'slack:C1',
    'dc:1\n',
  ])
    expect(discord.normalize(jid)).toBeNull();
});
