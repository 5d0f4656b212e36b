/**
 * Owns the lockout of addresses that try credentials, by itself. What a locked address is answered is tested with the APIs' security.
 */
import { describe, expect, it } from 'vitest';
import { Lockout } from '../../src/http/lockout.ts';
import { JumpClock } from './jump-clock.ts';

const RULES = { max_failures: 10, failure_window_secs: 60, lockout_secs: 300 };

function open(rules = RULES) {
  const clock = new JumpClock();
  const lockout = new Lockout(clock, () => rules);
  const fail = (times: number, address = '::1') =>
    Array.from({ length: times }, () => lockout.fail(address));
  return { clock, lockout, fail };
}

describe('a lockout', () => {
  it('begins after the tenth wrong credential and lasts five minutes', () => {
    const { clock, fail } = open();
    expect(fail(10)).toEqual(Array(10).fill(0));
    expect(fail(1)).toEqual([300]);
    clock.advance(1);
    expect(fail(1)).toEqual([300]);
    clock.advance(298_999);
    expect(fail(1)).toEqual([1]);
    clock.advance(999);
    expect(fail(1)).toEqual([1]);
    clock.advance(1);
    expect(fail(10)).toEqual(Array(10).fill(0));
    expect(fail(1)).toEqual([300]);
  });

  it('is not made longer by trying on', () => {
    const { clock, fail } = open();
    fail(10);
    for (let second = 300; second > 0; second -= 1) {
      expect(fail(1)).toEqual([second]);
      clock.advance(1000);
    }
    expect(fail(1)).toEqual([0]);
  });

  it('does not begin when the tries are spread over more than the window', () => {
    const { clock, fail } = open();
    fail(9);
    clock.advance(60_000);
    expect(fail(9)).toEqual(Array(9).fill(0));
    clock.advance(59_999);
    expect(fail(2)).toEqual([0, 300]);
  });

  it('holds for one address only', () => {
    const { fail } = open();
    fail(11, '10.0.0.1');
    expect(fail(10, '10.0.0.2')).toEqual(Array(10).fill(0));
  });

  it.each([-86_400_000, 86_400_000])(
    'does not care for a jump of the wall clock by %i ms',
    (by) => {
      const { clock, fail } = open();
      fail(10);
      clock.jump(by);
      expect(fail(1)).toEqual([300]);
    },
  );

  it('follows rules that change', () => {
    const rules = { ...RULES };
    const { fail } = open(rules);
    fail(3);
    rules.max_failures = 4;
    rules.lockout_secs = 7;
    expect(fail(2)).toEqual([0, 7]);
  });

  it('remembers ten thousand addresses and no more', () => {
    const { lockout, fail } = open();
    fail(10, 'first');
    for (let index = 0; index < 9_999; index += 1) lockout.fail(`address ${index}`);
    expect(fail(1, 'first')).toEqual([300]);
    lockout.fail('one too many');
    expect(fail(1, 'first')).toEqual([0]);
  });
});
