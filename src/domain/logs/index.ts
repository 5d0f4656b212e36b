/**
 * Owns the way into the logs area. The rules are in logs.ts.
 */
export { type LogEntry, type NewLogEntry, toLogId } from './entries.ts';
export { type LogQuery, Logs } from './logs.ts';
export type { LogGap, TailItem } from './tails.ts';
