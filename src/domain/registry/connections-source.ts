/**
 * Owns components that the daemon keeps connected to, as the registry sees them: channels and MCP servers.
 * Opening them, and going over from the old to the new, belongs to domain/connections.
 */
import type { Reached } from '../connections/index.ts';
import type { ComponentKind, ComponentSource } from './ports.ts';
import type { Revisions } from './revisions.ts';

/** What is told of a connection. */
type Link = Pick<Reached<unknown, unknown>, 'name' | 'used' | 'status' | 'error' | 'refused'>;

/** An area of connections. */
export interface Reachable {
  /** The connections of everything that is configured and switched on. */
  links(): readonly Link[];
  /** What is configured and switched off, with its settings. */
  off(): readonly { readonly name: string; readonly settings: unknown }[];
  /** Goes after a change of the settings, and waits for what has never been tried to the end until `signal` aborts. */
  settle(signal: AbortSignal): Promise<void>;
}

/** Connections of one kind. One that is only broken has not changed and is left to its own attempts. */
export function connectionsSource(
  kind: ComponentKind,
  revisions: Revisions,
  area: Reachable,
): ComponentSource {
  return {
    async list() {
      const on = area.links().map((one) => ({
        kind,
        name: one.name,
        revision: revisions.of(one.used),
        ...stateOf(one),
        refused: one.refused,
      }));
      const off = area.off().map(({ name, settings }) => ({
        kind,
        name,
        revision: revisions.of(settings),
        state: 'stopped' as const,
        error: null,
        refused: null,
      }));
      return [...on, ...off];
    },
    reload: (signal) => area.settle(signal),
  };
}

/** The reason of the last failure stays while the next attempt is made. */
function stateOf({ status, error }: Link) {
  if (status === 'connected') return { state: 'running', error: null } as const;
  return error === null
    ? ({ state: 'starting', error } as const)
    : ({ state: 'failed', error } as const);
}
