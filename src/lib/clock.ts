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

/** Milliseconds since the epoch as RFC 3339 in UTC, whole seconds where there are no milliseconds. */
export function toTimestamp(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}
