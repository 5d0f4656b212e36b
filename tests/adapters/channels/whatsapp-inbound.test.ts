/**
 * Owns the tests of what Meta posts: over sockets, signed and not, told of twice, and everything that messages hold.
 * Connecting is in whatsapp.test.ts.
 */
import { expect, it } from 'vitest';
import {
  challengeFor,
  isFromMeta,
  whatsapp,
} from '../../../src/adapters/channels/whatsapp/index.ts';
import type { Fields } from '../../support/platforms/whatsapp/answers.ts';
import { never, posted, VERIFY_TOKEN } from './whatsapp-ground.ts';

const LEE = '16505551234';
const OWN = '15550783881';
const AT = 1_773_568_800_000;

it('tells of a message', async () => {
  const { server, heard } = await posted();
  const id = server.userSays({ from: LEE, name: '이 👩‍💻', text: '안녕 مرحبا 👋🏽', at: AT });
  await server.untilIdle();
  expect(heard.messages).toEqual([
    {
      eventId: id,
      jid: `wa:${LEE}`,
      chatName: '이 👩‍💻',
      isGroup: false,
      messageId: id,
      sender: LEE,
      senderName: '이 👩‍💻',
      text: '안녕 مرحبا 👋🏽',
      at: AT,
      isBot: false,
      isOwn: false,
      mentionsAgent: false,
      thread: null,
    },
  ]);
  expect(whatsapp.normalize(`wa:${LEE}`)).toBe(heard.messages[0]?.jid);
});

const typed = (type: string, content: unknown): Fields => ({ type, [type]: content });

it.each([
  [typed('image', { id: '1', mime_type: 'image/jpeg', caption: 'a cat' }), '[Image] a cat'],
  [typed('image', {}), '[Image]'],
  [typed('video', { caption: '고양이' }), '[Video] 고양이'],
  [typed('audio', { voice: true }), '[Voice message]'],
  [typed('audio', { voice: false }), '[Audio]'],
  [
    typed('document', { filename: 'a]\n[b.pdf', caption: 'read this' }),
    '[Document: a b.pdf] read this',
  ],
  [typed('document', {}), '[Document]'],
  [typed('sticker', { animated: true }), '[Sticker]'],
  [typed('location', { latitude: 1, longitude: 2, name: 'Here' }), '[Location: Here]'],
  [typed('location', { latitude: 1, longitude: 2 }), '[Location]'],
  [
    typed('contacts', [{ name: { formatted_name: 'Ann' } }, { name: { formatted_name: 'Bo' } }]),
    '[Contact: Ann, Bo]',
  ],
  [typed('contacts', [{}]), '[Contact]'],
  [typed('order', { text: 'soon, please', product_items: [] }), '[Order] soon, please'],
  [typed('button', { text: 'Yes', payload: 'yes' }), 'Yes'],
  [typed('interactive', { type: 'button_reply', button_reply: { id: '1', title: 'No' } }), 'No'],
  [typed('interactive', { type: 'list_reply', list_reply: { id: '1', title: 'One' } }), 'One'],
  [typed('interactive', { type: 'nfm_reply', nfm_reply: { body: 'Sent' } }), '[Form]'],
])('tells of %j', async (fields, text) => {
  const { server, heard } = await posted();
  server.userSays({ from: LEE, fields });
  await server.untilIdle();
  expect(heard.texts).toEqual([text]);
});

it.each([
  typed('reaction', { message_id: 'wamid.x', emoji: '👍' }),
  typed('unsupported', { type: 'edit' }),
  typed('edit', { original_message_id: 'wamid.x', message: { type: 'text' } }),
  typed('system', { type: 'customer_identity_changed', body: 'x' }),
  typed('hologram', { of: 'a cat' }),
  typed('__proto__', { body: 'x' }),
  typed('interactive', null),
  typed('text', { body: '  \n ' }),
  typed('text', { body: 7 }),
  { type: 'text', text: { body: 'x' }, group_id: 'Y2FwaV9ncm91cDox' },
])('takes and leaves out %j', async (fields) => {
  const { server, heard } = await posted();
  server.userSays({ from: LEE, fields });
  server.userSays({ from: LEE, text: 'after' });
  await server.untilIdle();
  expect(heard.texts).toEqual(['after']);
  expect(server.pushes).toEqual([200, 200]);
});

