/**
 * Owns the port through which the registry sees the areas: what components they run now, and bringing them up to date.
 * What a component is and does belongs to its area, what a reload comes to as a whole to registry.ts.
 */

/** What sorts of components there are. */
export type ComponentKind =
  | 'provider'
  | 'system_prompt'
  | 'mcp_server'
  | 'plugin'
  | 'skill'
  | 'channel';

/** One component as it is now. */
export interface Component {
  readonly kind: ComponentKind;
  /** Its name within its kind. */
  readonly name: string;
  /** Stands for what the running component is made from, or should be where nothing of it runs. */
  readonly revision: string;
  /** `stopped` is switched off, `starting` has not been tried to the end. */
  readonly state: 'running' | 'starting' | 'stopped' | 'failed';
  /** Why it is `failed`; null in every other state. */
  readonly error: string | null;
  /** Why what it should be made from now did not start, while what it was made from before goes on; else null. */
  readonly refused: string | null;
}

/** An area with components. */
export interface ComponentSource {
  /** Its components now, in any order; nothing is changed by asking. */
  list(): Promise<readonly Component[]>;
  /**
   * Rebuilds what is made from something else than before and leaves the rest alone. A component that cannot be rebuilt stays, and
   * its `refused` says why. It may wait for outcomes, but no longer once `signal` aborts.
   * @throws only what keeps the whole area from working
   */
  reload(signal: AbortSignal): Promise<void>;
}
