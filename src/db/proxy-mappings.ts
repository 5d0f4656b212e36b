/**
 * Owns the queries of the credential proxy's mappings. What a mapping does, and opening what is sealed in it, belongs to
 * domain/credential-proxy.
 */
import { desc, eq, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { proxyMappings } from './schema/index.ts';

export type { CredentialType } from './schema/index.ts';
/** One mapping as it is stored; its credential is sealed. */
export type MappingRow = typeof proxyMappings.$inferSelect;

/** Every mapping, newest first. */
export async function listMappings(db: Db): Promise<MappingRow[]> {
  return await db
    .select()
    .from(proxyMappings)
    .orderBy(desc(proxyMappings.createdAt), desc(proxyMappings.id));
}

/** Stores a new mapping. */
export async function insertMapping(tx: Db, row: MappingRow): Promise<void> {
  await tx.insert(proxyMappings).values(row).run();
}

/** Removes a mapping with its credential. @returns it as it was; undefined if there was none */
export async function deleteMapping(tx: Db, id: string): Promise<MappingRow | undefined> {
  const [gone] = await tx.delete(proxyMappings).where(eq(proxyMappings.id, id)).returning();
  return gone;
}

const addUse = prepared((db) =>
  db
    .update(proxyMappings)
    .set({
      requestCount: sql`${proxyMappings.requestCount} + ${sql.placeholder('count')}`,
      lastUsedAt: sql`${sql.placeholder('lastUsedAt')}`,
    })
    .where(eq(proxyMappings.id, sql.placeholder('id')))
    .prepare(),
);

/** Adds to what a mapping has done; one that is gone is no error. */
export async function addMappingUse(
  tx: Db,
  use: { readonly id: string; readonly count: number; readonly lastUsedAt: number },
): Promise<void> {
  await addUse(tx).run({ ...use });
}
