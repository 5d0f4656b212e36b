/**
 * Owns the way into the mounts area. What each part of it does is said in its file.
 */
export type { AllowedRoot, Allowlist, AllowlistInput } from './allowlist.ts';
export {
  type AllowedMount,
  type MountAsk,
  Mounts,
  type RefusedMount,
  toBind,
  type Verdict,
} from './mounts.ts';
export { BUILT_IN } from './patterns.ts';
export type { Place } from './places.ts';
