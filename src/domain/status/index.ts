/**
 * Owns the way into the status area. What is told is in status.ts.
 */
export { type Report, Status, type Trouble } from './status.ts';
