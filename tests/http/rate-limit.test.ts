/**
 * Owns the rate limiter by itself: random histories against an ideal one, its boundaries, its headers and its memory.
 * The limits of the daemon over HTTP are in rate-limit-served.test.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addRateHeaders, type Decision, RateLimiter } from '../../src/http/rate-limit.ts';
import { heldHeap } from '../support/heap.ts';
import { JumpClock } from './jump-clock.ts';

const RUNS = process.env.GATEHOUSE_SOAK === '1' ? 20_000 : 300;
const GROUPS = ['sessions_write', 'other'] as const;
const KEYS = ['token:a', 'token:b', 'address:::1'];

type Step =
  | { do: 'take' | 'peek'; group: string; key: string; times: number }
  | { do: 'advance' | 'jump'; milliseconds: number }
  | { do: 'limit'; group: string; limit: number };

const group = fc.constantFrom(...GROUPS);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('take', 'take', 'peek'),
      group,
      key: fc.constantFrom(...KEYS),
      times: fc.integer({ min: 1, max: 7 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('advance' as const),
      // Just before, at and after the end of a window.
      milliseconds: fc.constantFrom(0, 1, 499, 500, 999, 999.9, 1000, 1001, 60_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('jump' as const),
      milliseconds: fc.constantFrom(-86_400_000, -1000, -1, 1, 1000, 86_400_000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('limit' as const), group, limit: fc.nat(6) }),
  },
);

/** Every request that passed, and for each the window it fell into: nothing is ever forgotten. */
class Ideal {
  readonly limits: Record<string, number> = { sessions_write: 3, other: 5 };
  readonly #begins = new Map<string, number[]>();
  readonly #passed = new Map<string, number[]>();

  decide(name: string, groupName: string, now: number, counts: boolean) {
    const limit = this.limits[groupName] ?? 0;
    if (limit === 0) return { allowed: true, limit, remaining: 0, ends: now };
    const begins = this.#begins.get(name) ?? [];
    const passed = this.#passed.get(name) ?? [];
    const last = begins.at(-1);
    const open = last !== undefined && now < last + 1000;
    const begin = open ? last : now;
    const used = open ? passed.filter((moment) => moment >= begin).length : 0;
    const allowed = used < limit;
    if (counts) {
      if (!open) this.#begins.set(name, [...begins, now]);
      if (allowed) this.#passed.set(name, [...passed, now]);
    }
    const left = limit - used - (counts && allowed ? 1 : 0);
    return { allowed, limit, remaining: Math.max(0, left), ends: begin + 1000 };
  }
}

function play(steps: readonly Step[]): void {
  const clock = new JumpClock();
  const ideal = new Ideal();
  const limiter = new RateLimiter({ clock, limits: () => ideal.limits });
  for (const one of steps) {
    if ('milliseconds' in one) clock[one.do](one.milliseconds);
    else if ('limit' in one) ideal.limits[one.group] = one.limit;
    else {
      for (let time = 0; time < one.times; time += 1) {
        const counts = one.do === 'take';
        const now = clock.monotonic();
        const expected = ideal.decide(`${one.group} ${one.key}`, one.group, now, counts);
        const decision = limiter[one.do](one.group, one.key);
        const left = expected.ends - now;
        expect(decision).toEqual({
          // Looking never refuses.
          allowed: counts ? expected.allowed : true,
          group: one.group,
          limit: expected.limit,
          remaining: expected.remaining,
          reset: expected.limit === 0 ? decision.reset : Math.ceil((clock.now() + left) / 1000),
          wait: expected.limit === 0 ? decision.wait : Math.max(1, Math.ceil(left / 1000)),
        });
        checkHeaders(decision);
      }
    }
  }
}

/** Both families are what was decided, the IETF fields in the syntax of structured fields. */
function checkHeaders(decision: Decision): void {
  const headers: Record<string, string> = {};
  addRateHeaders(headers, decision);
  expect(headers['x-ratelimit-limit']).toBe(String(decision.limit));
  expect(headers['x-ratelimit-remaining']).toBe(String(decision.remaining));
  expect(headers['x-ratelimit-reset']).toMatch(/^\d+$/);
  if (decision.limit === 0) {
    expect(headers).not.toHaveProperty('ratelimit');
    expect(headers).not.toHaveProperty('ratelimit-policy');
    return;
  }
  const policy = /^"([a-z-]+)";q=(\d+);w=1$/.exec(headers['ratelimit-policy'] ?? '');
  const state = /^"([a-z-]+)";r=(\d+);t=(\d+)$/.exec(headers.ratelimit ?? '');
  expect(policy?.slice(1)).toEqual([decision.group.replace('_', '-'), String(decision.limit)]);
  expect(state?.slice(1)).toEqual([policy?.[1], String(decision.remaining), String(decision.wait)]);
}

