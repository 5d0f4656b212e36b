/**
 * Owns the tests of sending to Telegram: what people see, and what each fault is said to be.
 * Markup is in telegram-render.test.ts.
 */
import { expect, it } from 'vitest';
import { telegram } from '../../../src/adapters/channels/telegram/index.ts';
import { type Piece, SendError } from '../../../src/domain/channels/platform.ts';
import type { Fault } from '../../support/platforms/telegram/answers.ts';
import { connected, connectorTo, failureOf, never, startTelegram } from './telegram-ground.ts';

const piece = (text: string, over: Partial<Piece> = {}): Piece => ({
  text: telegram.render(text),
  plain: text,
  replyTo: null,
  key: 'k',
  ...over,
});

const CHAT = 'tg:42';

it('sends a message as people should see it', async () => {
  const { server, connection } = await connected();
  const id = await connection.send(CHAT, piece('**안녕** <b> 👩‍👩‍👧‍👦 مرحبا'), never);
  expect(server.sent).toEqual([
    {
      messageId: Number(id),
      chatId: 42,
      text: '안녕 <b> 👩‍👩‍👧‍👦 مرحبا',
      entities: [{ type: 'bold', offset: 0, length: 2 }],
      replyTo: null,
    },
  ]);
  expect(server.callsOf('sendMessage')[0]?.body).toMatchObject({
    link_preview_options: { is_disabled: true },
  });
});

it('answers a message, and sends without where that is none of Telegram', async () => {
  const { server, connection } = await connected();
  await connection.send('tg:-1001234567890', piece('a', { replyTo: '17' }), never);
  await connection.send(CHAT, piece('b', { replyTo: 'wamid.x' }), never);
  expect(server.sent.map(({ replyTo }) => replyTo)).toEqual([17, null]);
});

it('sends the longest message', async () => {
  const { server, connection } = await connected();
  const longest = '&'.repeat(telegram.longestText);
  await connection.send(CHAT, piece(longest), never);
  expect(server.sent[0]?.text).toBe(longest);
  const tooLong = connection.send(CHAT, piece(`${longest}&`), never);
  expect(await failureOf(tooLong)).toMatchObject({ fault: { kind: 'refused' }, code: '400' });
});

it('sends plain text where Telegram refuses the markup', async () => {
  const { server, connection } = await connected();
  const broken = piece('', { text: '<b>never closed', plain: 'never <closed>' });
  await connection.send(CHAT, broken, never);
  expect(server.sent).toMatchObject([{ text: 'never <closed>', entities: [] }]);
  expect(server.callsOf('sendMessage').map(({ body }) => body.parse_mode)).toEqual([
    'HTML',
    undefined,
  ]);
});

it('sends text that is no Unicode', async () => {
  const { server, connection } = await connected();
  await connection.send(CHAT, piece('half \ud83d a pair'), never);
  expect(server.sent[0]?.text).toBe('half \ufffd a pair');
});

const answer = (code: number, description: string, parameters?: Record<string, unknown>): Fault =>
  parameters === undefined ? { code, description } : { code, description, parameters };

it.each([
  [
    'too many',
    answer(429, 'Too Many Requests', { retry_after: 7 }),
    { kind: 'later', waitMs: 7000 },
    '429',
  ],
  [
    'too many, for how long ever',
    answer(429, 'Too Many Requests'),
    { kind: 'later', waitMs: 5000 },
    '429',
  ],
  [
    'a blocked bot',
    answer(403, 'Forbidden: bot was blocked by the user'),
    { kind: 'refused' },
    '403',
  ],
  ['an unknown chat', answer(400, 'Bad Request: chat not found'), { kind: 'refused' }, '400'],
  ['a broken Telegram', answer(500, 'Internal Server Error'), { kind: 'unknown' }, '500'],
  ['a gateway', { status: 504, body: '<html>' }, { kind: 'unknown' }, null],
  ['nonsense', { status: 200, body: '{"ok":true,"result":true}' }, { kind: 'unknown' }, null],
  ['a socket that breaks before', 'drop', { kind: 'unknown' }, null],
  ['a socket that breaks after', 'drop-after', { kind: 'unknown' }, null],
  ['a server that hangs', 'hang', { kind: 'unknown' }, null],
] as const)('says what it means: %s', async (_what, fault, expected, code) => {
  const { server, connection } = await connected({ callMs: 1000 });
  server.fail('sendMessage', fault);
  const error = await failureOf(connection.send(CHAT, piece('x'), never));
  expect(error).toBeInstanceOf(SendError);
  expect(error).toMatchObject({ fault: expected, code });
  expect(server.callsOf('sendMessage')).toHaveLength(1);
});

