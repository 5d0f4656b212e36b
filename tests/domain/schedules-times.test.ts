/**
 * Owns what the times of schedules promise: what is a cron expression, a zone, an interval and a moment, and when each is due. Every zone's
 * clock changes over ten years are compared with an account of its own; claiming is tested in schedules-scheduler.test.ts.
 */
import { Cron } from 'croner';
import { describe, expect, it } from 'vitest';
import { nextLocal, parseCron } from '../../src/domain/schedules/cron.ts';
import { compile, readTiming, type WantedTime } from '../../src/domain/schedules/times.ts';
import { DomainError } from '../../src/domain/shared/index.ts';
import { cpuMsOf } from '../support/cpu.ts';
import {
  cronMoments,
  type Fields,
  numbers,
  randomOf,
  stretchesOf,
  ZONES,
} from './schedules-oracle.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const at = (text: string) => Date.parse(text);

const read = (time: WantedTime, timezone = 'UTC', now = NOW) =>
  readTiming(time, { timezone, now, minIntervalMs: 60_000 });

function refusalOf(time: WantedTime, timezone = 'UTC'): { reason: string; path: unknown } {
  try {
    read(time, timezone);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const issues: unknown = error.details?.issues;
    const path: unknown = Array.isArray(issues) ? issues[0]?.path : undefined;
    return { reason: error.reason, path };
  }
  return { reason: 'taken', path: undefined };
}

/** The first moments at which a cron expression is due. */
function dueOf(value: string, timezone: string, after: string, count: number): string[] {
  const next = compile({ type: 'cron', value, timezone, anchorAt: 0 });
  const moments: string[] = [];
  let moment: number | null = at(after);
  while (moments.length < count) {
    moment = next(moment);
    if (moment === null) break;
    moments.push(new Date(moment).toISOString().replace(':00.000Z', 'Z'));
  }
  return moments;
}

describe('a cron expression', () => {
  it.each([
    '* * * * *',
    '  0   9 * * 1-5 ',
    '*/15 0-6/2 1,15,L * *',
    '0 0 29 2 *',
    '0 0 * jan-mar Mon,FRI',
    '0 0 * * 7',
    '0 0 31 2 1',
    '0 0 * * 5-7',
  ])('may be %j', (value) => {
    expect(read({ type: 'cron', value }).first).toBeGreaterThan(NOW);
  });

  it.each([
    '',
    '   ',
    '* * * *',
    '* * * * * *',
    '0 0 1 1 * 2030',
    '@daily',
    '@every 5m',
    '0 0 31 2 *',
    '0 0 30 2 *',
    '0 0 31 4,6,9,11 *',
    '60 * * * *',
    '0 24 * * *',
    '0 0 0 * *',
    '0 0 32 * *',
    '0 0 * 0 *',
    '0 0 * 13 *',
    '0 0 * * 8',
    '-1 * * * *',
    '5-1 * * * *',
    '*/0 * * * *',
    '*/61 * * * *',
    '5/15 * * * *',
    '1,,2 * * * *',
    ', * * * *',
    '1- * * * *',
    '*-5 * * * *',
    '0 0 ? * *',
    '0 0 H * *',
    '0 0 LW * *',
    '0 0 15W * *',
    '0 0 L-3 * *',
    '0 0 * * 5L',
    '0 0 * * FRI#2',
    '0 0 * MONDAY *',
    '0 0 JAN * *',
    'L * * * *',
    '1e1 * * * *',
    '0x5 * * * *',
    '٣ * * * *',
    '0 0 * * constructor',
    `${'0,'.repeat(120)}0 * * * x`,
  ])('is not %j', (value) => {
    expect(refusalOf({ type: 'cron', value })).toEqual({
      reason: 'cron_invalid',
      path: 'schedule.value',
    });
  });

  it('is not a number', () => {
    expect(refusalOf({ type: 'cron', value: 5 }).reason).toBe('cron_invalid');
  });

  it('means a day that either field names where both are narrowed', () => {
    expect(dueOf('0 0 13 * 5', 'UTC', '2026-02-01T00:00Z', 4)).toEqual(
      ['2026-02-06', '2026-02-13', '2026-02-20', '2026-02-27'].map((day) => `${day}T00:00Z`),
    );
  });

  it('finds the last day of every month and the next leap day but one', () => {
    expect(dueOf('0 0 L 2 *', 'UTC', '2027-01-01T00:00Z', 2)).toEqual([
      '2027-02-28T00:00Z',
      '2028-02-29T00:00Z',
    ]);
    expect(dueOf('0 0 29 2 *', 'UTC', '2096-03-01T00:00Z', 1)).toEqual(['2104-02-29T00:00Z']);
  });

  it('agrees with croner on local times that every day has', () => {
    const random = randomOf(1);
    const pick = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
    const field = (low: number, high: number) => {
      const kind = pick(0, 5);
      if (kind <= 1) return '*';
      if (kind === 2) return `*/${pick(1, high)}`;
      const from = pick(low, high);
      if (kind === 3) return `${from}-${pick(from, high)}`;
      return kind === 4 ? `${from},${pick(low, high)}` : String(from);
    };
    for (let n = 0; n < 300; n += 1) {
      const days = n % 3 === 0 ? field(1, 28) : '*';
      // What it means where a step is all that narrows a day is where crons differ.
      const weekdays = days === '*' ? field(0, 6) : '*';
      const text = `${field(0, 59)} ${field(0, 23)} ${days} ${field(1, 12)} ${weekdays}`;
      const [ours, theirs] = [parseCron(text), new Cron(text, { timezone: 'UTC' })];
      let moment = NOW + pick(0, 366) * 86_400_000;
      for (let k = 0; k < 5; k += 1) {
        const next = nextLocal(ours, moment);
        expect([text, next]).toEqual([text, theirs.nextRun(new Date(moment))?.getTime()]);
        moment = next;
      }
    }
  });
});