describe('the rate limiter', () => {
  it('decides as an ideal one does, whatever the clocks do', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 40, size: 'max' }), play), {
      numRuns: RUNS,
      seed: 20_260_101,
    });
  });

  it('is exact at the boundary', () => {
    const clock = new JumpClock();
    const limiter = new RateLimiter({ clock, limits: () => ({ sessions_write: 10 }) });
    const take = () => limiter.take('sessions_write', 'token:a').allowed;
    const tenAndNoMore = () =>
      expect(Array.from({ length: 12 }, take).filter(Boolean)).toHaveLength(10);
    tenAndNoMore();
    clock.advance(999);
    expect(take()).toBe(false);
    clock.advance(1);
    tenAndNoMore();
    // Refusals do not make it longer.
    clock.advance(1000);
    tenAndNoMore();
  });

  it.each([-86_400_000, 86_400_000])(
    'neither frees nor traps anybody when the wall clock jumps by %i ms',
    (by) => {
      const clock = new JumpClock();
      const limiter = new RateLimiter({ clock, limits: () => ({ other: 1 }) });
      expect(limiter.take('other', 'a').allowed).toBe(true);
      clock.jump(by);
      const refused = limiter.take('other', 'a');
      expect(refused).toMatchObject({
        allowed: false,
        wait: 1,
        reset: Math.ceil(clock.now() / 1000) + 1,
      });
      clock.advance(1000);
      expect(limiter.take('other', 'a').allowed).toBe(true);
    },
  );

  it('keeps callers and groups apart', () => {
    const limiter = new RateLimiter({ clock: new JumpClock(), limits: () => ({ a: 1, b: 1 }) });
    const keys = ['token:1', 'token:2', 'address:1', 'b token:1', ''];
    for (const name of ['a', 'b'])
      for (const key of keys) expect(limiter.take(name, key).allowed).toBe(true);
    for (const name of ['a', 'b'])
      for (const key of keys) expect(limiter.take(name, key).allowed).toBe(false);
  });

  it('has no limit for a group it does not know', () => {
    const limiter = new RateLimiter({ clock: new JumpClock(), limits: () => ({}) });
    for (let time = 0; time < 100; time += 1)
      expect(limiter.take('unknown', 'a')).toMatchObject({ allowed: true });
  });

  it('remembers no more callers than it may, the newest of them', () => {
    const limiter = new RateLimiter({
      clock: new JumpClock(),
      limits: () => ({ other: 1 }),
      maxKeys: 3,
    });
    for (const key of ['a', 'b', 'c']) limiter.take('other', key);
    for (const key of ['a', 'b', 'c']) expect(limiter.take('other', key).allowed).toBe(false);
    limiter.take('other', 'd');
    for (const key of ['b', 'c', 'd']) expect(limiter.take('other', key).allowed).toBe(false);
    expect(limiter.take('other', 'a').allowed).toBe(true);
  });

  it('keeps its count of a token under a flood of addresses', () => {
    const limiter = new RateLimiter({ clock: new JumpClock(), limits: () => ({ other: 1 }) });
    limiter.take('other', 'token:tok_1');
    for (let n = 0; n < 100_000; n += 1) limiter.take('other', `address:${n}`);
    expect(limiter.take('other', 'token:tok_1').allowed).toBe(false);
  });

  it('keeps its memory bounded under a million callers', () => {
    const limiter = new RateLimiter({ clock: new JumpClock(), limits: () => ({ other: 1 }) });
    const before = heldHeap();
    for (let n = 0; n < 1_000_000; n += 1) limiter.take('other', `address:${n}`);
    // Kept, a million windows and their names would be well over 100 MB.
    expect(heldHeap() - before).toBeLessThan(20 * 1024 * 1024);
    expect(limiter.take('other', 'address:999999').allowed).toBe(false);
  });

  it('forgets windows that have ended rather than those that count', () => {
    const clock = new JumpClock();
    const limiter = new RateLimiter({ clock, limits: () => ({ other: 1 }), maxKeys: 3 });
    for (const key of ['a', 'b']) limiter.take('other', key);
    clock.advance(500);
    limiter.take('other', 'c');
    clock.advance(500);
    for (const key of ['d', 'e']) limiter.take('other', key);
    for (const key of ['c', 'd', 'e']) expect(limiter.take('other', key).allowed).toBe(false);
  });
});
