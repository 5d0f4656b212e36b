/**
 * Owns the tables of channels: chats, what was said in them, what came in and waits, what is to go out. Queries live in the db modules
 * chats.ts, chat-messages.ts, traffic.ts, inbound.ts and outbound.ts.
 */
import { sql } from 'drizzle-orm';
import {
  check,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core';

/** A chat of any channel, by its address. Times are epoch milliseconds. */
export const chats = sqliteTable(
  'chats',
  {
    jid: text('jid').primaryKey(),
    channel: text('channel').notNull(),
    /** Null while the platform has not told one. */
    name: text('name'),
    isGroup: integer('is_group', { mode: 'boolean' }).notNull(),
    lastMessageAt: integer('last_message_at').notNull(),
    messageCount: integer('message_count').notNull().default(0),
    /** The session that talks here; a new one follows when it has ended. */
    sessionId: text('session_id'),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    index('chats_by_time').on(sql`${t.lastMessageAt} desc`, sql`${t.jid} desc`),
    index('chats_by_channel').on(t.channel, sql`${t.lastMessageAt} desc`, sql`${t.jid} desc`),
    index('chats_by_session').on(t.sessionId),
  ],
);

/** What was said in a chat, by the platform's identifiers. */
export const chatMessages = sqliteTable(
  'chat_messages',
  {
    jid: text('jid')
      .notNull()
      .references(() => chats.jid, { onDelete: 'cascade', onUpdate: 'cascade' }),
    id: text('id').notNull(),
    sender: text('sender').notNull(),
    senderName: text('sender_name').notNull(),
    content: text('content').notNull(),
    at: integer('at').notNull(),
    isFromMe: integer('is_from_me', { mode: 'boolean' }).notNull(),
    isBot: integer('is_bot', { mode: 'boolean' }).notNull(),
    /** The thread or topic of the chat that it is in, in the platform's own words; null where it is in none. */
    thread: text('thread'),
  },
  (t) => [
    primaryKey({ columns: [t.jid, t.id] }),
    index('chat_messages_by_time').on(t.jid, t.at, t.id),
  ],
);

/** What becomes of a message that came in: it waits for its turn, is being answered, or nothing more is to happen. */
export type InboundState = 'waiting' | 'answering' | 'done';

/** Messages that came in, kept for some days so that one which comes again is known. */
export const inbound = sqliteTable(
  'inbound',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    channel: text('channel').notNull(),
    eventId: text('event_id').notNull(),
    jid: text('jid').notNull(),
    messageId: text('message_id').notNull(),
    state: text('state').$type<InboundState>().notNull(),
    /** The turn that answers it. */
    turnId: text('turn_id'),
    receivedAt: integer('received_at').notNull(),
  },
  (t) => [
    uniqueIndex('inbound_by_event').on(t.channel, t.eventId),
    index('inbound_open').on(t.jid, t.seq).where(sql`${t.state} <> 'done'`),
    index('inbound_by_turn').on(t.turnId).where(sql`${t.turnId} is not null`),
    index('inbound_by_time').on(t.receivedAt),
    check('inbound_state', sql`${t.state} in ('waiting', 'answering', 'done')`),
  ],
);

/** Life of a message to send. */
export type OutboundState = 'pending' | 'sent' | 'failed';

/** A piece of a message, and the platform's identifier of it once it is sent. */
export interface OutboundPiece {
  readonly text: string;
  readonly plain: string;
  readonly messageId: string | null;
}

/** Messages to send, in the order of `seq` within a chat. */
export const outbound = sqliteTable(
  'outbound',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    channel: text('channel').notNull(),
    jid: text('jid').notNull(),
    /** What it answers; unique, so that nothing is answered twice. */
    inboundSeq: integer('inbound_seq').unique(),
    /** The whole text as the agent wrote it. */
    content: text('content').notNull(),
    pieces: text('pieces', { mode: 'json' }).$type<OutboundPiece[]>().notNull(),
    replyTo: text('reply_to'),
    state: text('state').$type<OutboundState>().notNull(),
    /** True from before a piece is sent until its outcome is stored: found so at a start, nobody can say whether it was sent. */
    isSending: integer('is_sending', { mode: 'boolean' }).notNull().default(false),
    /** Pieces that may have been sent twice, because nobody could say what became of an attempt before. */
    unsure: integer('unsure').notNull().default(0),
    attempts: integer('attempts').notNull().default(0),
    nextAt: integer('next_at').notNull(),
    error: text('error'),
    createdAt: integer('created_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (t) => [
    index('outbound_pending').on(t.jid, t.seq).where(sql`${t.state} = 'pending'`),
    index('outbound_by_time').on(t.createdAt),
    check('outbound_state', sql`${t.state} in ('pending', 'sent', 'failed')`),
  ],
);

/** What has come and gone over a channel so far. */
export const channelCounts = sqliteTable('channel_counts', {
  channel: text('channel').primaryKey(),
  received: integer('received').notNull(),
  sent: integer('sent').notNull(),
  lastMessageAt: integer('last_message_at'),
});
