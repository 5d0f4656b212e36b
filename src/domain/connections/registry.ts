/**
 * Owns which connections there are: one for each configured name, by the settings in force now.
 * The life of each one is link.ts; what its states mean to callers and who hears of them belongs to the areas.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../../lib/clock.ts';
import { Link, type LinkState, type LinkTimes } from './link.ts';
import type { Connection, Connector } from './ports.ts';

/** A configured connection as it is now; times are milliseconds since the epoch. */
export interface Reached<Settings, Open> {
  readonly name: string;
  readonly settings: Settings;
  /** What the connection was made with: the settings, or the ones before while it does not work with these. */
  readonly used: Settings;
  readonly status: 'connected' | 'reconnecting' | 'disconnected';
  /** Since when it is connected; null while it is not. */
  readonly connectedAt: number | null;
  /** Why it is not connected, where that is known. */
  readonly error: string | null;
  /** Why it does not work with the settings, while the connection with the ones before goes on; else null. */
  readonly refused: string | null;
  /** What was thrown by the last attempt with the settings; null while one is under way, and after one that worked. */
  readonly failure: unknown;
  /** The open connection; null while there is none. */
  readonly open: Open | null;
  /** The open connection, or the last one since the start. */
  readonly latest: Open | null;
}

/** A change worth telling: each one is told once. */
export type Shift<Open> =
  | { readonly kind: 'connected'; readonly open: Open }
  /** `error` is null when it was asked for. */
  | { readonly kind: 'disconnected'; readonly error: string | null }
  /** An attempt failed for another reason than the one before. */
  | { readonly kind: 'failed'; readonly error: string };

/** What the registry stands on. */
export interface ConnectionsOptions<Settings, Open extends Connection> {
  /** The configured ones by name, read at every use. */
  readonly configured: () => Readonly<Record<string, Settings>>;
  /** Makes the connector of one; null when nothing here can reach it. */
  readonly connectorOf: (name: string, settings: Settings) => Connector<Open> | null;
  /** Said of one that has no connector. */
  readonly unreachable: string;
  readonly onShift: (name: string, shift: Shift<Open>) => void;
  /**
   * Whether a connection with `after` may be opened beside the one with `before`, which then goes on until the new one works.
   * Where it may not, the old one is closed first.
   */
  readonly overlaps?: (before: Settings, after: Settings) => boolean;
  readonly clock: Clock;
  readonly times?: Partial<LinkTimes>;
}

interface Made<Settings, Open extends Connection> {
  readonly settings: Settings;
  readonly link: Link<Open> | null;
}

interface Entry<Settings, Open extends Connection> extends Made<Settings, Open> {
  /** Takes the place of the link as soon as it is connected. */
  next: Made<Settings, Open> | null;
}

const LONGEST_RETRY_MS = 8000;

/**
 * Repair shows within ten seconds, so nobody waits longer than eight between two attempts. Up to a quarter less by chance, so
 * that what broke together does not come back in step.
 */
const TIMES: LinkTimes = {
  connectMs: 30_000,
  closeMs: 5000,
  retryMs: (failures) =>
    Math.min(1000 * 2 ** (failures - 1), LONGEST_RETRY_MS) * (1 - Math.random() / 4),
};

/** The configured connections, each kept open from `start` to `stop`. */
export class Connections<Settings, Open extends Connection> {
  readonly #options: ConnectionsOptions<Settings, Open>;
  readonly #entries = new Map<string, Entry<Settings, Open>>();
  /** Connections that are being given up, by name: the next one of that name waits. */
  readonly #leaving = new Map<string, Promise<void>>();
  /** Connections that another one has taken the place of: what becomes of them is no news. */
  readonly #replaced = new WeakSet<Link<Open>>();
  readonly #waiting = new Set<() => void>();
  #running = false;

  constructor(options: ConnectionsOptions<Settings, Open>) {
    this.#options = options;
  }

  /** Opens everything that is configured. */
  start(): void {
    this.#running = true;
    this.follow();
  }

