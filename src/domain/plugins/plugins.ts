/**
 * Owns the installed plugins: which are loaded, disabled or in error, and the way from one to the other.
 * What their manifests say is read by manifest.ts, loading is in loader.ts, and what they are called for in worlds.ts.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../../db/open.ts';
import { listDisabledPlugins, setPluginDisabled } from '../../db/plugins.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/log.ts';
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError, systemCaller } from '../shared/index.ts';
import type { Tool, ToolSource } from '../tools/index.ts';
import { EventBus } from './bus.ts';
import { describe, type Entry, type Plugin, type PluginComponent, toComponent } from './entry.ts';
import { Loader, type PluginSettings, type Running } from './loader.ts';
import { findInstalled, type Installed } from './manifest.ts';
import type { LoadedPlugin, Outbound, PluginRuntime } from './ports.ts';
import { type Passed, PluginWorlds, type Stage } from './worlds.ts';

/** Calls of a version that has been replaced end by their own limit; this is for the case that they do not. */
const REPLACED_GRACE_MS = 3_600_000;
const STOP_GRACE_MS = 2000;
const SYSTEM = systemCaller('plugins');

/** The plugins of this daemon. Changes happen one after the other. */
export class Plugins implements ToolSource {
  readonly #settings: () => PluginSettings;
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #log: Logger;
  readonly #loader: Loader;
  readonly #worlds: PluginWorlds;
  /** Versions that have been replaced and still have calls to end. */
  readonly #replaced = new Set<LoadedPlugin>();
  readonly #entries = new Map<string, Entry>();
  #queue: Promise<unknown> = Promise.resolve();
  /** Changes that are under way or wait. */
  #waiting = 0;
  #running = false;
  #told = new Set<string>();

