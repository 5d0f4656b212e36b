/**
 * Owns when to come back: what the server asks for, how long to wait when it does not ask, and how many repeats a client may make.
 * What is sent again is decided by transport.ts and stream.ts.
 */
import type { RetryOptions } from './options.ts';

/** Time and chance, so that tests can say what they are. */
export interface Ambient {
  /** Unix milliseconds. */
  now(): number;
  /** From 0 to below 1. */
  random(): number;
  /** Waits. @throws the signal's reason when it is aborted before */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Timers hold no more: a longer one would fire at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** What a timer takes for a time, which may be without end. */
export const timerMs = (ms: number) => Math.min(ms, MAX_TIMER_MS);

/** The time and the chance of the system. */
export const ambient: Ambient = {
  now: () => Date.now(),
  random: () => Math.random(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const stop = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve();
      }, timerMs(ms));
      signal.addEventListener('abort', stop, { once: true });
    }),
};

/** The statuses after which the same request may well succeed. */
export const isPassing = (status: number) =>
  status === 429 || status === 502 || status === 503 || status === 504;

/** Chosen at random up to a bound that doubles with each attempt, so that many clients do not come back together. */
export function backoffMs(attempt: number, retry: RetryOptions, random: () => number): number {
  return random() * Math.min(retry.capMs, retry.baseMs * 2 ** (attempt - 1));
}

/**
 * How long the server asks to wait, in milliseconds: `Retry-After` in seconds or as a date, else the end of a window that
 * `RateLimit` or `X-RateLimit-*` calls used up.
 */
export function askedWaitMs(headers: Headers, now: number): number | undefined {
  return retryAfterMs(headers, now) ?? rateLimitMs(headers) ?? rateResetMs(headers, now);
}

function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1000;
  // Date.parse makes a date of `1.5` and `soon 5` too, long past, and nobody would wait.
  const date = /^[a-z]{3,9}, .+ GMT$/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - serverNow(headers, now));
}

/** `"sessions-read";r=0;t=1`: of the policies with nothing left, the one that is full again last. */
function rateLimitMs(headers: Headers): number | undefined {
  const waits = (headers.get('ratelimit') ?? '')
    .split(',')
    .filter((policy) => /;\s*r=0(?![\d.])/.test(policy))
    .map((policy) => Number(/;\s*t=(\d{1,9})(?![\d.])/.exec(policy)?.[1] ?? Number.NaN) * 1000)
    .filter((wait) => !Number.isNaN(wait));
  return waits.length === 0 ? undefined : Math.max(...waits);
}

function rateResetMs(headers: Headers, now: number): number | undefined {
  const reset = headers.get('x-ratelimit-reset') ?? '';
  if (headers.get('x-ratelimit-remaining') !== '0' || !/^\d{1,12}$/.test(reset)) return undefined;
  return Math.max(0, Number(reset) * 1000 - serverNow(headers, now));
}

/** A date of the server is compared with the server's own clock where it tells it. */
function serverNow(headers: Headers, now: number): number {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? now : date;
}

const BUDGET = 20;
const REFUND = 0.1;

/** Bounds the repeats of a whole client: with a server that is down most calls try once and fail at once. */
export class RetryBudget {
  #left = BUDGET;

  /** Takes one repeat; false when none is left. */
  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** Ten calls that succeed pay for one repeat. */
  refund(): void {
    this.#left = Math.min(BUDGET, this.#left + REFUND);
  }
}
