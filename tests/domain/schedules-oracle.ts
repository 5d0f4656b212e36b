/**
 * Owns an account of when schedules are due that shares nothing with the daemon's: local times are looked up in a table of every change
 * of a zone's clocks, which is found by asking Intl day after day. What the daemon does is compared with it by the tests.
 */

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Zones of every kind of clock change: north and south, half an hour, a quarter's offset, midnight, twice a year by the moon, none. */
export const ZONES = [
  'UTC',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Africa/El_Aaiun',
  'America/Adak',
  'America/Asuncion',
  'America/Anchorage',
  'America/Chicago',
  'America/Denver',
  'America/Halifax',
  'America/Havana',
  'America/Los_Angeles',
  'America/Miquelon',
  'America/New_York',
  'America/Nuuk',
  'America/Santiago',
  'America/Scoresbysund',
  'America/St_Johns',
  'America/Tijuana',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Jerusalem',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Seoul',
  'Atlantic/Azores',
  'Australia/Adelaide',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Europe/Berlin',
  'Europe/Chisinau',
  'Europe/Dublin',
  'Europe/London',
  'Pacific/Auckland',
  'Pacific/Chatham',
  'Pacific/Easter',
  'Pacific/Kiritimati',
  'Pacific/Norfolk',
];

/** A stretch of time in which the clocks of a zone are not changed. */
interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

const known = new Map<string, readonly Stretch[]>();

/** The clocks of a zone between two moments. */
export function stretchesOf(zone: string, from: number, until: number): readonly Stretch[] {
  const key = `${zone} ${from} ${until}`;
  const stretches = known.get(key) ?? findStretches(zone, from, until);
  known.set(key, stretches);
  return stretches;
}

function findStretches(zone: string, from: number, until: number): Stretch[] {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const offsetAt = (moment: number) => {
    const part = Object.fromEntries(
      clock.formatToParts(moment).map((one) => [one.type, one.value]),
    );
    const shown = `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:00Z`;
    return Date.parse(shown) - Math.floor(moment / MINUTE_MS) * MINUTE_MS;
  };
  const stretches: Stretch[] = [];
  let begun = from;
  let offset = offsetAt(from);
  for (let at = from + DAY_MS; ; at += DAY_MS) {
    const now = at < until ? offsetAt(at) : Number.NaN;
    if (now === offset) continue;
    if (at >= until) {
      stretches.push({ from: begun, until, offset });
      return stretches;
    }
    let [low, high] = [(at - DAY_MS) / MINUTE_MS, at / MINUTE_MS];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle * MINUTE_MS) === offset) low = middle;
      else high = middle;
    }
    stretches.push({ from: begun, until: high * MINUTE_MS, offset });
    begun = high * MINUTE_MS;
    offset = now;
  }
}

/** What local clocks are to show, each field as a question. */
export interface Fields {
  readonly minute: (n: number) => boolean;
  readonly hour: (n: number) => boolean;
  /** Of day of the month, month from 1, day of the week from 0 for Sunday, and the days of the month. */
  readonly day: (day: number, month: number, weekday: number, days: number) => boolean;
}

/** Every moment in (from, until] that some fields name: once each, the first of two, the end of a gap. */
export function cronMoments(
  fields: Fields,
  stretches: readonly Stretch[],
  from: number,
  until: number,
): number[] {
  const moments = new Set<number>();
  const minutes = numbers(60).filter(fields.minute);
  const hours = numbers(24).filter(fields.hour);
  for (let day = Math.floor(from / DAY_MS) - 1; day <= until / DAY_MS + 1; day += 1) {
    const date = new Date(day * DAY_MS);
    const days = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
    const month = date.getUTCMonth() + 1;
    if (!fields.day(date.getUTCDate(), month, date.getUTCDay(), days)) continue;
    for (const hour of hours)
      for (const minute of minutes) {
        const moment = momentOf(day * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS, stretches);
        if (moment !== null && moment > from && moment <= until) moments.add(moment);
      }
  }
  return [...moments].sort((a, b) => a - b);
}

/** The moment of a local time: of the stretches that show it the first; where none does, the end of the one that is over by then. */
export function momentOf(local: number, stretches: readonly Stretch[]): number | null {
  let gapEnd: number | null = null;
  for (const { from, until, offset } of stretches) {
    const moment = local - offset;
    if (moment >= from && moment < until) return moment;
    if (moment >= until) gapEnd = until;
  }
  return gapEnd;
}

/** 0 and on. */
export const numbers = (count: number) => Array.from({ length: count }, (_, n) => n);

/** Numbers in [0, 1) that are the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
