/**
 * Owns the queries of settings that were changed while the daemon ran.
 * What they mean, and sealing secret ones, belongs to domain/settings.
 */
import { asc, eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { settings } from './schema/index.ts';

/** One changed setting as it is stored. */
export type SettingRow = typeof settings.$inferSelect;

/** Every changed setting, by key. */
export async function listSettings(db: Db): Promise<SettingRow[]> {
  return await db.select().from(settings).orderBy(asc(settings.key));
}

/** Stores a setting in the place of the value before. */
export async function putSetting(tx: Db, row: SettingRow): Promise<void> {
  const { value, changedAt, changedBy } = row;
  await tx
    .insert(settings)
    .values(row)
    .onConflictDoUpdate({ target: settings.key, set: { value, changedAt, changedBy } })
    .run();
}

/** Forgets a setting; one that is not there is no error. */
export async function deleteSetting(tx: Db, key: string): Promise<void> {
  await tx.delete(settings).where(eq(settings.key, key)).run();
}
