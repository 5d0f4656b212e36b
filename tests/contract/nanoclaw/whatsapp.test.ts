/**
 * Owns what only the nanoclaw tag `whatsapp` promises: the webhook, from the question that sets it up to posts that are not what they
 * claim. What it has in common with the other platforms is in connecting.test.ts.
 */
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../read.ts';
import { channelOf, messagesOf, startWorld, until, VERIFY_TOKEN, type World } from './platforms.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const call = async (id: string, body: unknown = {}) =>
  await world.clients.nanoclaw.call(id, { body });
const faultOf = (body: unknown) => at(body, 'error');
const signed = (body: string | Uint8Array, secret = world.whatsapp.appSecret) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** Posts as Meta does, without an API key. */
async function post(
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = { 'x-hub-signature-256': signed(body) },
) {
  return await world.clients.nanoclaw.call('receiveWhatsappWebhook', {
    token: null,
    body,
    headers,
  });
}

async function ask(query: Record<string, string>) {
  return await world.clients.nanoclaw.call('verifyWhatsappWebhook', { token: null, query });
}

const question = {
  'hub.mode': 'subscribe',
  'hub.verify_token': VERIFY_TOKEN,
  'hub.challenge': '<b>1158201444</b>',
};
const connectWithout = async (...left: string[]) => {
  const all: Record<string, string> = {
    phoneNumberId: world.whatsapp.phoneNumberId,
    accessToken: world.whatsapp.token,
    verifyToken: VERIFY_TOKEN,
    appSecret: world.whatsapp.appSecret,
  };
  for (const name of left) delete all[name];
  return await call('connectWhatsapp', all);
};
const EMPTY = '{"object":"whatsapp_business_account","entry":[]}';

describe('a webhook that nothing is connected to', () => {
  it('answers 403 to the question, 404 to posts', async () => {
    expect(faultOf((await ask(question)).body)).toBe('invalid_signature');
    expect((await ask({ ...question, 'hub.verify_token': ' ' })).status).toBe(403);
    const answer = await post(EMPTY);
    expect([answer.status, faultOf(answer.body)]).toEqual([404, 'not_found']);
  });

  it.each(['phoneNumberId', 'accessToken', 'verifyToken'])(
    'cannot be had without %s',
    async (name) => {
      const { status, body } = await connectWithout(name);
      expect(status).toBe(400);
      expect(at(body, 'details', 'fields', 0, 'path')).toBe(name);
      expect(await channelOf(world, 'whatsapp')).toMatchObject({ configured: false });
    },
  );

  it.each([
    ['phoneNumberId', '12x'],
    ['phoneNumberId', '106540352242922/messages?a='],
    ['apiVersion', '21'],
    ['apiVersion', 'v21.0/../'],
    ['verifyToken', 'two\nlines'],
    ['appSecret', 'two words'],
    ['businessAccountId', '../1'],
  ])('cannot be had with the %s %j', async (name, value) => {
    const { status, body } = await call('connectWhatsapp', {
      phoneNumberId: world.whatsapp.phoneNumberId,
      accessToken: world.whatsapp.token,
      verifyToken: VERIFY_TOKEN,
      [name]: value,
    });
    expect([status, at(body, 'details', 'fields', 0, 'path')]).toEqual([400, name]);
  });

  it('is not that of another number', async () => {
    const { status, body } = await call('connectWhatsapp', {
      phoneNumberId: '999',
      accessToken: world.whatsapp.token,
      verifyToken: VERIFY_TOKEN,
    });
    expect([status, faultOf(body)]).toEqual([422, 'credentials_rejected']);
  });
});

describe('a webhook without an app secret', () => {
  it('answers 503 to posts, and the channel is not healthy', async () => {
    expect((await connectWithout('appSecret')).status).toBe(200);
    for (const headers of [{}, { 'x-hub-signature-256': signed(EMPTY, '') }]) {
      const answer = await post(EMPTY, headers);
      expect([answer.status, faultOf(answer.body)]).toEqual([503, 'unavailable']);
    }
    const path = { name: 'whatsapp' };
    const { body } = await world.clients.prx.call('getChannelHealth', { path });
    expect(body).toMatchObject({ healthy: false });
  });
});

