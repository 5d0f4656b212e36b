/**
 * Owns the queries of messages that came in over channels: knowing them again, and the order in which they are answered.
 * What answering is belongs to domain/channels.
 */
import { and, asc, eq, lt, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
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

const known = prepared((db) =>
  db
    .select({ seq: inbound.seq })
    .from(inbound)
    .where(
      and(
        eq(inbound.channel, sql.placeholder('channel')),
        eq(inbound.eventId, sql.placeholder('eventId')),
      ),
    )
    .prepare(),
);

/** Whether a message came before. */
export async function hasInbound(
  db: Db,
  { channel, eventId }: Pick<InboundRow, 'channel' | 'eventId'>,
): Promise<boolean> {
  return (await known(db).get({ channel, eventId })) !== undefined;
}

/** Says what becomes of a message. */
export async function setInboundState(tx: Db, seq: number, state: InboundState): Promise<void> {
  await tx.update(inbound).set({ state }).where(eq(inbound.seq, seq)).run();
}

/** Has a turn answer a message. @returns false when it does not wait in that chat any more */
export async function answerInbound(
  tx: Db,
  { seq, jid }: Pick<InboundRow, 'seq' | 'jid'>,
  turnId: string,
): Promise<boolean> {
  const taken = await tx
    .update(inbound)
    .set({ state: 'answering', turnId })
    .where(and(eq(inbound.seq, seq), eq(inbound.jid, jid), eq(inbound.state, 'waiting')))
    .returning({ seq: inbound.seq });
  return taken.length > 0;
}

/** The message that a turn answers. */
export async function findInboundOfTurn(db: Db, turnId: string): Promise<InboundRow | undefined> {
  const [row] = await db.select().from(inbound).where(eq(inbound.turnId, turnId)).limit(1);
  return row;
}

/** The newest message that a session was given, by its identifier on the platform; undefined while there is none. */
export async function lastAnswered(db: Db, sessionId: string): Promise<string | undefined> {
  const [row] = await db
    .select({ messageId: inbound.messageId })
    .from(turns)
    .innerJoin(inbound, eq(inbound.turnId, turns.id))
    .where(eq(turns.sessionId, sessionId))
    .orderBy(sql`${turns}.rowid desc`)
    .limit(1);
  return row?.messageId;
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
        sql`${inbound.state} <> 'done'`,
        sql`not exists (select 1 from ${turns} where ${turns.id} = ${inbound.turnId} and ${turns.state} = 'running')`,
      ),
    )
    .run();
}

/**
 * Moves what came in to a chat's new address, and renames its messages as `renameChat` does. No index serves this: it happens once in
 * the life of a chat.
 */
export async function moveInbound(tx: Db, from: string, to: string): Promise<void> {
  await tx
    .update(inbound)
    .set({ jid: to, messageId: sql`${`${from}/`} || ${inbound.messageId}` })
    .where(eq(inbound.jid, from))
    .run();
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
