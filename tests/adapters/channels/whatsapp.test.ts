/**
 * Owns the tests of connecting to WhatsApp and staying connected, over sockets.
 * What posts say is in whatsapp-inbound.test.ts, sending in whatsapp-send.test.ts.
 */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import {
  type WhatsappCredentials,
  whatsapp,
  whatsappAdapter,
} from '../../../src/adapters/channels/whatsapp/index.ts';
import { CredentialsError, PlatformError } from '../../../src/domain/channels/platform.ts';
import type { WhatsappServer } from '../../support/platforms/whatsapp.ts';
import {
  connected,
  connectorTo,
  failureOf,
  HURRY,
  never,
  posted,
  settingsFor,
  startWhatsapp,
} from './whatsapp-ground.ts';

const OTHER_TOKEN = 'EAAOtherOtherOtherOtherOtherOtherOther0';
const piece = { text: 'x', plain: 'x', replyTo: null, key: 'k' };
const tooMuch = { status: 400, code: 80007, message: 'Rate limit issues' };

const credentialsFor = (
  server: WhatsappServer,
  over: Partial<WhatsappCredentials> = {},
): WhatsappCredentials => ({
  accessToken: server.token,
  phoneNumberId: server.phoneNumberId,
  apiBase: server.url,
  apiVersion: 'v21.0',
  ...over,
});

it('knows who it is, in the version that is set', async () => {
  const { server, connection } = await connected({ watchMs: 60_000 });
  expect(connection.account).toEqual({
    id: '106540352242922',
    username: '+1 555-078-3881',
    displayName: 'Example Inc.',
  });
  expect(connection.mode).toBe('webhook');
  expect(whatsapp.modeOf(settingsFor(server))).toBe('webhook');
  await connection.check(never);
  expect(server.calls.map(({ operation, version }) => [operation, version])).toEqual([
    ['number', 'v21.0'],
    ['number', 'v21.0'],
  ]);
});

it('takes a base with a path', async () => {
  const server = await startWhatsapp();
  const apiBase = `${server.url}//`;
  expect(await whatsapp.validate(credentialsFor(server, { apiBase }), never)).toEqual({
    verifiedName: 'Example Inc.',
    displayPhoneNumber: '+1 555-078-3881',
    qualityRating: 'GREEN',
  });
  const proxied = credentialsFor(server, { apiBase: `${server.url}/graph` });
  await failureOf(whatsapp.validate(proxied, never));
  expect(server.calls).toHaveLength(2);
});

it('refuses wrong credentials, and says none of them', async () => {
  const server = await startWhatsapp();
  const check = (over: Partial<WhatsappCredentials>) =>
    failureOf(whatsapp.validate(credentialsFor(server, over), never));
  const token = await check({ accessToken: OTHER_TOKEN });
  expect(token).toMatchObject({ name: 'CredentialsError', code: 'credentials_rejected' });
  expect(String(token)).toContain('Meta rejected the access token (190: Error validating');
  expect(String(token)).not.toContain('EAAOther');
  expect(await check({ phoneNumberId: '1' })).toMatchObject({
    name: 'CredentialsError',
    code: 'number_refused',
  });
  server.fail('number', { status: 403, code: 200, message: 'Permissions error' });
  expect(await check({})).toBeInstanceOf(CredentialsError);
  expect(server.callsOf('message')).toEqual([]);
});

it.each([
  { accessToken: '' },
  { accessToken: 'a\r\nx-other: b' },
  { accessToken: '토큰' },
  { phoneNumberId: '1/../../me' },
  { phoneNumberId: '1?a=b' },
  { apiVersion: 'v21' },
  { apiVersion: '../v21.0' },
])('sends nothing with %j, which are no credentials', async (over) => {
  const server = await startWhatsapp();
  const checking = whatsapp.validate(credentialsFor(server, over), never);
  expect(await failureOf(checking)).toBeInstanceOf(CredentialsError);
  expect(server.calls).toEqual([]);
});

it('does not take trouble for bad credentials', async () => {
  const server = await startWhatsapp();
  const adapter = whatsappAdapter({ times: HURRY });
  const check = () => adapter.validate(credentialsFor(server), never);
  server.fail(
    'number',
    { status: 502, body: '<html>Bad Gateway</html>' },
    { status: 500, code: 1, message: 'API Unknown' },
    { status: 200, body: 'null' },
    { status: 200, body: '{"id":"1"}' },
    { status: 302, body: '{}' },
    { status: 401, body: '<html>a proxy wants a password</html>' },
    tooMuch,
    'drop',
    'hang',
  );
  for (let n = 0; n < 8; n += 1) {
    expect(await failureOf(check())).toMatchObject({ name: 'PlatformError', timedOut: false });
  }
  expect(await failureOf(check())).toMatchObject({ name: 'PlatformError', timedOut: true });
  server.fail('number', { status: 200, body: `"${'x'.repeat(2 * 1024 * 1024)}"` });
  expect(await failureOf(check())).toMatchObject({
    message: 'What answered is not the Graph API: more than 1048576 bytes',
  });
  await server.goDown();
  expect(await failureOf(check())).toMatchObject({
    message: 'Meta could not be reached (ECONNREFUSED)',
  });
});

it('gives up a server that takes connections and says nothing, and when it is told to', async () => {
  const mute = createServer(() => undefined);
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void mute.close());
  const address = mute.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const server = await startWhatsapp();
  const credentials = credentialsFor(server, { apiBase: `http://127.0.0.1:${port}` });
  const inTime = whatsappAdapter({ times: { callMs: 100 } }).validate(credentials, never);
  expect(await failureOf(inTime)).toMatchObject({ timedOut: true });
  const told = whatsapp.validate(credentials, AbortSignal.timeout(100));
  expect(await failureOf(told)).toBeInstanceOf(PlatformError);
});