describe('a time that clocks leave out or show twice', () => {
  it.each([
    // New York leaves out 02:00 to 03:00 and shows 01:00 to 02:00 twice.
    [
      '30 2 * * *',
      'America/New_York',
      '2026-03-07T12:00Z',
      ['2026-03-08T07:00Z', '2026-03-09T06:30Z'],
    ],
    [
      '30 1 * * *',
      'America/New_York',
      '2026-10-31T12:00Z',
      ['2026-11-01T05:30Z', '2026-11-02T06:30Z'],
    ],
    [
      '0 * * * *',
      'America/New_York',
      '2026-11-01T04:30Z',
      ['2026-11-01T05:00Z', '2026-11-01T07:00Z'],
    ],
    [
      '*/30 * * * *',
      'America/New_York',
      '2026-03-08T06:00Z',
      ['2026-03-08T06:30Z', '2026-03-08T07:00Z', '2026-03-08T07:30Z'],
    ],
    // Lord Howe leaves out half an hour.
    [
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2026-10-03T00:00Z',
      ['2026-10-03T15:30Z', '2026-10-04T15:15Z'],
    ],
    // Havana leaves out the first hour of a day.
    [
      '0 0 * * *',
      'America/Havana',
      '2026-03-07T12:00Z',
      ['2026-03-08T05:00Z', '2026-03-09T04:00Z'],
    ],
    ['30 8 * * *', 'Asia/Kathmandu', '2026-01-01T00:00Z', ['2026-01-01T02:45Z']],
  ])('%s in %s', (value, zone, after, moments) => {
    expect(dueOf(value, zone, after, moments.length)).toEqual(moments);
  });

  it('is what it was on a day that a place has skipped', () => {
    expect(dueOf('0 9 * * *', 'Pacific/Apia', '2011-12-29T20:00Z', 3)).toEqual([
      // The whole of 30 December was left out.
      '2011-12-30T10:00Z',
      '2011-12-30T19:00Z',
      '2011-12-31T19:00Z',
    ]);
  });
});

describe('ten years of every zone', () => {
  const from = Date.UTC(2025, 11, 31, 23, 30);
  const until = Date.UTC(2036, 0, 1);
  const clocksOf = (zone: string) => stretchesOf(zone, from - 172_800_000, until + 172_800_000);
  const any = () => true;
  const cases: readonly (readonly [string, Fields])[] = [
    ['30 2 * * *', { minute: (n) => n === 30, hour: (n) => n === 2, day: any }],
    ['0 0 * * *', { minute: (n) => n === 0, hour: (n) => n === 0, day: any }],
    [
      '15,45 0-3 * * 0',
      { minute: (n) => n === 15 || n === 45, hour: (n) => n <= 3, day: (_d, _m, w) => w === 0 },
    ],
    [
      '30 */3 L 3,10 *',
      {
        minute: (n) => n === 30,
        hour: (n) => n % 3 === 0,
        day: (d, m, _w, days) => d === days && (m === 3 || m === 10),
      },
    ],
    [
      '*/20 * 25-31 3,10,11 6',
      {
        minute: (n) => n % 20 === 0,
        hour: any,
        day: (d, m, w) => [3, 10, 11].includes(m) && (d >= 25 || w === 6),
      },
    ],
  ];

  it('has at least thirty of them whose clocks change', () => {
    const changing = ZONES.filter((zone) => clocksOf(zone).length > 10);
    expect(changing.length).toBeGreaterThanOrEqual(30);
  });

  it.each(ZONES)('%s', (zone) => {
    const stretches = clocksOf(zone);
    for (const [value, fields] of cases) {
      const next = compile({ type: 'cron', value, timezone: zone, anchorAt: 0 });
      const moments: number[] = [];
      for (let one = next(from); one !== null && one <= until; one = next(one)) moments.push(one);
      expect(moments).toEqual(cronMoments(fields, stretches, from, until));
    }
  });
});

