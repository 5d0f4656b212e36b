/**
 * Owns what the nanoclaw tag `channels` promises: the four channels as they are, and sending. Chats are tested in chats.test.ts,
 * who may write in sender-allowlist.test.ts, connecting in connecting.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { at } from '../read.ts';
import {
  channelOf,
  connect,
  messagesOf,
  platformCases,
  startWorld,
  until,
  type World,
} from './platforms.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const call = async (
  id: string,
  options: Parameters<World['clients']['nanoclaw']['call']>[1] = {},
) => await world.clients.nanoclaw.call(id, options);
const send = async (body: unknown) => await call('sendChannelMessage', { body });
const faultOf = (body: unknown) => at(body, 'error');
const connectTo = async (name: string) => {
  for (const one of platformCases) if (one.name === name) await connect(world, one);
};

describe('channels before any is connected', () => {
  it('are all four, in a fixed order', async () => {
    const { body } = await call('listChannels');
    const off = {
      configured: false,
      connected: false,
      status: 'disconnected',
      account: null,
      connectedAt: null,
      lastError: null,
      lastMessageAt: null,
      messagesReceived: 0,
      messagesSent: 0,
    };
    expect(body).toEqual([
      { name: 'telegram', displayName: 'Telegram', mode: 'polling', jidPrefix: 'tg:', ...off },
      { name: 'slack', displayName: 'Slack', mode: 'socket', jidPrefix: 'slack:', ...off },
      { name: 'discord', displayName: 'Discord', mode: 'gateway', jidPrefix: 'dc:', ...off },
      { name: 'whatsapp', displayName: 'WhatsApp', mode: 'webhook', jidPrefix: 'wa:', ...off },
    ]);
  });

  it.each(['matrix', 'telegram2', 'constructor'])('answers 404 to the channel %s', async (name) => {
    const answer = await call('getChannel', { path: { name } });
    expect([answer.status, faultOf(answer.body)]).toEqual([404, 'not_found']);
  });

  it.each(['Telegram', '../telegram', 'a'.repeat(65)])('answers 400 to %s', async (name) => {
    expect((await call('getChannel', { path: { name } })).status).toBe(400);
  });

  it('know no chats', async () => {
    const { body, headers } = await call('listChats');
    expect(body).toEqual([]);
    expect(headers.get('x-total-count')).toBe('0');
  });

  it.each(['tg:7', 'slack:C0123ABCD', 'dc:11', 'wa:16505551234'])(
    'send nothing to %s',
    async (jid) => {
      const { status, body } = await send({ jid, text: 'hello' });
      expect([status, faultOf(body)]).toEqual([409, 'not_connected']);
    },
  );
});

describe('sendChannelMessage', () => {
  beforeAll(() => connectTo('telegram'));

  it('sends, and tells the identifier the platform has given', async () => {
    const { status, body } = await send({ jid: 'tg:7', text: 'Hello **you**' });
    expect(status).toBe(200);
    const [sent] = world.telegram.sent;
    expect(sent).toMatchObject({ chatId: 7, text: 'Hello you' });
    expect(body).toEqual({
      success: true,
      messageId: String(sent?.messageId),
      messageIds: [String(sent?.messageId)],
      jid: 'tg:7',
      channel: 'telegram',
      chunks: 1,
      sentAt: expect.any(String),
      message: 'Message sent',
    });
    expect(await messagesOf(world, 'tg:7', 1)).toMatchObject([
      {
        id: String(sent?.messageId),
        chatJid: 'tg:7',
        sender: '7000001',
        senderName: 'Andy',
        isFromMe: true,
        isBotMessage: true,
      },
    ]);
  });

  it('takes the other names of a chat and of a text, and the first ones where both are there', async () => {
    expect((await send({ chatJid: 'tg:8', message: 'other names' })).status).toBe(200);
    const both = { jid: 'tg:8', chatJid: 'tg:9', text: 'these', message: 'those' };
    expect(at((await send(both)).body, 'jid')).toBe('tg:8');
    expect(world.telegram.sent.slice(-2).map(({ text }) => text)).toEqual(['other names', 'these']);
  });

  it('sends a long text in pieces, in order, and answers a message with the first one', async () => {
    const words = Array.from({ length: 2000 }, (_, n) => `word${n}`).join(' ');
    const before = world.telegram.sent.length;
    const { body } = await send({ jid: 'tg:7', text: words, replyTo: '4710' });
    const pieces = world.telegram.sent.slice(before);
    expect(pieces.length).toBeGreaterThan(3);
    expect(body).toMatchObject({
      chunks: pieces.length,
      messageIds: pieces.map(({ messageId }) => String(messageId)),
      message: `Message sent in ${pieces.length} pieces`,
    });
    expect(pieces.map(({ text }) => text).join(' ')).toBe(words);
    expect(pieces.map(({ replyTo }) => replyTo)).toEqual(
      pieces.map((_, n) => (n === 0 ? 4710 : null)),
    );
  });

  it.each(['안녕하세요 여러분', 'مرحبا بالعالم', '日本語のテキスト', '👩‍👩‍👧‍👦🇰🇷'])(
    'sends %s unharmed',
    async (text) => {
      expect((await send({ jid: 'tg:77', text })).status).toBe(200);
      expect(world.telegram.sent.at(-1)?.text).toBe(text);
      expect(at((await messagesOf(world, 'tg:77', 1)).at(-1), 'content')).toBe(text);
    },
  );

  const badJids = [
    'hello',
    'tg:',
    'tg:abc',
    'tg:0',
    'tg:07',
    'tg:99999999999999999999',
    'slack:c0123',
    'dc:-5',
    'wa:12',
    'wa:+16505551234',
    '16505551234@g.us',
    ':5',
    'TG:7',
    'tg:7 ',
    'tg:7‮',
  ];

  it.each(badJids)('answers 400 to the address %j, and nothing is sent or kept', async (jid) => {
    const [sent, asked] = [world.telegram.sent.length, await call('listChats')];
    const { status, body } = await send({ jid, text: 'hello' });
    expect([status, faultOf(body)]).toEqual([400, 'invalid_jid']);
    expect(at(body, 'details', 'fields', 0)).toMatchObject({ in: 'body', path: 'jid' });
    expect(world.telegram.sent).toHaveLength(sent);
    expect((await call('listChats')).headers.get('x-total-count')).toBe(
      asked.headers.get('x-total-count'),
    );
  });

  it.each(['irc:#gatehouse', 'matrix:!a:example.com', 'mailto:a@example.com'])(
    'answers 404 to %s, which no channel owns',
    async (jid) => {
      const { status, body } = await send({ jid, text: 'hello' });
      expect([status, faultOf(body)]).toEqual([404, 'not_found']);
    },
  );

  it.each([
    ['no text', { jid: 'tg:7' }],
    ['an empty text', { jid: 'tg:7', text: '' }],
    ['a blank text', { jid: 'tg:7', text: ' \n\t ' }],
    ['a text of 65,537 characters', { jid: 'tg:7', text: 'a'.repeat(65_537) }],
    ['half a surrogate pair', '{"jid":"tg:7","text":"\\ud83d"}'],
    ['a NUL', '{"jid":"tg:7","text":"a\\u0000b"}'],
    ['no address', { text: 'hello' }],
    ['an address with a line break', { jid: 'tg:7\n8', text: 'hello' }],
    ['an address that is a number', { jid: 7, text: 'hello' }],
    ['an address of 300 characters', { jid: `tg:${'1'.repeat(300)}`, text: 'hello' }],
    ['a channel that is none', { jid: 'tg:7', text: 'hello', channel: 'matrix' }],
    ['a channel that does not own the address', { jid: 'tg:7', text: 'hello', channel: 'slack' }],
    ['a field that is not known', { jid: 'tg:7', text: 'hello', parse_mode: 'HTML' }],
  ])('answers 400 to %s', async (_name, body) => {
    const before = world.telegram.sent.length;
    expect((await send(body)).status).toBe(400);
    expect(world.telegram.sent).toHaveLength(before);
  });

  it('sends a text of 65,536 characters', async () => {
    expect((await send({ jid: 'tg:7', text: 'a'.repeat(65_536) })).status).toBe(200);
  });

  it('answers 502 with the words and the code of a platform that does not take it', async () => {
    const why = 'Forbidden: bot was blocked by the user';
    world.telegram.closedChats.set(66, { code: 403, description: why });
    const before = (await channelOf(world, 'telegram')).messagesSent;
    const { status, body } = await send({ jid: 'tg:66', text: 'hello' });
    expect([status, faultOf(body)]).toEqual([502, 'upstream_error']);
    expect(at(body, 'details', 'reason')).toContain(why);
    expect(at(body, 'details', 'code')).toBe('403');
    expect((await channelOf(world, 'telegram')).messagesSent).toBe(before);
    expect((await call('listChatMessages', { path: { jid: 'tg:66' } })).status).toBe(404);
  });

  it('answers 504 when the platform takes too long, and does not try it again', async () => {
    world.telegram.fail('sendMessage', 'hang');
    const asked = world.telegram.callsOf('sendMessage').length;
    const before = world.telegram.sent.length;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const sending = send({ jid: 'tg:70', text: 'too late' });
    await world.telegram.untilCalled('sendMessage', asked + 1);
    vi.advanceTimersByTime(30_000);
    vi.useRealTimers();
    const { status, body } = await sending;
    expect([status, faultOf(body)]).toEqual([504, 'upstream_timeout']);
    world.telegram.dropConnections();
    await until(async () => (await send({ jid: 'tg:70', text: 'in time' })).status === 200);
    expect(world.telegram.sent.slice(before).map(({ text }) => text)).toEqual(['in time']);
  });
});
