/**
 * Owns the way into the status area. What is told is in status.ts.
 */
export { LoopWatch } from './loop-watch.ts';
export { type Counts, type Report, Status } from './status.ts';
export type { Trouble, TroubleSource } from './trouble.ts';
