/**
 * Owns the queries of chats. What was said in them is read and written in chat-messages.ts; who may speak and who answers belongs to
 * domain/channels.
 */
import { desc, eq, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { chatMessages, chats } from './schema/index.ts';

/** One chat as it is stored. */
export type ChatRow = typeof chats.$inferSelect;

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
