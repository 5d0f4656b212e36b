/**
 * Owns the tests of connecting to Telegram and staying connected, over sockets and through the SDK.
 * What messages say is in telegram-inbound.test.ts, sending in telegram-send.test.ts.
 */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { telegram, telegramAdapter } from '../../../src/adapters/channels/telegram/index.ts';
import { CredentialsError, PlatformError } from '../../../src/domain/channels/platform.ts';
import {
  connected,
  connectorTo,
  failureOf,
  HURRY,
  never,
  startTelegram,
} from './telegram-ground.ts';

const OTHER_TOKEN = '7000002:AAOtherOtherOtherOtherOtherOtherOt0';

it('knows who it is, and asks for messages only', async () => {
  const { server, connection } = await connected();
  expect(connection.account).toEqual({ id: '7000001', username: 'andy_bot', displayName: 'Andy' });
  expect(connection.mode).toBe('polling');
  await connection.check(never);
  expect(server.callsOf('getUpdates')[0]?.body).toMatchObject({ allowed_updates: ['message'] });
});

it('checks tokens without a trace', async () => {
  const server = await startTelegram();
  const adapter = telegramAdapter({ times: HURRY });
  const check = (botToken: string) => adapter.validate({ botToken, apiBase: server.url }, never);
  expect(await check(server.token)).toEqual({
    botId: '7000001',
    username: 'andy_bot',
    firstName: 'Andy',
    canReadAllGroupMessages: false,
  });
  expect(await failureOf(check(OTHER_TOKEN))).toBeInstanceOf(CredentialsError);
  expect(await failureOf(check('1:short'))).toBeInstanceOf(CredentialsError);
  expect(server.calls.map(({ method }) => method)).toEqual(['getMe', 'getMe', 'getMe']);
});

it.each(['', 'no token', '1:x/../../y', '1:a\r\nb', '1:a?b=c', '../1:a'])(
  'sends nothing with %j, which is no token',
  async (botToken) => {
    const server = await startTelegram();
    const checking = telegram.validate({ botToken, apiBase: server.url }, never);
    expect(await failureOf(checking)).toBeInstanceOf(CredentialsError);
    expect(server.calls).toEqual([]);
  },
);

it('does not take trouble for bad credentials', async () => {
  const server = await startTelegram();
  const adapter = telegramAdapter({ times: { ...HURRY, callMs: 2000 } });
  const check = () => adapter.validate({ botToken: server.token, apiBase: server.url }, never);
  const padding = 'x'.repeat(17 * 1024 * 1024);
  const huge = JSON.stringify({ ok: true, result: server.bot, padding });
  server.fail(
    'getMe',
    { status: 502, body: '<html>Bad Gateway</html>' },
    { code: 500, description: 'Internal Server Error' },
    { status: 200, body: 'null' },
    { status: 200, body: '{"ok":true,"result":{"id":"x"}}' },
    { status: 302, body: '{}' },
    { code: 429, description: 'Too Many Requests: retry after 3', parameters: { retry_after: 3 } },
    { status: 200, body: huge },
    'drop',
    'hang',
  );
  for (let n = 0; n < 8; n += 1) {
    expect(await failureOf(check())).toMatchObject({ name: 'PlatformError', timedOut: false });
  }
  expect(await failureOf(check())).toMatchObject({ name: 'PlatformError', timedOut: true });
  await server.goDown();
  expect(await failureOf(check())).toMatchObject({
    message: 'Telegram could not be reached (ECONNREFUSED)',
  });
});

it('gives up a server that takes connections and says nothing, and when it is told to', async () => {
  const mute = createServer(() => undefined);
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void mute.close());
  const address = mute.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const credentials = { botToken: OTHER_TOKEN, apiBase: `http://127.0.0.1:${port}` };
  const inTime = telegramAdapter({ times: { callMs: 100 } }).validate(credentials, never);
  expect(await failureOf(inTime)).toMatchObject({ timedOut: true });
  const told = telegram.validate(credentials, AbortSignal.timeout(100));
  expect(await failureOf(told)).toBeInstanceOf(PlatformError);
});

it('does not connect with a wrong token', async () => {
  const server = await startTelegram();
  const { connect } = connectorTo(server, { over: { bot_token: OTHER_TOKEN } });
  const error = await failureOf(connect());
  expect(error).toBeInstanceOf(CredentialsError);
  expect(String(error)).not.toContain(OTHER_TOKEN);
});

it('ends when the token is revoked, whatever notices first', async () => {
  for (const notice of ['poll', 'check', 'send'] as const) {
    const { server, connection } = await connected({ pollMs: notice === 'poll' ? 0 : 30_000 });
    await server.untilCalled('getUpdates', 2);
    server.token = OTHER_TOKEN;
    if (notice === 'check') await failureOf(connection.check(never));
    const piece = { text: 'x', plain: 'x', replyTo: null, key: 'k' };
    if (notice === 'send') {
      expect(await failureOf(connection.send('tg:1', piece, never))).toMatchObject({
        fault: { kind: 'later' },
        code: '401',
      });
    }
    expect(await connection.ended).toContain('rejected the bot token');
    await expect(connection.check(never)).rejects.toThrow('rejected the bot token');
    await connection.close();
  }
});

