/**
 * Owns the way into the adapters of container engines. Which of them is used belongs to domain/runtime.
 */
export { AppleEngine } from './apple.ts';
export { DockerEngine } from './docker.ts';
export type { Patience } from './docker-run.ts';
