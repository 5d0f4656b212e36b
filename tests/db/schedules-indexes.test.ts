/**
 * Owns the promise that what is asked at every tick costs no more for all the schedules and runs there have ever been: each query is
 * asked for the plan of the very statements that it runs. What the queries answer is tested with the domain.
 */
import { expect, test } from 'vitest';
import type { Db } from '../../src/db/database.ts';
import {
  endSlot,
  findSlotOfTurn,
  forgetSkipped,
  hasOpenSlot,
  listEndedSlots,
  renewLeases,
  runningSchedules,
  strandedSlots,
} from '../../src/db/schedule-slots.ts';
import { dueSchedules, firstDueAt, upcomingSchedules } from '../../src/db/schedules.ts';
import { openPlans } from './plans.ts';

const end = { outcome: 'success', result: null, error: null, endedAt: 1 } as const;

const QUERIES: Record<string, [(db: Db) => Promise<unknown>, string]> = {
  firstDueAt: [firstDueAt, 'schedules_due'],
  dueSchedules: [(db) => dueSchedules(db, 1, 10), 'schedules_due'],
  hasOpenSlot: [(db) => hasOpenSlot(db, 'sched_1'), 'schedule_slots_open'],
  runningSchedules: [runningSchedules, 'schedule_slots_open'],
  renewLeases: [(db) => renewLeases(db, 'daemon_1', 9), 'schedule_slots_open'],
  strandedSlots: [(db) => strandedSlots(db, 'daemon_1', 9, 10), 'schedule_slots_open'],
  endSlot: [(db) => endSlot(db, 'srun_1', end), 'sqlite_autoindex_schedule_slots_1'],
  findSlotOfTurn: [(db) => findSlotOfTurn(db, 'turn_1'), 'schedule_slots_by_turn'],
  upcomingSchedules: [(db) => upcomingSchedules(db, 1, '', 10), 'schedule_slots_once'],
  forgetSkipped: [(db) => forgetSkipped(db, 'sched_1', 1, 10), 'schedule_slots_once'],
  listEndedSlots: [
    (db) => listEndedSlots(db, 'sched_1', { status: undefined, limit: 10, offset: 0 }),
    'schedule_slots_once',
  ],
};

test.each(Object.entries(QUERIES))('%s is served by an index', async (_, [query, index]) => {
  const planOf = await openPlans();
  expect(await planOf(query)).toContain(`INDEX ${index}`);
});
