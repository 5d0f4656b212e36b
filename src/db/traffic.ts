/**
 * Owns the counts of what came and went over channels, since ever and hour by hour. What was said is in chat-messages.ts, what a period
 * is belongs to domain/monitoring.
 */
import { and, asc, gte, inArray, lt, sql } from 'drizzle-orm';
import { type Db, prepared } from './database.ts';
import { channelCounts, trafficHours } from './schema/index.ts';

const HOUR_MS = 3_600_000;

/** What has come and gone over a channel since ever. */
export type ChannelCounts = typeof channelCounts.$inferSelect;

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

/** Counts messages of a channel, since ever and in the hour of `now`; `at` is when the platform says they were written. */
export async function countOnChannel(
  tx: Db,
  channel: string,
  grown: { received: number; sent: number; at: number; now: number },
): Promise<void> {
  const { received, sent, at, now } = grown;
  await countTraffic(tx, { channel, received, sent }, now);
  await tx
    .insert(channelCounts)
    .values({ channel, received, sent, lastMessageAt: at })
    .onConflictDoUpdate({
      target: channelCounts.channel,
      set: {
        received: sql`${channelCounts.received} + excluded.received`,
        sent: sql`${channelCounts.sent} + excluded.sent`,
        lastMessageAt: sql`max(excluded.last_message_at, coalesce(${channelCounts.lastMessageAt}, 0))`,
      },
    })
    .run();
}

/** What has come and gone over channels, by name. */
export async function readChannelCounts(
  db: Db,
  names: readonly string[],
): Promise<Map<string, ChannelCounts>> {
  const rows = await db
    .select()
    .from(channelCounts)
    .where(inArray(channelCounts.channel, [...names]))
    .orderBy(asc(channelCounts.channel));
  return new Map(rows.map((row) => [row.channel, row]));
}
