/**
 * Owns the tests of what messages of Telegram say. When they are acknowledged is in telegram-polling.test.ts, posts of Telegram are in
 * telegram-webhook.test.ts.
 */
import { expect, it } from 'vitest';
import { telegramAdapter } from '../../../src/adapters/channels/telegram/index.ts';
import type { Said, User } from '../../support/platforms/telegram/messages.ts';
import { connected, Heard, HURRY, never, settingsFor, startTelegram } from './telegram-ground.ts';

const ANN: User = { id: 42, is_bot: false, first_name: 'Ann', last_name: 'Lee', username: 'ann' };
const GROUP = { id: -1_001_234_567_890, type: 'supergroup', title: 'Dev Team' } as const;
const AT = Date.UTC(2026, 0, 2, 3, 4, 5);

/** What the adapter tells of messages. */
async function heardOf(...said: readonly Said[]) {
  const { server, heard } = await connected();
  for (const one of said) server.userSays(one);
  await server.untilIdle();
  return heard.messages;
}

it('tells of a direct message', async () => {
  expect(await heardOf({ chat: 42, from: ANN, text: 'hello', at: AT })).toEqual([
    {
      eventId: '7000001:42:1',
      jid: 'tg:42',
      chatName: 'User 42',
      isGroup: false,
      messageId: '1',
      sender: '42',
      senderName: 'Ann Lee',
      text: 'hello',
      at: AT,
      isBot: false,
      isOwn: false,
      mentionsAgent: false,
      thread: null,
    },
  ]);
});

it('tells of a message in a group', async () => {
  expect(await heardOf({ chat: GROUP, from: ANN, text: 'hello', at: AT })).toMatchObject([
    { jid: 'tg:-1001234567890', chatName: 'Dev Team', isGroup: true, sender: '42' },
  ]);
});

it('gives a message the same identifier for every bot where it has the same number for them', async () => {
  const heard = await heardOf(
    { chat: GROUP, from: ANN, text: 'a supergroup' },
    { chat: { id: -1_009, type: 'channel', title: 'News' }, text: 'a channel' },
    { chat: { id: -7, type: 'group', title: 'Small' }, from: ANN, text: 'a group' },
  );
  expect(heard.map(({ eventId }) => eventId)).toEqual([
    '-1001234567890:1',
    '-1009:2',
    '7000001:-7:3',
  ]);
});

it.each([
  '안녕하세요, 세계! 한국어 메시지',
  '日本語のメッセージ「引用」',
  'مرحبا بالعالم 🌍',
  '👩‍👩‍👧‍👦 🇰🇷 👍🏽 e\u0301 \u202ertl\u202c',
  '  spaces,\nlines\tand <b>& "markup"  ',
])('leaves %j as it is', async (text) => {
  expect(await heardOf({ chat: 42, text })).toMatchObject([{ text }]);
});

it.each([
  [{ photo: [{ file_id: 'x' }] }, '[Photo]'],
  [{ video: { file_id: 'x' } }, '[Video]'],
  [{ video_note: { file_id: 'x' } }, '[Video note]'],
  [{ voice: { file_id: 'x' } }, '[Voice message]'],
  [{ audio: { file_id: 'x' } }, '[Audio]'],
  [{ document: { file_id: 'x', file_name: 'plan.pdf' } }, '[Document: plan.pdf]'],
  [{ document: { file_id: 'x', file_name: 'a]\n[Photo' } }, '[Document: a Photo]'],
  [{ document: { file_id: 'x' } }, '[Document]'],
  [{ animation: { file_id: 'x' }, document: { file_name: 'a.gif' } }, '[Animation]'],
  [{ sticker: { file_id: 'x', emoji: '👍🏽' } }, '[Sticker 👍🏽]'],
  [{ sticker: { file_id: 'x' } }, '[Sticker]'],
  [{ location: { latitude: 1, longitude: 2 } }, '[Location]'],
  [{ venue: { title: 'Café' }, location: { latitude: 1, longitude: 2 } }, '[Location: Café]'],
  [{ contact: { phone_number: '1', first_name: 'Bo' } }, '[Contact]'],
  [{ poll: { question: 'When?' } }, '[Poll: When?]'],
  [{ dice: { emoji: '🎲', value: 4 } }, '[Dice 🎲 4]'],
  [{ story: { id: 1 } }, '[Story]'],
])('puts %j into words', async (fields, text) => {
  const [plain, captioned] = await heardOf(
    { chat: 42, fields },
    { chat: 42, fields, caption: 'look 눈' },
  );
  expect(plain?.text).toBe(text);
  expect(captioned?.text).toBe(`${text} look 눈`);
});

