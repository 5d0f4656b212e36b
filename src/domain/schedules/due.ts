/**
 * Owns what becomes of the due times of a schedule that have come: run, or skipped because they were missed. It only reckons;
 * claiming belongs to scheduler.ts.
 */
import type { MisfirePolicy, ScheduleRow } from '../../db/schedules.ts';
import { DomainError } from '../shared/index.ts';
import { compile, type NextAfter } from './times.ts';

/** Due times that are seen to at once: a year of minutes must not hold everything up. */
export const MOST_AT_ONCE = 500;

/** What is to be done now. Times are milliseconds since the epoch. */
export interface Plan {
  /** Either all of them are run or none. */
  readonly dueAt: readonly number[];
  readonly isRun: boolean;
  /** The due time after these, which may have come as well; null where there is none. */
  readonly nextRunAt: number | null;
}

/** What a schedule says of times that were missed. */
export interface Misfire {
  readonly misfire: MisfirePolicy;
  readonly misfireLimit: number;
}

/**
 * Plans the due times from `first` on, which has come.
 * @param graceMs how late a due time may be and still be in time
 */
export function planDue(
  first: number,
  { misfire, misfireLimit }: Misfire,
  next: NextAfter,
  { now, graceMs }: { now: number; graceMs: number },
): Plan {
  if (now - first <= graceMs) return { dueAt: [first], isRun: true, nextRunAt: next(first) };
  const made = { skip: 0, once: 1, all: misfireLimit }[misfire];
  // What is still in time is run anyhow, unless it is the latest one that stands for all those missed.
  const until = misfire === 'skip' ? now - graceMs - 1 : now;
  const dueAt: number[] = [];
  let moment: number | null = first;
  while (moment !== null && moment <= until && dueAt.length < MOST_AT_ONCE + made) {
    dueAt.push(moment);
    moment = next(moment);
  }
  // Where there are even more, these are the first of them, and none is among the latest ones.
  const skipped = dueAt.length - made;
  if (skipped <= 0) return { dueAt, isRun: true, nextRunAt: moment };
  const nextRunAt = dueAt[skipped] ?? moment;
  return { dueAt: dueAt.slice(0, skipped), isRun: false, nextRunAt };
}

/** The due time that a schedule should wait for; null where it waits for no later one. */
export function nextFrom(schedule: ScheduleRow, now: number): number | null {
  if (schedule.nextRunAt === null) return null;
  try {
    const next = compile(schedule)(now);
    return next !== null && next < schedule.nextRunAt ? next : null;
  } catch (error) {
    // Claiming it will disable it.
    if (error instanceof DomainError) return null;
    throw error;
  }
}
