/**
 * Owns the queries of documents that are kept whole, each under its key among the facts of the store. What a document means belongs to
 * the area that asks.
 */
import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { storeMeta } from './schema/index.ts';

/** Documents by the keys under which they are stored. */
export type DocumentKey = 'channels.sender_rules' | 'containers.mount_allowlist';

/** The stored document; undefined while none was set. */
export async function readDocument(db: Db, key: DocumentKey): Promise<unknown> {
  const [row] = await db.select().from(storeMeta).where(eq(storeMeta.key, key)).limit(1);
  return row === undefined ? undefined : JSON.parse(row.value);
}

/** Stores a document in place of the one before. */
export async function writeDocument(tx: Db, key: DocumentKey, document: unknown): Promise<void> {
  const value = JSON.stringify(document);
  await tx
    .insert(storeMeta)
    .values({ key, value })
    .onConflictDoUpdate({ target: storeMeta.key, set: { value } })
    .run();
}