describe('the webhook', () => {
  beforeAll(async () => {
    const { status, body } = await connectWithout();
    expect(status).toBe(200);
    expect(at(body, 'webhookPath')).toBe('/api/v1/channels/whatsapp/webhook');
  });

  it('gives the challenge back as plain text, and nothing else', async () => {
    const { status, body, headers } = await ask(question);
    expect([status, body]).toEqual([200, '<b>1158201444</b>']);
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
  });

  it.each([
    [403, { 'hub.verify_token': 'wrong' }],
    [403, { 'hub.verify_token': `${VERIFY_TOKEN} ` }],
    [403, { 'hub.mode': 'unsubscribe' }],
    [400, { 'hub.verify_token': '' }],
    [400, { 'hub.challenge': '' }],
    [400, { 'hub.challenge': 'a'.repeat(1025) }],
    [400, { 'hub.colour': 'blue' }],
  ])('answers %i to a question with %j, without repeating it', async (expected, changed) => {
    const { status, body } = await ask({ ...question, ...changed });
    expect(status).toBe(expected);
    expect(JSON.stringify(body)).not.toContain('1158201444');
  });

  it('answers 400 to a question that lacks something', async () => {
    for (const name of Object.keys(question)) {
      const rest = Object.fromEntries(Object.entries(question).filter(([one]) => one !== name));
      expect((await ask(rest)).status).toBe(400);
    }
  });

  it('is set up, takes a message, and the message is in its chat', async () => {
    const url = `${world.daemon.addresses.nanoclaw}/api/v1/channels/whatsapp/webhook`;
    expect(await world.whatsapp.subscribe(url, 'wrong')).toBe(false);
    expect(await world.whatsapp.subscribe(url, VERIFY_TOKEN)).toBe(true);
    world.whatsapp.failPosts('no-signature', 'wrong-signature', 'lose-answer');
    const id = world.whatsapp.userSays({ from: '16505551234', name: '이', text: '안녕 👋' });
    await world.whatsapp.untilIdle();
    expect(world.whatsapp.pushes.slice(0, 2)).toEqual([403, 403]);
    expect(await messagesOf(world, 'wa:16505551234', 1)).toEqual([
      expect.objectContaining({ id, sender: '16505551234', senderName: '이', content: '안녕 👋' }),
    ]);
  });

  it('takes all messages of a batch, kinds that it does not know, and events of other numbers', async () => {
    const { whatsapp } = world;
    whatsapp.together(() => {
      for (let n = 0; n < 20; n += 1) whatsapp.userSays({ from: '4915550000', text: `no. ${n}` });
      whatsapp.tell('x', { calls: [{ a: 1 }] }, { field: 'calls' });
      const foreign = [{ from: '1', id: 'wamid.x', timestamp: '1', type: 'text' }];
      whatsapp.tell('x', { messages: foreign }, { phoneNumberId: '42' });
      whatsapp.userSays({ from: '4915550000', fields: { type: 'hologram', hologram: {} } });
    });
    await whatsapp.untilIdle();
    const found = await messagesOf(world, 'wa:4915550000', 20);
    expect(found.slice(0, 20).map((one) => at(one, 'content'))).toEqual(
      expect.arrayContaining([0, 19].map((n) => `no. ${n}`)),
    );
    expect((await post(EMPTY)).body).toEqual({ success: true });
    expect((await post('{"object":"page","entry":[{"changes":5}]}')).status).toBe(200);
  });

  const untrue: readonly (readonly [string, () => Record<string, string>])[] = [
    ['no signature', () => ({})],
    ['the signature of another body', () => ({ 'x-hub-signature-256': signed(`${EMPTY} `) })],
    ['the signature of another secret', () => ({ 'x-hub-signature-256': signed(EMPTY, 'other') })],
    ['a signature without its prefix', () => ({ 'x-hub-signature-256': signed(EMPTY).slice(7) })],
    ['an old kind of signature', () => ({ 'x-hub-signature': signed(EMPTY) })],
    ['half a signature', () => ({ 'x-hub-signature-256': signed(EMPTY).slice(0, 40) })],
    ['a signature and more', () => ({ 'x-hub-signature-256': `${signed(EMPTY)}00` })],
    ['two signatures', () => ({ 'x-hub-signature-256': `${signed(EMPTY)}, ${signed(EMPTY)}` })],
  ];

  it.each(untrue)('answers 403 to a post with %s', async (_name, headers) => {
    const answer = await post(EMPTY, headers());
    expect([answer.status, faultOf(answer.body)]).toEqual([403, 'invalid_signature']);
  });

  const garbage = [
    '{',
    '[]',
    'null',
    '"x"',
    '{"object":1}',
    '{"entry":[]}',
    '\u0000',
    ' ',
    '\uFEFF{}',
  ];

  it.each(garbage)('answers 403 to %j without a signature, and 400 with one', async (body) => {
    expect((await post(body, {})).status).toBe(403);
    const answer = await post(body);
    expect([answer.status, faultOf(answer.body)]).toEqual([400, 'validation_failed']);
  });

  it('writes down that a message was not delivered which had been taken', async () => {
    const wanted = { jid: 'wa:16505551234', text: 'too late' };
    const sent = await call('sendChannelMessage', wanted);
    const id = String(at(sent.body, 'messageId'));
    world.whatsapp.report(id, 'failed', [{ code: 131047, title: 'Re-engagement message' }]);
    await until(async () => {
      const { body } = await world.clients.nanoclaw.call('getAuditLog');
      return JSON.stringify(body).includes(`Message ${id} was not delivered: 131047`);
    });
  });

  it('takes bytes for what they are: the signature is that of what was sent, space for space', async () => {
    const spaced = '{ "entry" : [ ],\r\n "object":"whatsapp_business_account"}';
    expect((await post(spaced)).status).toBe(200);
    const compact = JSON.stringify(JSON.parse(spaced));
    expect((await post(spaced, { 'x-hub-signature-256': signed(compact) })).status).toBe(403);
    const broken = Buffer.concat([Buffer.from(EMPTY.slice(0, -1)), Buffer.from([0xff, 0x7d])]);
    expect((await post(broken)).status).toBe(400);
    expect((await post('['.repeat(200_000))).status).toBe(400);
  });

  it('survives keys that mean something to JavaScript', async () => {
    const body = `{"object":"whatsapp_business_account","__proto__":{"entry":[]},"constructor":{},"entry":[]}`;
    expect((await post(body)).status).toBe(200);
    expect(Reflect.get({}, 'entry')).toBeUndefined();
  });

  it('takes a batch of 3 MiB, and answers 413 to one over 4 MiB', async () => {
    const padded = (size: number) => EMPTY.replace('[]', `[]${' '.repeat(size)}`);
    expect((await post(padded(3 * 1024 * 1024))).status).toBe(200);
    expect((await post(padded(4 * 1024 * 1024))).status).toBe(413);
  });

  it('answers 415 to a form, an empty post and compressed bytes', async () => {
    const types = ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data'];
    for (const type of types) {
      const headers = { 'content-type': type, 'x-hub-signature-256': signed('a=b') };
      expect((await post('a=b', headers)).status).toBe(415);
    }
    const headers = { 'content-encoding': 'gzip', 'x-hub-signature-256': signed(EMPTY) };
    expect((await post(EMPTY, headers)).status).toBe(415);
  });

  it('closes when WhatsApp is disconnected, and takes what came meanwhile when it is back', async () => {
    await call('disconnectWhatsapp');
    expect((await ask(question)).status).toBe(403);
    const id = world.whatsapp.userSays({ from: '16505551234', text: 'are you there?' });
    await until(() => world.whatsapp.pushes.at(-1) === 404);
    expect((await call('connectWhatsapp')).status).toBe(200);
    await world.whatsapp.untilIdle();
    const found = await messagesOf(world, 'wa:16505551234', 3);
    // Meta tells whole seconds, so that it may stand before what was sent in the same one.
    const said = expect.objectContaining({ id, content: 'are you there?' });
    expect(found).toContainEqual(said);
  });

  it('closes when Meta takes the token back', async () => {
    world.whatsapp.token = 'EAAOtherOtherOtherOtherOtherOtherOtherOther';
    await world.clients.prx.call('getChannelHealth', { path: { name: 'whatsapp' } });
    await until(async () => (await channelOf(world, 'whatsapp')).status === 'error');
    expect((await post(EMPTY)).status).toBe(404);
    const { lastError } = await channelOf(world, 'whatsapp');
    expect(lastError).toMatch(/access token/i);
  });
});