it('does not connect with a wrong token', async () => {
  const server = await startWhatsapp();
  const { connect } = connectorTo(server, { over: { access_token: OTHER_TOKEN } });
  expect(await failureOf(connect())).toBeInstanceOf(CredentialsError);
  const began = performance.now();
  while ((await server.connections()) > 0) await sleep(2);
  // Left alone they would stay for four seconds.
  expect(performance.now() - began).toBeLessThan(3000);
});

it('ends when the token is revoked, whatever notices first', async () => {
  for (const notice of ['watch', 'check', 'send'] as const) {
    const { server, connection } = await connected({ watchMs: notice === 'watch' ? 5 : 60_000 });
    server.token = OTHER_TOKEN;
    if (notice === 'check') await failureOf(connection.check(never));
    if (notice === 'send') {
      expect(await failureOf(connection.send('wa:1', piece, never))).toMatchObject({
        fault: { kind: 'later' },
        code: '190',
      });
    }
    expect(await connection.ended).toContain('rejected the access token');
    await expect(connection.check(never)).rejects.toThrow('rejected the access token');
    await connection.close();
  }
});

it('ends when the number is none of the account any more', async () => {
  const { server, connection } = await connected();
  server.fail('number', { code: 100, subcode: 33, message: 'Unsupported get request' });
  expect(await connection.ended).toContain('Unsupported get request');
});

it.each([
  ['broken sockets', 'drop', 'connection to Meta broke'],
  ['a hung server', 'hang', 'did not answer within 0.1 s'],
  ['errors of the server', { status: 503, code: 2, message: 'Service temporarily' }, '2: Service'],
  ['what is not Meta', { status: 200, body: '<html>' }, 'not the Graph API'],
] as const)('ends at %s, and not at the first', async (_what, fault, reason) => {
  // Only where nothing answers must the time be short.
  const callMs = fault === 'hang' ? 100 : 5000;
  const { server, connection } = await connected({ callMs, watchMs: 5 });
  server.fail('number', fault);
  await server.untilCalled('number', 4);
  await connection.check(never);
  server.fail('number', fault, fault);
  expect(await connection.ended).toContain(reason);
  await expect(connection.check(never)).rejects.toThrow(reason);
});

it('ends when Meta is gone, and connects again', async () => {
  const { server, connection, connect } = await connected();
  await server.goDown();
  expect(await connection.ended).toContain('ECONNREFUSED');
  expect(await failureOf(connect())).toBeInstanceOf(PlatformError);
  await server.comeBack();
  await (await connect()).check(never);
});

it('leaves Meta alone for as long as it wants', async () => {
  const server = await startWhatsapp();
  let now = 1000;
  const clock = { now: () => now, monotonic: () => now };
  const { connect } = connectorTo(server, { clock });
  server.fail('number', { ...tooMuch, headers: { 'retry-after': '90' } });
  await failureOf(connect());
  expect(await failureOf(connect())).toMatchObject({
    message: 'Meta wants no requests for another 90 s',
  });
  expect(server.calls).toHaveLength(1);
  now += 90_000;
  const connection = await connect();
  server.fail('number', tooMuch);
  // What is opened before the answer has been read leaves again, and asks nothing more.
  const isQuiet = async () =>
    await connect().then(
      async (early) => await early.close().then(() => false),
      (error: unknown) => String(error).includes('another 60 s'),
    );
  await server.untilCalled('number', 3);
  while (!(await isQuiet())) await sleep(2);
  const asked = server.callsOf('number').length;
  await connection.check(never);
  expect(server.callsOf('number')).toHaveLength(asked + 1);
});

it('is not well while no post can be checked', async () => {
  const { connection, server } = await posted({ app_secret: undefined });
  await expect(connection.check(never)).rejects.toThrow('Without an app secret');
  expect(await server.post('{"object":"whatsapp_business_account","entry":[]}')).toBe(503);
});

it('closes at once, with a message being sent, and leaves nothing open', async () => {
  const { server, connection } = await connected({ watchMs: 60_000 });
  const sending = connection.send('wa:1', piece, never);
  const began = performance.now();
  await connection.close();
  await connection.close();
  expect(await sending).toMatch(/^wamid\./);
  expect(performance.now() - began).toBeLessThan(20_000);
  while ((await server.connections()) > 0) await sleep(2);
});

it('waits for nothing for ever when it closes', async () => {
  const { server, connection } = await connected({ callMs: 60_000, watchMs: 60_000 });
  server.fail('message', 'hang');
  const sending = failureOf(connection.send('wa:1', piece, never));
  await server.untilCalled('message', 1);
  await connection.close();
  expect(await sending).toMatchObject({ fault: { kind: 'unknown' } });
  while ((await server.connections()) > 0) await sleep(2);
}, 15_000);

it('writes addresses in one way', () => {
  for (const jid of ['wa:16505551234', 'whatsapp:16505551234', '16505551234@s.whatsapp.net'])
    expect(whatsapp.normalize(jid)).toBe('wa:16505551234');
  for (const jid of [
    '',
    '16505551234',
    'wa:',
    'wa:0',
    'wa:007',
    'wa:+1650',
    'wa:-1',
    'wa:1.5',
    'WA:1',
    'wa:123456789012345678901',
    'wa:1@s.whatsapp.net',
    '1:2@s.whatsapp.net',
    '1@g.us',
    '1@s.whatsapp.net\n',
    'wa:1\n',
    'wa:１２３',
    'tg:1',
  ])
    expect(whatsapp.normalize(jid)).toBeNull();
});
