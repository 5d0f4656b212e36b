/**
 * Owns components that are made from settings alone, and so are up to date as soon as the settings are in force.
 * Which settings those are is told by whoever composes the daemon.
 */
import type { ComponentKind, ComponentSource } from './ports.ts';
import type { Revisions } from './revisions.ts';

/**
 * Components of one kind.
 * @param list Each with everything it is made from, secrets included, and why it cannot be used, where that is known.
 */
export function settingsSource(
  kind: ComponentKind,
  revisions: Revisions,
  list: () => readonly { name: string; making: unknown; error: string | null }[],
): ComponentSource {
  return {
    async list() {
      return list().map(({ name, making, error }) => ({
        kind,
        name,
        revision: revisions.of(making),
        state: error === null ? 'running' : 'failed',
        error,
        refused: null,
      }));
    },
    reload: () => Promise.resolve(),
  };
}
