/**
 * Owns the tables of schedules and of their due times. Queries live in db/schedules.ts and
 * db/schedule-slots.ts; what is due when belongs to domain/schedules.
 */
import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

/** How a schedule says its times. */
export type ScheduleType = 'cron' | 'interval' | 'once';
/** Life of a schedule; that one runs is seen from its runs. */
export type ScheduleState = 'active' | 'paused' | 'completed';
/** What becomes of due times that passed while the daemon was down: none, the latest, or all of them up to a bound is run. */
export type MisfirePolicy = 'skip' | 'once' | 'all';
/** How a due time ended. */
export type SlotOutcome = 'success' | 'error' | 'timeout' | 'skipped';

/** Tasks that run at their time. Times are epoch milliseconds. */
export const schedules = sqliteTable(
  'schedules',
  {
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    namespace: text('namespace').notNull(),
    /** The chat that gets the results, where it is not the namespace's first one. */
    jid: text('jid'),
    prompt: text('prompt').notNull(),
    type: text('type').$type<ScheduleType>().notNull(),
    value: text('value').notNull(),
    timezone: text('timezone').notNull(),
    image: text('image'),
    /** 0 means no limit. */
    timeoutSecs: integer('timeout_secs').notNull(),
    contextMode: text('context_mode').$type<'group' | 'isolated'>().notNull(),
    misfire: text('misfire').$type<MisfirePolicy>().notNull(),
    /** Missed times that `all` runs at most. */
    misfireLimit: integer('misfire_limit').notNull(),
    state: text('state').$type<ScheduleState>().notNull(),
    /** Where an interval counts from, so that it does not drift. */
    anchorAt: integer('anchor_at').notNull(),
    /** Null where nothing more is due. */
    nextRunAt: integer('next_run_at'),
    lastRunAt: integer('last_run_at'),
    lastStatus: text('last_status').$type<SlotOutcome>(),
    lastResult: text('last_result'),
    runCount: integer('run_count').notNull().default(0),
    /** Failures in a row. */
    failures: integer('failures').notNull().default(0),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [
    index('schedules_due').on(t.nextRunAt).where(sql`${t.state} = 'active'`),
    index('schedules_by_time').on(sql`${t.createdAt} desc`, sql`${t.id} desc`),
    index('schedules_by_namespace').on(t.namespace),
    check('schedules_state', sql`${t.state} in ('active', 'paused', 'completed')`),
  ],
);

/** Life of a due time: claimed and waiting for a container, running, or ended. */
export type SlotState = 'waiting' | 'running' | 'ended';

/** Every due time of a schedule: one row each, whatever became of it. */
export const scheduleSlots = sqliteTable(
  'schedule_slots',
  {
    id: text('id').primaryKey(),
    scheduleId: text('schedule_id')
      .notNull()
      .references(() => schedules.id, { onDelete: 'cascade' }),
    namespace: text('namespace').notNull(),
    /** When it was due. */
    dueAt: integer('due_at').notNull(),
    state: text('state').$type<SlotState>().notNull(),
    /** Grows with every claim; who holds a smaller one may not end the run. */
    fence: integer('fence').notNull(),
    /** The daemon that holds the claim, and until when it does without a sign of life. */
    owner: text('owner').notNull(),
    leaseUntil: integer('lease_until').notNull(),
    turnId: text('turn_id'),
    outcome: text('outcome').$type<SlotOutcome>(),
    result: text('result'),
    error: text('error'),
    containerName: text('container_name'),
    exitCode: integer('exit_code'),
    startedAt: integer('started_at').notNull(),
    endedAt: integer('ended_at'),
  },
  (t) => [
    uniqueIndex('schedule_slots_once').on(t.scheduleId, t.dueAt),
    index('schedule_slots_open').on(t.scheduleId, t.dueAt).where(sql`${t.state} <> 'ended'`),
    index('schedule_slots_by_turn').on(t.turnId).where(sql`${t.turnId} is not null`),
    check('schedule_slots_state', sql`${t.state} in ('waiting', 'running', 'ended')`),
  ],
);
