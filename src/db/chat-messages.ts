/**
 * Owns the queries of what was said in chats. The chats themselves are in chats.ts, and what goes over channels is counted in traffic.ts.
 */
import { and, desc, eq, gt, gte, lt, lte, type SQL, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { chatMessages, chats } from './schema/index.ts';

/** One message of a chat as it is stored. */
export type ChatMessageRow = typeof chatMessages.$inferSelect;

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

/** The newest message in every chat of a channel that others wrote there, as far as it still has the platform's identifier. */
export async function newestOfChats(
  db: Db,
  channel: string,
): Promise<{ jid: string; isGroup: boolean; messageId: string }[]> {
  // A column by itself would be taken for the one of the inner table. Identifiers of this daemon's own making have a colon.
  const newest = sql<string>`(
    select id from chat_messages
    where jid = ${chats}.jid and is_from_me = 0 and instr(id, ':') = 0 order by at desc, id desc limit 1
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
