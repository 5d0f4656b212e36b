/**
 * Owns the tables of outbound webhooks: endpoints, what is to be delivered to them, and every attempt.
 * What is delivered is in the outbox (events.ts); when to try again is decided by the hooks area of the domain.
 */
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** Names of events that can be delivered, as the contract lists them. */
export type HookEventName =
  | 'session.created'
  | 'session.idle'
  | 'session.terminated'
  | 'message.received'
  | 'message.sent'
  | 'tool.executed'
  | 'channel.connected'
  | 'channel.disconnected'
  | 'channel.error'
  | 'config.updated'
  | 'plugin.loaded'
  | 'plugin.disabled'
  | 'mcp.connected'
  | 'mcp.disconnected'
  | 'hook.disabled'
  | 'error.occurred';

/** Where events go. Secrets are sealed; times are epoch milliseconds. */
export const hooks = sqliteTable('hooks', {
  id: text('id').primaryKey(),
  url: text('url').notNull(),
  events: text('events', { mode: 'json' }).$type<HookEventName[]>().notNull(),
  secret: text('secret'),
  /** The secret before the last rotation, which signs too until `previousValidUntil`. */
  previousSecret: text('previous_secret'),
  previousValidUntil: integer('previous_valid_until'),
  active: integer('active', { mode: 'boolean' }).notNull(),
  /** Since when every attempt has failed; null after a success. */
  failingSince: integer('failing_since'),
  createdAt: integer('created_at').notNull(),
});

/** Life of a delivery: waiting for its next attempt, answered 2xx, or given up. */
export type DeliveryStatus = 'pending' | 'delivered' | 'failed';

/** One event on its way to one hook, in the order of `eventSeq`. */
export const hookDeliveries = sqliteTable(
  'hook_deliveries',
  {
    id: text('id').primaryKey(),
    hookId: text('hook_id')
      .notNull()
      .references(() => hooks.id, { onDelete: 'cascade' }),
    eventSeq: integer('event_seq').notNull(),
    eventId: text('event_id').notNull(),
    event: text('event').$type<HookEventName>().notNull(),
    status: text('status').$type<DeliveryStatus>().notNull(),
    attempts: integer('attempts').notNull().default(0),
    responseStatus: integer('response_status'),
    error: text('error'),
    createdAt: integer('created_at').notNull(),
    nextAttemptAt: integer('next_attempt_at'),
    deliveredAt: integer('delivered_at'),
  },
  (t) => [
    uniqueIndex('hook_deliveries_once').on(t.hookId, t.eventSeq),
    index('hook_deliveries_line').on(t.hookId, t.status, t.eventSeq),
    index('hook_deliveries_by_event').on(t.eventSeq),
  ],
);

/** One attempt of a delivery, as it went. */
export const hookAttempts = sqliteTable(
  'hook_attempts',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    deliveryId: text('delivery_id')
      .notNull()
      .references(() => hookDeliveries.id, { onDelete: 'cascade' }),
    at: integer('at').notNull(),
    durationMs: integer('duration_ms').notNull(),
    responseStatus: integer('response_status'),
    error: text('error'),
  },
  (t) => [index('hook_attempts_by_delivery').on(t.deliveryId, t.seq)],
);
