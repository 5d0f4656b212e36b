/**
 * Owns components that are made from files in a folder, as the registry sees them: plugins and skills.
 * Reading the files, and keeping what a broken one said before, belongs to the areas.
 */
import type { Component, ComponentKind, ComponentSource } from './ports.ts';
import type { Revisions } from './revisions.ts';

/** What an area tells of one; `making` is everything it is made from, such as hashes of its files. */
export type FileComponent = Omit<Component, 'kind' | 'revision'> & { readonly making: unknown };

/** Components of one kind. @param area Looks at the folder anew in `refresh`. */
export function filesSource(
  kind: ComponentKind,
  revisions: Revisions,
  area: {
    components(): readonly FileComponent[] | Promise<readonly FileComponent[]>;
    refresh(): Promise<void>;
  },
): ComponentSource {
  return {
    async list() {
      return (await area.components()).map(({ making, ...one }) => ({
        kind,
        ...one,
        revision: revisions.of(making),
      }));
    },
    reload: () => area.refresh(),
  };
}
