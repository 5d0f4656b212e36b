/**
 * Owns the way into the plugins area: its ports and its service.
 */

export { type Plugin, Plugins } from './plugins.ts';
export type { LoadedPlugin, PluginManifest, PluginRuntime } from './ports.ts';
