/**
 * Owns which version of each installed plugin is in memory: following the folder, putting a version in the place of another, and letting
 * go. Loading one is in loader.ts; what callers ask for, and telling of it, belongs to plugins.ts.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Logger } from '../../lib/log.ts';
import type { Entry } from './entry.ts';
import type { Failure, Loader, Running } from './loader.ts';
import { findInstalled, type Installed } from './manifest.ts';
import type { LoadedPlugin, PluginManifest } from './ports.ts';

/** Calls of a version that has been replaced end by their own limit; this is for the case that they do not. */
const REPLACED_GRACE_MS = 3_600_000;
const STOP_GRACE_MS = 2000;

/** What the installed plugins are kept with. */
export interface ShelfParts {
  readonly directory: () => string;
  readonly loader: Loader;
  /** The plugins that somebody has disabled. */
  readonly disabled: () => Promise<readonly string[]>;
  /** Told of every version that is loaded because of what the folder holds, and is called from now on. It never rejects. */
  readonly onLoaded: (manifest: PluginManifest) => Promise<void>;
  readonly log: Logger;
}

/** The installed plugins. It is for one caller at a time. */
export class Shelf {
  readonly #parts: ShelfParts;
  readonly #entries = new Map<string, Entry>();
  /** Versions that have been replaced and still have calls to end. */
  readonly #replaced = new Set<LoadedPlugin>();
  #isOpen = false;
  /** What was told of the folder at the last look. */
  #told = new Set<string>();

  constructor(parts: ShelfParts) {
    this.#parts = parts;
  }

  /** Loads what is installed. */
  async open(): Promise<void> {
    this.#isOpen = true;
    await this.look();
  }

  /** Unloads everything. */
  async close(): Promise<void> {
    this.#isOpen = false;
    const replaced = [...this.#replaced].map((one) => one.unload(STOP_GRACE_MS));
    const entries = [...this.#entries].map(([name, entry]) => this.#forget(name, entry));
    await Promise.all([...entries, ...replaced]);
  }

  /** The plugin of that name at the last look. */
  get(name: string): Entry | undefined {
    return this.#entries.get(name);
  }

  /** Every plugin that was there at the last look, by name. */
  byName(): [string, Entry][] {
    return [...this.#entries].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Brings the entries in line with the folder. A manifest that changed is tried again where nothing of it runs. */
  async look(): Promise<void> {
    const { directory, disabled: listDisabled } = this.#parts;
    const { installed, refused } = await findInstalled(directory());
    this.#tell(refused);
    const here = new Map(installed.map((one) => [this.#nameOf(one), one]));
    for (const [name, entry] of this.#entries) {
      const now = here.get(name);
      if (now === undefined) await this.#forget(name, entry);
      else if (!isDeepStrictEqual(now, entry.installed)) {
        entry.installed = now;
        if (entry.running === null) await this.#follow(entry);
      }
    }
    const fresh = [...here].filter(([name]) => !this.#entries.has(name));
    if (fresh.length === 0) return;
    const disabled = new Set(await listDisabled());
    for (const [name, one] of fresh) {
      const entry: Entry = {
        installed: one,
        running: null,
        disabled: disabled.has(name),
        error: null,
        refused: null,
      };
      this.#entries.set(name, entry);
      await this.#follow(entry);
    }
  }

  /**
   * Looks at the folder, and loads again what has changed in it or does not run. What cannot be loaded goes on as it was, and a disabled
   * one is left alone.
   */
  async refresh(): Promise<void> {
    const before = new Map([...this.#entries].map(([name, { refused }]) => [name, refused]));
    await this.look();
    for (const [name, entry] of this.#entries) {
      const { running, refused } = entry;
      // What the look has just tried in vain is not tried again.
      if (entry.disabled || (running === null && refused !== before.get(name))) continue;
      const making = await this.#parts.loader.makingOf(entry.installed);
      if (running === null || !isDeepStrictEqual(making, running.making)) await this.#follow(entry);
      else entry.refused = null;
    }
  }

  /** Loads the version in the folder beside what runs; where it cannot be, what runs goes on. */
  async load(entry: Entry): Promise<Running | Failure> {
    const made = await this.#parts.loader.load(entry.installed);
    if ('error' in made) {
      entry.refused = made;
      if (entry.running === null) entry.error = made.error;
    }
    return made;
  }

  /** Puts a version in the place of what runs. Nobody waits for the calls in flight of what is replaced. */
  put(entry: Entry, made: Running): void {
    const before = entry.running;
    entry.running = made;
    entry.error = null;
    entry.refused = null;
    if (before === null) return;
    this.#replaced.add(before.loaded);
    this.#unload(before, REPLACED_GRACE_MS).finally(() => this.#replaced.delete(before.loaded));
  }

  /** Lets go of a version that was not put anywhere. */
  async discard(made: Running): Promise<void> {
    await this.#unload(made, 0);
  }

  /** Has an entry run what the folder holds, if that can be loaded. */
  async #follow(entry: Entry): Promise<void> {
    if (!this.#isOpen) {
      entry.error = 'the daemon is not running';
      return;
    }
    const made = await this.load(entry);
    if ('error' in made) return;
    this.put(entry, made);
    if (!entry.disabled) await this.#parts.onLoaded(made.manifest);
  }

  /** A manifest that breaks while its plugin runs says no name any more: the plugin keeps the one it had. */
  #nameOf(one: Installed): string {
    if (!('fault' in one.content)) return one.name;
    const known = [...this.#entries].find(([, entry]) => entry.installed.folder === one.folder);
    return known?.[0] ?? one.name;
  }

  async #forget(name: string, entry: Entry): Promise<void> {
    this.#entries.delete(name);
    if (entry.running !== null) await this.#unload(entry.running, STOP_GRACE_MS);
  }

  async #unload({ manifest: { name }, loaded, leave }: Running, graceMs: number): Promise<void> {
    leave();
    try {
      await loaded.unload(graceMs);
    } catch (error) {
      this.#parts.log.warn(`plugin ${name} did not unload`, { error });
    }
  }

  #tell(refused: readonly { name: string; reason: string }[]): void {
    const now = new Set(refused.map(({ name, reason }) => `${name} is passed over: ${reason}`));
    for (const text of now) if (!this.#told.has(text)) this.#parts.log.warn(text);
    this.#told = now;
  }
}
