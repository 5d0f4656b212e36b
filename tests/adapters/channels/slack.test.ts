/**
 * Owns the tests of connecting to Slack and staying connected, over sockets and through the SDK.
 * What messages say is in slack-inbound.test.ts, sending in slack-send.test.ts.
 */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { slack, slackAdapter } from '../../../src/adapters/channels/slack/index.ts';
import { CredentialsError, PlatformError } from '../../../src/domain/channels/platform.ts';
import {
  connected,
  connectorTo,
  failureOf,
  HURRY,
  never,
  pending,
  settingsFor,
  startSlack,
} from './slack-ground.ts';

const OTHER_BOT = 'xoxb-9999999999-8888888888-OtherOtherOtherOtherOther';
const OTHER_APP = 'xapp-1-A0APP000001-7777777777-otherotherotherother';

it('knows who it is, and greets once', async () => {
  const { server, connection } = await connected();
  expect(connection.account).toEqual({ id: 'U0BOT000001', username: 'andy', displayName: 'Andy' });
  expect(connection.mode).toBe('socket');
  await connection.check(never);
  expect([server.sockets, server.opened]).toEqual([1, 1]);
  await connection.close();
  await server.untilSockets(0);
});

it('checks credentials without a trace', async () => {
  const server = await startSlack();
  const adapter = slackAdapter({ times: HURRY });
  const check = (over: { botToken?: string; appToken?: string; signingSecret?: string }) =>
    adapter.validate({ botToken: server.botToken, apiBase: server.url, ...over }, never);
  const facts = {
    team: 'Example',
    teamId: 'T0TEAM00001',
    botUserId: 'U0BOT000001',
    botName: 'andy',
    appTokenValid: null,
    missingScopes: [],
  };
  expect(await check({})).toEqual(facts);
  expect(await check({ appToken: server.appToken, signingSecret: server.signingSecret })).toEqual({
    ...facts,
    appTokenValid: true,
  });
  expect(await check({ appToken: OTHER_APP })).toMatchObject({ appTokenValid: false });
  expect(await check({ appToken: 'xoxb-not-one' })).toMatchObject({ appTokenValid: false });
  server.fail('apps.connections.open', { error: 'missing_scope' });
  expect(await check({ appToken: server.appToken })).toMatchObject({ appTokenValid: false });
  server.scopes = 'chat:write,users:read';
  expect(await check({})).toMatchObject({
    missingScopes: [
      'channels:history',
      'groups:history',
      'im:history',
      'channels:read',
      'groups:read',
    ],
  });
  expect(await failureOf(check({ botToken: OTHER_BOT }))).toBeInstanceOf(CredentialsError);
  expect(await failureOf(check({ signingSecret: 'no' }))).toBeInstanceOf(CredentialsError);
  expect(server.opened).toBe(0);
  await expect.poll(() => server.connections()).toBe(0);
});

it.each(['', 'no token', 'xoxp-1-user', 'xapp-1-app', 'xoxb-a\r\nb: c', 'xoxb-é', 'xoxb-'])(
  'sends nothing with %j, which is no bot token',
  async (botToken) => {
    const server = await startSlack();
    const checking = slack.validate({ botToken, apiBase: server.url }, never);
    expect(await failureOf(checking)).toBeInstanceOf(CredentialsError);
    expect(server.calls).toEqual([]);
  },
);