  /** Gives everything up. */
  async stop(): Promise<void> {
    this.#running = false;
    for (const name of [...this.#entries.keys()]) this.#drop(name);
    await Promise.all(this.#leaving.values());
  }

  /** Opens what is newly configured, closes what is not any more, and opens again what is configured differently. */
  follow(): void {
    if (!this.#running) return;
    const configured = this.#options.configured();
    for (const [name, entry] of this.#entries) {
      const settings = configured[name];
      if (settings === undefined) this.#drop(name);
      else this.#adapt(name, entry, settings);
    }
    for (const [name, settings] of Object.entries(configured)) {
      if (!this.#entries.has(name)) this.#open(name, settings, null);
    }
  }

  /** Goes after a change, and waits until `signal` aborts for what has neither connected nor failed so far. */
  async settle(signal: AbortSignal): Promise<void> {
    this.follow();
    const isOpen = ({ link, next }: Entry<Settings, Open>) =>
      [link, next?.link].some((one) => one && isUndecided(one.state));
    while (!signal.aborted && [...this.#entries.values()].some(isOpen)) {
      await new Promise<void>((resolve) => {
        const go = () => {
          this.#waiting.delete(go);
          signal.removeEventListener('abort', go);
          resolve();
        };
        this.#waiting.add(go);
        signal.addEventListener('abort', go);
      });
    }
  }

  /** Everything that is configured, by name. */
  list(): Reached<Settings, Open>[] {
    this.follow();
    return Object.entries(this.#options.configured())
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, settings]) => this.#describe(name, settings));
  }

  /** The configured one of that name. */
  find(name: string): Reached<Settings, Open> | undefined {
    this.follow();
    const configured = this.#options.configured();
    const settings = Object.hasOwn(configured, name) ? configured[name] : undefined;
    return settings === undefined ? undefined : this.#describe(name, settings);
  }

  /** Closes it and opens it again; one that is being opened alone goes on. @returns false for an unknown name */
  restart(name: string): boolean {
    const known = this.find(name);
    if (known === undefined) return false;
    const entry = this.#entries.get(name);
    if (entry === undefined) return true;
    // Where one with other settings is opened beside it, it is those that are wanted.
    if (entry.next === null && entry.link?.state.status === 'reconnecting') return true;
    this.#drop(name);
    this.#open(name, known.settings, known.latest);
    return true;
  }

  /** Waits until what was given up under a name is closed, or has not been in time. */
  async left(name: string): Promise<void> {
    await this.#leaving.get(name);
  }

  /** Brings an entry in line with other settings; the connection of the old ones goes on where it may. */
  #adapt(name: string, entry: Entry<Settings, Open>, settings: Settings): void {
    if (isDeepStrictEqual(settings, (entry.next ?? entry).settings)) return;
    this.#leave(name, entry.next?.link);
    entry.next = null;
    if (isDeepStrictEqual(settings, entry.settings)) return;
    const mayOverlap = this.#options.overlaps?.(entry.settings, settings) ?? false;
    if (mayOverlap && entry.link?.state.status === 'connected') {
      entry.next = this.#make(name, settings, entry.link.latest);
      return;
    }
    this.#drop(name);
    this.#open(name, settings, null);
  }

  #open(name: string, settings: Settings, latest: Open | null): void {
    this.#entries.set(name, { ...this.#make(name, settings, latest), next: null });
  }

  #make(name: string, settings: Settings, latest: Open | null): Made<Settings, Open> {
    const { connectorOf, clock, times } = this.#options;
    const connector = connectorOf(name, settings);
    if (connector === null) return { settings, link: null };
    const link: Link<Open> = new Link({
      connector,
      clock,
      latest,
      times: { ...TIMES, ...times },
      onShift: (before, after) => this.#tell(name, link, before, after),
    });
    link.start(this.#leaving.get(name) ?? Promise.resolve());
    return { settings, link };
  }

  #drop(name: string): void {
    const entry = this.#entries.get(name);
    this.#entries.delete(name);
    this.#leave(name, entry?.next?.link);
    this.#leave(name, entry?.link);
  }

  /** Gives a connection up; the next one of that name waits until it and those before it are closed. */
  #leave(name: string, link: Link<Open> | null | undefined): void {
    if (!link) return;
    const before = this.#leaving.get(name);
    const left = Promise.all([before, link.stop()])
      .then(() => undefined)
      .finally(() => {
        if (this.#leaving.get(name) === left) this.#leaving.delete(name);
      });
    this.#leaving.set(name, left);
  }

  #tell(name: string, link: Link<Open>, before: LinkState, after: LinkState): void {
    const { onShift } = this.#options;
    for (const go of [...this.#waiting]) go();
    if (this.#replaced.has(link)) return;
    if (after.status === 'connected') this.#replace(name, link);
    if (after.status === 'connected') {
      if (link.latest !== null) onShift(name, { kind: 'connected', open: link.latest });
      return;
    }
    if (before.status === 'connected') onShift(name, { kind: 'disconnected', error: after.error });
    else if (after.error !== null && after.error !== before.error)
      onShift(name, { kind: 'failed', error: after.error });
  }

  /** Puts a connection that works in the place of the one with the settings before. */
  #replace(name: string, link: Link<Open>): void {
    const entry = this.#entries.get(name);
    if (entry?.next?.link !== link) return;
    this.#entries.set(name, { ...entry.next, next: null });
    if (entry.link === null) return;
    this.#replaced.add(entry.link);
    if (entry.link.state.status === 'connected')
      this.#options.onShift(name, { kind: 'disconnected', error: null });
    this.#leave(name, entry.link);
  }

  #describe(name: string, settings: Settings): Reached<Settings, Open> {
    const entry = this.#entries.get(name);
    const base = {
      name,
      settings,
      used: entry?.settings ?? settings,
      connectedAt: null,
      refused: entry?.next ? this.#refusalOf(entry.next) : null,
      failure: failureOf(entry?.next ?? entry),
      open: null,
      latest: null,
    };
    if (entry === undefined)
      return { ...base, status: 'disconnected', error: 'the daemon is not running' };
    const { link } = entry;
    if (link === null) {
      const { unreachable: error } = this.#options;
      return { ...base, status: 'disconnected', error, failure: new Error(error) };
    }
    const { state, latest } = link;
    if (state.status === 'connected')
      return {
        ...base,
        status: 'connected',
        connectedAt: state.since,
        error: null,
        open: latest,
        latest,
      };
    return { ...base, status: state.status, error: state.error, latest };
  }

  /** Why a link has not taken its place. */
  #refusalOf({ link }: Made<Settings, Open>): string | null {
    if (link === null) return this.#options.unreachable;
    return link.state.status === 'connected' ? null : (link.state.error ?? 'still connecting');
  }
}

function failureOf(made: Made<unknown, Connection> | undefined): unknown {
  return made?.link?.state.status === 'disconnected' ? made.link.failure : null;
}

/** Neither connected nor failed so far. */
const isUndecided = (state: LinkState): boolean =>
  state.status === 'reconnecting' && state.error === null;
