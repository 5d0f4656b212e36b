/**
 * Owns the tests of sending to Slack what may be there already: it is looked for by what only apps see of a message, and sent again only
 * where it is not found or cannot be looked for. Sending otherwise is in slack-send.test.ts.
 */
import { expect, it } from 'vitest';
import type { Piece } from '../../../src/domain/channels/platform.ts';
import { connected, failureOf, never } from './slack-ground.ts';

const piece: Piece = { text: 'same words', plain: 'same words', replyTo: null, key: 'out_1' };
const doubtful = (over: Partial<Piece> = {}): Piece => ({
  ...piece,
  doubtSince: Date.now(),
  ...over,
});

it.each(['C1', 'G1', 'D1'])('finds it in %s among others of the same words', async (channel) => {
  const { server, connection } = await connected();
  const jid = `slack:${channel}`;
  server.page = 2;
  const ts = await connection.send(jid, piece, never);
  for (const key of ['out_2', 'out_3', 'out_4', 'out_5'])
    await connection.send(jid, { ...piece, key }, never);
  expect(await connection.send(jid, doubtful(), never)).toBe(ts);
  expect(server.sent).toHaveLength(5);
  expect(server.callsOf('conversations.history')).toHaveLength(3);
  expect(await connection.send(jid, doubtful({ key: 'out_6' }), never)).not.toBe(ts);
  expect(server.sent).toHaveLength(6);
});

it('finds it in its thread', async () => {
  const { server, connection } = await connected();
  const begun = server.userSays({ chat: 'C1', text: 'first' });
  const replyTo = begun.ts;
  const ts = await connection.send('slack:C1', { ...piece, replyTo }, never);
  expect(await connection.send('slack:C1', doubtful({ replyTo }), never)).toBe(ts);
  expect(server.sent).toHaveLength(1);
});

it('looks no further back than to when it was first tried', async () => {
  const { server, connection } = await connected();
  await connection.send('slack:C1', piece, never);
  await connection.send('slack:C1', doubtful({ doubtSince: Date.now() + 3_600_000 }), never);
  expect(server.sent).toHaveLength(2);
});

it.each([
  { error: 'missing_scope' },
  { error: 'not_in_channel' },
  { status: 200, body: '{"ok":true,"messages":"none"}' },
])('sends it again where it cannot be looked for: %j', async (wrong) => {
  const { server, connection } = await connected();
  await connection.send('slack:C1', piece, never);
  server.fail('conversations.history', wrong);
  await connection.send('slack:C1', doubtful(), never);
  expect(server.sent).toHaveLength(2);
});

it.each([
  [
    { status: 429, headers: { 'retry-after': '7' } },
    { kind: 'later', waitMs: 7000 },
  ],
  [{ error: 'internal_error' }, { kind: 'later', waitMs: 1000 }],
  [{ status: 500 }, { kind: 'later', waitMs: 1000 }],
  ['drop', { kind: 'later', waitMs: 1000 }],
  ['hang', { kind: 'later', waitMs: 1000 }],
] as const)('waits where it can be looked for later: %j', async (wrong, fault) => {
  const { server, connection } = await connected({ callMs: 1000 });
  server.fail('conversations.history', wrong);
  const error = await failureOf(connection.send('slack:C1', doubtful(), never));
  expect(error).toMatchObject({ name: 'SendError', fault });
  expect(server.sent).toEqual([]);
});
