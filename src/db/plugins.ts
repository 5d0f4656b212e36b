/**
 * Owns the queries of plugins: which are disabled, kept among the facts of the store, and what each keeps for itself.
 * What disabling means, and how much a plugin may keep, belongs to domain/plugins.
 */
import { and, asc, count, eq, gte, sql, sum } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { pluginKv, storeMeta } from './schema/index.ts';

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

const oneValue = prepared((db) =>
  db
    .select({ value: pluginKv.value })
    .from(pluginKv)
    .where(
      and(eq(pluginKv.plugin, sql.placeholder('plugin')), eq(pluginKv.key, sql.placeholder('key'))),
    )
    .prepare(),
);

/** The value of a key, in base64. */
export async function readPluginValue(
  db: Db,
  plugin: string,
  key: string,
): Promise<string | undefined> {
  const row = await oneValue(db).get({ plugin, key });
  return row?.value;
}

const put = prepared((db) =>
  db
    .insert(pluginKv)
    .values({
      plugin: sql.placeholder('plugin'),
      key: sql.placeholder('key'),
      value: sql.placeholder('value'),
      bytes: sql.placeholder('bytes'),
      updatedAt: sql.placeholder('updatedAt'),
    })
    .onConflictDoUpdate({
      target: [pluginKv.plugin, pluginKv.key],
      set: {
        value: sql`excluded.value`,
        bytes: sql`excluded.bytes`,
        updatedAt: sql`excluded.updated_at`,
      },
    })
    .prepare(),
);

/** Sets the value of a key. */
export async function putPluginValue(tx: Db, row: typeof pluginKv.$inferSelect): Promise<void> {
  await put(tx).run({ ...row });
}

/** Deletes a key. @returns whether it was there */
export async function deletePluginValue(tx: Db, plugin: string, key: string): Promise<boolean> {
  const gone = await tx
    .delete(pluginKv)
    .where(and(eq(pluginKv.plugin, plugin), eq(pluginKv.key, key)))
    .returning({ key: pluginKv.key });
  return gone.length > 0;
}

/** The keys of a plugin that begin with `prefix`, in the order of their bytes. */
export async function listPluginKeys(db: Db, plugin: string, prefix: string): Promise<string[]> {
  const begins = sql`substr(${pluginKv.key}, 1, length(${prefix})) = ${prefix}`;
  const rows = await db
    .select({ key: pluginKv.key })
    .from(pluginKv)
    .where(and(eq(pluginKv.plugin, plugin), gte(pluginKv.key, prefix), begins))
    .orderBy(asc(pluginKv.key));
  return rows.map(({ key }) => key);
}

/** All keys and values of a plugin in the order of the keys, values in base64. */
export async function listPluginValues(
  db: Db,
  plugin: string,
): Promise<{ key: string; value: string }[]> {
  return await db
    .select({ key: pluginKv.key, value: pluginKv.value })
    .from(pluginKv)
    .where(eq(pluginKv.plugin, plugin))
    .orderBy(asc(pluginKv.key));
}

/** What a plugin keeps besides one key: how many keys, and their bytes in all. */
export async function pluginUsage(
  db: Db,
  plugin: string,
  without: string,
): Promise<{ keys: number; bytes: number }> {
  const [row] = await db
    .select({ keys: count(), bytes: sum(pluginKv.bytes).mapWith(Number) })
    .from(pluginKv)
    .where(and(eq(pluginKv.plugin, plugin), sql`${pluginKv.key} <> ${without}`));
  return { keys: row?.keys ?? 0, bytes: row?.bytes ?? 0 };
}
