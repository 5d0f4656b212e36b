/**
 * Owns the tests of messages that Telegram posts: over sockets, with and without the secret, and what ends the connection.
 * What messages say is in telegram-inbound.test.ts.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import {
  isFromTelegram,
  type PostOutcome,
  SECRET_HEADER,
  type TelegramConnection,
} from '../../../src/adapters/channels/telegram/index.ts';
import { connected, connectorTo, failureOf, never, startTelegram } from './telegram-ground.ts';

const STATUS: Readonly<Record<PostOutcome, number>> = {
  taken: 200,
  forbidden: 403,
  malformed: 400,
};

/** A route as the daemon has one; `connection` is set once there is one. */
async function startRoute() {
  const route = { url: '', connection: null as TelegramConnection | null };
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const shown = request.headers[SECRET_HEADER];
    const secret = typeof shown === 'string' ? shown : undefined;
    const status = await route.connection?.post({ secret, body }).then(
      (outcome) => STATUS[outcome],
      () => 500,
    );
    response.writeHead(status ?? 503).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  route.url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/telegram`;
  return route;
}

/** A connection to which Telegram posts. */
async function posted() {
  const [server, route] = [await startTelegram(), await startRoute()];
  const over = { mode: 'webhook', webhook_url: route.url } as const;
  const { heard, connect } = connectorTo(server, { over });
  const connection = await connect();
  return { server, route, heard, connection };
}

it('takes posts with the secret that it told Telegram', async () => {
  const { server, route, heard, connection } = await posted();
  expect(connection.mode).toBe('webhook');
  expect(server.webhook).toMatchObject({
    url: route.url,
    secret: expect.stringMatching(/^[\w-]{43}$/),
  });
  route.connection = connection;
  server.userSays({ chat: 42, text: 'posted' });
  await heard.until(1);
  while (server.pending > 0) await new Promise(setImmediate);
  expect(heard.messages).toMatchObject([{ jid: 'tg:42', text: 'posted' }]);
  expect(server.callsOf('getUpdates')).toEqual([]);
  await connection.check(never);
});

it('has the same secret after a restart, and the one that is set', async () => {
  const server = await startTelegram();
  const open = async (secret_token?: string) => {
    const over = { mode: 'webhook', webhook_url: 'https://e.com/', secret_token } as const;
    await (await connectorTo(server, { over }).connect()).close();
    return server.webhook?.secret;
  };
  const made = await open();
  expect(await open()).toBe(made);
  expect(server.token).not.toContain(made);
  expect(await open('chosen')).toBe('chosen');
});

it('forbids posts without the secret, and reads nothing of them', async () => {
  const { server, heard, connection } = await posted();
  const body = Buffer.from('{"update_id":1,"message":{"message_id":1}}');
  const secret = server.webhook?.secret ?? '';
  for (const wrong of [undefined, '', 'x', `${secret}x`, secret.slice(1), secret.toUpperCase()])
    expect(await connection.post({ secret: wrong, body })).toBe('forbidden');
  for (const bad of ['', 'x', '[]', '{}', 'null', '{"update_id":"1"}', '\u0000'])
    expect(await connection.post({ secret, body: Buffer.from(bad) })).toBe('malformed');
  expect(await connection.post({ secret, body: Buffer.from([0xff, 0xfe]) })).toBe('malformed');
  expect(heard.messages).toEqual([]);
});

it('compares secrets as a whole', () => {
  expect(isFromTelegram('secret', 'secret')).toBe(true);
  for (const shown of [undefined, '', 'secre', 'secrets', 'Secret'])
    expect(isFromTelegram(shown, 'secret')).toBe(false);
});

it('lets Telegram post again what could not be stored', async () => {
  const { server, route, heard, connection } = await posted();
  route.connection = connection;
  let attempts = 0;
  heard.store = async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('the disk is full');
  };
  server.userSays({ chat: 42, text: 'twice' });
  await heard.until(1);
  expect(attempts).toBe(2);
  expect(server.pushes[0]).toBe(500);
});

it('takes no posts where messages are asked for', async () => {
  const { connection } = await connected();
  expect(await connection.post({ secret: '', body: Buffer.from('{}') })).toBe('forbidden');
});

it('ends when another program takes the webhook away', async () => {
  const { server, connection } = await posted();
  await connectorTo(server).connect();
  expect(await connection.ended).toContain('changed the webhook');
  await expect(connection.check(never)).rejects.toThrow('changed the webhook');
});

it('ends when Telegram cannot deliver, or cannot be asked about it', async () => {
  const { server, connection } = await posted();
  server.userSays({ chat: 42, text: 'x', at: Date.now() });
  expect(await connection.ended).toBe(
    'Telegram cannot deliver: Wrong response from the webhook: 503',
  );
  const other = await posted();
  await other.server.goDown();
  expect(await other.connection.ended).toMatch(/ECONNREFUSED|broke/);
});

it('goes on where Telegram only wants to be asked later', async () => {
  const { server, connection } = await posted();
  const slow = { code: 429, description: 'Too Many Requests', parameters: { retry_after: 0.05 } };
  server.fail('getWebhookInfo', slow, slow);
  const asked = server.callsOf('getWebhookInfo').length;
  const ended = connection.ended.then((reason) => expect.unreachable(reason));
  await Promise.race([server.untilCalled('getWebhookInfo', asked + 4), ended]);
  await connection.check(never);
});

it('does not connect without an address, or with one that Telegram refuses', async () => {
  const server = await startTelegram();
  const without = connectorTo(server, { over: { mode: 'webhook' } });
  expect(await failureOf(without.connect())).toMatchObject({
    message: expect.stringMatching(/webhook_url/),
  });
  const description = 'Bad Request: bad webhook: an HTTPS URL must be provided for webhook';
  server.fail('setWebhook', { code: 400, description });
  const refused = connectorTo(server, { over: { mode: 'webhook', webhook_url: 'http://x/' } });
  expect(await failureOf(refused.connect())).toMatchObject({
    message: expect.stringMatching(/bad webhook/),
  });
});