it.each([
  ['its name', { text: 'hi @andy_bot' }, true],
  ['its name in capitals', { text: '🎉🎉 @Andy_Bot 안녕' }, true],
  ['another name', { text: 'hi @andy_bott' }, false],
  ['its name where Telegram sees none', { text: 'mail me: x@andy_bot' }, false],
  ['a command to it', { text: '/start@andy_bot now' }, true],
  ['a command to another', { text: '/start@other_bot' }, false],
  ['a command to anybody', { text: '/start' }, false],
  ['its name in a caption', { caption: 'see @andy_bot', fields: { photo: [] } }, true],
  [
    'a mention without a name',
    {
      text: 'Andy!',
      fields: {
        entities: [{ type: 'text_mention', offset: 0, length: 4, user: { id: 7_000_001 } }],
      },
    },
    true,
  ],
  [
    'a reply to it',
    {
      text: 'yes',
      fields: { reply_to_message: { from: { ...ANN, id: 7_000_001, is_bot: true } } },
    },
    true,
  ],
  ['a reply to another', { text: 'yes', fields: { reply_to_message: { from: ANN } } }, false],
  [
    'a topic that it opened',
    {
      text: 'yes',
      fields: {
        reply_to_message: { from: { ...ANN, id: 7_000_001 }, forum_topic_created: { name: 'x' } },
      },
    },
    false,
  ],
  ['entities that are nonsense', { text: 'x', fields: { entities: [{ offset: 'y' }] } }, false],
] as const)('knows whether it is meant: %s', async (_what, said, mentionsAgent) => {
  expect(await heardOf({ chat: GROUP, from: ANN, ...said })).toMatchObject([{ mentionsAgent }]);
});

it('knows bots, itself, and people who write as a chat', async () => {
  const anonymous: User = { id: 1_087_968_824, is_bot: true, first_name: 'Group' };
  const messages = await heardOf(
    { chat: GROUP, from: { id: 9, is_bot: true, first_name: 'Other' }, text: 'bot' },
    { chat: GROUP, from: { id: 7_000_001, is_bot: true, first_name: 'Andy' }, text: 'own' },
    { chat: GROUP, from: anonymous, text: 'admin', fields: { sender_chat: GROUP } },
  );
  expect(messages).toMatchObject([
    { isBot: true, isOwn: false, sender: '9' },
    { isBot: true, isOwn: true },
    { isBot: false, isOwn: false, sender: '-1001234567890', senderName: 'Dev Team' },
  ]);
});

it('leaves out what is no message, and goes on after what it cannot read', async () => {
  const server = await startTelegram();
  const heard = new Heard();
  const left: unknown[] = [];
  const log = { warn: (_message: string, fields: unknown) => left.push(fields) };
  const adapter = telegramAdapter({ times: HURRY, log });
  const connection = await adapter.connector(settingsFor(server), heard).connect(never);
  const first = server.userSays({ chat: 42, text: 'first' });
  server.userEdits(first, 'changed');
  server.userSays({ chat: GROUP, fields: { new_chat_members: [ANN] } });
  server.tell({ callback_query: { id: '1' } });
  const unread = server.tell({ message: { message_id: 'x' } });
  server.tell({});
  server.userSays({ chat: 42, text: 'last' });
  await server.untilIdle();
  expect(heard.texts).toEqual(['first', 'last']);
  expect(left).toEqual([{ updateId: unread }]);
  await connection.close();
});

it('keeps what it reads small', async () => {
  const long = '한'.repeat(100_000);
  const [message] = await heardOf({
    chat: { ...GROUP, title: long },
    from: { ...ANN, first_name: long },
    text: long,
  });
  expect(message?.text).toHaveLength(16_384);
  expect(message?.chatName).toHaveLength(256);
  expect(message?.senderName.length).toBeLessThan(600);
});

it('tells of a group that became a supergroup', async () => {
  const { server, heard } = await connected();
  server.upgrade(-5, -1_000_000_000_005);
  await server.untilIdle();
  expect(heard.messages).toEqual([]);
  expect(new Set(heard.moves)).toEqual(new Set(['tg:-5 -> tg:-1000000000005']));
});
