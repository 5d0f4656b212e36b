/**
 * Owns loading one version of a plugin: what it may use, its host, and why it cannot be loaded.
 * Which version is kept belongs to shelf.ts, running it to the runtime.
 */
import { redact } from '../../lib/redact.ts';
import { grantsOf, type HostGround, makeHost, missingText } from './host.ts';
import { type Making, makingOf } from './making.ts';
import type { Installed } from './manifest.ts';
import type { PluginManifest, PluginRuntime, Resources } from './ports.ts';
import type { Active } from './worlds.ts';

/** What the operator says of plugins. */
export interface PluginSettings {
  /** Where plugins are installed. */
  readonly directory: string;
  /** Where what is made of their components is kept. */
  readonly cache: string;
  /** Bounds of what a manifest may ask for. */
  readonly most: Pick<Resources, 'maxMemoryMb' | 'maxExecutionTimeMs'>;
  /** The permissions that a plugin is granted. */
  grants(name: string): readonly string[];
}

/** A version of a plugin in memory. */
export type Running = Active & {
  readonly making: Making;
  /** Ends its part in the bus. */
  readonly leave: () => void;
};

/** Why a version could not be loaded. */
export interface Failure {
  readonly error: string;
  readonly making: Making;
}

/** Takes a message of the bus to the plugin with a manifest, if that is called. It never rejects. */
type DeliverTo = (
  manifest: PluginManifest,
  topic: string,
  payload: string,
  depth: number,
) => Promise<void>;

const NO_RUNTIME = 'no runtime for plugins in this version';
const LONGEST_ERROR = 500;

/** Loads versions of plugins. */
export class Loader {
  readonly #runtime: PluginRuntime | null;
  readonly #settings: () => PluginSettings;
  readonly #host: HostGround;
  readonly #deliver: DeliverTo;

  /** @param options.runtime Null where nothing can run plugins. */
  constructor(options: {
    runtime: PluginRuntime | null;
    settings: () => PluginSettings;
    host: HostGround;
    deliver: DeliverTo;
  }) {
    this.#runtime = options.runtime;
    this.#settings = options.settings;
    this.#host = options.host;
    this.#deliver = options.deliver;
  }

  /** What a plugin would be made from if it were loaded now. */
  async makingOf(installed: Installed): Promise<Making> {
    const { most, grants } = this.#settings();
    return await makingOf(installed, { most, grants: grants(installed.name) });
  }

  /** Loads what is installed, beside whatever of it runs; or says why it cannot. */
  async load(installed: Installed): Promise<Running | Failure> {
    const making = await this.makingOf(installed);
    try {
      return { ...(await this.#load(installed)), making };
    } catch (thrown) {
      const text = thrown instanceof Error ? thrown.message : String(thrown);
      const error = redact(text).slice(0, LONGEST_ERROR);
      this.#host.log.warn(`${installed.name} cannot be loaded: ${error}`);
      return { error, making };
    }
  }

  async #load({ content, folder }: Installed): Promise<Omit<Running, 'making'>> {
    if ('fault' in content) throw new Error(content.fault);
    if (this.#runtime === null) throw new Error(NO_RUNTIME);
    const { name } = content;
    const { cache, most, grants } = this.#settings();
    const granted = grantsOf(content, grants(name));
    if (granted.missing.length > 0) throw new Error(missingText(name, granted.missing));
    const manifest = bounded(content, most);
    const owner = {};
    const hasHook = content.capabilities.some(({ type }) => type === 'hook');
    const host = makeHost(this.#host, manifest, granted, {
      owner,
      deliver: hasHook ? (...message) => this.#deliver(manifest, ...message) : null,
    });
    const leave = () => this.#host.bus.leave(owner);
    try {
      return {
        manifest,
        loaded: await this.#runtime.load(manifest, { folder, cache }, host),
        leave,
      };
    } catch (error) {
      leave();
      throw error;
    }
  }
}

/** The manifest with no more than the operator allows. */
function bounded(manifest: PluginManifest, most: PluginSettings['most']): PluginManifest {
  const { maxMemoryMb, maxExecutionTimeMs } = manifest.resources;
  const resources = {
    ...manifest.resources,
    maxMemoryMb: Math.min(maxMemoryMb, most.maxMemoryMb),
    maxExecutionTimeMs: Math.min(maxExecutionTimeMs, most.maxExecutionTimeMs),
  };
  return { ...manifest, resources };
}
