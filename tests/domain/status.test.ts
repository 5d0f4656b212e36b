/**
 * Owns what the parts of the status promise in their own time: the probe's deadline, the watch over the event loop, the check of the
 * provider, sources that fail. What the whole status tells of real faults is tested in scenarios/faults.test.ts.
 */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Store } from '../../src/db/open.ts';
import { LoopWatch } from '../../src/domain/status/index.ts';
import { ProviderCheck } from '../../src/domain/status/provider-check.ts';
import { StoreProbe } from '../../src/domain/status/store-probe.ts';
import { askAll } from '../../src/domain/status/trouble.ts';
import { echo, freshGround, TestClock } from './ground.ts';

describe('the probe of the store', () => {
  async function world(probe: () => Promise<void>) {
    const { store } = await freshGround();
    const clock = new TestClock();
    const probing: Store = Object.create(store, { probe: { value: probe } });
    return { clock, probe: new StoreProbe(probing, clock) };
  }

  test('writes once a second at most, whatever came of it', async () => {
    let writes = 0;
    let fails = false;
    const { clock, probe } = await world(async () => {
      writes += 1;
      if (fails) throw new Error('disk I/O error');
    });
    await Promise.all([probe.check(), probe.check(), probe.check()]);
    expect(await probe.check()).toBeNull();
    expect(writes).toBe(1);
    clock.advance(999);
    fails = true;
    expect(await probe.check()).toBeNull();
    clock.advance(1);
    expect(await probe.check()).toMatchObject({ reason: 'The store does not take writes' });
    clock.advance(1000);
    fails = false;
    expect(await probe.check()).toBeNull();
    expect(writes).toBe(3);
  });

  test('answers in time while a write hangs, makes no other, and is well once that is through', async () => {
    let writes = 0;
    let finish: () => void = () => undefined;
    const { probe } = await world(() => {
      writes += 1;
      return new Promise((resolve) => {
        finish = resolve;
      });
    });
    const begun = performance.now();
    const answers = await Promise.all([probe.check(), probe.check()]);
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(answers).toMatchObject([{ component: 'store' }, { component: 'store' }]);
    const next = probe.check();
    finish();
    expect(await next).toBeNull();
    expect(writes).toBe(1);
  });
});

describe('the watch over the event loop', () => {
  function world() {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    let now = 0;
    const watch = new LoopWatch(() => now);
    const beat = (milliseconds: number) => {
      now += milliseconds;
      vi.advanceTimersByTime(250);
    };
    const jump = (milliseconds: number) => {
      now += milliseconds;
    };
    return { watch, beat, jump };
  }

  test('tells of a pause of three seconds for five more, and not of a shorter one', () => {
    const { watch, beat } = world();
    watch.start();
    beat(250);
    beat(3200);
    expect(watch.troubles()).toEqual([]);
    beat(3250);
    expect(watch.troubles()).toEqual([
      { component: 'event_loop', reason: 'The event loop stood still for 3.0 s' },
    ]);
    for (let turn = 0; turn < 20; turn += 1) beat(250);
    expect(watch.troubles()).toHaveLength(1);
    beat(250);
    expect(watch.troubles()).toEqual([]);
  });

  test('tells of it also to who comes before the next beat', () => {
    const { watch, jump } = world();
    watch.start();
    jump(4000);
    expect(watch.troubles()).toHaveLength(1);
    jump(5001);
    watch.stop();
    expect(watch.troubles()).toEqual([]);
    expect(watch.lateMs).toBe(0);
  });
});

describe('the check of the provider', () => {
  const dead = (reason: () => string | null) => {
    let asked = 0;
    const provider = {
      ...echo,
      async check() {
        asked += 1;
        const text = reason();
        if (text !== null) throw new Error(text);
      },
    };
    return { provider, asked: () => asked };
  };

  test('asks every four seconds at most, and masks what is secret in the answer', async () => {
    const clock = new TestClock();
    let reason: string | null = 'refused sk-ant-REDACTED';
    const { provider, asked } = dead(() => reason);
    const check = new ProviderCheck(provider, clock);
    const [trouble] = await check.troubles();
    expect(trouble?.component).toBe('provider:test');
    expect(trouble?.reason).toMatch(/^refused /);
    expect(trouble?.reason).not.toContain('abcdef');
    await check.troubles();
    expect(asked()).toBe(1);
    reason = null;
    clock.advance(4000);
    expect(await check.troubles()).toEqual([]);
    expect(asked()).toBe(2);
  });

  test('has nothing to say of one that cannot be asked', async () => {
    expect(await new ProviderCheck(echo, new TestClock()).troubles()).toEqual([]);
  });
});

test('a part that throws or says nothing is a trouble itself, and keeps nobody else from telling theirs', async () => {
  const begun = performance.now();
  const told = await askAll([
    { component: 'a', troubles: () => [{ component: 'a:1', reason: 'x' }] },
    { component: 'b', troubles: () => Promise.reject(new Error('no')) },
    {
      component: 'c',
      troubles: () => {
        throw new Error('no');
      },
    },
    { component: 'd', troubles: () => new Promise(() => undefined) },
  ]);
  expect(performance.now() - begun).toBeLessThan(20_000);
  expect(told.map((one) => one.component)).toEqual(['a:1', 'b', 'c', 'd']);
});
