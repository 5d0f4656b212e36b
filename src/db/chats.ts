/**
 * Owns the queries of chats, of what was said in them, and of what has come and gone over channels.
 * Who may speak and who answers belongs to domain/channels.
 */
import { and, asc, desc, eq, gt, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { channelCounts, chatMessages, chats } from './schema/index.ts';
import { countTraffic } from './traffic.ts';

/** One chat as it is stored. */
export type ChatRow = typeof chats.$inferSelect;
/** One message of a chat as it is stored. */
export type ChatMessageRow = typeof chatMessages.$inferSelect;
/** What has come and gone over a channel. */
export type ChannelCounts = typeof channelCounts.$inferSelect;

/** What a message tells of its chat. */
export interface ChatSeen {
  readonly jid: string;
  readonly channel: string;
  readonly name: string | null;
  readonly isGroup: boolean;
  readonly at: number;
  readonly now: number;
}

const seen = prepared((db) =>
  db
    .insert(chats)
    .values({
      jid: sql.placeholder('jid'),
      channel: sql.placeholder('channel'),
      name: sql.placeholder('name'),
      isGroup: sql.placeholder('isGroup'),
      lastMessageAt: sql.placeholder('at'),
      createdAt: sql.placeholder('now'),
    })
    .onConflictDoUpdate({
      target: chats.jid,
      // A platform that does not tell the name now has not taken it back.
      set: {
        name: sql`coalesce(excluded.name, ${chats.name})`,
        isGroup: sql`excluded.is_group`,
        lastMessageAt: sql`max(excluded.last_message_at, ${chats.lastMessageAt})`,
      },
    })
    .prepare(),
);

/** Notes a chat and the time of its newest message. */
export async function noteChat(tx: Db, chat: ChatSeen): Promise<void> {
  await seen(tx).run({ ...chat });
}

/** Notes that the daemon has spoken in a chat, which may be one that it has not seen before. */
export async function touchChat(
  tx: Db,
  chat: Pick<ChatSeen, 'jid' | 'channel' | 'isGroup' | 'at' | 'now'>,
): Promise<void> {
  const { jid, channel, isGroup, at, now } = chat;
  await tx
    .insert(chats)
    .values({ jid, channel, isGroup, lastMessageAt: at, createdAt: now })
    .onConflictDoUpdate({
      target: chats.jid,
      set: { lastMessageAt: sql`max(excluded.last_message_at, ${chats.lastMessageAt})` },
    })
    .run();
}

const byJid = prepared((db) =>
  db
    .select()
    .from(chats)
    .where(eq(chats.jid, sql.placeholder('jid')))
    .prepare(),
);

/** The chat of that address. */
export async function findChat(db: Db, jid: string): Promise<ChatRow | undefined> {
  return await byJid(db).get({ jid });
}

/** Has a session talk in a chat. */
export async function setChatSession(tx: Db, jid: string, sessionId: string): Promise<void> {
  await tx.update(chats).set({ sessionId }).where(eq(chats.jid, jid)).run();
}

const bySession = prepared((db) =>
  db
    .select({ jid: chats.jid })
    .from(chats)
    .where(eq(chats.sessionId, sql.placeholder('sessionId')))
    .limit(1)
    .prepare(),
);

/** The chat in which a session talks; undefined for a session of no chat. */
export async function chatOfSession(db: Db, sessionId: string): Promise<string | undefined> {
  return (await bySession(db).get({ sessionId }))?.jid;
}

/** One page of chats, the newest activity first. */
export async function listChats(
  db: Db,
  filter: { channel?: string | undefined; limit: number; offset: number },
): Promise<ChatRow[]> {
  const { channel, limit, offset } = filter;
  return await db
    .select()
    .from(chats)
    .where(channel === undefined ? undefined : eq(chats.channel, channel))
    .orderBy(desc(chats.lastMessageAt), desc(chats.jid))
    .limit(limit)
    .offset(offset);
}

/** Counting goes on to here: a page of chats must not cost more than that, however many there are. */
const MOST_COUNTED = 100_000;

/** How many chats there are, of one channel or of all; `MOST_COUNTED` stands for more. */
export async function countChats(db: Db, channel?: string): Promise<number> {
  const counted = db
    .select({ one: sql`1`.as('one') })
    .from(chats)
    .where(channel === undefined ? undefined : eq(chats.channel, channel))
    .limit(MOST_COUNTED)
    .as('counted');
  const [row] = await db.select({ n: sql<number>`count(*)` }).from(counted);
  return row?.n ?? 0;
}

/** Appends a message of a chat; one that is there already stays as it is. @returns whether it is new */
export async function insertChatMessage(tx: Db, row: ChatMessageRow): Promise<boolean> {
  const made = await tx
    .insert(chatMessages)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: chatMessages.id });
  if (made.length === 0) return false;
  await tx
    .update(chats)
    .set({ messageCount: sql`${chats.messageCount} + 1` })
    .where(eq(chats.jid, row.jid))
    .run();
  return true;
}

/** Which messages of a chat; times are milliseconds since the epoch. */
export interface ChatMessageFilter {
  readonly limit: number;
  readonly before?: number | undefined;
  readonly since?: number | undefined;
  readonly includeBot: boolean;
}

/** The order in which messages came in; platforms tell times of whole seconds. */
const arrival = sql<number>`${chatMessages}.rowid`;

