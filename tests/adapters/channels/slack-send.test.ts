/**
 * Owns the tests of sending to Slack: what arrives there, and what is said of what does not.
 * Connecting is in slack.test.ts, what messages look like in slack-render.test.ts.
 */
import { expect, it } from 'vitest';
import { slack } from '../../../src/adapters/channels/slack/index.ts';
import type { Piece } from '../../../src/domain/channels/platform.ts';
import { connected, failureOf, never } from './slack-ground.ts';

const pieceOf = (text: string, over: Partial<Piece> = {}): Piece => ({
  text: slack.render(text),
  plain: text,
  replyTo: null,
  key: text,
  ...over,
});

it('sends a message', async () => {
  const { server, connection } = await connected();
  const piece = pieceOf('**안녕** <@U1> & <!channel>');
  const ts = await connection.send('slack:C0CHAN00001', piece, never);
  expect(server.sent).toEqual([
    {
      ts,
      channel: 'C0CHAN00001',
      text: '*안녕* &lt;@U1&gt; &amp; &lt;!channel&gt;',
      mrkdwn: true,
      thread: null,
      metadata: { event_type: 'gatehouse_message', event_payload: { key: expect.any(String) } },
    },
  ]);
  const [call] = server.callsOf('chat.postMessage');
  expect(call?.fields).toMatchObject({
    parse: 'none',
    link_names: 'false',
    unfurl_links: 'false',
    unfurl_media: 'false',
    client_msg_id: expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
  });
  expect(server.callsOf('conversations.history')).toEqual([]);
});

it('sends text without markup as such', async () => {
  const { server, connection } = await connected();
  await connection.send('slack:D1', pieceOf('2 * 3 * 4 < 30 & ~a ~b'), never);
  expect(server.sent).toMatchObject([{ mrkdwn: false, text: '2 * 3 * 4 &lt; 30 &amp; ~a ~b' }]);
});

it('answers in the thread of a message, and outside where there is none', async () => {
  const { server, connection } = await connected();
  const first = server.userSays({ chat: 'C1', text: 'first' });
  const second = server.userSays({ chat: 'C1', text: 'second', thread: first.ts });
  await server.untilIdle();
  await connection.send('slack:C1', pieceOf('a', { replyTo: first.ts }), never);
  await connection.send('slack:C1', pieceOf('b', { replyTo: second.ts }), never);
  await connection.send('slack:C1', pieceOf('c', { replyTo: 'nothing of Slack' }), never);
  server.fail('chat.postMessage', { error: 'cannot_reply_to_message' });
  await connection.send('slack:C1', pieceOf('d', { replyTo: '1.000001' }), never);
  expect(server.sent.map(({ thread }) => thread)).toEqual([first.ts, second.ts, null, null]);
});

it('sends all of an answer into the thread of its question', async () => {
  const { server, connection, heard } = await connected();
  const first = server.userSays({ chat: 'C1', text: 'first' });
  server.userSays({ chat: 'C1', text: 'second', thread: first.ts });
  server.userSays({ chat: 'C1', text: 'the first with its answers', thread: first.ts });
  await heard.until(3);
  expect(heard.messages.map(({ thread }) => thread)).toEqual([null, first.ts, first.ts]);
  for (const key of ['a', 'b'])
    await connection.send('slack:C1', pieceOf(key, { thread: first.ts }), never);
  expect(server.sent.map(({ thread }) => thread)).toEqual([first.ts, first.ts]);
});

it.each([
  [{ error: 'channel_not_found' }, { kind: 'refused' }, 'channel_not_found'],
  [{ error: 'not_in_channel' }, { kind: 'refused' }, 'not_in_channel'],
  [{ error: 'is_archived' }, { kind: 'refused' }, 'is_archived'],
  [{ error: 'msg_too_long' }, { kind: 'refused' }, 'msg_too_long'],
  [{ error: 'duplicate_message_not_found' }, { kind: 'refused' }, 'duplicate_message_not_found'],
  [{ error: 'missing_scope' }, { kind: 'refused' }, 'missing_scope'],
  [{ error: 'What? xoxb-1111111111-2222222222' }, { kind: 'refused' }, 'unknown_error'],
  [{ error: 'internal_error' }, { kind: 'unknown' }, 'internal_error'],
  [{ error: 'ratelimited' }, { kind: 'later', waitMs: 5000 }, 'ratelimited'],
  [{ error: 'token_revoked' }, { kind: 'later', waitMs: 10_000 }, 'token_revoked'],
  [
    { status: 429, headers: { 'retry-after': '7' } },
    { kind: 'later', waitMs: 7000 },
    'ratelimited',
  ],
  [{ status: 429 }, { kind: 'later', waitMs: 5000 }, 'ratelimited'],
  [
    { status: 429, headers: { 'retry-after': '99999999' } },
    { kind: 'later', waitMs: 86_400_000 },
    'ratelimited',
  ],
  [{ status: 500 }, { kind: 'unknown' }, null],
  [{ status: 200, body: '<html>' }, { kind: 'unknown' }, null],
  [{ status: 200, body: '{"ok":true}' }, { kind: 'unknown' }, null],
  ['drop', { kind: 'unknown' }, null],
  ['drop-after', { kind: 'unknown' }, null],
  ['hang', { kind: 'unknown' }, null],
] as const)('says of %j what it comes to, after one request', async (wrong, fault, code) => {
  const { server, connection } = await connected({ callMs: 1000 });
  server.fail('chat.postMessage', wrong);
  const error = await failureOf(connection.send('slack:C1', pieceOf('x'), never));
  expect(error).toMatchObject({ name: 'SendError', fault, code });
  expect(String(error)).not.toContain('1111111111');
  expect(server.callsOf('chat.postMessage')).toHaveLength(1);
  // The same piece is there once, even where nobody could tell.
  const again = pieceOf('x', { doubtSince: Date.now() });
  if (code !== 'token_revoked') await connection.send('slack:C1', again, never);
  if (code !== 'token_revoked') expect(server.sent).toHaveLength(1);
});

it('says that nothing was sent where Slack is not reached, and nothing to what is no chat', async () => {
  const { server, connection } = await connected();
  for (const jid of ['slack:', 'slack:X1', 'slack:C1/../x', 'tg:1', 'C1', '']) {
    const error = await failureOf(connection.send(jid, pieceOf('x'), never));
    expect(error).toMatchObject({ fault: { kind: 'refused' } });
  }
  expect(server.callsOf('chat.postMessage')).toEqual([]);
  await server.goDown();
  // Connections from before may be found broken first, when nobody can tell.
  const fault = async () =>
    Object(await failureOf(connection.send('slack:C1', pieceOf('x'), never))).fault;
  await expect.poll(fault).toEqual({ kind: 'later', waitMs: 1000 });
});

it('knows addresses', () => {
  expect(slack.normalize('slack:C0123456789')).toBe('slack:C0123456789');
  expect(slack.normalize('SLACK:c0123456789')).toBe('slack:C0123456789');
  for (const jid of [
    'slack:U1',
    'slack:',
    'slack: C1',
    'slack:C1\n',
    'slack:Cé',
    `slack:C${'1'.repeat(40)}`,
  ])
    expect(slack.normalize(jid)).toBeNull();
});
