/**
 * Owns the queries of namespaces and of the chats that belong to them. What a namespace means belongs to domain/namespaces.
 */
import { asc, desc, eq, inArray } from 'drizzle-orm';
import type { Db } from './database.ts';
import { namespaceChats, namespaces } from './schema/index.ts';

/** One namespace as it is stored, without its chats. */
export type NamespaceRow = typeof namespaces.$inferSelect;
/** One namespace with the addresses of its chats, in their order. */
export interface StoredNamespace extends NamespaceRow {
  readonly chatJids: readonly string[];
}

/** Every namespace, newest first. */
export async function listNamespaces(db: Db): Promise<StoredNamespace[]> {
  const rows = await db
    .select()
    .from(namespaces)
    .orderBy(desc(namespaces.createdAt), desc(namespaces.id));
  const chats = await db.select().from(namespaceChats).orderBy(asc(namespaceChats.position));
  const byName = new Map<string, string[]>();
  for (const { namespace, jid } of chats) {
    const jids = byName.get(namespace);
    if (jids === undefined) byName.set(namespace, [jid]);
    else jids.push(jid);
  }
  return rows.map((row) => ({ ...row, chatJids: byName.get(row.name) ?? [] }));
}

/** The namespace of that name. */
export async function findNamespace(db: Db, name: string): Promise<StoredNamespace | undefined> {
  const [row] = await db.select().from(namespaces).where(eq(namespaces.name, name)).limit(1);
  if (row === undefined) return undefined;
  const chats = await db
    .select({ jid: namespaceChats.jid })
    .from(namespaceChats)
    .where(eq(namespaceChats.namespace, name))
    .orderBy(asc(namespaceChats.position));
  return { ...row, chatJids: chats.map(({ jid }) => jid) };
}

/** The name of the namespace whose name in lower case is that. */
export async function findFoldedName(db: Db, folded: string): Promise<string | undefined> {
  const [row] = await db
    .select({ name: namespaces.name })
    .from(namespaces)
    .where(eq(namespaces.folded, folded))
    .limit(1);
  return row?.name;
}

/** The name of the main namespace. */
export async function findMainName(db: Db): Promise<string | undefined> {
  const [row] = await db
    .select({ name: namespaces.name })
    .from(namespaces)
    .where(eq(namespaces.isMain, true))
    .limit(1);
  return row?.name;
}

/** Which of the chats belong to a namespace, and to which. */
export async function ownersOfChats(
  db: Db,
  jids: readonly string[],
): Promise<{ jid: string; namespace: string }[]> {
  if (jids.length === 0) return [];
  return await db
    .select({ jid: namespaceChats.jid, namespace: namespaceChats.namespace })
    .from(namespaceChats)
    .where(inArray(namespaceChats.jid, [...jids]));
}

/** Adds a namespace with its chats. */
export async function insertNamespace(tx: Db, namespace: StoredNamespace): Promise<void> {
  const { chatJids, ...row } = namespace;
  await tx.insert(namespaces).values(row).run();
  await insertChats(tx, row.name, chatJids);
}

/** Replaces everything about a namespace but its name, and its chats. */
export async function replaceNamespace(tx: Db, namespace: StoredNamespace): Promise<void> {
  const { chatJids, name, ...row } = namespace;
  await tx.update(namespaces).set(row).where(eq(namespaces.name, name)).run();
  await tx.delete(namespaceChats).where(eq(namespaceChats.namespace, name)).run();
  await insertChats(tx, name, chatJids);
}

/** Removes a namespace; its chats belong to none then. */
export async function deleteNamespace(tx: Db, name: string): Promise<void> {
  await tx.delete(namespaceChats).where(eq(namespaceChats.namespace, name)).run();
  await tx.delete(namespaces).where(eq(namespaces.name, name)).run();
}

async function insertChats(tx: Db, namespace: string, jids: readonly string[]): Promise<void> {
  if (jids.length === 0) return;
  await tx
    .insert(namespaceChats)
    .values(jids.map((jid, position) => ({ jid, namespace, position })))
    .run();
}
