/**
 * Owns the tests of looking up what was said on Slack while nobody listened: once, in order, in bounds, and behind what is heard live.
 * That it is answered once is in scenarios/slack-away.test.ts, what messages say in slack-inbound.test.ts.
 */
import { expect, it } from 'vitest';
import type { SlackSettings } from '../../../src/adapters/channels/slack/index.ts';
import type { SlackServer } from '../../support/platforms/slack.ts';
import {
  connected,
  connectorTo as connecting,
  Heard,
  pending,
  startSlack,
} from './slack-ground.ts';

/** Patient where a machine is busy: only what hangs is given up. */
const connectorTo: typeof connecting = (server, { times, ...rest } = {}) =>
  connecting(server, { times: { callMs: 20_000, ...times }, ...rest });

const EVENTS: Partial<SlackSettings> = { mode: 'events', app_token: undefined };
const DAY_S = 86_400;

/** What a Slack has told of these chats before, to somebody who listens no more. */
async function heardBefore(
  chats: readonly string[],
): Promise<{ server: SlackServer; known: Heard }> {
  const server = await startSlack();
  const known = new Heard();
  const connection = await connectorTo(server, { known }).connect();
  for (const chat of chats) server.userSays({ chat, text: `before ${chat}` });
  await known.until(chats.length);
  await server.untilIdle();
  await connection.close();
  server.calls.length = 0;
  return { server, known };
}

const asked = (server: SlackServer) =>
  server.callsOf('conversations.history').map(({ fields }) => fields.channel);

it.each([
  ['over sockets', {}],
  ['by posts', EVENTS],
] as const)('looks up what was said meanwhile, where messages arrive %s', async (_name, over) => {
  const { server, known } = await heardBefore(['C1', 'D1', 'G1']);
  server.page = 2;
  const newest = known.seen().find(({ jid }) => jid === 'slack:C1');
  for (const text of ['1', '2', '3', '4', '5']) {
    server.userSaysUnheard({ chat: 'C1', text });
    server.userSaysUnheard({ chat: 'D1', text, fields: { user: 'U7' } });
  }
  await connectorTo(server, { over, known }).connect();
  await known.until(13);
  expect(known.textsIn('C1')).toEqual(['before C1', '1', '2', '3', '4', '5']);
  expect(known.textsIn('D1')).toEqual(['before D1', '1', '2', '3', '4', '5']);
  expect(known.textsIn('G1')).toEqual(['before G1']);
  expect(known.messages).toHaveLength(13);
  const [first] = server
    .callsOf('conversations.history')
    .filter(({ fields }) => fields.channel === 'C1');
  expect(first?.fields.oldest).toBe(newest?.messageId);
});

it('tells of a message in the history as it does of one that is heard', async () => {
  const { server, known } = await heardBefore(['C1', 'G1', 'D1']);
  const chats = ['C1', 'G1', 'D1'];
  const said = chats.flatMap((chat) => [
    server.userSaysUnheard({ chat, text: '<@U0BOT000001> &lt;hi&gt;' }),
    server.userSaysUnheard({
      chat,
      from: 'U3',
      text: 'beep',
      fields: { subtype: 'bot_message', bot_id: 'B0OTHER0001', username: 'hook' },
    }),
    server.userSaysUnheard({
      chat,
      from: 'U0BOT000001',
      text: 'own',
      fields: { bot_id: 'B0BOT000001' },
    }),
  ]);
  // Nobody had answered them in threads when they would have been heard.
  for (const { channel, ts } of said)
    server.userSaysUnheard({ chat: channel, text: 'in the thread', thread: ts });
  server.userSaysUnheard({ chat: 'C1', text: 'joined', fields: { subtype: 'channel_join' } });
  const shown = server.userSaysUnheard({
    chat: 'C1',
    text: 'shown in the channel',
    thread: said[0]?.ts ?? '',
    fields: { subtype: 'thread_broadcast' },
  });
  await connectorTo(server, { known }).connect();
  await known.until(13);
  const live = await connected();
  for (const message of [...said, shown]) live.server.tell(message);
  await live.server.untilIdle();
  const byId = (messages: Heard['messages']) =>
    Object.fromEntries(messages.map((one) => [one.eventId, one]));
  expect(byId(known.messages.slice(3))).toEqual(byId(live.heard.messages));
});

it('asks of no chat in which nothing was heard, and of none where nobody says what was', async () => {
  const server = await startSlack();
  server.userSaysUnheard({ chat: 'C1', text: 'before anybody listened' });
  const known = new Heard();
  await connectorTo(server, { known }).connect();
  await connectorTo(server).connect();
  server.userSays({ chat: 'C1', text: 'heard' });
  await server.untilIdle();
  expect(asked(server)).toEqual([]);
});

