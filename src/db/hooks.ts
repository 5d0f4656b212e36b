/**
 * Owns the queries of hooks, their deliveries and attempts. What is sent when, and what becomes of it, belongs to domain/hooks.
 */
import { and, asc, count, desc, eq, inArray, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { events, hookAttempts, hookDeliveries, hooks } from './schema/index.ts';

export type { HookEventName } from './schema/hooks.ts';

/** One endpoint as it is stored; its secrets are sealed. */
export type HookRow = typeof hooks.$inferSelect;
/** One delivery as it is stored. */
export type DeliveryRow = typeof hookDeliveries.$inferSelect;
/** One attempt as it is stored. */
export type AttemptRow = typeof hookAttempts.$inferSelect;

/** Every hook, newest first. */
export async function listHooks(db: Db): Promise<HookRow[]> {
  return await db.select().from(hooks).orderBy(desc(hooks.createdAt), desc(hooks.id));
}

/** Hooks that events are delivered to. */
export async function activeHooks(db: Db): Promise<HookRow[]> {
  return await db.select().from(hooks).where(eq(hooks.active, true));
}

const hookById = prepared((db) =>
  db
    .select()
    .from(hooks)
    .where(eq(hooks.id, sql.placeholder('id')))
    .prepare(),
);

/** The hook of that id. */
export async function findHook(db: Db, id: string): Promise<HookRow | undefined> {
  return await hookById(db).get({ id });
}

/** Stores a new hook. */
export async function insertHook(tx: Db, row: HookRow): Promise<void> {
  await tx.insert(hooks).values(row).run();
}

/** Changes some columns of a hook. */
export async function updateHook(
  tx: Db,
  id: string,
  change: Partial<Omit<HookRow, 'id'>>,
): Promise<void> {
  await tx.update(hooks).set(change).where(eq(hooks.id, id)).run();
}

/** Removes a hook with its deliveries and their attempts. @returns false if there was none */
export async function deleteHook(tx: Db, id: string): Promise<boolean> {
  const gone = await tx.delete(hooks).where(eq(hooks.id, id)).returning({ id: hooks.id });
  return gone.length > 0;
}

const ofHook = (hookId: string, status: DeliveryRow['status'] | undefined) =>
  and(
    eq(hookDeliveries.hookId, hookId),
    status === undefined ? undefined : eq(hookDeliveries.status, status),
  );

/** One page of a hook's deliveries, those of the newest events first. */
export async function listDeliveries(
  db: Db,
  hookId: string,
  page: { status: DeliveryRow['status'] | undefined; limit: number; offset: number },
): Promise<DeliveryRow[]> {
  return await db
    .select()
    .from(hookDeliveries)
    .where(ofHook(hookId, page.status))
    .orderBy(desc(hookDeliveries.eventSeq))
    .limit(page.limit)
    .offset(page.offset);
}

/** How many deliveries of a hook there are. */
export async function countDeliveries(
  db: Db,
  hookId: string,
  status: DeliveryRow['status'] | undefined,
): Promise<number> {
  const [row] = await db.select({ n: count() }).from(hookDeliveries).where(ofHook(hookId, status));
  return row?.n ?? 0;
}

/** The attempts of some deliveries, oldest first. */
export async function attemptsOf(db: Db, deliveryIds: readonly string[]): Promise<AttemptRow[]> {
  if (deliveryIds.length === 0) return [];
  return await db
    .select()
    .from(hookAttempts)
    .where(inArray(hookAttempts.deliveryId, [...deliveryIds]))
    .orderBy(asc(hookAttempts.seq));
}

const deliveryById = prepared((db) =>
  db
    .select()
    .from(hookDeliveries)
    .where(eq(hookDeliveries.id, sql.placeholder('id')))
    .prepare(),
);

/** The delivery of that id. */
export async function findDelivery(db: Db, id: string): Promise<DeliveryRow | undefined> {
  return await deliveryById(db).get({ id });
}

const head = prepared((db) =>
  db
    .select({ delivery: hookDeliveries, event: events })
    .from(hookDeliveries)
    .innerJoin(events, eq(events.seq, hookDeliveries.eventSeq))
    .where(
      and(
        eq(hookDeliveries.hookId, sql.placeholder('hookId')),
        eq(hookDeliveries.status, 'pending'),
      ),
    )
    .orderBy(asc(hookDeliveries.eventSeq))
    .limit(1)
    .prepare(),
);

/** The first delivery in a hook's line, with its event. */
export async function firstPending(
  db: Db,
  hookId: string,
): Promise<{ delivery: DeliveryRow; event: typeof events.$inferSelect } | undefined> {
  return await head(db).get({ hookId });
}

/** Stores new deliveries; one that is there already stays as it is. */
export async function insertDeliveries(tx: Db, rows: readonly DeliveryRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(hookDeliveries)
    .values([...rows])
    .onConflictDoNothing()
    .run();
}

/** Changes some columns of a delivery. */
export async function updateDelivery(
  tx: Db,
  id: string,
  change: Partial<Omit<DeliveryRow, 'id'>>,
): Promise<void> {
  await tx.update(hookDeliveries).set(change).where(eq(hookDeliveries.id, id)).run();
}

/** Gives up everything that waits in a hook's line. */
export async function failPending(tx: Db, hookId: string, error: string): Promise<void> {
  await tx
    .update(hookDeliveries)
    .set({ status: 'failed', error, nextAttemptAt: null })
    .where(ofHook(hookId, 'pending'))
    .run();
}

/** Stores an attempt. */
export async function insertAttempt(tx: Db, row: Omit<AttemptRow, 'seq'>): Promise<void> {
  await tx.insert(hookAttempts).values(row).run();
}
