/**
 * Owns what is known of one installed plugin, and how it is told. What changes it belongs to plugins.ts and shelf.ts.
 */
import type { Failure, Running } from './loader.ts';
import type { Making } from './making.ts';
import type { Installed } from './manifest.ts';

/** An installed plugin. */
export interface Plugin {
  readonly name: string;
  /** Of the version that is loaded, else of the one in the folder; `unknown` where the manifest cannot be read. */
  readonly version: string;
  readonly status: 'loaded' | 'disabled' | 'error';
  readonly capabilities: readonly string[];
  readonly memoryUsageBytes: number;
  /** Why it could not be loaded or had to be stopped; null unless it is in error. */
  readonly error: string | null;
}

/** A plugin as a part of the running agent. */
export interface PluginComponent {
  readonly name: string;
  /** What the version that runs is made from, or the one that did not load. */
  readonly making: Making | null;
  readonly state: 'running' | 'stopped' | 'failed';
  /** Why it failed; else null. */
  readonly error: string | null;
  /** Why the version in the folder did not load, while the one before goes on; else null. */
  readonly refused: string | null;
}

/** What the registry knows of one plugin. */
export interface Entry {
  installed: Installed;
  /** What runs; null while nothing of it is in memory. */
  running: Running | null;
  disabled: boolean;
  error: string | null;
  /** What the last version that did not load was made from, and why it did not; null once one did. */
  refused: Failure | null;
}

/** A plugin as operators see it. */
export function describe([name, { installed, running, disabled, error }]: [string, Entry]): Plugin {
  const manifest = running?.manifest ?? ('fault' in installed.content ? null : installed.content);
  const trouble = running === null ? error : (running.loaded.trouble()?.reason ?? null);
  const isDown = !disabled && (running === null || trouble !== null);
  return {
    name,
    version: manifest?.version ?? 'unknown',
    status: isDown ? 'error' : disabled ? 'disabled' : 'loaded',
    capabilities: (manifest?.capabilities ?? []).map((one) => `${one.type}:${one.name}`),
    memoryUsageBytes: running?.loaded.memoryUsageBytes() ?? 0,
    error: isDown ? trouble : null,
  };
}

/** A plugin as the registry of components sees it. */
export function toComponent([name, { running, disabled, error, refused }]: [
  string,
  Entry,
]): PluginComponent {
  const trouble = running?.loaded.trouble() ?? null;
  const fault = running === null ? error : trouble?.isFinal === true ? trouble.reason : null;
  const isDown = !disabled && (running === null || fault !== null);
  const state: PluginComponent['state'] = isDown ? 'failed' : disabled ? 'stopped' : 'running';
  return {
    name,
    making: running?.making ?? refused?.making ?? null,
    state,
    error: isDown ? (fault ?? 'not loaded') : null,
    refused: running === null ? null : (refused?.error ?? null),
  };
}
