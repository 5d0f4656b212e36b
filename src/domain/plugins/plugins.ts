/**
 * Owns the installed plugins: which are loaded, disabled or in error, and the way from one to the other.
 * What their manifests say is read by manifest.ts, running them belongs to the runtime.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../../db/open.ts';
import { listDisabledPlugins, setPluginDisabled } from '../../db/plugins.ts';
import { redact } from '../../lib/redact.ts';
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError, systemCaller } from '../shared/index.ts';
import { findInstalled, type Installed } from './manifest.ts';
import type { LoadedPlugin, PluginManifest, PluginRuntime } from './ports.ts';

/** An installed plugin. */
export interface Plugin {
  readonly name: string;
  /** Of the version that is loaded, else of the one in the folder; `unknown` where the manifest cannot be read. */
  readonly version: string;
  readonly status: 'loaded' | 'disabled' | 'error';
  readonly capabilities: readonly string[];
  readonly memoryUsageBytes: number;
  /** Why it could not be loaded; null unless it is in error. */
  readonly error: string | null;
}

interface Entry {
  installed: Installed;
  /** What runs; null while nothing of it is in memory. */
  running: { readonly manifest: PluginManifest; readonly loaded: LoadedPlugin } | null;
  disabled: boolean;
  error: string | null;
}

type Failure = { readonly error: string };

const NO_RUNTIME = 'no runtime for plugins in this version';
const LONGEST_ERROR = 500;
const SYSTEM = systemCaller('plugins');

/** The plugins of this daemon. Changes happen one after the other. */
export class Plugins {
  readonly #directory: () => string;
  readonly #runtime: PluginRuntime | null;
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #report: (message: string, error?: unknown) => void;
  readonly #entries = new Map<string, Entry>();
  #queue: Promise<unknown> = Promise.resolve();
  /** Changes that are under way or wait. */
  #waiting = 0;
  #running = false;
  #told = new Set<string>();

  /**
   * @param options.runtime Null while nothing here can run plugins.
   * @param options.report Told of folders that are passed over, once each, and of events that could not be stored.
   */
  constructor(options: {
    directory: () => string;
    runtime: PluginRuntime | null;
    store: Store;
    journal: Journal;
    report: (message: string, error?: unknown) => void;
  }) {
    this.#directory = options.directory;
    this.#runtime = options.runtime;
    this.#store = options.store;
    this.#journal = options.journal;
    this.#report = options.report;
  }

  /** Loads what is installed. */
  async start(): Promise<void> {
    this.#running = true;
    await this.#inTurn(() => this.#look());
  }

