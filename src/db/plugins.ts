/**
 * Owns the query of which plugins are disabled, kept among the facts of the store. What disabling means belongs to domain/plugins.
 */
import { eq } from 'drizzle-orm';
import type { Db } from './database.ts';
import { storeMeta } from './schema/index.ts';

const KEY = 'plugins.disabled';

/** The names of the disabled plugins. */
export async function listDisabledPlugins(db: Db): Promise<string[]> {
  const [row] = await db.select().from(storeMeta).where(eq(storeMeta.key, KEY)).limit(1);
  const names: unknown = row === undefined ? [] : JSON.parse(row.value);
  return Array.isArray(names) ? names.map(String) : [];
}

/** Notes whether a plugin is disabled. */
export async function setPluginDisabled(tx: Db, name: string, disabled: boolean): Promise<void> {
  const others = (await listDisabledPlugins(tx)).filter((one) => one !== name);
  const value = JSON.stringify(disabled ? [...others, name].sort() : others);
  await tx
    .insert(storeMeta)
    .values({ key: KEY, value })
    .onConflictDoUpdate({ target: storeMeta.key, set: { value } })
    .run();
}
