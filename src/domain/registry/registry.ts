/**
 * Owns the set of running components: what it is now, and the reloads that bring it up to date, one after the other.
 * How a component is built belongs to its source, reading the configuration to domain/settings.
 */
import type { Journal } from '../audit/index.ts';
import { describeProblem, type Settings } from '../settings/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import type { Component, ComponentKind, ComponentSource } from './ports.ts';

/** A component as callers see it; `id` is its kind and its name. */
export interface ListedComponent {
  readonly id: string;
  readonly kind: ComponentKind;
  readonly revision: string;
  readonly state: Component['state'];
  readonly error: string | null;
}

/** The components now. */
export interface RuntimeMetadata {
  /** 1 after the start, and one more with each reload that changed something. */
  readonly generation: number;
  /** By id. */
  readonly components: readonly ListedComponent[];
}

/** What a reload came to; every component, removed ones included, is in exactly one list, and they are in the order of ids. */
export interface RegistryReload {
  readonly generation: number;
  readonly previousGeneration: number;
  /** Added, rebuilt or removed since the generation before. */
  readonly reloaded: readonly string[];
  readonly unchanged: readonly string[];
  /** Changed, and not able to start as they should be now; what ran before goes on. */
  readonly failed: readonly {
    readonly id: string;
    readonly kind: ComponentKind;
    readonly error: string;
  }[];
}

/** Reloads that may wait for their turn, the one under way not counted. */
const MOST_WAITING = 16;
const FIRST_GENERATION = 1;
/** A component that has not started by then goes on trying, and is told as not started. */
const LONGEST_WAIT_MS = 30_000;

/** The components of this daemon. */
export class Registry {
  readonly #sources: readonly ComponentSource[];
  readonly #settings: Pick<Settings, 'reload'>;
  readonly #journal: Journal;
  readonly #isEnabled: () => boolean;
  readonly #end = new AbortController();
  /** Revisions of the generation by id; null until the daemon has started. */
  #known: ReadonlyMap<string, string> | null = null;
  #generation = FIRST_GENERATION;
  #turn: Promise<unknown> = Promise.resolve();
  /** Reloads that are under way or wait. */
  #pending = 0;

  /** @param options.isEnabled Whether callers may see and change the components at all. */
  constructor(options: {
    sources: readonly ComponentSource[];
    settings: Pick<Settings, 'reload'>;
    journal: Journal;
    isEnabled: () => boolean;
  }) {
    this.#sources = options.sources;
    this.#settings = options.settings;
    this.#journal = options.journal;
    this.#isEnabled = options.isEnabled;
  }

  /** Takes what the areas have started as the first generation. Called right after they have. */
  async start(): Promise<void> {
    const components = await this.#list();
    // One that could not start is new to the first reload under which it does.
    const works = components.filter(([, { state }]) => state !== 'failed');
    this.#known = new Map(works.map(([id, { revision }]) => [id, revision]));
  }

  /** Refuses reloads from now on. @returns when the one under way is over, which waits for nothing any more */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#turn;
  }

  /** The components now. @throws DomainError registry_disabled, runtime_unavailable */
  async metadata(): Promise<RuntimeMetadata> {
    this.#demandKnown();
    const components = (await this.#list()).map(([id, one]) => ({
      id,
      kind: one.kind,
      revision: one.revision,
      state: one.state,
      error: one.error,
    }));
    return { generation: this.#generation, components };
  }

  /** Every component that cannot be as it should, and runs on as it was. */
  async troubles(): Promise<{ component: string; reason: string }[]> {
    return (await this.#list()).flatMap(([id, { refused }]) =>
      refused === null
        ? []
        : [{ component: id, reason: `What it was before goes on, as it cannot start: ${refused}` }],
    );
  }

  /**
   * Reads the configuration file again, then brings every component up to date. With a file that cannot be used nothing is done.
   * @throws DomainError registry_disabled; runtime_unavailable before the start, while stopping, with too many reloads waiting, and
   * for a configuration file that cannot be used
   */
  async reload(by: Caller): Promise<RegistryReload> {
    this.#demandKnown();
    if (this.#pending > MOST_WAITING)
      throw new DomainError('runtime_unavailable', `${MOST_WAITING} reloads are waiting already`);
    this.#pending += 1;
    const result = this.#turn.then(() => this.#reload(by));
    this.#turn = result
      .catch(() => undefined)
      .finally(() => {
        this.#pending -= 1;
      });
    return await result;
  }

  async #reload(by: Caller): Promise<RegistryReload> {
    const known = this.#demandKnown();
    const { problems } = await this.#settings.reload();
    const [problem] = problems;
    if (problem !== undefined)
      throw new DomainError(
        'runtime_unavailable',
        `Nothing is reloaded, as the configuration cannot be used: ${describeProblem(problem)}`,
        { problems },
      );
    // Before anything else happens: what fails on the way must not go without its entry.
    await this.#journal.record(by);
    const signal = AbortSignal.any([this.#end.signal, AbortSignal.timeout(LONGEST_WAIT_MS)]);
    for (const source of this.#sources) await source.reload(signal);
    return this.#compare(await this.#list(), known);
  }

  /** Takes what has started as the generation from now on. */
  #compare(
    now: readonly (readonly [string, Component])[],
    known: ReadonlyMap<string, string>,
  ): RegistryReload {
    const next = new Map<string, string>();
    const reloaded: string[] = [];
    const unchanged: string[] = [];
    const failed: RegistryReload['failed'][number][] = [];
    for (const [id, one] of now) {
      const { kind, revision } = one;
      const before = known.get(id);
      const isNew = revision !== before;
      const error = one.refused ?? (isNew ? notStarted(one) : null);
      if (error !== null) {
        failed.push({ id, kind, error });
        if (before !== undefined) next.set(id, before);
        continue;
      }
      next.set(id, revision);
      (isNew ? reloaded : unchanged).push(id);
    }
    const here = new Set(now.map(([id]) => id));
    reloaded.push(...[...known.keys()].filter((id) => !here.has(id)));
    const previousGeneration = this.#generation;
    this.#known = next;
    if (reloaded.length > 0) this.#generation += 1;
    return {
      generation: this.#generation,
      previousGeneration,
      reloaded: reloaded.sort(),
      unchanged,
      failed,
    };
  }

  /** @returns the revisions of the generation. */
  #demandKnown(): ReadonlyMap<string, string> {
    if (!this.#isEnabled())
      throw new DomainError(
        'registry_disabled',
        'The registry is switched off: INTERNAL_RUNTIME_CONTROL_ENABLED is not true',
      );
    if (this.#known === null || this.#end.signal.aborted)
      throw new DomainError(
        'runtime_unavailable',
        this.#known === null ? 'The components are not started yet' : 'The daemon is stopping',
      );
    return this.#known;
  }

  /** All components with their ids, by id. Every source is asked at once, before the first of them can move on. */
  async #list(): Promise<(readonly [string, Component])[]> {
    const lists = await Promise.all(this.#sources.map((source) => source.list()));
    return lists
      .flat()
      .map((one) => [`${one.kind}:${one.name}`, one] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** Why a component does not run, though it is not switched off; null when it does or is. */
function notStarted({ state, error }: Component): string | null {
  if (state === 'running' || state === 'stopped') return null;
  return error ?? (state === 'starting' ? 'still starting' : 'no reason was given');
}