describe('a zone', () => {
  it.each(['Europe/Berlin', 'UTC', 'Etc/GMT+5', 'America/Argentina/Buenos_Aires'])(
    'is %s',
    (zone) => {
      expect(refusalOf({ type: 'cron', value: '0 9 * * *' }, zone).reason).toBe('taken');
    },
  );

  it.each([
    '',
    'Mars/Olympus',
    '+05:30',
    'Z',
    '../etc/passwd',
    'Europe/Berlin\n',
    'Europe/ Berlin',
    'a'.repeat(64),
  ])('is not %j', (zone) => {
    for (const type of ['cron', 'interval', 'once'] as const)
      expect(refusalOf({ type, value: '0 9 * * *' }, zone)).toEqual({
        reason: 'timezone_invalid',
        path: 'schedule.timezone',
      });
  });
});

describe('an interval', () => {
  it.each([60_000, '60000', ' 60000 ', 31_536_000_000])('may be %j', (value) => {
    expect(read({ type: 'interval', value }).first).toBe(NOW + Number(value));
  });

  it.each([
    '5m',
    '1e6',
    '60000.5',
    '-60000',
    '+60000',
    '0x10000',
    '',
    '59999',
    '31536000001',
    '6٠000',
    '99999999999999999999',
  ])('is not %j', (value) => {
    expect(refusalOf({ type: 'interval', value })).toEqual({
      reason: 'validation_failed',
      path: 'schedule.value',
    });
  });

  it('is counted from its beginning, whenever it is asked', () => {
    const next = compile({ type: 'interval', value: '90000', timezone: 'UTC', anchorAt: NOW });
    expect(next(NOW + 89_999)).toBe(NOW + 90_000);
    expect(next(NOW + 90_000)).toBe(NOW + 180_000);
    expect(next(NOW + 1_000_000_007)).toBe(NOW + 1_000_080_000);
    expect(next(NOW - 1)).toBe(NOW);
  });
});

describe('a moment', () => {
  it.each([
    ['2026-03-20T08:30:00Z', 'Asia/Seoul', '2026-03-20T08:30:00Z'],
    ['2026-03-20T08:30:00+09:00', 'UTC', '2026-03-19T23:30:00Z'],
    ['2026-03-20T08:30:00-0330', 'UTC', '2026-03-20T12:00:00Z'],
    ['2026-03-20T08:30:00.5', 'Asia/Seoul', '2026-03-19T23:30:00.500Z'],
    ['2026-03-20T08:30', 'Europe/Berlin', '2026-03-20T07:30:00Z'],
    ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:00:00Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00Z'],
    ['2028-02-29T00:00', 'UTC', '2028-02-29T00:00:00Z'],
  ])('%s in %s is %s', (value, zone, moment) => {
    expect(read({ type: 'once', value }, zone).first).toBe(at(moment));
  });

  it.each([
    'tomorrow',
    '',
    '2026-02-30T00:00:00Z',
    '2027-02-29T00:00',
    '2026-13-01T00:00:00Z',
    '2026-03-20',
    '2026-03-20 08:30:00',
    '2026-03-20T24:00:00Z',
    '2026-03-20T23:59:60Z',
    '2026-03-20T08:30:00+24:00',
    '2026-03-20T08:30:00+09',
    '2026-03-20T08:30:00Z[UTC]',
    '1773995400000',
  ])('is not %j', (value) => {
    expect(refusalOf({ type: 'once', value })).toEqual({
      reason: 'validation_failed',
      path: 'schedule.value',
    });
  });

  it('that is over is refused, unless it is so only just', () => {
    expect(refusalOf({ type: 'once', value: '2026-01-01T11:59:00Z' })).toEqual({
      reason: 'once_in_past',
      path: 'schedule.value',
    });
    expect(read({ type: 'once', value: '2026-01-01T11:59:01Z' }).first).toBe(NOW);
    expect(read({ type: 'once', value: '2026-01-01T12:00:00Z' }).first).toBe(NOW);
  });
});

describe('reckoning', () => {
  it('finds the minutes of months in no time', () => {
    const next = compile({
      type: 'cron',
      value: '* * * * *',
      timezone: 'Europe/Berlin',
      anchorAt: 0,
    });
    let moment = NOW;
    const spent = cpuMsOf(() => {
      for (const _ of numbers(100_000)) moment = next(moment) ?? 0;
    });
    expect(spent).toBeLessThan(1000);
    expect(moment).toBeGreaterThan(NOW + 99_000 * 60_000);
  });
});
