/**
 * Owns the queries of tokens. What a token is worth and how it is made belongs to domain/tokens.
 */
import { and, count, desc, eq, isNull, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { tokens } from './schema/index.ts';

/** One token as it is stored; the secret itself is not. */
export type TokenRow = typeof tokens.$inferSelect;

const byPrefix = prepared((db) =>
  db
    .select()
    .from(tokens)
    .where(eq(tokens.prefix, sql.placeholder('prefix')))
    .prepare(),
);

/** The token that begins with this prefix. */
export async function findTokenByPrefix(db: Db, prefix: string): Promise<TokenRow | undefined> {
  return await byPrefix(db).get({ prefix });
}

/** The token of that id. */
export async function findToken(db: Db, id: string): Promise<TokenRow | undefined> {
  const [row] = await db.select().from(tokens).where(eq(tokens.id, id));
  return row;
}

/** One page of tokens, newest first. */
export async function listTokens(db: Db, limit: number, offset: number): Promise<TokenRow[]> {
  return await db
    .select()
    .from(tokens)
    .orderBy(desc(tokens.createdAt), desc(tokens.id))
    .limit(limit)
    .offset(offset);
}

/** How many tokens there are, revoked ones included. */
export async function countTokens(db: Db): Promise<number> {
  const [row] = await db.select({ n: count() }).from(tokens);
  return row?.n ?? 0;
}

/** Stores a new token. */
export async function insertToken(tx: Db, row: TokenRow): Promise<void> {
  await tx.insert(tokens).values(row).run();
}

/** Revokes a token; one that was revoked before keeps its moment. */
export async function revokeToken(tx: Db, id: string, now: number): Promise<void> {
  await tx
    .update(tokens)
    .set({ revokedAt: now })
    .where(and(eq(tokens.id, id), isNull(tokens.revokedAt)))
    .run();
}

/** Notes when a token was used last. */
export async function touchToken(tx: Db, id: string, at: number): Promise<void> {
  await tx.update(tokens).set({ lastUsedAt: at }).where(eq(tokens.id, id)).run();
}
