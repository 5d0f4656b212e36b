/**
 * Owns waking up at a moment of the wall clock. What is done then belongs to whoever set the alarm.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Alarm } from './ports.ts';

/** The wall clock can jump, and timers end at 24 days: nobody sleeps longer than this without looking again. */
const LONGEST_SLEEP_MS = 60_000;

/** Alarms over the timers of the process, which they do not keep alive. */
export function makeAlarm(clock: Clock): Alarm {
  return (at, ring) => {
    const timer = setTimeout(ring, Math.min(Math.max(at - clock.now(), 0), LONGEST_SLEEP_MS));
    timer.unref();
    return () => clearTimeout(timer);
  };
}
