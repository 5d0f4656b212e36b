/**
 * Owns the promise that the queries of channels are served by indexes, however many chats and messages there are: each one is asked for
 * the plan of the very statements that it runs. What the queries answer is tested with the domain.
 */
import { expect, test } from 'vitest';
import {
  findChatMessage,
  insertChatMessage,
  messagesBetween,
  newestChatMessages,
  newestOfChats,
} from '../../src/db/chat-messages.ts';
import { countChats, listChats, noteChat } from '../../src/db/chats.ts';
import type { Db } from '../../src/db/database.ts';
import { insertNewMessage } from '../../src/db/displaced-messages.ts';
import {
  answerInbound,
  chatsWithInbound,
  closeOrphans,
  findInboundOfTurn,
  forgetInbound,
  hasInbound,
  insertInbound,
  lastAnswered,
  nextInbound,
} from '../../src/db/inbound.ts';
import {
  beginSending,
  chatsWithOutbound,
  forgetOutbound,
  insertOutbound,
  markUnsure,
  moveOutbound,
  nextOutbound,
  withdrawOutbound,
} from '../../src/db/outbound.ts';
import { openPlans } from './plans.ts';

const chat = { jid: 'tg:7', channel: 'telegram', name: null, isGroup: false, at: 1, now: 1 };
const said = {
  jid: 'tg:7',
  id: '1',
  sender: '7',
  senderName: 'Kim',
  content: 'x',
  at: 1,
  thread: null,
};
const came = { channel: 'telegram', eventId: '1', jid: 'tg:7', messageId: '1', receivedAt: 1 };
const letter = { id: 'out_1', channel: 'telegram', jid: 'tg:7', content: 'x', pieces: [] };

const QUERIES: Record<string, (db: Db) => Promise<unknown>> = {
  noteChat: (db) => noteChat(db, chat),
  listChats: (db) => listChats(db, { limit: 50, offset: 0 }),
  'listChats of a channel': (db) => listChats(db, { channel: 'telegram', limit: 50, offset: 0 }),
  insertChatMessage: async (db) => {
    await noteChat(db, chat);
    await insertChatMessage(db, { ...said, isFromMe: false, isBot: false });
  },
  insertNewMessage: async (db) => {
    await noteChat(db, chat);
    await insertNewMessage(db, { ...said, isFromMe: false, isBot: false }, 2);
    await insertNewMessage(db, { ...said, isFromMe: false, isBot: false }, 3);
  },
  newestChatMessages: (db) => newestChatMessages(db, 'tg:7', { limit: 50, includeBot: true }),
  'newestChatMessages of some days': (db) =>
    newestChatMessages(db, 'tg:7', { limit: 50, since: 1, before: 9, includeBot: false }),
  messagesBetween: (db) =>
    messagesBetween(db, 'tg:7', { after: undefined, before: '2', limit: 20 }),
  'messagesBetween two': (db) =>
    messagesBetween(db, 'tg:7', { after: '1', before: '2', limit: 20 }),
  findChatMessage: (db) => findChatMessage(db, 'tg:7', '1'),
  newestOfChats: (db) => newestOfChats(db, 'telegram'),
  insertInbound: (db) => insertInbound(db, { ...came, state: 'waiting' }),
  hasInbound: (db) => hasInbound(db, came),
  nextInbound: (db) => nextInbound(db, 'tg:7'),
  answerInbound: (db) => answerInbound(db, { seq: 1, jid: 'tg:7' }, 'turn_1'),
  findInboundOfTurn: (db) => findInboundOfTurn(db, 'turn_1'),
  lastAnswered: (db) => lastAnswered(db, 'sess_1'),
  forgetInbound: (db) => forgetInbound(db, 5, 10),
  insertOutbound: (db) =>
    insertOutbound(db, { ...letter, inboundSeq: null, replyTo: null, createdAt: 1 }),
  nextOutbound: (db) => nextOutbound(db, 'tg:7'),
  beginSending: (db) => beginSending(db, { seq: 1, jid: 'tg:7' }),
  moveOutbound: (db) => moveOutbound(db, 'tg:7', 'tg:8'),
  withdrawOutbound: (db) => withdrawOutbound(db, 'out_1', 1),
  forgetOutbound: (db) => forgetOutbound(db, 5, 10),
};

test.each(Object.keys(QUERIES))(
  '%s reads no table from end to end, and sorts no chat',
  async (name) => {
    const plan = await (await openPlans())(QUERIES[name] ?? expect.unreachable(name));
    expect(plan).not.toMatch(
      /\bSCAN (?!CONSTANT ROW)(?!\S+ USING (?:COVERING )?INDEX chats_by_time)/,
    );
    // Messages of one second are put in order; nothing else is.
    expect(plan).not.toMatch(/USE TEMP B-TREE FOR ORDER BY/);
  },
);

test('what is looked for at every start reads what is open, and nothing else', async () => {
  const planOf = await openPlans();
  const ofInbound = /^(?:SCAN|SEARCH) inbound USING (?:COVERING )?INDEX inbound_open/;
  const ofOutbound = /^(?:SCAN|SEARCH) outbound USING (?:COVERING )?INDEX outbound_pending/;
  expect(await planOf(chatsWithInbound)).toMatch(ofInbound);
  expect(await planOf(closeOrphans)).toMatch(ofInbound);
  expect(await planOf(chatsWithOutbound)).toMatch(ofOutbound);
  expect(await planOf(markUnsure)).toMatch(ofOutbound);
});

test('chats are counted in an index, and no further than a hundred thousand', async () => {
  const planOf = await openPlans();
  expect(await planOf((db) => countChats(db, 'telegram'))).toMatch(
    /COVERING INDEX chats_by_channel/,
  );
  expect(await planOf((db) => countChats(db))).toMatch(/USING COVERING INDEX/);
});