  /** @param options.runtime Null where nothing can run plugins. */
  constructor(options: {
    settings: () => PluginSettings;
    runtime: PluginRuntime | null;
    outbound: Outbound;
    store: Store;
    journal: Journal;
    clock: Clock;
    log: Logger;
  }) {
    const { store, clock, log, outbound } = options;
    this.#settings = options.settings;
    this.#store = store;
    this.#journal = options.journal;
    this.#log = log;
    const bus = new EventBus((topic) => log.warn(`the queue of events is full: ${topic} is lost`));
    this.#worlds = new PluginWorlds({ active: () => this.#active(), store, clock, log });
    this.#loader = new Loader({
      runtime: options.runtime,
      settings: options.settings,
      host: { store, clock, bus, outbound, log },
      deliver: async (manifest, ...message) => {
        const running = this.#active().find((one) => one.manifest === manifest);
        if (running !== undefined) await this.#worlds.deliver(running, ...message);
      },
    });
    this.#journal.onEvents(() => this.#worlds.onEvents());
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
      const replaced = [...this.#replaced].map((one) => one.unload(STOP_GRACE_MS));
      const entries = [...this.#entries].map(([name, entry]) => this.#forget(name, entry));
      await Promise.all([...entries, ...replaced]);
    });
  }

  /** The tools of the plugins that are loaded. */
  tools(): readonly Tool[] {
    return this.#worlds.tools();
  }

  /** Whether any middleware would look at texts of a turn. */
  hasMiddleware(): boolean {
    return this.#worlds.hasMiddleware();
  }

  /** Has the middleware of the plugins look at a text of a turn. It never rejects. */
  async middleware(stage: Stage, text: string): Promise<Passed> {
    return await this.#worlds.middleware(stage, text);
  }

  /** Runs what is due by schedule. To be called at least once a minute, better every second. */
  async tick(): Promise<void> {
    await this.#worlds.tick();
  }

  /**
   * Every installed plugin, by name. The folder is looked at anew: what is new is loaded, what is gone unloaded. While a
   * plugin is being changed nobody waits for that, and they are told as they are.
   */
  async list(): Promise<Plugin[]> {
    if (this.#waiting === 0) await this.#inTurn(() => this.#look());
    return [...this.#entries].map(describe).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Every plugin that was there at the last look, by name. */
  components(): PluginComponent[] {
    return [...this.#entries].map(toComponent).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /**
   * Looks at the folder anew, and loads again what has changed in it or does not run. What cannot be loaded goes on as it was, and a
   * disabled one is left alone.
   */
  async refresh(): Promise<void> {
    await this.#inTurn(async () => {
      const before = new Map([...this.#entries].map(([name, { refused }]) => [name, refused]));
      await this.#look();
      for (const [name, entry] of this.#entries) {
        const { running, refused } = entry;
        // What the look has just tried in vain is not tried again.
        if (entry.disabled || (running === null && refused !== before.get(name))) continue;
        const making = await this.#loader.makingOf(entry.installed);
        if (running === null || !isDeepStrictEqual(making, running.making))
          await this.#loadQuietly(name, entry);
        else entry.refused = null;
      }
    });
  }

  /** The folders of the plugins that are loaded and called, by name. */
  folders(): { name: string; folder: string }[] {
    return [...this.#entries]
      .filter(([, { running, disabled }]) => running !== null && !disabled)
      .map(([name, { installed }]) => ({ name, folder: installed.folder }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
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
        await this.#worlds.followEvents();
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
      if (entry.disabled) await this.#tellLoaded(running, by);
      entry.disabled = false;
      entry.error = null;
      await this.#worlds.followEvents();
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
    const made = await this.#loader.load(entry.installed);
    if ('error' in made) {
      entry.refused = made;
      if (entry.running === null) entry.error = made.error;
      throw new DomainError('plugin_not_loadable', `Plugin ${name} cannot be loaded`, {
        reason: made.error,
      });
    }
    try {
      await this.#tellLoaded(made, by);
    } catch (error) {
      await this.#unload(made, 0);
      throw error;
    }
    const before = entry.running;
    entry.running = made;
    entry.disabled = false;
    entry.error = null;
    entry.refused = null;
    await this.#worlds.followEvents();
    if (before !== null) this.#replace(before);
    return describe([name, entry]);
  }

  /** Nobody waits for the calls in flight of what has been replaced. */
  #replace(before: Running): void {
    this.#replaced.add(before.loaded);
    this.#unload(before, REPLACED_GRACE_MS).finally(() => this.#replaced.delete(before.loaded));
  }

  async #tellLoaded({ manifest: { name, version } }: Running, by: Caller): Promise<void> {
    await this.#journal.commit(by, async (change) => {
      await setPluginDisabled(change.tx, name, false);
      await change.event('plugin.loaded', name, { name, version });
    });
  }

  #active(): Running[] {
    return [...this.#entries]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, { running, disabled }]) => (running === null || disabled ? [] : [running]));
  }

  /** Brings the entries in line with the folder. A manifest that changed is tried again where nothing of it runs. */
  async #look(): Promise<void> {
    const { installed, refused } = await findInstalled(this.#settings().directory);
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
      const entry: Entry = {
        installed: one,
        running: null,
        disabled: disabled.has(name),
        error: null,
        refused: null,
      };
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
    const made = await this.#loader.load(entry.installed);
    if ('error' in made) {
      entry.refused = made;
      if (entry.running === null) entry.error = made.error;
      return;
    }
    if (entry.running !== null) this.#replace(entry.running);
    entry.running = made;
    entry.error = null;
    entry.refused = null;
    if (entry.disabled) return;
    try {
      await this.#worlds.followEvents();
      const { version } = made.manifest;
      await this.#journal.commit(SYSTEM, (change) =>
        change.event('plugin.loaded', name, { name, version }),
      );
    } catch (error) {
      this.#log.warn(`the event of loading ${name} could not be stored`, { error });
    }
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
      this.#log.warn(`plugin ${name} did not unload`, { error });
    }
  }

  #tell(refused: readonly { name: string; reason: string }[]): void {
    const now = new Set(refused.map(({ name, reason }) => `${name} is passed over: ${reason}`));
    for (const text of now) if (!this.#told.has(text)) this.#log.warn(text);
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
