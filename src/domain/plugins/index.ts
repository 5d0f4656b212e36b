/**
 * Owns the way into the plugins area: its ports and its service.
 */

export type { Plugin } from './entry.ts';
export type { PluginSettings } from './loader.ts';
export { readManifest } from './manifest.ts';
export { Plugins } from './plugins.ts';
export {
  type Capability,
  type GuestCall,
  type GuestCalls,
  GuestRefusal,
  type HostCall,
  type HostCalls,
  HostRefusal,
  type LoadedPlugin,
  type Outbound,
  type OutboundRequest,
  type OutboundResponse,
  type PluginHost,
  type PluginManifest,
  type PluginRuntime,
  type PluginTrouble,
  type Resources,
  type Scope,
  type ToolDeclaration,
} from './ports.ts';
export type { Passed, Stage } from './worlds.ts';
