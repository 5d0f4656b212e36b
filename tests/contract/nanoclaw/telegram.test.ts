/**
 * Owns what only the nanoclaw tag `telegram` promises: the two ways for messages to arrive, and the webhook of one of them.
 * What it has in common with the other platforms is in connecting.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../read.ts';
import { channelOf, messagesOf, startWorld, until, type World } from './platforms.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const call = async (id: string, body: unknown = {}) =>
  await world.clients.nanoclaw.call(id, { body });
const connect = async (body: Record<string, unknown>) =>
  await call('connectTelegram', { botToken: world.telegram.token, ...body });
const faultOf = (body: unknown) => at(body, 'error');

const SECRET = 'secret_of-the-tests';
const PATH = '/api/v1/channels/telegram/webhook';
const UPDATE = JSON.stringify({ update_id: 1, my_kind: {} });

async function post(body: string, secret: string | null = SECRET) {
  const headers = secret === null ? {} : { 'x-telegram-bot-api-secret-token': secret };
  const options = { token: null, body, headers: { ...headers } };
  return await world.clients.nanoclaw.call('receiveTelegramWebhook', options);
}

it('takes no posts while it is not connected', async () => {
  const answer = await post(UPDATE);
  expect([answer.status, faultOf(answer.body)]).toEqual([404, 'not_found']);
});

it.each([
  [{ mode: 'webhook' }, 'webhookUrl'],
  [{ mode: 'webhook', webhookUrl: 'http://bot.example.com/' }, 'webhookUrl'],
  [{ mode: 'webhook', webhookUrl: 'https://' }, 'webhookUrl'],
  [{ mode: 'webhook', webhookUrl: 'https://me:secret@bot.example.com/' }, 'webhookUrl'],
  [{ mode: 'sockets' }, 'mode'],
  [{ secretToken: 'two words' }, 'secretToken'],
  [{ secretToken: 'a'.repeat(257) }, 'secretToken'],
])('answers 400 to %j', async (body, path) => {
  const { status, body: said } = await connect(body);
  expect([status, at(said, 'details', 'fields', 0, 'path')]).toEqual([400, path]);
  expect(await channelOf(world, 'telegram')).toMatchObject({ configured: false });
});

it('takes no posts while it asks for messages itself', async () => {
  expect((await connect({ secretToken: SECRET })).status).toBe(200);
  const answer = await post(UPDATE);
  expect([answer.status, faultOf(answer.body)]).toEqual([403, 'invalid_signature']);
});

it('says why it is not connected when another program polls, and comes back', {
  timeout: 20_000,
}, async () => {
  const rival = { code: 409, description: 'Conflict: terminated by other getUpdates request' };
  world.telegram.fail('getUpdates', rival);
  world.telegram.dropConnections();
  await until(async () => (await channelOf(world, 'telegram')).status !== 'connected');
  await until(async () => (await channelOf(world, 'telegram')).status === 'connected');
});

describe('the mode webhook', () => {
  beforeAll(async () => {
    const webhookUrl = 'https://bot.example.com/telegram';
    const { status } = await connect({ mode: 'webhook', webhookUrl, secretToken: SECRET });
    expect(status).toBe(200);
  });

  it('is told to Telegram, and stays when it is connected again without a word of it', async () => {
    expect(world.telegram.webhook).toEqual({
      url: 'https://bot.example.com/telegram',
      secret: SECRET,
    });
    expect((await connect({})).status).toBe(200);
    expect(await channelOf(world, 'telegram')).toMatchObject({ mode: 'webhook', connected: true });
  });

  it('brings messages, each of them once', async () => {
    const message = {
      message_id: 4710,
      date: 1_773_568_800,
      chat: { id: 987, type: 'private', first_name: 'Lee' },
      from: { id: 987, is_bot: false, first_name: 'Lee' },
      text: '안녕 👋',
    };
    const update = JSON.stringify({ update_id: 500, message });
    for (let n = 0; n < 3; n += 1)
      expect(await post(update)).toMatchObject({ status: 200, body: { success: true } });
    expect(await messagesOf(world, 'tg:987', 1)).toMatchObject([
      { id: '4710', senderName: 'Lee', content: '안녕 👋', timestamp: '2026-03-15T10:00:00Z' },
    ]);
    expect(await channelOf(world, 'telegram')).toMatchObject({ messagesReceived: 1 });
  });

  it.each([null, '', 'wrong', `${SECRET}x`, SECRET.slice(1)])(
    'answers 403 to the secret %j',
    async (secret) => {
      for (const body of [UPDATE, '{', '']) {
        if (body === '') continue;
        const answer = await post(body, secret);
        expect([answer.status, faultOf(answer.body)]).toEqual([403, 'invalid_signature']);
      }
    },
  );

  it.each(['{', '[]', '5', '{"update_id":"1"}', '{"message":{}}'])(
    'answers 400 to %j with the right one',
    async (body) => {
      const answer = await post(body);
      expect([answer.status, faultOf(answer.body)]).toEqual([400, 'validation_failed']);
    },
  );

  it('passes over what it does not know', async () => {
    for (const body of [UPDATE, '{"update_id":7,"message":{"chat":null}}'])
      expect((await post(body)).status).toBe(200);
  });

  it('answers 413 and 415 before it looks at the secret', async () => {
    expect((await post(`"${'x'.repeat(4 * 1024 * 1024)}"`, null)).status).toBe(413);
    const { nanoclaw } = world.clients;
    const headers = { 'content-type': 'text/plain' };
    const options = { token: null, body: 'x', headers };
    expect((await nanoclaw.call('receiveTelegramWebhook', options)).status).toBe(415);
  });

  it('ends with the mode polling', async () => {
    expect((await connect({ mode: 'polling' })).status).toBe(200);
    expect(world.telegram.webhook).toBeNull();
    expect((await post(UPDATE)).status).toBe(403);
    expect(await channelOf(world, 'telegram')).toMatchObject({ mode: 'polling', connected: true });
  });
});

it('is where Telegram can reach it', async () => {
  const response = await fetch(`${world.daemon.addresses.nanoclaw}${PATH}`, { method: 'POST' });
  expect(response.status).toBe(400);
});