it('asks of no chat that it knows no message of Slack in', async () => {
  const { server, known } = await heardBefore(['C1', 'C2']);
  const [one, other] = known.messages;
  if (one === undefined || other === undefined) throw new Error('nothing was heard');
  known.messages.push({ ...one, jid: 'slack:C3', messageId: `slack:C9/${one.messageId}` });
  known.messages.push({ ...one, jid: 'slack:C4', messageId: 'msg_1' });
  known.messages.push({ ...one, jid: 'tg:5' });
  server.userSaysUnheard({ chat: 'C1', text: 'new' });
  await connectorTo(server, { known }).connect();
  await expect.poll(() => known.texts).toContain('new');
  expect(new Set(asked(server))).toEqual(new Set(['C1', 'C2']));
});

it('waits for as long as Slack wants, and holds up nothing else with that', async () => {
  const { server, known } = await heardBefore(['C1', 'C2']);
  for (const chat of ['C1', 'C2']) server.userSaysUnheard({ chat, text: `missed ${chat}` });
  const tooMuch = { status: 429, headers: { 'retry-after': '3600' } };
  server.fail('conversations.history', tooMuch, tooMuch);
  const first = await connectorTo(server, { known }).connect();
  await expect.poll(() => asked(server)).toHaveLength(1);
  for (const chat of ['C1', 'C2']) server.userSays({ chat, text: `live ${chat}` });
  await known.until(4);
  await server.untilIdle();
  expect(known.texts.slice(2)).toEqual(['live C1', 'live C2']);
  expect(asked(server)).toHaveLength(1);
  await first.close();
});

it('asks again once Slack wants it, also over the next connection, and from where it was missed', async () => {
  const { server, known } = await heardBefore(['C1']);
  server.userSaysUnheard({ chat: 'C1', text: 'missed' });
  const { connect } = connectorTo(server, { known });
  server.fail('conversations.history', { status: 429, headers: { 'retry-after': '1' } });
  const first = await connect();
  await expect.poll(() => asked(server)).toHaveLength(1);
  // It is newer than what was missed.
  server.userSays({ chat: 'C1', text: 'live' });
  await known.until(2);
  await server.untilIdle();
  await first.close();
  await connect();
  const before = known.seen();
  expect(before).toMatchObject([{ text: 'live' }]);
  await expect.poll(() => known.textsIn('C1'), { timeout: 15_000 }).toContain('missed');
  const oldest = server.callsOf('conversations.history').map(({ fields }) => fields.oldest);
  expect(new Set(oldest)).toEqual(new Set([known.messages[0]?.messageId]));
}, 20_000);

it.each(['missing_scope', 'not_in_channel', 'channel_not_found'])(
  'goes on with the others where it may not look (%s), and says so once',
  async (error) => {
    const { server, known } = await heardBefore(['C1', 'C2', 'C3']);
    server.closedChats.set('C2', error);
    for (const chat of ['C1', 'C3']) server.userSaysUnheard({ chat, text: `missed ${chat}` });
    const { connect, warnings } = connectorTo(server, { known });
    const first = await connect();
    await known.until(5);
    await first.close();
    const second = await connect();
    server.userSays({ chat: 'C2', text: 'live' });
    await expect.poll(() => asked(server)).toHaveLength(6);
    await known.until(6);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain(error);
    await second.close();
  },
);

it('says once that a scope is missing, however many chats need it', async () => {
  const { server, known } = await heardBefore(['C1', 'C2', 'D1']);
  server.scopes = 'chat:write,im:history';
  server.userSaysUnheard({ chat: 'D1', text: 'missed' });
  const { connect, warnings } = connectorTo(server, { known });
  await connect();
  await expect.poll(() => asked(server)).toHaveLength(3);
  await known.until(4);
  expect(known.textsIn('D1')).toEqual(['before D1', 'missed']);
  expect(warnings.filter((text) => text.includes('missing_scope'))).toHaveLength(1);
});

it('tries again where Slack is in trouble, and gives a chat up in the end', async () => {
  const { server, known } = await heardBefore(['C1', 'C2']);
  server.userSaysUnheard({ chat: 'C1', text: 'missed' });
  server.userSaysUnheard({ chat: 'C2', text: 'missed' });
  const troubles = [
    { error: 'internal_error' },
    { status: 503 },
    'drop',
    { status: 200, body: '{"ok":true}' },
  ] as const;
  server.fail('conversations.history', ...troubles);
  const { connect, warnings } = connectorTo(server, { known });
  const first = await connect();
  await known.until(4);
  expect([known.textsIn('C1').at(-1), known.textsIn('C2').at(-1)]).toEqual(['missed', 'missed']);
  await first.close();
  const always = Array.from({ length: 100 }, () => ({ error: 'internal_error' }));
  server.fail('conversations.history', ...always);
  const second = await connect();
  await expect.poll(() => warnings).toHaveLength(1);
  expect(warnings[0]).toContain('could not be looked up');
  const calls = asked(server).length;
  server.userSays({ chat: 'C1', text: 'live' });
  await expect.poll(() => known.texts).toContain('live');
  expect(asked(server)).toHaveLength(calls);
  await second.close();
});

