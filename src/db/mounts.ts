/**
 * Owns the query of what containers may mount, kept among the facts of the store. What the document means belongs to domain/mounts.
 */
import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { storeMeta } from './schema/index.ts';

const KEY = 'containers.mount_allowlist';

/** The stored document; undefined while none was set. */
export async function readMountAllowlist(db: Db): Promise<unknown> {
  const [row] = await db.select().from(storeMeta).where(eq(storeMeta.key, KEY)).limit(1);
  return row === undefined ? undefined : JSON.parse(row.value);
}

/** Stores the document in place of the one before. */
export async function writeMountAllowlist(tx: Db, document: unknown): Promise<void> {
  const value = JSON.stringify(document);
  await tx
    .insert(storeMeta)
    .values({ key: KEY, value })
    .onConflictDoUpdate({ target: storeMeta.key, set: { value } })
    .run();
}