/** The newest messages of a chat that match, oldest first. */
export async function newestChatMessages(
  db: Db,
  jid: string,
  { limit, before, since, includeBot }: ChatMessageFilter,
): Promise<ChatMessageRow[]> {
  const rows = await db
    .select()
    .from(chatMessages)
    .where(
      and(
        eq(chatMessages.jid, jid),
        before === undefined ? undefined : lt(chatMessages.at, before),
        since === undefined ? undefined : gte(chatMessages.at, since),
        includeBot ? undefined : eq(chatMessages.isBot, false),
      ),
    )
    .orderBy(desc(chatMessages.at), desc(arrival))
    .limit(limit);
  return rows.reverse();
}

/**
 * What people said in a chat between two of its messages, neither included; the newest `limit`, oldest first. Without a first message
 * it begins where the chat does.
 */
export async function messagesBetween(
  db: Db,
  jid: string,
  { after, before, limit }: { after: string | undefined; before: string; limit: number },
): Promise<ChatMessageRow[]> {
  const of = (field: SQL, id: string) =>
    sql`(select ${field} from ${chatMessages} where ${chatMessages.jid} = ${jid} and ${chatMessages.id} = ${id})`;
  const at = sql`${chatMessages.at}`;
  const rows = await db
    .select()
    .from(chatMessages)
    .where(
      and(
        eq(chatMessages.jid, jid),
        lte(chatMessages.at, of(at, before)),
        lt(arrival, of(arrival, before)),
        // One that is not there any more is no bound.
        after === undefined ? undefined : gte(chatMessages.at, sql`coalesce(${of(at, after)}, 0)`),
        after === undefined ? undefined : gt(arrival, sql`coalesce(${of(arrival, after)}, 0)`),
        eq(chatMessages.isBot, false),
        eq(chatMessages.isFromMe, false),
      ),
    )
    .orderBy(desc(chatMessages.at), desc(arrival))
    .limit(limit);
  return rows.reverse();
}

/** The newest message of others in every chat of a channel. */
export async function newestOfChats(
  db: Db,
  channel: string,
): Promise<{ jid: string; isGroup: boolean; messageId: string }[]> {
  // A column by itself would be taken for the one of the inner table.
  const newest = sql<string>`(
    select id from chat_messages
    where jid = ${chats}.jid and is_from_me = 0 order by at desc, id desc limit 1
  )`;
  const rows = await db
    .select({ jid: chats.jid, isGroup: chats.isGroup, messageId: newest })
    .from(chats)
    .where(eq(chats.channel, channel));
  return rows.filter(({ messageId }) => messageId !== null);
}

/** The message of that identifier. */
export async function findChatMessage(
  db: Db,
  jid: string,
  id: string,
): Promise<ChatMessageRow | undefined> {
  const [row] = await db
    .select()
    .from(chatMessages)
    .where(and(eq(chatMessages.jid, jid), eq(chatMessages.id, id)))
    .limit(1);
  return row;
}

/**
 * Gives a chat another address, with everything said in it; one that has it already takes the messages in. Their identifiers get the
 * old address in front, since the platform counts from the beginning under the new one.
 */
export async function renameChat(tx: Db, from: string, to: string): Promise<void> {
  const old = await findChat(tx, from);
  if (old === undefined) return;
  await tx
    .update(chatMessages)
    .set({ id: sql`${`${from}/`} || ${chatMessages.id}` })
    .where(eq(chatMessages.jid, from))
    .run();
  if ((await findChat(tx, to)) === undefined) {
    await tx.update(chats).set({ jid: to }).where(eq(chats.jid, from)).run();
    return;
  }
  await tx.update(chatMessages).set({ jid: to }).where(eq(chatMessages.jid, from)).run();
  await tx
    .update(chats)
    .set({
      sessionId: sql`coalesce(${chats.sessionId}, ${old.sessionId})`,
      messageCount: sql`(select count(*) from chat_messages where jid = ${to})`,
    })
    .where(eq(chats.jid, to))
    .run();
  await tx.delete(chats).where(eq(chats.jid, from)).run();
}

/** Counts messages of a channel, since ever and in the hour of `now`; `at` is when the platform says they were written. */
export async function countOnChannel(
  tx: Db,
  channel: string,
  grown: { received: number; sent: number; at: number; now: number },
): Promise<void> {
  const { received, sent, at, now } = grown;
  await countTraffic(tx, { channel, received, sent }, now);
  await tx
    .insert(channelCounts)
    .values({ channel, received, sent, lastMessageAt: at })
    .onConflictDoUpdate({
      target: channelCounts.channel,
      set: {
        received: sql`${channelCounts.received} + excluded.received`,
        sent: sql`${channelCounts.sent} + excluded.sent`,
        lastMessageAt: sql`max(excluded.last_message_at, coalesce(${channelCounts.lastMessageAt}, 0))`,
      },
    })
    .run();
}

/** What has come and gone over channels, by name. */
export async function readChannelCounts(
  db: Db,
  names: readonly string[],
): Promise<Map<string, ChannelCounts>> {
  const rows = await db
    .select()
    .from(channelCounts)
    .where(inArray(channelCounts.channel, [...names]))
    .orderBy(asc(channelCounts.channel));
  return new Map(rows.map((row) => [row.channel, row]));
}
