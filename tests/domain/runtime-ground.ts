/**
 * Owns an engine that does what a test says, for the areas of the domain that ask one. What they make of it is left to the tests.
 */
import type {
  BuildSpec,
  ContainerEngine,
  ContainerFacts,
  EngineCandidate,
  EngineError,
  ImageFacts,
} from '../../src/domain/runtime/index.ts';

/** An engine whose answers are set. */
export class FakeEngine implements ContainerEngine {
  readonly backend: 'docker' | 'apple_container';
  containers: ContainerFacts[] = [];
  readonly images = new Map<string, ImageFacts>();
  /** What every call fails with; null while it works. */
  trouble: EngineError | null = null;
  /** What removing this container fails with. */
  stuck = new Map<string, EngineError>();
  probes = 0;
  /** Held up until it settles. */
  probing: Promise<unknown> = Promise.resolve();
  build: (
    spec: BuildSpec,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ) => Promise<boolean> = () => Promise.resolve(true);

  constructor(backend: 'docker' | 'apple_container' = 'docker') {
    this.backend = backend;
  }

  async probe() {
    this.probes += 1;
    await this.probing;
    this.#check();
    const product = this.backend === 'docker' ? 'Docker' : 'Apple Container';
    return { product, version: '24.0.7', hostGateway: 'host.docker.internal', extraRunArgs: [] };
  }

  image(tag: string) {
    this.#check();
    return Promise.resolve(this.images.get(tag) ?? null);
  }

  start(): Promise<never> {
    return Promise.reject(new Error('nothing starts here'));
  }

  async list(labels: Readonly<Record<string, string>>) {
    this.#check();
    return this.containers.filter((one) =>
      Object.entries(labels).every(([name, value]) => one.labels[name] === value),
    );
  }

  async remove(id: string) {
    const error = this.stuck.get(id);
    if (error !== undefined) throw error;
    this.containers = this.containers.filter((one) => one.id !== id);
  }

  #check(): void {
    if (this.trouble !== null) throw this.trouble;
  }
}

/** A place where an engine is; null for one where nothing is. */
export const placeOf = (title: string, engine: ContainerEngine | null): EngineCandidate => ({
  title,
  open: () => Promise.resolve(engine),
});
