/**
 * Owns the identifier of this store, kept among its facts. What is told apart by it belongs to domain/runtime.
 */
import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { storeMeta } from './schema/index.ts';

const KEY = 'install.id';

/** The identifier; null before it is set. */
export async function readInstallId(db: Db): Promise<string | null> {
  const [row] = await db.select().from(storeMeta).where(eq(storeMeta.key, KEY)).limit(1);
  return row?.value ?? null;
}

/** Sets the identifier unless there is one. @returns the one that holds */
export async function ensureInstallId(tx: Db, fresh: string): Promise<string> {
  await tx.insert(storeMeta).values({ key: KEY, value: fresh }).onConflictDoNothing().run();
  return (await readInstallId(tx)) ?? fresh;
}
