/**
 * Owns the tests of sending to WhatsApp: what people see, and what each fault is said to be.
 * Markup is in whatsapp-render.test.ts.
 */
import { expect, it } from 'vitest';
import { whatsapp } from '../../../src/adapters/channels/whatsapp/index.ts';
import { type Piece, SendError } from '../../../src/domain/channels/platform.ts';
import { readMarkup } from '../../support/platforms/whatsapp/markup.ts';
import {
  connected,
  connectorTo,
  failureOf,
  never,
  posted,
  startWhatsapp,
} from './whatsapp-ground.ts';

const piece = (text: string, over: Partial<Piece> = {}): Piece => ({
  text: whatsapp.render(text),
  plain: text,
  replyTo: null,
  key: 'k',
  ...over,
});

const CHAT = 'wa:16505551234';
const QUIET = { watchMs: 60_000 };

it('sends a message as people should see it', async () => {
  const { server, connection } = await connected(QUIET);
  const id = await connection.send(CHAT, piece('**안녕**은 <b> 👩‍👩‍👧‍👦 مرحبا'), never);
  expect(server.sent).toMatchObject([{ id, to: '16505551234', replyTo: null }]);
  expect(readMarkup(server.sent[0]?.text ?? '')).toEqual({
    text: '안녕은 <b> 👩‍👩‍👧‍👦 مرحبا',
    marks: [{ kind: 'bold', text: '안녕' }],
  });
  expect(server.callsOf('message')[0]).toMatchObject({
    token: server.token,
    body: { recipient_type: 'individual', text: { preview_url: false } },
  });
});

it('answers a message, and sends without where that is none of WhatsApp', async () => {
  const { server, connection } = await connected(QUIET);
  await connection.send('whatsapp:1', piece('a', { replyTo: 'wamid.HBgL+/=' }), never);
  await connection.send('1@s.whatsapp.net', piece('b', { replyTo: '17' }), never);
  expect(server.sent.map(({ to, replyTo }) => [to, replyTo])).toEqual([
    ['1', 'wamid.HBgL+/='],
    ['1', null],
  ]);
});

it('sends the longest message, plain where the markup makes it longer', async () => {
  const { server, connection } = await connected(QUIET);
  const longest = 'x'.repeat(whatsapp.longestText);
  await connection.send(CHAT, piece(longest), never);
  await connection.send(CHAT, piece(longest, { text: `*${longest}*` }), never);
  expect(server.sent.map(({ text }) => text)).toEqual([longest, longest]);
  const tooLong = connection.send(CHAT, piece(`${longest}x`), never);
  expect(await failureOf(tooLong)).toMatchObject({ fault: { kind: 'refused' }, code: '100' });
});

it('sends text that is no Unicode', async () => {
  const { server, connection } = await connected(QUIET);
  await connection.send(CHAT, piece('half \ud83d a pair'), never);
  expect(server.sent[0]?.text).toBe('half \ufffd a pair');
});

const usage = (minutes: number) => ({
  'x-business-use-case-usage': JSON.stringify({
    '1': [{ type: 'whatsapp', call_count: 100, estimated_time_to_regain_access: minutes }],
  }),
});

it.each([
  [
    'too many calls, until when',
    { code: 80007, message: 'Rate limit issues', headers: usage(3) },
    { kind: 'later', waitMs: 180_000 },
    '80007',
  ],
  [
    'too many calls, told in nonsense',
    { code: 4, message: 'Too many calls', headers: { 'x-business-use-case-usage': '{' } },
    { kind: 'later', waitMs: 60_000 },
    '4',
  ],
  [
    'too many messages',
    { status: 429, code: 130429, message: 'Rate limit hit' },
    { kind: 'later', waitMs: 5000 },
    '130429',
  ],
  [
    'too many to one person',
    { code: 131056, message: 'Pair rate limit hit' },
    { kind: 'later', waitMs: 6000 },
    '131056',
  ],
  [
    'too many, by who knows whom',
    { status: 429, body: '<html>', headers: { 'retry-after': '7' } },
    { kind: 'later', waitMs: 7000 },
    '429',
  ],
  [
    'too many, for a year',
    { status: 429, code: 1, message: 'x', headers: { 'retry-after': '31536000' } },
    { kind: 'later', waitMs: 3_600_000 },
    '1',
  ],
  ['the window', { code: 131047, message: 'Re-engagement message' }, { kind: 'refused' }, '131047'],
  ['not in the list', { code: 131030, message: 'Not in list' }, { kind: 'refused' }, '131030'],
  ['undeliverable', { code: 131026, message: 'Undeliverable' }, { kind: 'refused' }, '131026'],
  [
    'no permission',
    { status: 403, code: 10, message: 'Permission denied' },
    { kind: 'refused' },
    '10',
  ],
  [
    'a broken Meta',
    { status: 500, code: 131000, message: 'Something went wrong' },
    { kind: 'unknown' },
    '131000',
  ],
  ['a gateway', { status: 504, body: '<html>' }, { kind: 'unknown' }, null],
  ['nonsense', { status: 200, body: '{"messages":[{}]}' }, { kind: 'unknown' }, null],
  ['other nonsense', { status: 200, body: 'null' }, { kind: 'unknown' }, null],
  ['a redirect', { status: 307, body: '', headers: { location: '/' } }, { kind: 'unknown' }, null],
  ['a socket that breaks before', 'drop', { kind: 'unknown' }, null],
  ['a socket that breaks after', 'drop-after', { kind: 'unknown' }, null],
  ['a server that hangs', 'hang', { kind: 'unknown' }, null],
] as const)('says what it means: %s', async (_what, fault, expected, code) => {
  const { server, connection } = await connected({ ...QUIET, callMs: 1000 });
  server.fail('message', fault);
  const error = await failureOf(connection.send(CHAT, piece('x'), never));
  expect(error).toBeInstanceOf(SendError);
  expect(error).toMatchObject({ fault: expected, code });
  expect(server.callsOf('message')).toHaveLength(1);
});

