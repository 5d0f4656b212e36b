/**
 * Owns the way into the threads area. Ownership and deletion are in threads.ts.
 */
export { type Deleted, Threads } from './threads.ts';
