/**
 * Owns what the nanoclaw tag `channels` promises of chats: which there are, and what was said in them. Sending is tested in
 * channels.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../read.ts';
import { channelOf, connect, platformCases, startWorld, type World } from './platforms.ts';

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

describe('chats', () => {
  const minute = Date.UTC(2026, 2, 15, 10);
  const atMinute = (n: number) => minute + n * 60_000;

  beforeAll(async () => {
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