it('does not take trouble for bad credentials', async () => {
  const server = await startSlack();
  const adapter = slackAdapter({ times: HURRY });
  const check = () => adapter.validate({ botToken: server.botToken, apiBase: server.url }, never);
  const known = { team: 'Example', team_id: 'T1', user_id: 'U1', user: 'andy' };
  const tooLong = JSON.stringify({ ok: true, ...known, more: 'x'.repeat(5 * 1024 * 1024) });
  server.fail(
    'auth.test',
    { status: 502, body: '<html>Bad Gateway</html>' },
    { status: 200, body: 'null' },
    { status: 200, body: '[]' },
    { status: 200, body: 'no json' },
    { status: 200, body: '{"ok":true,"user_id":7}' },
    { status: 200, body: '{"ok":false,"error":{"not":"a word"}}' },
    { status: 200, body: '{"ok":true,"response_metadata":{"warnings":5,"messages":7}}' },
    { status: 302, body: '', headers: { location: 'https://elsewhere.example/' } },
    { status: 429, headers: { 'retry-after': '3' } },
    { status: 429 },
    { status: 200, body: tooLong },
    { error: 'internal_error' },
    'drop',
    'hang',
  );
  for (let n = 0; n < 13; n += 1) {
    expect(await failureOf(check())).toMatchObject({ name: 'PlatformError', timedOut: false });
  }
  expect(await failureOf(check())).toMatchObject({ name: 'PlatformError', timedOut: true });
  await server.goDown();
  expect(await failureOf(check())).toMatchObject({
    message: 'Slack could not be reached (ECONNREFUSED)',
  });
});

it('gives up a server that takes connections and says nothing, and when it is told to', async () => {
  const mute = createServer(() => undefined);
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void mute.close());
  const address = mute.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const credentials = { botToken: OTHER_BOT, apiBase: `http://127.0.0.1:${port}` };
  const inTime = slackAdapter({ times: { callMs: 100 } }).validate(credentials, never);
  expect(await failureOf(inTime)).toMatchObject({ timedOut: true });
  const told = slack.validate(credentials, AbortSignal.timeout(100));
  expect(await failureOf(told)).toBeInstanceOf(PlatformError);
});

it('does not connect with wrong tokens, or without the one it needs', async () => {
  const server = await startSlack();
  for (const over of [
    { bot_token: OTHER_BOT },
    { app_token: OTHER_APP },
    { app_token: undefined },
    { app_token: 'xapp-a b' },
    { mode: 'events', signing_secret: undefined } as const,
  ]) {
    const error = await failureOf(connectorTo(server, { over }).connect());
    expect(error).toBeInstanceOf(CredentialsError);
    expect(String(error)).not.toMatch(/9999|7777/);
  }
  await expect.poll(() => server.connections()).toBe(0);
});

it.each([
  ['a refused upgrade', 'refuse', { name: 'PlatformError' }],
  ['no greeting', 'mute', { name: 'PlatformError', timedOut: true }],
] as const)('does not hang at %s, and leaves nothing open', async (_name, fault, expected) => {
  const server = await startSlack();
  server.socketFaults.push(fault);
  const { connect } = connectorTo(server, { times: { helloMs: 200 } });
  expect(await failureOf(connect())).toMatchObject(expected);
  await expect.poll(() => server.connections()).toBe(0);
  await connect();
});

it.each(['http://127.0.0.1:1/', 'no address', 'ws:', 'file:///etc/passwd'])(
  'opens no socket at %j',
  async (url) => {
    const server = await startSlack();
    const body = JSON.stringify({ ok: true, url });
    server.fail('apps.connections.open', { status: 200, body });
    const error = await failureOf(connectorTo(server).connect());
    expect(error).toMatchObject({
      name: 'PlatformError',
      message: expect.stringContaining('no address'),
    });
  },
);

it('stops connecting when it is told to', async () => {
  const server = await startSlack();
  server.socketFaults.push('mute');
  const ending = new AbortController();
  const adapter = slackAdapter({ times: { ...HURRY, helloMs: 30_000 } });
  const { heard } = connectorTo(server);
  const connecting = adapter.connector(settingsFor(server), heard).connect(ending.signal);
  await server.untilSockets(1);
  ending.abort();
  expect(await failureOf(connecting)).toBeInstanceOf(PlatformError);
  await expect.poll(() => server.connections()).toBe(0);
});

it('leaves Slack alone for as long as it wants before it connects again', async () => {
  const server = await startSlack();
  server.fail('apps.connections.open', { status: 429, headers: { 'retry-after': '30' } });
  const { connect } = connectorTo(server);
  expect(await failureOf(connect())).toBeInstanceOf(PlatformError);
  const calls = server.calls.length;
  expect(await failureOf(connect())).toMatchObject({ message: expect.stringContaining('30 s') });
  expect(server.calls).toHaveLength(calls);
});

