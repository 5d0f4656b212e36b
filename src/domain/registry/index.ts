/**
 * Owns the way into the registry of components: its service, its port and the sources over the areas.
 */
export { connectionsSource, type Reachable } from './connections-source.ts';
export { type FileComponent, filesSource } from './files-source.ts';
export type { Component, ComponentKind, ComponentSource } from './ports.ts';
export { Registry, type RegistryReload, type RuntimeMetadata } from './registry.ts';
export { Revisions } from './revisions.ts';
export { settingsSource } from './settings-source.ts';
