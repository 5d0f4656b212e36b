/**
 * Owns the truth of rate-limit headers over many answers: within a window the requests left never grow, and both header families say
 * the same. Running into the limit on purpose belongs to limits.ts.
 */

/** What one answer says of the limit. */
export interface RateState {
  /** 0 where there is no limit. */
  readonly limit: number;
  readonly remaining: number;
  /** Unix time in seconds at which the window ends. */
  readonly reset: number;
}

const MOST_WINDOWS = 200;

/** Reads the limit; null where the answer has no such headers. */
export function readRate(headers: Headers): RateState | null {
  const limit = wholeNumber(headers.get('x-ratelimit-limit'));
  const remaining = wholeNumber(headers.get('x-ratelimit-remaining'));
  const reset = wholeNumber(headers.get('x-ratelimit-reset'));
  return limit === null || remaining === null || reset === null
    ? null
    : { limit, remaining, reset };
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** What the fields contradict each other in, or null. */
export function fieldsFault(headers: Headers, rate: RateState): string | null {
  const { limit, remaining, reset } = rate;
  if (remaining > limit)
    return `X-RateLimit-Remaining ${remaining} is more than the limit ${limit}`;
  const policy = /;\s*q=(\d+)/.exec(headers.get('ratelimit-policy') ?? '')?.[1];
  if (policy !== undefined && Number(policy) !== limit)
    return `RateLimit-Policy says ${policy}, X-RateLimit-Limit ${limit}`;
  const left = /;\s*r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  if (left !== undefined && Number(left) !== remaining)
    return `RateLimit says ${left}, X-RateLimit-Remaining ${remaining}`;
  const date = Date.parse(headers.get('date') ?? '');
  // By the server's own clock, as ours may be another.
  if (limit > 0 && !Number.isNaN(date) && reset * 1000 < date)
    return `X-RateLimit-Reset ${reset} is before the answer's own Date`;
  return null;
}

/** Follows the windows of every group. */
export class RateWatch {
  readonly #windows = new Map<string, RateState>();

  /** Takes the next answer of a group, in the order in which they were asked for. @returns what is wrong, or null */
  take(group: string, rate: RateState): string | null {
    const before = this.#windows.get(group);
    this.#windows.delete(group);
    this.#windows.set(group, rate);
    const [oldest] = this.#windows.keys();
    if (this.#windows.size > MOST_WINDOWS && oldest !== undefined) this.#windows.delete(oldest);
    if (before === undefined || before.reset !== rate.reset || before.limit !== rate.limit)
      return null;
    return rate.remaining > before.remaining
      ? `the requests left went from ${before.remaining} up to ${rate.remaining} in one window`
      : null;
  }
}