it('leaves out messages of no form at all, and tells the rest of their post', async () => {
  const { server, heard, warnings } = await posted();
  const good = { from: LEE, id: 'wamid.1', timestamp: '1', type: 'text', text: { body: 'good' } };
  const bad = [
    null,
    7,
    [],
    { ...good, from: 'US.1234567890' },
    { ...good, from: '../1' },
    { ...good, id: '' },
    { ...good, id: 'x'.repeat(513) },
    { ...good, timestamp: 'soon' },
    { ...good, timestamp: '999999999999' },
    { ...good, type: 7 },
  ];
  server.tell(LEE, { contacts: [null, { wa_id: LEE, profile: 7 }], messages: [...bad, good] });
  server.tell(LEE, { messages: 'none', statuses: [null, {}] });
  await server.untilIdle();
  expect(heard.messages).toMatchObject([{ text: 'good', senderName: LEE, chatName: null }]);
  expect(warnings).toHaveLength(bad.length);
});

it('cuts what is huge', async () => {
  const { server, heard } = await posted();
  const name = '이'.repeat(1000);
  server.userSays({ from: LEE, name, text: `${'가'.repeat(65_535)}👍${'x'.repeat(100_000)}` });
  await server.untilIdle();
  expect(heard.messages[0]?.text).toBe(`${'가'.repeat(65_535)}\ufffd`);
  expect(heard.messages[0]?.senderName).toBe('이'.repeat(256));
});

const text = (body: string): Fields => ({ type: 'text', text: { body } });

it('knows an answer to its own messages, and messages of its own number', async () => {
  const { server, heard } = await posted();
  server.userSays({ from: LEE, text: 'to you', replyTo: { from: OWN, id: 'wamid.x' } });
  server.userSays({ from: LEE, text: 'to me', replyTo: { from: LEE, id: 'wamid.x' } });
  server.userSays({ from: LEE, fields: { ...text('forwarded'), context: { forwarded: true } } });
  server.userSays({ from: OWN, text: 'an echo' });
  await server.untilIdle();
  const flags = heard.messages.map((one) => [one.text, [one.mentionsAgent, one.isOwn, one.isBot]]);
  expect(Object.fromEntries(flags)).toEqual({
    'to you': [true, false, false],
    'to me': [false, false, false],
    forwarded: [false, false, false],
    'an echo': [false, true, true],
  });
});

it('reads every message of a post, oldest first, of this number only', async () => {
  const { server, heard } = await posted();
  server.together(() => {
    server.userSays({ from: LEE, text: 'second', at: AT + 1000 });
    server.userSays({ from: LEE, text: 'third', at: AT + 1000 });
    server.userSays({ from: '4470', text: 'first', at: AT });
    const messages = [{ from: LEE, id: 'wamid.o', timestamp: '1', ...text('other') }];
    server.tell(LEE, { messages }, { phoneNumberId: '999' });
    server.tell(LEE, { messages }, { field: 'smb_message_echoes' });
    server.tell(LEE, { event: 'x' }, { field: 'account_update' });
  });
  await server.untilIdle();
  expect(server.pushes).toEqual([200]);
  expect(heard.texts).toEqual(['first', 'second', 'third']);
});

it('takes no post as stored before it is, and each again until then', async () => {
  const { server, heard } = await posted();
  let failures = 2;
  heard.store = async () => {
    failures -= 1;
    if (failures >= 0) throw new Error('the disk is full');
  };
  const id = server.userSays({ from: LEE, text: 'one' });
  server.userSays({ from: LEE, text: 'two' });
  await server.untilIdle();
  expect(server.pushes).toEqual([500, 500, 200, 200]);
  expect(heard.texts).toEqual(['one', 'two']);
  server.failPosts('lose-answer');
  const again = server.userSays({ from: LEE, text: 'three' });
  await server.untilIdle();
  expect(heard.messages.map(({ eventId }) => eventId).slice(2)).toEqual([again, again]);
  expect(id).not.toBe(again);
});

