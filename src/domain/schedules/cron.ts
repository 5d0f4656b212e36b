/**
 * Owns cron expressions: five fields, and the local times they name. What moment a local time stands for belongs to zones.ts.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');
/** Days that a month has in a year that is good to it. */
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The local times of an expression. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: ReadonlySet<number>;
  /** Whether `L` is among the days: the last one of the month. */
  readonly lastDay: boolean;
  /** From 0. */
  readonly months: ReadonlySet<number>;
  /** From 0 for Sunday. */
  readonly weekdays: ReadonlySet<number>;
  /** Where both are narrowed, a day that either names is meant, as cron has always had it. */
  readonly eitherDay: boolean;
}

/** Why a text is no cron expression, as the end of a sentence that begins with its name. */
export class CronError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CronError';
  }
}

interface Field {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly names: readonly string[];
}

const FIELDS = {
  minute: { name: 'minute', low: 0, high: 59, names: [] },
  hour: { name: 'hour', low: 0, high: 23, names: [] },
  day: { name: 'day of the month', low: 1, high: 31, names: [] },
  month: { name: 'month', low: 1, high: 12, names: MONTHS },
  weekday: { name: 'day of the week', low: 0, high: 7, names: WEEKDAYS },
} as const satisfies Record<string, Field>;

/**
 * Reads five fields: `*`, numbers, ranges, lists, steps on `*` and on ranges, English names of months and days of the week, 7 for
 * Sunday, and `L` for the last day of the month. @throws CronError for anything else, and for what never comes due
 */
export function parseCron(text: string): Cron {
  const fields = text.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = fields;
  if (
    fields.length !== 5 ||
    minute === undefined ||
    hour === undefined ||
    day === undefined ||
    month === undefined ||
    weekday === undefined
  )
    throw new CronError('must have five fields: minute, hour, day of the month, month, weekday');
  const dayItems = day.split(',');
  const numbered = dayItems.filter((item) => item.toUpperCase() !== 'L');
  const cron: Cron = {
    minutes: [...valuesOf([minute], FIELDS.minute)].sort(ascending),
    hours: [...valuesOf([hour], FIELDS.hour)].sort(ascending),
    days: numbered.length === 0 ? new Set() : valuesOf(numbered, FIELDS.day),
    lastDay: numbered.length < dayItems.length,
    months: new Set([...valuesOf([month], FIELDS.month)].map((one) => one - 1)),
    weekdays: new Set([...valuesOf([weekday], FIELDS.weekday)].map((one) => one % 7)),
    eitherDay: day !== '*' && weekday !== '*',
  };
  if (!cron.eitherDay && !hasDay(cron)) throw new CronError('names a day that never comes');
  return cron;
}

const ascending = (a: number, b: number) => a - b;

function hasDay({ days, lastDay, months }: Cron): boolean {
  if (lastDay) return true;
  const first = Math.min(...days);
  return [...months].some((month) => first <= (LONGEST_MONTHS[month] ?? 0));
}

function valuesOf(items: readonly string[], field: Field): Set<number> {
  const values = new Set<number>();
  for (const item of items.join(',').split(',')) {
    const [, from, to, step] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,2}))?$/.exec(item) ?? [];
    if (from === undefined) throw new CronError(`has "${item}" for its ${field.name}`);
    const isRange = to !== undefined || from === '*';
    const low = from === '*' ? field.low : numberOf(from, field);
    // Of the two numbers of Sunday, `*` needs only one.
    const whole = field.high === 7 ? 6 : field.high;
    const high = from === '*' ? whole : to === undefined ? low : numberOf(to, field);
    const by = step === undefined ? 1 : Number(step);
    if ((from === '*' && to !== undefined) || low > high || by === 0 || by > field.high + 1)
      throw new CronError(`has "${item}" for its ${field.name}`);
    if (step !== undefined && !isRange)
      throw new CronError(`has a step without a range in "${item}"`);
    for (let value = low; value <= high; value += by) values.add(value);
  }
  return values;
}

function numberOf(text: string, field: Field): number {
  const named = field.names.indexOf(text.toUpperCase());
  if (named >= 0) return named + field.low;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= field.low && value <= field.high))
    throw new CronError(`has "${text}" for its ${field.name}`);
  return value;
}

/**
 * The first local time of an expression after another local time.
 * @param after milliseconds since a local 1970-01-01T00:00, as is what it answers
 */
export function nextLocal(cron: Cron, after: number): number {
  const start = (Math.floor(after / MINUTE_MS) + 1) * MINUTE_MS;
  let day = Math.floor(start / DAY_MS);
  let minute = (start - day * DAY_MS) / MINUTE_MS;
  for (;;) {
    const date = new Date(day * DAY_MS);
    if (!cron.months.has(date.getUTCMonth())) {
      day = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1) / DAY_MS;
      minute = 0;
      continue;
    }
    const time = isDay(cron, date) ? timeFrom(cron, minute) : undefined;
    if (time !== undefined) return day * DAY_MS + time * MINUTE_MS;
    day += 1;
    minute = 0;
  }
}

function isDay({ days, lastDay, weekdays, eitherDay }: Cron, date: Date): boolean {
  const inMonth =
    days.has(date.getUTCDate()) ||
    (lastDay && new Date(date.getTime() + DAY_MS).getUTCDate() === 1);
  const inWeek = weekdays.has(date.getUTCDay());
  return eitherDay ? inMonth || inWeek : inMonth && inWeek;
}

/** The first minute of a day, from the given one on. */
function timeFrom({ hours, minutes }: Cron, from: number): number | undefined {
  for (const hour of hours) {
    if (hour * 60 + 59 < from) continue;
    for (const minute of minutes) if (hour * 60 + minute >= from) return hour * 60 + minute;
  }
  return undefined;
}
