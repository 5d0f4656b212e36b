/**
 * Owns messages of chats whose identifier the platform has given to another one: accounts of a platform count the messages of a chat each
 * for itself. What is said in chats otherwise is in chat-messages.ts; chats that move are in chats.ts.
 */
import { and, eq, lt, sql } from 'drizzle-orm';
import { makeId } from '../lib/ids.ts';
import { type ChatMessageRow, findChatMessage, insertChatMessage } from './chat-messages.ts';
import type { Db } from './database.ts';
import { chatMessages, inbound } from './schema/index.ts';

/**
 * Appends a message that is known to be none of those that are there. Another one of its identifier gets another, together with the
 * messages that came in before `seq` and still wait for an answer under it.
 */
export async function insertNewMessage(tx: Db, row: ChatMessageRow, seq: number): Promise<void> {
  if (await insertChatMessage(tx, row)) return;
  const { jid, id } = row;
  const other = `${makeId('msg', row.at)}/${id}`;
  await tx
    .update(chatMessages)
    .set({ id: other })
    .where(and(eq(chatMessages.jid, jid), eq(chatMessages.id, id)))
    .run();
  await tx
    .update(inbound)
    .set({ messageId: other })
    .where(
      and(
        eq(inbound.jid, jid),
        // The partial index serves only queries that repeat its condition.
        sql`${inbound.state} <> 'done'`,
        eq(inbound.messageId, id),
        lt(inbound.seq, seq),
      ),
    )
    .run();
  await insertChatMessage(tx, row);
}

/** Appends a message of the account `row.sender`, which may have been told of by the platform already. */
export async function insertOwnMessage(tx: Db, row: ChatMessageRow): Promise<void> {
  const known = await findChatMessage(tx, row.jid, row.id);
  if (known === undefined || known.sender !== row.sender)
    await insertNewMessage(tx, row, Number.MAX_SAFE_INTEGER);
}
