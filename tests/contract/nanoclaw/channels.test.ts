/**
 * Owns what the nanoclaw tag `channels` promises: the four channels, sending, chats, what was said in them, and the sender allowlist.
 * Connecting is tested in connecting.test.ts.
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

describe('chats', () => {
  const minute = Date.UTC(2026, 2, 15, 10);
  const atMinute = (n: number) => minute + n * 60_000;

  beforeAll(async () => {
    await world.stop();
    world = await startWorld();
    for (const one of platformCases) await connect(world, one);
    const { telegram } = world;
    const dev = { id: -1_001_234_567_890, type: 'supergroup' as const, title: '개발팀 👩‍💻' };
    for (let n = 0; n < 5; n += 1) {
      telegram.userSays({ chat: dev, from: 42, text: `말 ${n}`, at: atMinute(n) });
      telegram.userSays({ chat: 7, text: `hello ${n}`, at: atMinute(10 + n) });
    }
    const bot = { id: 9, is_bot: true, first_name: 'Other', username: 'other_bot' };
    telegram.userSays({ chat: dev, from: bot, text: 'beep', at: atMinute(5) });
    world.slack.userSays({
      chat: 'C0123ABCD',
      from: 'U0LEE00001',
      text: 'hi',
      at: atMinute(20),
    });
    await telegram.untilIdle();
    await world.slack.untilIdle();
  });

  it('are those that were seen, the newest activity first', async () => {
    const { body, headers } = await call('listChats');
    expect(headers.get('x-total-count')).toBe('3');
    expect(body).toMatchObject([
      { jid: 'slack:C0123ABCD', channel: 'slack', isGroup: true, group: null, messageCount: 1 },
      { jid: 'tg:7', name: 'User 7', channel: 'telegram', isGroup: false, messageCount: 5 },
      {
        jid: 'tg:-1001234567890',
        name: '개발팀 👩‍💻',
        channel: 'telegram',
        isGroup: true,
        lastMessageTime: '2026-03-15T10:05:00Z',
        group: null,
        messageCount: 6,
      },
    ]);
  });

  it('are listed by channel and in pages, with the number of all', async () => {
    const jids = async (query: Record<string, string | number>) => {
      const { body, headers } = await call('listChats', { query });
      const found = Array.isArray(body) ? body.map((one) => at(one, 'jid')) : body;
      return [found, headers.get('x-total-count')];
    };
    expect(await jids({ channel: 'telegram' })).toEqual([['tg:7', 'tg:-1001234567890'], '2']);
    expect(await jids({ channel: 'discord' })).toEqual([[], '0']);
    expect(await jids({ limit: 1, offset: 1 })).toEqual([['tg:7'], '3']);
    expect(await jids({ offset: 10 })).toEqual([[], '3']);
  });

  it.each([{ channel: 'matrix' }, { limit: 0 }, { limit: 501 }, { offset: -1 }, { limit: '1e1' }])(
    'answer 400 to %j',
    async (query) => {
      expect((await call('listChats', { query })).status).toBe(400);
    },
  );

  const said = async (query: Record<string, string | number | boolean>) => {
    const path = { jid: 'tg:-1001234567890' };
    const { body } = await call('listChatMessages', { path, query });
    return Array.isArray(body) ? body.map((one) => at(one, 'content')) : body;
  };

  it('tell what was said in them, in the order it was written', async () => {
    const path = { jid: 'tg:-1001234567890' };
    const { body } = await call('listChatMessages', { path });
    expect(body).toMatchObject([
      ...[0, 1, 2, 3, 4].map((n) => ({
        id: expect.stringMatching(/^\d+$/),
        chatJid: 'tg:-1001234567890',
        sender: '42',
        senderName: 'User 42',
        content: `말 ${n}`,
        timestamp: `2026-03-15T10:0${n}:00Z`,
        isFromMe: false,
        isBotMessage: false,
      })),
      { sender: '9', content: 'beep', isFromMe: false, isBotMessage: true },
    ]);
  });

  it('tell the newest of what fits', async () => {
    const people = { includeBot: false };
    expect(await said({ ...people, limit: 2 })).toEqual(['말 3', '말 4']);
    expect(await said({ before: '2026-03-15T10:02:00Z' })).toEqual(['말 0', '말 1']);
    expect(await said({ ...people, since: '2026-03-15T10:03:00Z' })).toEqual(['말 3', '말 4']);
    expect(
      await said({ since: '2026-03-15T12:01:00+02:00', before: '2026-03-15T10:02:00.001Z' }),
    ).toEqual(['말 1', '말 2']);
    expect(await said({ since: '2026-03-16T00:00:00Z' })).toEqual([]);
  });

  it.each([
    { before: 'yesterday' },
    { before: '2026-02-30T00:00:00Z' },
    { since: '2026-03-15' },
    { before: '2016-12-31T23:59:60Z' },
    { since: '2026-03-15T10:00:00+01' },
    { includeBot: 'maybe' },
    { limit: 501 },
  ])('tell nothing for %j', async (query) => {
    const answer = await call('listChatMessages', { path: { jid: 'tg:7' }, query });
    expect(answer.status).toBe(400);
  });

  it.each([
    ['tg:404', 404, 'not_found'],
    ['irc:5', 404, 'not_found'],
    ['hello', 400, 'invalid_jid'],
    ['tg:abc', 400, 'invalid_jid'],
    ['wa:1', 400, 'invalid_jid'],
    ['a/b', 400, 'validation_failed'],
    ['tg:1\n', 400, 'validation_failed'],
  ])('of the address %j answer %i', async (jid, status, code) => {
    const answer = await call('listChatMessages', { path: { jid } });
    expect([answer.status, faultOf(answer.body)]).toEqual([status, code]);
  });

  it('are found by every way to write a number of WhatsApp', async () => {
    expect((await send({ jid: 'whatsapp:16505551234', text: 'hello' })).status).toBe(200);
    const alias = { jid: '16505551234@s.whatsapp.net', text: 'again' };
    expect(at((await send(alias)).body, 'jid')).toBe('wa:16505551234');
    for (const jid of ['wa:16505551234', 'whatsapp:16505551234', '16505551234@s.whatsapp.net']) {
      const { body } = await call('listChatMessages', { path: { jid } });
      expect(body).toMatchObject([{ content: 'hello' }, { content: 'again' }]);
    }
  });

  it('count what came and went', async () => {
    await send({ jid: 'tg:7', text: 'bye' });
    expect(await channelOf(world, 'telegram')).toMatchObject({
      messagesReceived: 11,
      messagesSent: 1,
      lastMessageAt: expect.any(String),
    });
  });
});

describe('the sender allowlist', () => {
  const set = async (body: unknown) => await call('setSenderAllowlist', { body });
  const get = async () => (await call('getSenderAllowlist')).body;
  const open = { default: { allow: '*', mode: 'trigger' }, chats: {}, logDenied: true };
  const strict = {
    default: { allow: ['42'], mode: 'drop' },
    chats: { 'tg:-100': { allow: '*', mode: 'trigger' } },
    logDenied: false,
  };

  it('lets everyone write until one is set', async () => {
    expect(await get()).toEqual(open);
  });

  it('is replaced as a whole, with what is left out at its default', async () => {
    expect((await set(strict)).body).toEqual(strict);
    expect(await get()).toEqual(strict);
    expect((await set({ default: { allow: [], mode: 'drop' } })).body).toEqual({
      default: { allow: [], mode: 'drop' },
      chats: {},
      logDenied: true,
    });
  });

  it('writes addresses in the one way there is', async () => {
    const rule = { allow: '*', mode: 'drop' };
    const { body } = await set({ ...strict, chats: { '16505551234@s.whatsapp.net': rule } });
    expect(at(body, 'chats')).toEqual({ 'wa:16505551234': rule });
    await set(strict);
  });

  const rule = { allow: '*', mode: 'trigger' };
  it.each([
    ['no default', { chats: {} }],
    ['a list that is none', []],
    ['an unknown mode', { default: { allow: '*', mode: 'maybe' } }],
    ['a sender that is a number', { default: { allow: [42], mode: 'drop' } }],
    ['an empty sender', { default: { allow: [''], mode: 'drop' } }],
    ['an allow that is a name', { default: { allow: 'lee', mode: 'drop' } }],
    ['a rule without a mode', { default: { allow: '*' } }],
    ['a field that is not known', { default: rule, deny: [] }],
    ['an address that is none', { default: rule, chats: { 'tg:1': rule, hello: rule } }],
    ['an address of no channel', { default: rule, chats: { 'irc:5': rule } }],
    [
      'one chat twice',
      { default: rule, chats: { 'wa:16505551234': rule, 'whatsapp:16505551234': rule } },
    ],
    [
      'one bad rule among good ones',
      { default: rule, chats: { 'tg:1': rule, 'tg:2': { allow: '*' } } },
    ],
    ['1001 senders', { default: { allow: Array.from({ length: 1001 }, String), mode: 'drop' } }],
    [
      '__proto__ as an address',
      '{"default":{"allow":"*","mode":"drop"},"chats":{"__proto__":{"allow":"*","mode":"drop"}}}',
    ],
  ])('answers 400 to %s, and the one before goes on', async (_name, body) => {
    const answer = await set(body);
    expect(answer.status).toBe(400);
    expect(await get()).toEqual(strict);
  });

  it('holds from the next message on', async () => {
    const told = async (from: number, text: string) => {
      world.telegram.userSays({ chat: 500, from, text });
      await world.telegram.untilIdle();
      const { body } = await call('listChatMessages', { path: { jid: 'tg:500' } });
      return Array.isArray(body) ? body.map((one) => at(one, 'content')) : at(body, 'error');
    };
    await set(strict);
    expect(await told(500, 'not let in')).toEqual([]);
    expect(await told(42, 'let in')).toEqual(['let in']);
    await set(open);
    expect(await told(500, 'now let in')).toEqual(['let in', 'now let in']);
  });
});
