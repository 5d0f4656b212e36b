/**
 * Owns the queries of messages that came in over channels: knowing them again, and the order in which they are answered.
 * What answering is belongs to domain/channels.
 */
import { and, asc, eq, lt, ne, sql } from 'drizzle-orm';
import type { Db } from './database.ts';
import { type InboundState, inbound, turns } from './schema/index.ts';

/** One message that came in, as it is stored. */
export type InboundRow = typeof inbound.$inferSelect;

/** Notes a message. @returns its number; undefined when it came before */
export async function insertInbound(
  tx: Db,
  row: Omit<InboundRow, 'seq' | 'turnId'>,
): Promise<number | undefined> {
  const [made] = await tx
    .insert(inbound)
    .values(row)
    .onConflictDoNothing()
    .returning({ seq: inbound.seq });
  return made?.seq;
}

/** Says what becomes of a message. */
export async function setInboundState(tx: Db, seq: number, state: InboundState): Promise<void> {
  await tx.update(inbound).set({ state }).where(eq(inbound.seq, seq)).run();
}

/** Has a turn answer a message. */
export async function answerInbound(tx: Db, seq: number, turnId: string): Promise<void> {
  await tx.update(inbound).set({ state: 'answering', turnId }).where(eq(inbound.seq, seq)).run();
}

/** The message that a turn answers. */
export async function findInboundOfTurn(db: Db, turnId: string): Promise<InboundRow | undefined> {
  const [row] = await db.select().from(inbound).where(eq(inbound.turnId, turnId)).limit(1);
  return row;
}

/** The message of a number. */
export async function findInbound(db: Db, seq: number): Promise<InboundRow | undefined> {
  const [row] = await db.select().from(inbound).where(eq(inbound.seq, seq)).limit(1);
  return row;
}

/** The first message of a chat that waits for an answer. */
export async function nextInbound(db: Db, jid: string): Promise<InboundRow | undefined> {
  const [row] = await db
    .select()
    .from(inbound)
    // The partial index serves only queries that repeat its condition.
    .where(and(eq(inbound.jid, jid), sql`${inbound.state} <> 'done'`, eq(inbound.state, 'waiting')))
    .orderBy(asc(inbound.seq))
    .limit(1);
  return row;
}

/** The chats in which something waits for an answer. */
export async function chatsWithInbound(db: Db): Promise<string[]> {
  const rows = await db
    .selectDistinct({ jid: inbound.jid })
    .from(inbound)
    .where(and(sql`${inbound.state} <> 'done'`, eq(inbound.state, 'waiting')));
  return rows.map(({ jid }) => jid);
}

/** Gives up messages whose turn is gone without having ended: its thread was deleted. */
export async function closeOrphans(tx: Db): Promise<void> {
  await tx
    .update(inbound)
    .set({ state: 'done' })
    .where(
      and(
        eq(inbound.state, 'answering'),
        ne(inbound.state, 'done'),
        sql`not exists (select 1 from ${turns} where ${turns.id} = ${inbound.turnId} and ${turns.state} = 'running')`,
      ),
    )
    .run();
}

/** Moves what waits in a chat to its new address. */
export async function moveInbound(tx: Db, from: string, to: string): Promise<void> {
  await tx.update(inbound).set({ jid: to }).where(eq(inbound.jid, from)).run();
}

/** Forgets ended messages that came in before a moment. @returns how many went */
export async function forgetInbound(tx: Db, before: number, limit: number): Promise<number> {
  const old = tx
    .select({ seq: inbound.seq })
    .from(inbound)
    .where(and(lt(inbound.receivedAt, before), eq(inbound.state, 'done')))
    .limit(limit);
  const gone = await tx
    .delete(inbound)
    .where(sql`${inbound.seq} in ${old}`)
    .returning({ seq: inbound.seq });
  return gone.length;
}
