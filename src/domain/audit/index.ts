/**
 * Owns the way into the audit area. The chain itself is in journal.ts.
 */
export { type Change, type EventType, Journal } from './journal.ts';
