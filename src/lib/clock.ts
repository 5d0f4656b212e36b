/**
 * Owns what the time is, so that tests can say it. Timers belong to whoever runs them.
 */

/** Where every module takes the time from. */
export interface Clock {
  /** Wall time in milliseconds since the Unix epoch; it can jump. */
  now(): number;
  /** Milliseconds since some fixed moment; it never goes back. */
  monotonic(): number;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

const DAY_MS = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
let lastDay = Number.NaN;
let lastDate = '';

/**
 * Milliseconds since the epoch as RFC 3339 in UTC, whole seconds where there are no milliseconds.
 * The date is kept for its day: pages of rows hold a hundred times each, and formatting was a fifth of what a page took.
 */
export function toTimestamp(milliseconds: number): string {
  const day = Math.floor(milliseconds / DAY_MS);
  if (day !== lastDay) {
    lastDate = new Date(day * DAY_MS).toISOString().slice(0, -'00:00:00.000Z'.length);
    lastDay = day;
  }
  const rest = Math.floor(milliseconds) - day * DAY_MS;
  const seconds = Math.floor(rest / 1000);
  const [hour, minute] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const time = `${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[seconds % 60]}`;
  const fraction = rest % 1000;
  return `${lastDate}${time}${fraction === 0 ? '' : `.${String(fraction).padStart(3, '0')}`}Z`;
}