it('ends when the bot token is revoked, whatever notices first', async () => {
  for (const notice of ['watch', 'check', 'send'] as const) {
    const { server, connection } = await connected({ watchMs: notice === 'watch' ? 20 : 60_000 });
    server.botToken = OTHER_BOT;
    if (notice === 'check') await failureOf(connection.check(never));
    const piece = { text: 'x', plain: 'x', replyTo: null, key: 'k' };
    if (notice === 'send') {
      expect(await failureOf(connection.send('slack:C1', piece, never))).toMatchObject({
        fault: { kind: 'later' },
        code: 'invalid_auth',
      });
    }
    expect(await connection.ended).toContain('rejected the token');
    await expect(connection.check(never)).rejects.toThrow('rejected the token');
    await connection.close();
  }
});

it('ends when the socket breaks, and connects again', async () => {
  const { server, connection, connect, heard } = await connected();
  server.dropSockets();
  expect(await connection.ended).toContain('socket');
  await expect(connection.check(never)).rejects.toThrow('socket');
  await connection.close();
  server.userSays({ chat: 'D1', text: 'while it was away' });
  await connect();
  await heard.until(1);
});

it('ends when a socket stays open and answers nothing', async () => {
  const { server, connection } = await connected({ pongMs: 300 });
  await connection.check(never);
  server.freezeSockets();
  expect(await connection.ended).toContain('dead');
  await expect(connection.check(never)).rejects.toThrow('dead');
  await connection.close();
  await expect.poll(() => server.connections()).toBe(0);
});

it('stays connected while it is quiet', async () => {
  const { server, connection } = await connected({ pongMs: 200, watchMs: 50 });
  let hasEnded = false;
  void connection.ended.then(() => {
    hasEnded = true;
  });
  server.fail('auth.test', { status: 503 }, { status: 429 });
  await sleep(700);
  await connection.check(never);
  expect(hasEnded).toBe(false);
});

it.each(['warning', 'refresh_requested'])(
  'changes to a new socket when Slack says %s, and loses nothing',
  async (reason) => {
    const { server, connection, heard } = await connected();
    server.userSays({ chat: 'D1', text: 'before' });
    await heard.until(1);
    server.disconnect(reason);
    while (server.opened < 2) await sleep(2);
    server.userSays({ chat: 'D1', text: 'after' });
    await heard.until(2);
    await server.untilSockets(1);
    await server.untilIdle();
    await connection.check(never);
    expect(heard.texts).toEqual(['before', 'after']);
    server.dropSockets();
    expect(await connection.ended).toContain('socket');
  },
);

it('ends when Slack wants no socket, or every one back at once', async () => {
  const first = await connected();
  first.server.disconnect('link_disabled');
  expect(await first.connection.ended).toBe('Slack closed the socket (link_disabled)');
  const second = await connected({ steadyMs: 60_000 });
  second.server.disconnect('refresh_requested');
  expect(await second.connection.ended).toBe('Slack closed the socket (refresh_requested)');
  const third = await connected();
  third.server.appToken = OTHER_APP;
  third.server.disconnect('refresh_requested');
  expect(await third.connection.ended).toContain('invalid_auth');
});

it('closes cleanly in the midst of everything, even beside a server that hangs', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
  const { server, connection, heard } = await connected();
  const storing = pending();
  const stored = pending();
  heard.store = async () => {
    storing.resolve();
    await stored.promise;
  };
  server.userSays({ chat: 'D1', text: 'being stored' });
  await storing.promise;
  server.freezeSockets();
  const before = timers();
  const closing = connection.close();
  stored.resolve();
  await closing;
  // The pings have ended, and nothing has come in their place.
  expect(timers()).toBeLessThan(before);
  await expect.poll(() => server.connections()).toBe(0);
  expect(server.deliveries.acked).toEqual([]);
});
