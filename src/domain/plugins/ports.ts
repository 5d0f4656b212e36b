/**
 * Owns the port of what runs plugins. Running WASM is done in src/adapters/plugins.
 */

/** What this area reads of a plugin's manifest; a runtime reads the file for the rest. */
export interface PluginManifest {
  readonly name: string;
  readonly version: string;
  /** Each as `type:name`. */
  readonly capabilities: readonly string[];
}

/** Runs plugins. */
export interface PluginRuntime {
  /** Loads the plugin of a folder, beside a version of it that runs already. @throws Error in words for the operator */
  load(manifest: PluginManifest, folder: string): Promise<LoadedPlugin>;
}

/** A plugin in memory. */
export interface LoadedPlugin {
  /** Memory it holds now. */
  memoryUsageBytes(): number;
  /** Takes it out of memory once the calls in flight are over. */
  unload(): Promise<void>;
}