it('says what Meta says of it', async () => {
  const { server, connection } = await connected(QUIET);
  server.fail('message', {
    code: 131047,
    message: 'Re-engagement message',
    details: 'More than 24 hours have passed',
  });
  expect(await failureOf(connection.send(CHAT, piece('x'), never))).toMatchObject({
    message: 'Meta refused (131047: Re-engagement message: More than 24 hours have passed)',
  });
});

it('knows when nothing was sent', async () => {
  const { server, connection } = await connected(QUIET);
  const given = connection.send(CHAT, piece('x'), AbortSignal.abort());
  expect(await failureOf(given)).toMatchObject({ fault: { kind: 'later' } });
  expect(await failureOf(connection.send('slack:C1', piece('x'), never))).toMatchObject({
    fault: { kind: 'refused' },
  });
  expect(server.callsOf('message')).toEqual([]);
  await server.goDown();
  expect(await failureOf(connection.send(CHAT, piece('x'), never))).toMatchObject({
    fault: { kind: 'later', waitMs: 1000 },
  });
});

it('cannot tell what became of a message that was given up', async () => {
  const { server, connection } = await connected(QUIET);
  server.fail('message', 'hang');
  const giveUp = new AbortController();
  const sending = failureOf(connection.send(CHAT, piece('x'), giveUp.signal));
  await server.untilCalled('message', 1);
  giveUp.abort();
  expect(await sending).toMatchObject({ fault: { kind: 'unknown' } });
});

it.each(['EAAFakeFakeFakeFakeFakeFakeFakeFakeFake1', 'of-no-known-form-EAAFake'])(
  'says no secret such as %s, whatever Meta repeats',
  async (token) => {
    const server = await startWhatsapp();
    server.token = token;
    const connection = await connectorTo(server, { times: QUIET }).connect();
    const message = `Bad request: ${token} access_token=${token} ${'x'.repeat(5000)}`;
    server.fail('message', { code: 131009, message: 'Bad request', details: token });
    server.fail('number', { code: 131009, message });
    const errors = [
      await failureOf(connection.send(CHAT, piece('x'), never)),
      await failureOf(connection.check(never)),
    ];
    for (const error of errors) {
      const { message: said } = error instanceof Error ? error : new Error('none');
      expect(said).toContain('Bad request');
      expect(said.length).toBeLessThan(300);
      expect(JSON.stringify([said, error, String(error)])).not.toContain('EAAFake');
    }
  },
);

it('shows that it writes once somebody has written, and does not mind when it cannot', async () => {
  const { server, connection, heard } = await posted();
  await connection.typing(CHAT);
  server.userSays({ from: '16505551234', text: 'one' });
  const id = server.userSays({ from: '16505551234', text: 'two' });
  await heard.until(2);
  await server.untilIdle();
  await connection.typing('whatsapp:16505551234');
  expect(server.callsOf('read').map(({ body }) => body)).toEqual([
    {
      messaging_product: 'whatsapp',
      status: 'read',
      message_id: id,
      typing_indicator: { type: 'text' },
    },
  ]);
  server.fail('read', 'drop', { code: 131009, message: 'Parameter value is not valid' });
  await connection.typing(CHAT);
  await connection.typing(CHAT);
  await connection.typing('slack:C1');
  await connection.check(never);
});
