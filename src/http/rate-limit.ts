/**
 * Owns counting requests per caller and group, and the headers that tell the count.
 * Who the caller is and which group an operation belongs to is said by the edge and the contract.
 */
import type { Clock } from '../lib/clock.ts';

/** Requests per second in each group; 0 is no limit. */
export type Limits = Readonly<Record<string, number>>;

/** What was decided for one request, in the terms of its headers. */
export interface Decision {
  readonly allowed: boolean;
  readonly group: string;
  /** 0 where there is no limit. */
  readonly limit: number;
  readonly remaining: number;
  /** Unix time in whole seconds at which the window has ended. */
  readonly reset: number;
  /** Whole seconds until then, at least 1. */
  readonly wait: number;
}

interface Window {
  /** Monotonic milliseconds. */
  ends: number;
  used: number;
}

const WINDOW_MS = 1000;

/**
 * Counts in windows of one second, each beginning with the first request that finds none open.
 *
 * Exact at the boundary: in every window `limit` requests pass and the next is refused. Windows are measured on the monotonic
 * clock, so that a jump of the wall clock neither frees nor traps anybody. At most `maxKeys` windows are kept of addresses, and as
 * many of callers with a token, so that a flood of addresses cannot make a token's window forgotten; the oldest goes first, and
 * one that has ended is worth nothing, so dropping it changes no decision.
 */
export class RateLimiter {
  readonly #clock: Clock;
  readonly #limits: () => Limits;
  readonly #maxKeys: number;
  readonly #ofAddresses = new Map<string, Window>();
  readonly #ofHolders = new Map<string, Window>();

  constructor(options: { clock: Clock; limits: () => Limits; maxKeys?: number }) {
    this.#clock = options.clock;
    this.#limits = options.limits;
    this.#maxKeys = options.maxKeys ?? 20_000;
  }

  /** Counts one request of `key` in `group`. */
  take(group: string, key: string): Decision {
    const limit = this.#limits()[group] ?? 0;
    if (limit === 0) return this.#describe(group, 0, 0, this.#clock.monotonic(), true);
    const now = this.#clock.monotonic();
    const name = `${group} ${key}`;
    const windows = this.#windowsFor(key);
    let window = windows.get(name);
    if (window === undefined || now >= window.ends) {
      // Taking it out and in again keeps the map in the order in which windows end.
      windows.delete(name);
      window = { ends: now + WINDOW_MS, used: 0 };
      this.#makeRoom(windows, now);
      windows.set(name, window);
    }
    const allowed = window.used < limit;
    if (allowed) window.used += 1;
    // A limit that was lowered meanwhile may be less than what is used.
    const remaining = Math.max(0, limit - window.used);
    return this.#describe(group, limit, remaining, window.ends, allowed);
  }

  /** What `take` would say of the headers, without counting: for refusals before there is a request. */
  peek(group: string, key: string): Decision {
    const limit = this.#limits()[group] ?? 0;
    const now = this.#clock.monotonic();
    const window = this.#windowsFor(key).get(`${group} ${key}`);
    const open =
      window !== undefined && now < window.ends ? window : { ends: now + WINDOW_MS, used: 0 };
    return this.#describe(group, limit, Math.max(0, limit - open.used), open.ends, true);
  }

  #windowsFor(key: string): Map<string, Window> {
    return key.startsWith('address:') ? this.#ofAddresses : this.#ofHolders;
  }

  /** Drops windows a tenth at a time: taking the first out of a map one by one leaves holes that every later look steps over. */
  #makeRoom(windows: Map<string, Window>, now: number): void {
    if (windows.size < this.#maxKeys) return;
    let spare = Math.ceil(this.#maxKeys / 10);
    for (const [name, window] of windows) {
      if (spare <= 0 && now < window.ends) return;
      windows.delete(name);
      spare -= 1;
    }
  }

  #describe(
    group: string,
    limit: number,
    remaining: number,
    ends: number,
    allowed: boolean,
  ): Decision {
    const left = Math.max(0, ends - this.#clock.monotonic());
    return {
      allowed,
      group,
      limit,
      remaining,
      reset: Math.ceil((this.#clock.now() + left) / 1000),
      wait: Math.max(1, Math.ceil(left / 1000)),
    };
  }
}

/** Adds both header families to `headers`; without a limit the IETF fields are left out, as they cannot say "none". */
export function addRateHeaders(headers: Record<string, string>, decision: Decision): void {
  headers['x-ratelimit-limit'] = String(decision.limit);
  headers['x-ratelimit-remaining'] = String(decision.remaining);
  headers['x-ratelimit-reset'] = String(decision.reset);
  if (decision.limit === 0) return;
  const name = decision.group.replace('_', '-');
  headers['ratelimit-policy'] = `"${name}";q=${decision.limit};w=1`;
  headers.ratelimit = `"${name}";r=${decision.remaining};t=${decision.wait}`;
}
