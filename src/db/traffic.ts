/**
 * Owns the queries of what came and went over channels hour by hour. Counting since ever is in chats.ts, what a period is belongs to
 * domain/monitoring.
 */
import { and, asc, gte, lt, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { trafficHours } from './schema/index.ts';

const HOUR_MS = 3_600_000;

/** Messages of one channel. */
export interface Traffic {
  readonly channel: string;
  readonly received: number;
  readonly sent: number;
}

const counted = prepared((db) =>
  db
    .insert(trafficHours)
    .values({
      key: sql.placeholder('key'),
      hour: sql.placeholder('hour'),
      channel: sql.placeholder('channel'),
      received: sql.placeholder('received'),
      sent: sql.placeholder('sent'),
    })
    .onConflictDoUpdate({
      target: trafficHours.key,
      set: {
        received: sql`${trafficHours.received} + excluded.received`,
        sent: sql`${trafficHours.sent} + excluded.sent`,
      },
    })
    .prepare(),
);

/** Counts messages in the hour of `now`, in milliseconds since the epoch; no message leaves no row. */
export async function countTraffic(tx: Db, grown: Traffic, now: number): Promise<void> {
  if (grown.received + grown.sent === 0) return;
  const hour = Math.floor(now / HOUR_MS) * HOUR_MS;
  await counted(tx).run({ ...grown, key: `${hour}:${grown.channel}`, hour });
}

/** What came and went in the hours that begin from `from` on and before `to`, by channel. */
export async function trafficBetween(db: Db, from: number, to: number): Promise<Traffic[]> {
  return await db
    .select({
      channel: trafficHours.channel,
      received: sql<number>`sum(${trafficHours.received})`,
      sent: sql<number>`sum(${trafficHours.sent})`,
    })
    .from(trafficHours)
    .where(and(gte(trafficHours.hour, from), lt(trafficHours.hour, to)))
    .groupBy(trafficHours.channel)
    .orderBy(asc(trafficHours.channel));
}
