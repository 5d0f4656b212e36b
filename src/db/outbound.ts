/**
 * Owns the queries of messages that are to go out over channels, in the order of their chat.
 * When one is sent, and what a failure means, belongs to domain/channels.
 */
import { and, asc, eq, lt, ne, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { outbound } from './schema/index.ts';

export type { OutboundPiece } from './schema/index.ts';

/** One message to send, as it is stored. */
export type OutboundRow = typeof outbound.$inferSelect;

/** Stores a message to send. */
export async function insertOutbound(
  tx: Db,
  row: Pick<
    OutboundRow,
    'id' | 'channel' | 'jid' | 'inboundSeq' | 'content' | 'pieces' | 'replyTo' | 'createdAt'
  >,
): Promise<void> {
  await tx
    .insert(outbound)
    .values({ ...row, state: 'pending', nextAt: row.createdAt })
    .run();
}

/** Whether a message of this id was stored, whatever became of it. */
export async function hasOutbound(db: Db, id: string): Promise<boolean> {
  const rows = await db
    .select({ seq: outbound.seq })
    .from(outbound)
    .where(eq(outbound.id, id))
    .limit(1);
  return rows.length > 0;
}

/** The first message that is to go to a chat. */
export async function nextOutbound(db: Db, jid: string): Promise<OutboundRow | undefined> {
  const [row] = await db
    .select()
    .from(outbound)
    .where(and(eq(outbound.jid, jid), sql`${outbound.state} = 'pending'`))
    .orderBy(asc(outbound.seq))
    .limit(1);
  return row;
}

/** The chats to which something is to go. */
export async function chatsWithOutbound(db: Db): Promise<string[]> {
  const rows = await db
    .selectDistinct({ jid: outbound.jid })
    .from(outbound)
    .where(sql`${outbound.state} = 'pending'`);
  return rows.map(({ jid }) => jid);
}

/** Changes a message to send. @returns the chat it goes to */
export async function updateOutbound(
  tx: Db,
  seq: number,
  change: Partial<
    Pick<
      OutboundRow,
      'pieces' | 'state' | 'isSending' | 'unsure' | 'attempts' | 'nextAt' | 'error' | 'endedAt'
    >
  >,
): Promise<string | undefined> {
  const [changed] = await tx
    .update(outbound)
    .set(change)
    .where(eq(outbound.seq, seq))
    .returning({ jid: outbound.jid });
  return changed?.jid;
}

/** Notes that a piece of a message is about to be sent. @returns false when it is not to go there any more, or is being sent already */
export async function beginSending(
  tx: Db,
  { seq, jid }: Pick<OutboundRow, 'seq' | 'jid'>,
): Promise<boolean> {
  const begun = await tx
    .update(outbound)
    .set({ isSending: true })
    .where(
      and(
        eq(outbound.seq, seq),
        eq(outbound.jid, jid),
        eq(outbound.state, 'pending'),
        eq(outbound.isSending, false),
      ),
    )
    .returning({ seq: outbound.seq });
  return begun.length > 0;
}

/** Notes of every message that was being sent when the daemon went that nobody can say whether it was. */
export async function markUnsure(tx: Db): Promise<void> {
  await tx
    .update(outbound)
    .set({ isSending: false, unsure: sql`${outbound.unsure} + 1` })
    .where(and(sql`${outbound.state} = 'pending'`, eq(outbound.isSending, true)))
    .run();
}

/** Moves what is to go to a chat to its new address. */
export async function moveOutbound(tx: Db, from: string, to: string): Promise<void> {
  await tx
    .update(outbound)
    .set({ jid: to })
    .where(and(eq(outbound.jid, from), sql`${outbound.state} = 'pending'`))
    .run();
}

/** Ends a message that waits; one that is being sent goes on. @returns whether it has ended */
export async function withdrawOutbound(tx: Db, id: string, now: number): Promise<boolean> {
  const ended = await tx
    .update(outbound)
    .set({ state: 'failed', error: 'It was not taken in time', endedAt: now })
    .where(and(eq(outbound.id, id), eq(outbound.state, 'pending'), eq(outbound.isSending, false)))
    .returning({ seq: outbound.seq });
  return ended.length > 0;
}

/** Forgets messages made before a moment that need not be sent any more. @returns how many went */
export async function forgetOutbound(tx: Db, before: number, limit: number): Promise<number> {
  const old = tx
    .select({ seq: outbound.seq })
    .from(outbound)
    .where(and(lt(outbound.createdAt, before), ne(outbound.state, 'pending')))
    .limit(limit);
  const gone = await tx
    .delete(outbound)
    .where(sql`${outbound.seq} in ${old}`)
    .returning({ seq: outbound.seq });
  return gone.length;
}
