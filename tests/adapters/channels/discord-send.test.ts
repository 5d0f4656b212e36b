/**
 * Owns the tests of sending to Discord: what arrives there, and what is said of what does not.
 * When it is tried again belongs to the domain.
 */
import { expect, it } from 'vitest';
import type { Piece } from '../../../src/domain/channels/platform.ts';
import { Refusal, tooMuch } from '../../support/platforms/discord/answers.ts';
import { connected, connectorTo, failureOf, never, startDiscord } from './discord-ground.ts';

const JID = 'dc:600000000000000001';
const CHAT = '600000000000000001';

const piece = (text: string, over: Partial<Piece> = {}): Piece => ({
  text,
  plain: text,
  replyTo: null,
  key: `key of ${text}`,
  ...over,
});

it('sends a message that calls nobody, and says which one it is', async () => {
  const { server, connection } = await connected();
  const id = await connection.send(JID, piece('@everyone 안녕 👩‍👩‍👧‍👦', { replyTo: '42' }), never);
  expect(server.sent).toMatchObject([
    {
      id,
      channelId: CHAT,
      content: '@everyone 안녕 👩‍👩‍👧‍👦',
      replyTo: '42',
      body: { allowed_mentions: { parse: [] }, enforce_nonce: true, flags: 4 },
    },
  ]);
  expect(server.askedFor('send')).toHaveLength(1);
});

it('sends the same piece once, however often it is tried', async () => {
  const { server, connection } = await connected();
  server.fail('send', 'drop-after');
  const same = piece('once', { key: 'a key that is longer than a nonce may be' });
  expect(await failureOf(connection.send(JID, same, never))).toMatchObject({
    fault: { kind: 'unknown' },
  });
  const id = await connection.send(JID, same, never);
  expect(await connection.send(JID, same, never)).toBe(id);
  await connection.send(JID, piece('once', { key: 'another' }), never);
  expect(server.sent).toHaveLength(2);
  expect(server.sent.every(({ body }) => String(body.nonce).length <= 25)).toBe(true);
});

it('sends without markup what is too long with it', async () => {
  const { server, connection } = await connected();
  const long = 'x'.repeat(2000);
  await connection.send(JID, piece(`**${long}**`, { plain: long }), never);
  expect(server.sent[0]?.content).toBe(long);
  const tooLong = piece('y'.repeat(2001));
  expect(await failureOf(connection.send(JID, tooLong, never))).toMatchObject({
    fault: { kind: 'refused' },
  });
  expect(server.askedFor('send')).toHaveLength(1);
});

it('answers a message that is no identifier without quoting it, and sends no half characters', async () => {
  const { server, connection } = await connected();
  await connection.send(JID, piece('half \ud83d', { replyTo: 'x/../y' }), never);
  expect(server.sent).toMatchObject([{ content: 'half \ufffd', replyTo: null }]);
});

it.each([
  ['429', tooMuch(1.5), { kind: 'later', waitMs: 1550 }, null],
  [
    '429 without a time',
    { status: 429, body: 'error code: 1015' },
    { kind: 'later', waitMs: 5000 },
    null,
  ],
  ['an error of Discord', { status: 500, body: { message: 'no' } }, { kind: 'unknown' }, '500'],
  ['a proxy', { status: 502, body: '<html>' }, { kind: 'unknown' }, '502'],
  ['a broken socket', 'drop', { kind: 'unknown' }, null],
  ['no answer', 'hang', { kind: 'unknown' }, null],
  ['what is no answer', { status: 200, body: '<html>' }, { kind: 'unknown' }, null],
  ['no identifier', { status: 200, body: { id: 7 } }, { kind: 'unknown' }, null],
  [
    'no permission',
    { status: 403, body: { message: 'Missing Permissions', code: 50013 } },
    { kind: 'refused' },
    '50013',
  ],
  [
    'an unknown channel',
    { status: 404, body: { message: 'Unknown Channel', code: 10003 } },
    { kind: 'refused' },
    '10003',
  ],
  [
    'a body it does not like',
    { status: 400, body: { message: 'Invalid Form Body', code: 50035, errors: {} } },
    { kind: 'refused' },
    '50035',
  ],
] as const)('tries once and says so at %s', async (_what, fault, expected, code) => {
  const { server, connection } = await connected({ callMs: 1000 });
  server.fail('send', fault);
  const error = await failureOf(connection.send(JID, piece('x'), never));
  expect(error).toMatchObject({ name: 'SendError', fault: expected, code });
  expect(String(error)).not.toContain(server.token);
  expect(server.askedFor('send')).toHaveLength(1);
  await connection.check(never);
});

it('asks nothing more while Discord wants nothing from anybody', async () => {
  const { server, connection } = await connected();
  server.fail('send', tooMuch(30, true));
  for (const jid of [JID, 'dc:600000000000000002']) {
    expect(await failureOf(connection.send(jid, piece('x'), never))).toMatchObject({
      fault: { kind: 'later', waitMs: expect.any(Number) },
    });
  }
  expect(server.askedFor('send')).toHaveLength(1);
});

it('keeps to the limit that Discord tells of', async () => {
  const { server, connection } = await connected();
  server.fail('send', {
    status: 200,
    body: { id: '5' },
    headers: {
      'content-type': 'application/json',
      'x-ratelimit-limit': '1',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset-after': '20',
    },
  });
  const chat = 'dc:60000000000000001';
  expect(await connection.send(chat, piece('one'), never)).toBe('5');
  expect(await failureOf(connection.send(chat, piece('two'), never))).toMatchObject({
    fault: { kind: 'later' },
  });
  expect(server.askedFor('send')).toHaveLength(1);
});

it('repeats no secret that Discord says, whatever form it has', async () => {
  const server = await startDiscord();
  server.token = 'opaque-one';
  const connection = await connectorTo(server).connect();
  const message = `bad token ${server.token}\n${'x'.repeat(5000)}`;
  server.fail('send', { status: 400, body: { message, code: 1 } });
  const error = String(await failureOf(connection.send(JID, piece('x'), never)));
  expect(error).not.toContain(server.token);
  expect(error.length).toBeLessThan(300);
});

it('knows before it reaches Discord that nothing was sent', async () => {
  const { server, connection } = await connected();
  expect(await failureOf(connection.send('dc:x', piece('x'), never))).toMatchObject({
    fault: { kind: 'refused' },
  });
  expect(await failureOf(connection.send(JID, piece('x'), AbortSignal.abort()))).toMatchObject({
    fault: { kind: 'later' },
  });
  server.closedChats.set(CHAT, new Refusal(403, 50007, 'Cannot send messages to this user'));
  expect(await failureOf(connection.send(JID, piece('x'), never))).toMatchObject({ code: '50007' });
  await server.goDown();
  // It goes out on a connection that has just been lost.
  await failureOf(connection.send(JID, piece('x'), never));
  expect(await failureOf(connection.send(JID, piece('x'), never))).toMatchObject({
    fault: { kind: 'later' },
  });
});

it('shows that it is typing, and does not mind when that fails', async () => {
  const { server, connection } = await connected();
  await connection.typing?.(JID);
  server.fail('typing', { status: 500, body: null }, 'drop');
  await connection.typing?.(JID);
  await connection.typing?.(JID);
  await connection.typing?.('dc:x');
  expect(server.askedFor('typing').map(({ path }) => path)).toEqual(
    Array.from({ length: 3 }, () => `POST /channels/${CHAT}/typing`),
  );
});
