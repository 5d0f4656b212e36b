/**
 * Owns what callers may say of a schedule, and the row that is made or changed by it. Checking a time belongs to times.ts, and storing
 * the row to schedules.ts.
 */
import type { MisfirePolicy, ScheduleRow } from '../../db/schedules.ts';
import { makeId } from '../../lib/ids.ts';
import { readTiming, type WantedTime } from './times.ts';

const DEFAULT_TIMEOUT_SECS = 300;
const DEFAULT_MISFIRE_LIMIT = 10;

/** When a schedule is to run. */
export interface WantedSchedule extends WantedTime {
  /** An IANA name; absent means the one it has, or else the configured one. */
  readonly timezone?: string | undefined;
}

/** What can be said of a schedule. Lengths and ranges are the contract's. */
export interface ScheduleChange {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  /** The chat that gets the results; null stands for the namespace's first one. */
  readonly jid?: string | null | undefined;
  readonly prompt?: string | undefined;
  readonly time?: WantedSchedule | undefined;
  readonly image?: string | undefined;
  /** 0 means no limit. */
  readonly timeoutSecs?: number | undefined;
  readonly contextMode?: 'group' | 'isolated' | undefined;
  readonly misfire?: MisfirePolicy | undefined;
  readonly misfireLimit?: number | undefined;
  readonly enabled?: boolean | undefined;
}

/** What a schedule is made from. */
export interface NewSchedule extends ScheduleChange {
  /** One that nobody has yet; made up where it is absent. */
  readonly id?: string | undefined;
  readonly name: string;
  readonly namespace: string;
  readonly prompt: string;
  readonly time: WantedSchedule;
}

/** What a row depends on besides what is said of it. */
export interface RowGround {
  readonly now: number;
  /** Of schedules that name none. */
  readonly timezone: string;
  readonly minIntervalMs: number;
}

/** A new schedule. @throws DomainError cron_invalid, timezone_invalid, once_in_past, validation_failed */
export function makeRow(wanted: NewSchedule, ground: RowGround): ScheduleRow {
  const { name, namespace, prompt, enabled = true } = wanted;
  const { now, timezone } = ground;
  const { timing, first } = readTime(wanted.time, timezone, ground);
  return {
    id: wanted.id ?? makeId('sched', now),
    name,
    namespace,
    jid: wanted.jid ?? null,
    prompt,
    ...timing,
    image: wanted.image ?? null,
    timeoutSecs: wanted.timeoutSecs ?? DEFAULT_TIMEOUT_SECS,
    contextMode: wanted.contextMode ?? 'isolated',
    misfire: wanted.misfire ?? 'once',
    misfireLimit: wanted.misfireLimit ?? DEFAULT_MISFIRE_LIMIT,
    state: enabled ? 'active' : 'paused',
    nextRunAt: enabled ? first : null,
    lastRunAt: null,
    lastStatus: null,
    lastResult: null,
    runCount: 0,
    failures: 0,
    createdAt: now,
    updatedAt: now,
  };
}

/** What a change makes of a schedule. @throws DomainError cron_invalid, timezone_invalid, once_in_past, validation_failed */
export function changeRow(
  before: ScheduleRow,
  wanted: ScheduleChange,
  ground: RowGround,
): ScheduleRow {
  const { namespace = before.namespace } = wanted;
  return {
    ...before,
    name: wanted.name ?? before.name,
    namespace,
    jid: jidOf(before, namespace, wanted.jid),
    prompt: wanted.prompt ?? before.prompt,
    image: wanted.image ?? before.image,
    timeoutSecs: wanted.timeoutSecs ?? before.timeoutSecs,
    contextMode: wanted.contextMode ?? before.contextMode,
    misfire: wanted.misfire ?? before.misfire,
    misfireLimit: wanted.misfireLimit ?? before.misfireLimit,
    ...retimed(before, wanted, ground),
    updatedAt: ground.now,
  };
}

/** What a change makes of the time and the state of a schedule. */
function retimed(
  before: ScheduleRow,
  { time, enabled }: ScheduleChange,
  ground: RowGround,
): Partial<ScheduleRow> {
  const isEnabling = enabled === true && before.state !== 'active';
  const isMoved = time !== undefined && !isSameTime(before, time);
  if (!isMoved && !isEnabling) {
    const isDisabling = enabled === false && before.state === 'active';
    return isDisabling ? { state: 'paused', nextRunAt: null } : {};
  }
  const { timing, first } = readTime(isMoved ? time : before, before.timezone, ground);
  const isActive = enabled ?? before.state !== 'paused';
  if (!isActive) return { ...timing, state: 'paused', nextRunAt: null };
  const failures = before.state === 'active' ? before.failures : 0;
  return { ...timing, state: 'active', nextRunAt: first, failures };
}

function readTime(time: WantedSchedule, zone: string, { now, minIntervalMs }: RowGround) {
  return readTiming(time, { timezone: time.timezone ?? zone, now, minIntervalMs });
}

/** A chat of the namespace that it was in gets nothing from the one that it is in now. */
const jidOf = (before: ScheduleRow, namespace: string, wanted: string | null | undefined) =>
  wanted !== undefined ? wanted : namespace === before.namespace ? before.jid : null;

/** Whoever sends back what was read has not asked for another time. */
const isSameTime = (row: ScheduleRow, time: WantedSchedule): boolean =>
  time.type === row.type &&
  String(time.value).trim() === row.value &&
  (time.timezone === undefined || time.timezone === row.timezone);
