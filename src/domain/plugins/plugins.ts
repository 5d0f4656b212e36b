/**
 * Owns plugins as callers see them: which are loaded, disabled or in error, and the way from one to the other. Which version is in
 * memory is kept by shelf.ts, and what they are called for is in worlds.ts.
 */
import type { Store } from '../../db/open.ts';
import { listDisabledPlugins, setPluginDisabled } from '../../db/plugins.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/log.ts';
import { oneByOne } from '../../lib/one-by-one.ts';
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError, systemCaller } from '../shared/index.ts';
import type { Tool, ToolSource } from '../tools/index.ts';
import { EventBus } from './bus.ts';
import { describe, type Entry, type Plugin, type PluginComponent, toComponent } from './entry.ts';
import { Loader, type PluginSettings, type Running } from './loader.ts';
import type { Outbound, PluginManifest, PluginRuntime } from './ports.ts';
import { Shelf } from './shelf.ts';
import { type Passed, PluginWorlds, type Stage } from './worlds.ts';

const SYSTEM = systemCaller('plugins');

/** The plugins of this daemon. Changes happen one after the other. */
export class Plugins implements ToolSource {
  readonly #journal: Journal;
  readonly #log: Logger;
  readonly #worlds: PluginWorlds;
  readonly #shelf: Shelf;
  readonly #oneByOne = oneByOne();
  /** Changes that are under way or wait. */
  #waiting = 0;

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
    const { store, journal, clock, log, outbound, runtime, settings } = options;
    this.#journal = journal;
    this.#log = log;
    const bus = new EventBus((topic) => log.warn(`the queue of events is full: ${topic} is lost`));
    this.#worlds = new PluginWorlds({ active: () => this.#active(), store, clock, log });
    const loader = new Loader({
      runtime,
      settings,
      host: { store, clock, bus, outbound, log },
      deliver: async (manifest, ...message) => {
        const running = this.#active().find((one) => one.manifest === manifest);
        if (running !== undefined) await this.#worlds.deliver(running, ...message);
      },
    });
    this.#shelf = new Shelf({
      directory: () => settings().directory,
      loader,
      disabled: () => listDisabledPlugins(store.read),
      onLoaded: (manifest) => this.#tellFollowed(manifest),
      log,
    });
    this.#journal.onEvents(() => this.#worlds.onEvents());
  }

  /** Loads what is installed. */
  async start(): Promise<void> {
    await this.#inTurn(() => this.#shelf.open());
  }

  /** Unloads everything. */
  async stop(): Promise<void> {
    await this.#inTurn(() => this.#shelf.close());
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
    if (this.#waiting === 0) await this.#inTurn(() => this.#shelf.look());
    return this.#shelf.byName().map(describe);
  }

  /** Every plugin that was there at the last look, by name. */
  components(): PluginComponent[] {
    return this.#shelf.byName().map(toComponent);
  }

  /**
   * Looks at the folder anew, and loads again what has changed in it or does not run. What cannot be loaded goes on as it was, and a
   * disabled one is left alone.
   */
  async refresh(): Promise<void> {
    await this.#inTurn(() => this.#shelf.refresh());
  }

  /** The folders of the plugins that are loaded and called, by name. */
  folders(): { name: string; folder: string }[] {
    return this.#shelf
      .byName()
      .filter(([, { running, disabled }]) => running !== null && !disabled)
      .map(([name, { installed }]) => ({ name, folder: installed.folder }));
  }

  /** How many plugins are loaded and called, of those that were there at the last look. */
  count(): { loaded: number; total: number } {
    const all = this.#shelf.byName().map(describe);
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
    await this.#shelf.look();
    const entry = this.#shelf.get(name);
    if (entry === undefined)
      throw new DomainError('plugin_not_found', `Plugin ${name} is not installed`);
    return entry;
  }

  /** Loads beside what runs, and swaps once the change is committed. */
  async #load(name: string, entry: Entry, by: Caller): Promise<Plugin> {
    const made = await this.#shelf.load(entry);
    if ('error' in made)
      throw new DomainError('plugin_not_loadable', `Plugin ${name} cannot be loaded`, {
        reason: made.error,
      });
    try {
      await this.#tellLoaded(made, by);
    } catch (error) {
      await this.#shelf.discard(made);
      throw error;
    }
    entry.disabled = false;
    this.#shelf.put(entry, made);
    await this.#worlds.followEvents();
    return describe([name, entry]);
  }

  async #tellLoaded({ manifest: { name, version } }: Running, by: Caller): Promise<void> {
    await this.#journal.commit(by, async (change) => {
      await setPluginDisabled(change.tx, name, false);
      await change.event('plugin.loaded', name, { name, version });
    });
  }

  /** What is loaded because of the folder, nobody has asked for: an event that is lost stops nothing. */
  async #tellFollowed({ name, version }: PluginManifest): Promise<void> {
    try {
      await this.#worlds.followEvents();
      await this.#journal.commit(SYSTEM, (change) =>
        change.event('plugin.loaded', name, { name, version }),
      );
    } catch (error) {
      this.#log.warn(`the event of loading ${name} could not be stored`, { error });
    }
  }

  #active(): Running[] {
    return this.#shelf
      .byName()
      .flatMap(([, { running, disabled }]) => (running === null || disabled ? [] : [running]));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting += 1;
    return this.#oneByOne(work).finally(() => {
      this.#waiting -= 1;
    });
  }
}