it('looks back for a day, and as many pages as fit', async () => {
  const { server, known } = await heardBefore(['C1', 'C2']);
  const now = Math.floor(Date.now() / 1000);
  const place = known.messages.findIndex(({ jid }) => jid === 'slack:C1');
  const one = known.messages[place];
  if (one === undefined) throw new Error('nothing was heard');
  const old = `${now - 3 * DAY_S}.000001`;
  known.messages.splice(place, 1, { ...one, messageId: old, at: (now - 3 * DAY_S) * 1000 });
  server.userSaysUnheard({ chat: 'C1', text: 'too old', at: (now - 2 * DAY_S) * 1000 });
  server.userSaysUnheard({ chat: 'C1', text: 'recent' });
  server.page = 2;
  const many = Array.from({ length: 120 }, (_, n) => `m${n}`);
  for (const text of many) server.userSaysUnheard({ chat: 'C2', text });
  const { connect, warnings } = connectorTo(server, { known });
  await connect();
  await expect.poll(() => known.textsIn('C2')).toHaveLength(101);
  // The newest are those that somebody still waits for.
  expect(known.textsIn('C2').slice(1)).toEqual(many.slice(-100));
  await expect.poll(() => known.textsIn('C1')).toContain('recent');
  expect(known.texts).not.toContain('too old');
  expect(asked(server).filter((chat) => chat === 'C2')).toHaveLength(50);
  expect(warnings).toHaveLength(1);
});

it('looks into so many chats, those with the newest messages first', async () => {
  const { server, known } = await heardBefore(['C1']);
  const [one] = known.messages;
  if (one === undefined) throw new Error('nothing was heard');
  const now = Math.floor(Date.now() / 1000);
  for (let n = 0; n < 250; n += 1)
    known.messages.push({ ...one, jid: `slack:C2X${n}`, messageId: `${now - 1000 + n}.000001` });
  const { connect, warnings } = connectorTo(server, { known });
  await connect();
  await expect.poll(() => asked(server), { timeout: 20_000 }).toHaveLength(200);
  expect(asked(server)).toEqual(['C1', ...Array.from({ length: 199 }, (_, n) => `C2X${249 - n}`)]);
  expect(warnings).toHaveLength(1);
}, 30_000);

it('asks at a pace that leaves room for others', async () => {
  const { server, known } = await heardBefore(['C1', 'C2']);
  for (const chat of ['C1', 'C2']) server.userSaysUnheard({ chat, text: `missed ${chat}` });
  await connectorTo(server, { known, times: { paceMs: 3_600_000 } }).connect();
  await known.until(3);
  for (const text of ['1', '2', '3']) server.userSays({ chat: 'D1', text });
  await server.untilIdle();
  expect(known.texts.slice(2)).toEqual(['missed C2', '1', '2', '3']);
  expect(asked(server)).toEqual(['C2']);
});

it('keeps in order what is heard while messages that were looked up are being stored', async () => {
  const { server, known } = await heardBefore(['C1']);
  for (const text of ['1', '2', '3']) server.userSaysUnheard({ chat: 'C1', text });
  const [begun, disk] = [pending(), pending()];
  known.store = async ({ text }) => {
    if (text !== '1') return;
    begun.resolve();
    await disk.promise;
  };
  await connectorTo(server, { known }).connect();
  await begun.promise;
  // What is heard while those are being stored was said after them.
  server.userSays({ chat: 'C1', text: '4' });
  server.userSays({ chat: 'C1', text: '5' });
  disk.resolve();
  await server.untilIdle();
  expect(known.textsIn('C1')).toEqual(['before C1', '1', '2', '3', '4', '5']);
});

it('looks it up once more where it could not be stored', async () => {
  const { server, known } = await heardBefore(['C1']);
  for (const text of ['1', '2', '3']) server.userSaysUnheard({ chat: 'C1', text });
  let failures = 2;
  known.store = async ({ text }) => {
    if (text !== '2') return;
    failures -= 1;
    if (failures >= 0) throw new Error('disk full');
  };
  await connectorTo(server, { known }).connect();
  await expect.poll(() => known.textsIn('C1')).toEqual(['before C1', '1', '2', '3']);
});

it('ends in the midst of it when the connection is closed', async () => {
  const { server, known } = await heardBefore(['C1', 'C2']);
  server.userSaysUnheard({ chat: 'C1', text: 'missed' });
  server.fail('conversations.history', 'hang');
  const { connect, warnings } = connectorTo(server, { known, times: { callMs: 60_000 } });
  const connection = await connect();
  await expect.poll(() => asked(server)).toHaveLength(1);
  await connection.close();
  await expect.poll(() => server.connections()).toBe(0);
  expect(asked(server)).toHaveLength(1);
  expect(warnings).toEqual([]);
  await connect();
  await expect.poll(() => known.texts).toContain('missed');
});
