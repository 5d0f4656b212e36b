/**
 * Owns how the log hears of problems that the store has dealt with: soon, and not hundreds of times. What they mean is said in db/open.ts.
 */
import type { StoreProblem } from '../db/open.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/log.ts';

/** While a lock lasts the writer tries again many times a second; one entry in this time tells of all. */
const QUIET_MS = 10_000;

/** Makes the listener. */
export function makeProblemReport(log: Logger, clock: Clock): (problem: StoreProblem) => void {
  const told = new Map<StoreProblem['kind'], { readonly at: number; more: number }>();
  return ({ kind, error }) => {
    const now = clock.monotonic();
    const last = told.get(kind);
    if (last !== undefined && now - last.at < QUIET_MS) {
      last.more += 1;
      return;
    }
    const more = last?.more ?? 0;
    log.error(`store: ${kind}${more === 0 ? '' : ` (${more} more before)`}`, { error });
    told.set(kind, { at: now, more: 0 });
  };
}