  /** Unloads everything. */
  async stop(): Promise<void> {
    await this.#inTurn(async () => {
      this.#running = false;
      for (const [name, entry] of this.#entries) await this.#forget(name, entry);
    });
  }

  /**
   * Every installed plugin, by name. The folder is looked at anew: what is new is loaded, what is gone unloaded. While a
   * plugin is being changed nobody waits for that, and they are told as they are.
   */
  async list(): Promise<Plugin[]> {
    if (this.#waiting === 0) await this.#inTurn(() => this.#look());
    return [...this.#entries].map(describe).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** How many plugins are loaded and called, of those that were there at the last look. */
  count(): { loaded: number; total: number } {
    const all = [...this.#entries].map(describe);
    return { loaded: all.filter((one) => one.status === 'loaded').length, total: all.length };
  }

  /**
   * Loads a plugin anew from its folder; a disabled one is enabled.
   * @throws DomainError plugin_not_found, plugin_not_loadable; after the latter what ran before goes on
   */
  async reload(name: string, by: Caller): Promise<Plugin> {
    return await this.#inTurn(async () => {
      const entry = await this.#find(name);
      return await this.#load(name, entry, by);
    });
  }

  /** Stops calling a plugin. @throws DomainError plugin_not_found */
  async disable(name: string, by: Caller): Promise<Plugin> {
    return await this.#inTurn(async () => {
      const entry = await this.#find(name);
      if (!entry.disabled) {
        await this.#journal.commit(by, async (change) => {
          await setPluginDisabled(change.tx, name, true);
          await change.event('plugin.disabled', name, { name });
        });
        entry.disabled = true;
      }
      return describe([name, entry]);
    });
  }

  /** Calls a disabled plugin again. @throws DomainError plugin_not_found, plugin_not_loadable */
  async enable(name: string, by: Caller): Promise<Plugin> {
    return await this.#inTurn(async () => {
      const entry = await this.#find(name);
      const { running } = entry;
      if (running === null) return await this.#load(name, entry, by);
      if (entry.disabled) await this.#tellLoaded(name, running.manifest, by);
      entry.disabled = false;
      entry.error = null;
      return describe([name, entry]);
    });
  }

  async #find(name: string): Promise<Entry> {
    await this.#look();
    const entry = this.#entries.get(name);
    if (entry === undefined)
      throw new DomainError('plugin_not_found', `Plugin ${name} is not installed`);
    return entry;
  }

  /** Loads beside what runs, and swaps once the change is committed. */
  async #load(name: string, entry: Entry, by: Caller): Promise<Plugin> {
    const made = await this.#tryLoad(entry.installed);
    if ('error' in made) {
      if (entry.running === null) entry.error = made.error;
      throw new DomainError('plugin_not_loadable', `Plugin ${name} cannot be loaded`, {
        reason: made.error,
      });
    }
    try {
      await this.#tellLoaded(name, made.manifest, by);
    } catch (error) {
      await this.#unload(name, made.loaded);
      throw error;
    }
    const before = entry.running;
    entry.running = made;
    entry.disabled = false;
    entry.error = null;
    if (before !== null) await this.#unload(name, before.loaded);
    return describe([name, entry]);
  }

  async #tellLoaded(name: string, { version }: PluginManifest, by: Caller): Promise<void> {
    await this.#journal.commit(by, async (change) => {
      await setPluginDisabled(change.tx, name, false);
      await change.event('plugin.loaded', name, { name, version });
    });
  }

  async #tryLoad({ content, folder }: Installed): Promise<NonNullable<Entry['running']> | Failure> {
    if ('fault' in content) return { error: content.fault };
    if (this.#runtime === null) return { error: NO_RUNTIME };
    try {
      return { manifest: content, loaded: await this.#runtime.load(content, folder) };
    } catch (error) {
      const text = redact(error instanceof Error ? error.message : String(error));
      return { error: text.slice(0, LONGEST_ERROR) };
    }
  }

  /** Brings the entries in line with the folder. A manifest that changed is tried again where nothing of it runs. */
  async #look(): Promise<void> {
    const { installed, refused } = await findInstalled(this.#directory());
    this.#tell(refused);
    const here = new Map(installed.map((one) => [this.#nameOf(one), one]));
    for (const [name, entry] of this.#entries) {
      const now = here.get(name);
      if (now === undefined) await this.#forget(name, entry);
      else if (!isDeepStrictEqual(now, entry.installed)) {
        entry.installed = now;
        if (entry.running === null) await this.#loadQuietly(name, entry);
      }
    }
    const fresh = [...here].filter(([name]) => !this.#entries.has(name));
    if (fresh.length === 0) return;
    const disabled = new Set(await listDisabledPlugins(this.#store.read));
    for (const [name, one] of fresh) {
      const entry = { installed: one, running: null, disabled: disabled.has(name), error: null };
      this.#entries.set(name, entry);
      await this.#loadQuietly(name, entry);
    }
  }

  /** A manifest that breaks while its plugin runs says no name any more: the plugin keeps the one it had. */
  #nameOf(one: Installed): string {
    if (!('fault' in one.content)) return one.name;
    const known = [...this.#entries].find(([, entry]) => entry.installed.folder === one.folder);
    return known?.[0] ?? one.name;
  }

  async #loadQuietly(name: string, entry: Entry): Promise<void> {
    if (!this.#running) {
      entry.error = 'the daemon is not running';
      return;
    }
    const made = await this.#tryLoad(entry.installed);
    if ('error' in made) {
      entry.error = made.error;
      return;
    }
    entry.running = made;
    entry.error = null;
    if (entry.disabled) return;
    try {
      const { version } = made.manifest;
      await this.#journal.commit(SYSTEM, (change) =>
        change.event('plugin.loaded', name, { name, version }),
      );
    } catch (error) {
      this.#report(`the event of loading ${name} could not be stored`, error);
    }
  }

  async #forget(name: string, entry: Entry): Promise<void> {
    this.#entries.delete(name);
    if (entry.running !== null) await this.#unload(name, entry.running.loaded);
  }

  async #unload(name: string, loaded: LoadedPlugin): Promise<void> {
    try {
      await loaded.unload();
    } catch (error) {
      this.#report(`plugin ${name} did not unload`, error);
    }
  }

  #tell(refused: readonly { name: string; reason: string }[]): void {
    const now = new Set(refused.map(({ name, reason }) => `${name} is passed over: ${reason}`));
    for (const text of now) if (!this.#told.has(text)) this.#report(text);
    this.#told = now;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    const result = this.#queue.then(work).finally(() => {
      this.#waiting -= 1;
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

function describe([name, { installed, running, disabled, error }]: [string, Entry]): Plugin {
  const manifest = running?.manifest ?? ('fault' in installed.content ? null : installed.content);
  const isDown = running === null && !disabled;
  return {
    name,
    version: manifest?.version ?? 'unknown',
    status: isDown ? 'error' : disabled ? 'disabled' : 'loaded',
    capabilities: manifest?.capabilities ?? [],
    memoryUsageBytes: running?.loaded.memoryUsageBytes() ?? 0,
    error: isDown ? error : null,
  };
}
