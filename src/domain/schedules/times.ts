/**
 * Owns when a schedule is due: checking what callers say, and reckoning the next moment. Zones and cron expressions have files of
 * their own; what happens at that moment belongs to scheduler.ts.
 */
import type { ScheduleType } from '../../db/schedules.ts';
import { DomainError, type Reason } from '../shared/index.ts';
import { CronError, nextLocal, parseCron } from './cron.ts';
import { zoneOf } from './zones.ts';

/** When a schedule runs, checked. */
export interface Timing {
  readonly type: ScheduleType;
  /** Five fields, digits, or an ISO 8601 moment. */
  readonly value: string;
  readonly timezone: string;
  /** Where an interval counts from, in milliseconds since the epoch. */
  readonly anchorAt: number;
}

/** The first moment after another one at which a schedule is due; null where there is none. */
export type NextAfter = (after: number) => number | null;

const LONGEST_INTERVAL_MS = 31_536_000_000;
/** A moment that is over for so long is meant as now: it takes time to ask. */
const JUST_NOW_MS = 60_000;
const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?$/i;

/** Reads a timing once, to be asked often. @throws DomainError cron_invalid, timezone_invalid, validation_failed */
export function compile({ type, value, timezone, anchorAt }: Timing): NextAfter {
  const zone = zoneOf(timezone);
  if (type === 'interval') {
    const every = readInterval(value);
    // Counted from the anchor, so that late runs do not move the ones after them.
    return (after) => anchorAt + (Math.floor((after - anchorAt) / every) + 1) * every;
  }
  if (type === 'once') {
    const moment = readMoment(value, timezone);
    return (after) => (moment > after ? moment : null);
  }
  const cron = readCron(value);
  return (after) => {
    let local = zone.localAt(after);
    for (;;) {
      local = nextLocal(cron, local);
      // In an hour that clocks show twice, the local times to come stand for moments that are over.
      const moment = zone.momentOf(local);
      if (moment > after) return moment;
    }
  };
}

/** What callers say of a time. */
export interface WantedTime {
  readonly type: ScheduleType;
  readonly value: string | number;
}

/**
 * Checks a time, and finds when it is due first.
 * @throws DomainError cron_invalid, timezone_invalid, once_in_past, validation_failed, each with its issue
 */
export function readTiming(
  { type, value: told }: WantedTime,
  { timezone, now, minIntervalMs }: { timezone: string; now: number; minIntervalMs: number },
): { timing: Timing; first: number } {
  const value = String(told).trim();
  const timing = { type, value, timezone, anchorAt: now };
  const next = compile(timing);
  if (type === 'interval' && Number(value) < minIntervalMs)
    throw refusal('validation_failed', `must be at least ${minIntervalMs} milliseconds`);
  const first = next(now);
  if (first !== null) return { timing, first };
  if (readMoment(value, timezone) <= now - JUST_NOW_MS)
    throw refusal('once_in_past', 'must be a moment to come');
  return { timing, first: now };
}

function readInterval(value: string): number {
  const every = /^\d{1,11}$/.test(value) ? Number(value) : 0;
  if (every >= 1 && every <= LONGEST_INTERVAL_MS) return every;
  throw refusal('validation_failed', 'must be milliseconds in digits, at most 365 days of them');
}

function readCron(value: string) {
  try {
    return parseCron(value);
  } catch (error) {
    if (error instanceof CronError) throw refusal('cron_invalid', error.message);
    throw error;
  }
}

/** A moment by its offset, or else by the clocks of a zone. */
function readMoment(value: string, timezone: string): number {
  const [, year, month, day, hour, minute, second = '0', fraction = '', offset] =
    MOMENT.exec(value) ?? [];
  const told = [year, month, day, hour, minute, second].map(Number);
  const [y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0] = told;
  const local = Date.UTC(y, mo - 1, d, h, mi, s, milliseconds(fraction));
  const shown = new Date(local);
  const exists =
    shown.getUTCMonth() === mo - 1 &&
    shown.getUTCDate() === d &&
    shown.getUTCHours() === h &&
    shown.getUTCMinutes() === mi &&
    shown.getUTCSeconds() === s;
  const ahead = offset === undefined ? null : readOffset(offset);
  if (!exists || Number.isNaN(ahead))
    throw refusal('validation_failed', 'must be an ISO 8601 moment, such as 2026-03-20T08:30:00Z');
  return ahead === null ? zoneOf(timezone).momentOf(local) : local - ahead;
}

const milliseconds = (fraction: string) => Number(fraction.slice(0, 3).padEnd(3, '0'));

/** Milliseconds that an offset is ahead of UTC; NaN where no clock could be. */
function readOffset(text: string): number {
  if (text.toUpperCase() === 'Z') return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(-2))];
  if (hours > 23 || minutes > 59) return Number.NaN;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

function refusal(reason: Reason, message: string): DomainError {
  return new DomainError(reason, `The body field "schedule.value" ${message}`, {
    issues: [{ in: 'body', path: 'schedule.value', message }],
  });
}
