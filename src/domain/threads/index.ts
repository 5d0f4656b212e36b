/**
 * Owns the way into the threads area. Ownership and deletion are in threads.ts.
 */
export { demandAgent, type ThreadSettings } from './owner.ts';
export { type Deleted, type DeletedThreads, Threads } from './threads.ts';
