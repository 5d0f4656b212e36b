/**
 * Owns which container engine there is: finding it, keeping what was found for a while, and noticing when it goes and comes back. How
 * engines are spoken to belongs to the adapters, what is done with one to whoever asks for it.
 */
import type { Clock } from '../../lib/clock.ts';
import { DomainError } from '../shared/index.ts';
import { type Backend, type ContainerEngine, EngineError, type EngineFacts } from './engine.ts';

/** A place where an engine may be. */
export interface EngineCandidate {
  /** What is looked for and where, such as `Docker or Podman at /var/run/docker.sock`. */
  readonly title: string;
  /** The engine there; null where nothing is, so that asking costs nothing. */
  open(): Promise<ContainerEngine | null>;
}

/** What was found. */
export interface Found {
  readonly available: boolean;
  readonly backend: Backend | null;
  readonly version: string | null;
  readonly networking: Pick<EngineFacts, 'hostGateway' | 'extraRunArgs'> | null;
  /** The finding as a sentence; without an engine it says why. */
  readonly message: string;
}

/** A finding with the engine that it is about, and when it was made by the monotonic clock. */
interface Kept {
  readonly found: Found;
  readonly engine: ContainerEngine | null;
  readonly at: number;
  readonly places: string;
}

const KEEP_MS = 10_000;
const PROBE_MS = 45_000;

/** Finds the engine. */
export class Runtime {
  readonly #candidates: () => readonly EngineCandidate[];
  readonly #clock: Clock;
  readonly #listeners: ((found: Found, isBack: boolean) => void)[] = [];
  #kept: Kept | null = null;
  #looking: { readonly places: string; readonly done: Promise<Kept> } | null = null;
  #lastTold: string | null = null;

  constructor(options: { candidates: () => readonly EngineCandidate[]; clock: Clock }) {
    this.#candidates = options.candidates;
    this.#clock = options.clock;
  }

  /** What there is; with `refresh` it is looked for again. Never fails. */
  async find(refresh = false): Promise<Found> {
    return (await this.#look(refresh)).found;
  }

  /** The engine. @throws DomainError container_engine_unavailable with the reason, and when to ask again */
  async engine(): Promise<ContainerEngine> {
    const { engine, found, at } = await this.#look(false);
    if (engine !== null) return engine;
    const waitSecs = Math.ceil((at + KEEP_MS - this.#clock.monotonic()) / 1000);
    throw new DomainError(
      'container_engine_unavailable',
      found.message,
      null,
      Math.max(1, waitSecs),
    );
  }

  /** Does something with the engine. @throws DomainError for what the engine does not do; one that is gone is looked for again at once */
  async use<T>(work: (engine: ContainerEngine) => Promise<T>): Promise<T> {
    const engine = await this.engine();
    try {
      return await work(engine);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.doubt(error);
      throw toDomainError(error);
    }
  }

  /** Takes a failure of the engine for a reason to look for it again when it is asked for next. */
  doubt(error: EngineError): void {
    if (error.kind === 'failed') return;
    this.#kept = null;
    // A loss that nobody looked at has happened all the same, and one that was late may have done what nobody knows of.
    this.#lastTold = null;
  }

  /** Has `listener` called with every finding that differs from the one before; `isBack` when an engine answers that did not. */
  onChange(listener: (found: Found, isBack: boolean) => void): void {
    this.#listeners.push(listener);
  }

  async #look(refresh: boolean): Promise<Kept> {
    const candidates = this.#candidates();
    const places = candidates.map(({ title }) => title).join('\n');
    const kept = this.#kept;
    const isFresh =
      kept !== null && kept.places === places && this.#clock.monotonic() - kept.at < KEEP_MS;
    if (isFresh && !refresh) return kept;
    // One that began for other places says nothing of these.
    if (this.#looking?.places === places) return await this.#looking.done;
    const done = this.#probe(candidates, places);
    this.#looking = { places, done };
    try {
      return await done;
    } finally {
      if (this.#looking?.done === done) this.#looking = null;
    }
  }

  async #probe(candidates: readonly EngineCandidate[], places: string): Promise<Kept> {
    const probed = await firstOf(candidates);
    const kept = { ...probed, at: this.#clock.monotonic(), places };
    this.#kept = kept;
    const { available, backend, version, message } = kept.found;
    const told = JSON.stringify([available, backend, version, message]);
    if (told !== this.#lastTold) {
      const wasThere = this.#lastTold?.startsWith('[true') ?? false;
      this.#lastTold = told;
      for (const listener of this.#listeners) listener(kept.found, available && !wasThere);
    }
    return kept;
  }
}

/** A failure of the engine as callers are told of it. */
export function toDomainError(error: EngineError): DomainError {
  switch (error.kind) {
    case 'unavailable':
      return new DomainError('container_engine_unavailable', error.message, null, KEEP_MS / 1000);
    case 'timeout':
      return new DomainError('container_engine_timed_out', error.message);
    case 'failed':
      return new DomainError('container_engine_failed', error.message);
  }
}

/** Asks all at once, so that one which hangs costs its own time alone; the first in order that answers is taken. */
async function firstOf(
  candidates: readonly EngineCandidate[],
): Promise<Pick<Kept, 'found' | 'engine'>> {
  const signal = AbortSignal.timeout(PROBE_MS);
  const asked = candidates.map((candidate) => ask(candidate, signal));
  const faults: string[] = [];
  for (const one of asked) {
    const answer = await one;
    if (answer === null) continue;
    if (typeof answer === 'string') {
      faults.push(answer);
      continue;
    }
    const { engine, facts } = answer;
    const { product, version, hostGateway, extraRunArgs } = facts;
    const found: Found = {
      available: true,
      backend: engine.backend,
      version,
      networking: { hostGateway, extraRunArgs },
      message: `${product} ${version} is ready`,
    };
    return { engine, found };
  }
  const reason = faults.length === 0 ? '' : `: ${faults.join('; ')}`;
  const message =
    candidates.length === 0 ? 'Containers are turned off' : `No container engine answers${reason}`;
  const found: Found = {
    available: false,
    backend: null,
    version: null,
    networking: null,
    message,
  };
  return { engine: null, found };
}

/** The engine with its facts; null where nothing is, and a text where something is that does not answer. */
async function ask({ title, open }: EngineCandidate, signal: AbortSignal) {
  try {
    const engine = await open();
    return engine === null ? null : { engine, facts: await engine.probe(signal) };
  } catch (error) {
    return `${title}: ${error instanceof Error ? error.message : String(error)}`;
  }
}