it('says where a chat has moved to', async () => {
  const { server, connection } = await connected();
  server.upgrade(-5, -1_000_000_000_005);
  expect(await failureOf(connection.send('tg:-5', piece('x'), never))).toMatchObject({
    fault: { kind: 'moved', jid: 'tg:-1000000000005' },
  });
  await connection.send('tg:-1000000000005', piece('x'), never);
  expect(server.sent).toHaveLength(1);
});

it('knows when nothing was sent', async () => {
  const { server, connection } = await connected();
  const given = connection.send(CHAT, piece('x'), AbortSignal.abort());
  expect(await failureOf(given)).toMatchObject({ fault: { kind: 'later' } });
  expect(await failureOf(connection.send('slack:C1', piece('x'), never))).toMatchObject({
    fault: { kind: 'refused' },
  });
  expect(server.callsOf('sendMessage')).toEqual([]);
  await server.goDown();
  expect(await failureOf(connection.send(CHAT, piece('x'), never))).toMatchObject({
    fault: { kind: 'later', waitMs: 1000 },
  });
});

it('cannot tell what became of a message that was given up', async () => {
  const { server, connection } = await connected();
  server.fail('sendMessage', 'hang');
  const giveUp = new AbortController();
  const sending = failureOf(connection.send(CHAT, piece('x'), giveUp.signal));
  await server.untilCalled('sendMessage', 1);
  giveUp.abort();
  expect(await sending).toMatchObject({ fault: { kind: 'unknown' } });
});

it('says no secret, whatever Telegram repeats', async () => {
  const server = await startTelegram();
  // Of no form that gives it away.
  server.token = '7000001:AAFake';
  const connection = await connectorTo(server).connect();
  const description = `Bad Request: /bot${server.token}/${'x'.repeat(5000)}`;
  server.fail('sendMessage', { code: 400, description });
  server.fail('getMe', { code: 400, description });
  const errors = [
    await failureOf(connection.send(CHAT, piece('x'), never)),
    await failureOf(connection.check(never)),
  ];
  for (const error of errors) {
    const { message } = error instanceof Error ? error : new Error('none');
    expect(message).toContain('Bad Request');
    expect(message.length).toBeLessThan(300);
    expect(JSON.stringify([message, error, String(error)])).not.toContain('AAFake');
  }
});

it('sends an answer into the topic of its question, and outside where there is none any more', async () => {
  const { server, connection, heard } = await connected();
  const chat = { id: -1_001_234_567_890, type: 'supergroup', title: 'Forum' } as const;
  const topic = { is_topic_message: true, message_thread_id: 77 };
  server.userSays({ chat, text: 'in a topic', fields: topic });
  server.userSays({ chat, text: 'a thread of replies', fields: { message_thread_id: 5 } });
  await heard.until(2);
  const jid = 'tg:-1001234567890';
  const [thread, none] = heard.messages.map((message) => message.thread);
  expect(none).toBeNull();
  if (thread === null || thread === undefined) throw new Error('it is in none');
  await connection.send(jid, { ...piece('a'), thread }, never);
  await connection.send(jid, { ...piece('b'), thread: '5' }, never);
  server.fail('sendMessage', { code: 400, description: 'Bad Request: message thread not found' });
  await connection.send(jid, { ...piece('d'), thread }, never);
  const calls = server.callsOf('sendMessage').map(({ body }) => body.message_thread_id);
  expect(calls).toEqual([77, undefined, 77, undefined]);
  expect(server.sent.map(({ text }) => text)).toEqual(['a', 'b', 'd']);
});

it('shows that it writes, and does not mind when it cannot', async () => {
  const { server, connection } = await connected();
  await connection.typing(CHAT);
  expect(server.callsOf('sendChatAction').map(({ body }) => body)).toEqual([
    { chat_id: 42, action: 'typing' },
  ]);
  server.fail('sendChatAction', 'drop', { code: 429, description: 'Too Many Requests' });
  await connection.typing(CHAT);
  await connection.typing(CHAT);
  await connection.typing('slack:C1');
  await connection.check(never);
});