it('ends when another program asks for the updates, and says so', async () => {
  const { server, connection } = await connected({ pollMs: 30_000 });
  await server.untilCalled('getUpdates', 2);
  await connectorTo(server).connect();
  expect(await connection.ended).toContain('409: Conflict: terminated by other getUpdates request');
});

it('does not connect while another program holds the updates', async () => {
  const server = await startTelegram();
  server.fail('getUpdates', { code: 409, description: 'Conflict: terminated by other' });
  const { connect } = connectorTo(server);
  expect(await failureOf(connect())).toMatchObject({
    name: 'PlatformError',
    message: 'Telegram refused (409: Conflict: terminated by other)',
  });
});

it('takes the bot over from a webhook', async () => {
  const server = await startTelegram();
  const url = 'http://127.0.0.1:9/';
  await (
    await connectorTo(server, { over: { mode: 'webhook', webhook_url: url } }).connect()
  ).close();
  expect(server.webhook?.url).toBe(url);
  const { heard, connect } = connectorTo(server);
  server.userSays({ chat: 5, text: 'waited' });
  await connect();
  await heard.until(1);
  expect(server.webhook).toBeNull();
});

it.each([
  ['a broken socket', 'drop', 'connection to Telegram broke'],
  ['a hung server', 'hang', 'did not answer within 0.3 s'],
  ['an error of the server', { code: 502, description: 'Bad Gateway' }, '502'],
  ['what is not Telegram', { status: 200, body: '<html>' }, "not Telegram's API"],
  ['what are no updates', { status: 200, body: '{"ok":true,"result":{}}' }, 'no updates'],
] as const)('ends at %s', async (_what, fault, reason) => {
  const server = await startTelegram();
  const { connect } = connectorTo(server, { times: { pollMs: 0, callMs: 300 } });
  const connection = await connect();
  server.fail('getUpdates', fault);
  expect(await connection.ended).toContain(reason);
  await expect(connection.check(never)).rejects.toThrow(reason);
});

it('ends when every connection breaks, and connects again without a loss', async () => {
  const { server, heard, connection, connect } = await connected({ pollMs: 30_000 });
  server.userSays({ chat: 5, text: 'one' });
  await heard.until(1);
  await server.untilIdle();
  server.dropConnections();
  expect(await connection.ended).toContain('broke');
  await connection.close();
  await server.goDown();
  expect(await failureOf(connect())).toMatchObject({
    message: expect.stringMatching('ECONNREFUSED'),
  });
  server.userSays({ chat: 5, text: 'two' });
  await server.comeBack();
  await connect();
  await heard.until(2);
  await server.untilIdle();
  expect(heard.texts).toEqual(['one', 'two']);
});

it('leaves Telegram alone for as long as it wants', async () => {
  const { server, connection, connect } = await connected({ pollMs: 0 });
  const flood = {
    code: 429,
    description: 'Too Many Requests: retry after 60',
    parameters: { retry_after: 60 },
  };
  server.fail('getUpdates', flood);
  const before = server.callsOf('getUpdates').length;
  await server.untilCalled('getUpdates', before + 1);
  const said = () => connection.check(never).then(() => 'all is well', String);
  while (!(await said()).includes('wants no requests for another 60 s')) await sleep(2);
  const { length } = server.calls;
  await connection.close();
  expect(await failureOf(connect())).toMatchObject({
    message: expect.stringMatching('another 60 s'),
  });
  expect(server.calls).toHaveLength(length);
});

it('closes at once, with a poll on its way and a message being sent, and leaves nothing open', async () => {
  const { server, connection } = await connected({ pollMs: 30_000 });
  await server.untilCalled('getUpdates', 2);
  const piece = { text: 'last', plain: 'last', replyTo: null, key: 'k' };
  const sending = connection.send('tg:1', piece, never);
  const began = performance.now();
  await connection.close();
  expect(await sending).toBe('1');
  expect(performance.now() - began).toBeLessThan(10_000);
  while ((await server.connections()) > 0) await sleep(2);
  expect(server.callsOf('getUpdates')).toHaveLength(2);
});

it('writes addresses in one way', () => {
  expect(telegram.normalize('tg:42')).toBe('tg:42');
  expect(telegram.normalize('tg:-1001234567890')).toBe('tg:-1001234567890');
  for (const jid of [
    '',
    '42',
    'tg:',
    'tg:0',
    'tg:007',
    'tg:-',
    'tg:1.5',
    'tg:1e3',
    'TG:1',
    'tg:@name',
    'tg:99999999999999999',
    'slack:C1',
    'tg:1\n',
  ])
    expect(telegram.normalize(jid)).toBeNull();
});