it('takes nothing that is not signed', async () => {
  const { server, heard } = await posted();
  server.failPosts('wrong-signature', 'no-signature');
  server.userSays({ from: LEE, text: 'x' });
  await server.untilIdle();
  expect(server.pushes).toEqual([403, 403, 200]);
  expect(heard.texts).toEqual(['x']);
  expect(await server.post('{', 'wrong-signature')).toBe(403);
});

it.each([
  ['{', 400],
  ['', 400],
  ['null', 400],
  ['[]', 400],
  ['{"object":"whatsapp_business_account"}', 200],
  ['{"object":"whatsapp_business_account","entry":{}}', 200],
  ['{"object":"whatsapp_business_account","entry":[null,7,{"changes":[null,{"field":1}]}]}', 200],
  ['{"object":"page","entry":[{"changes":[]}]}', 200],
  [Buffer.from([0xff, 0xfe, 0x7b]), 400],
])('answers a signed %j', async (body, status) => {
  const { server, heard } = await posted();
  expect(await server.post(body)).toBe(status);
  expect(heard.messages).toEqual([]);
});

it('tells what became of what was sent', async () => {
  const { server, heard, connection } = await posted();
  server.reportsDelivery = true;
  const piece = { text: 'x', plain: 'x', replyTo: null, key: 'k' };
  const first = await connection.send(`wa:${LEE}`, piece, never);
  server.report(first, 'read');
  server.report(first, 'deleted');
  const error = {
    code: 131026,
    title: 'Message undeliverable',
    error_data: { details: 'Not on it' },
  };
  server.report('wamid.other', 'failed', [error]);
  server.report('wamid.other', 'failed');
  await server.untilIdle();
  expect(heard.outcomes.toSorted()).toEqual(
    [
      `${first} delivered`,
      `${first} delivered`,
      'wamid.other failed 131026: Not on it',
      'wamid.other failed no reason was given',
    ].toSorted(),
  );
});

it('tells of a person who has got another number', async () => {
  const { server, heard } = await posted();
  const system = { type: 'user_changed_number', new_wa_id: '4471', body: 'changed' };
  server.userSays({ from: LEE, fields: typed('system', system) });
  server.userSays({ from: '4470', fields: typed('system', { ...system, new_wa_id: '../x' }) });
  await server.untilIdle();
  expect(heard.moves).toEqual([`wa:${LEE} -> wa:4471`]);
});

it('answers the challenge of who knows the verify token, and of nobody else', () => {
  const question = { mode: 'subscribe', verifyToken: VERIFY_TOKEN, challenge: '<1158201444>' };
  expect(challengeFor(question, VERIFY_TOKEN)).toBe('<1158201444>');
  expect(challengeFor({ ...question, verifyToken: 'other' }, VERIFY_TOKEN)).toBeNull();
  expect(challengeFor({ ...question, verifyToken: '' }, '')).toBeNull();
  expect(challengeFor({ ...question, mode: 'unsubscribe' }, VERIFY_TOKEN)).toBeNull();
});

it('checks signatures over the raw bytes', () => {
  const body = Buffer.from('{"object":"whatsapp_business_account","entry":[]}');
  const hex = 'd3e4f9da0ce6c71ab3dba55929b8eeeee2455349e534924ead19f98d143e904f';
  expect(isFromMeta(`sha256=${hex}`, body, 'app-secret')).toBe(true);
  expect(isFromMeta(`sha256=${hex.toUpperCase()}`, body, 'app-secret')).toBe(true);
  const wrong = [undefined, '', hex, `sha1=${hex}`, `sha256=${hex}0`, `sha256=${'0'.repeat(64)}`];
  for (const signature of wrong) expect(isFromMeta(signature, body, 'app-secret')).toBe(false);
  expect(isFromMeta(`sha256=${hex}`, body, 'other')).toBe(false);
  expect(isFromMeta(`sha256=${hex}`, Buffer.concat([body, body]), 'app-secret')).toBe(false);
  const empty = 'b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad';
  expect(isFromMeta(`sha256=${empty}`, Buffer.alloc(0), '')).toBe(false);
});
