/**
 * Owns turning events into deliveries: one per event and active hook that asked for it, exactly once.
 * When that is done, and sending what came of it, belongs to dispatcher.ts.
 */
import { eventsAfter, fanOutCursor, lastEventSeq, setFanOutCursor } from '../../db/fan-out.ts';
import {
  activeHooks,
  type DeliveryRow,
  type HookEventName,
  insertDeliveries,
} from '../../db/hooks.ts';
import type { Db } from '../../db/open.ts';
import { makeId } from '../../lib/ids.ts';

/** Events of one batch, and deliveries after which a batch ends: the whole store waits while one is written. */
const MOST_EVENTS = 200;
const MOST_DELIVERIES = 500;

/** What a batch did. */
export interface FannedOut {
  /** Hooks that have something new to deliver. */
  readonly hookIds: ReadonlySet<string>;
  /** True if there may be more events. */
  readonly more: boolean;
}

/** Hands the next events on. The deliveries and how far it has come are one change, so no crash can come between them. */
export async function fanOut(tx: Db, now: number): Promise<FannedOut> {
  const hooks = await activeHooks(tx);
  const cursor = await fanOutCursor(tx);
  if (hooks.length === 0) {
    const last = await lastEventSeq(tx);
    if (last > cursor) await setFanOutCursor(tx, last);
    return { hookIds: new Set(), more: false };
  }
  const events = await eventsAfter(tx, cursor, MOST_EVENTS);
  const rows: DeliveryRow[] = [];
  let reached = cursor;
  for (const event of events) {
    if (rows.length >= MOST_DELIVERIES) break;
    for (const hook of hooks) {
      const name = hook.events.find((one) => one === event.type);
      if (name !== undefined) rows.push(newDelivery(hook.id, event, name, now));
    }
    reached = event.seq;
  }
  await insertDeliveries(tx, rows);
  if (reached > cursor) await setFanOutCursor(tx, reached);
  const more = events.length === MOST_EVENTS || reached < (events.at(-1)?.seq ?? cursor);
  return { hookIds: new Set(rows.map(({ hookId }) => hookId)), more };
}

/** Hands on everything there is, so that a hook that becomes active in the same change gets later events only. */
export async function fanOutAll(tx: Db, now: number): Promise<ReadonlySet<string>> {
  const hookIds = new Set<string>();
  for (;;) {
    const batch = await fanOut(tx, now);
    for (const id of batch.hookIds) hookIds.add(id);
    if (!batch.more) return hookIds;
  }
}

function newDelivery(
  hookId: string,
  event: { seq: number; id: string },
  name: HookEventName,
  now: number,
): DeliveryRow {
  return {
    id: makeId('dlv', now),
    hookId,
    eventSeq: event.seq,
    eventId: event.id,
    event: name,
    status: 'pending',
    attempts: 0,
    responseStatus: null,
    error: null,
    createdAt: now,
    nextAttemptAt: now,
    deliveredAt: null,
  };
}
