/**
 * Owns the way into the schedules area. What each part of it does is said in its file.
 */
export type { SlotRow } from '../../db/schedule-slots.ts';
export type { MisfirePolicy, ScheduleRow, ScheduleType } from '../../db/schedules.ts';
export type { NamespaceBook, Post, Task, TaskRunner } from './ports.ts';
export { Runs, type TaskTurnEnd } from './runs.ts';
export { Scheduler } from './scheduler.ts';
export {
  isEnabled,
  type Schedule,
  type ScheduleCounts,
  type ScheduleStatus,
  Schedules,
} from './schedules.ts';
export type { NewSchedule, ScheduleChange } from './wanted.ts';
export { zoneOf } from './zones.ts';
