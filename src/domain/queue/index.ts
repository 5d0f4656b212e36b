/**
 * Owns the way into the queue area: turns in containers, who has one when, and what callers see of that. The containers themselves
 * are behind domain/runtime.
 */
export { ContainerTurns } from './container-turns.ts';
export { Crew, type QueueSettings } from './crew.ts';
export { Groups } from './groups.ts';
export { Launcher, type LaunchParts, type NamespaceFacts } from './launch.ts';
export { type FollowUp, type GroupState, Queue, type QueueCounts } from './queue.ts';
export { Tasks } from './tasks.ts';
