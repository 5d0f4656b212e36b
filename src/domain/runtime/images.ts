/**
 * Owns building the image of agents and telling of images. What is in the image belongs to container/, building itself to the engine.
 */
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/log.ts';
import { redact } from '../../lib/redact.ts';
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError, systemCaller } from '../shared/index.ts';
import { type ContainerEngine, EngineError, type ImageFacts } from './engine.ts';
import { checkImageTag, checkNewImageTag } from './names.ts';
import { type Runtime, toDomainError } from './runtime.ts';
import { Tail } from './tail.ts';

/** How the last build of an image went, or goes. Times are epoch milliseconds. */
export interface BuildState {
  readonly state: 'idle' | 'building' | 'succeeded' | 'failed';
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** The end of its log. */
  readonly output: string;
}

/** Whether there is an image, and how its last build went. */
export interface ImageStatus {
  readonly tag: string;
  readonly image: ImageFacts | null;
  readonly build: BuildState;
}

/** A build that has ended. */
export interface BuildResult {
  readonly tag: string;
  readonly success: boolean;
  readonly message: string;
  readonly output: string;
}

/** A build that has begun. */
export interface StartedBuild {
  readonly id: string;
  readonly tag: string;
  /** @throws DomainError when the engine went away, or it took too long */
  readonly ended: Promise<BuildResult>;
}

/** What is built. */
export interface ImageSettings {
  readonly image: string;
  readonly baseImage: string;
  /** Folder with the Dockerfile and what it copies. */
  readonly contextDir: string;
}

interface ImagesOptions {
  readonly runtime: Runtime;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: () => ImageSettings;
  /** How long a build may take. */
  readonly limitMs?: number;
}

const LIMIT_MS = 30 * 60_000;
const STATUS_MS = 10_000;
const KEPT_BUILDS = 100;
const IDLE: BuildState = { state: 'idle', startedAt: null, finishedAt: null, output: '' };

/** A build, as it goes. */
interface Build {
  readonly startedAt: number;
  finishedAt: number | null;
  state: BuildState['state'];
  readonly output: Tail;
}

/** Builds images and knows of them. */
export class Images {
  readonly #options: ImagesOptions;
  readonly #builds = new Map<string, Build>();
  readonly #stopping = new AbortController();
  #running: Promise<unknown> | null = null;
  #isStarting = false;

  constructor(options: ImagesOptions) {
    this.#options = options;
  }

  /** Begins a build. @throws DomainError image_tag_invalid, build_running, container_engine_unavailable */
  async build(tag: string | undefined, caller: Caller): Promise<StartedBuild> {
    const { runtime, journal, clock, settings } = this.#options;
    const wanted = tag ?? settings().image;
    checkNewImageTag(wanted);
    if (this.#isStarting || this.#running !== null)
      throw new DomainError('build_running', 'A build runs already; one runs at a time');
    this.#isStarting = true;
    try {
      const engine = await runtime.engine();
      const startedAt = clock.now();
      const id = makeId('build', startedAt);
      await journal.commit(caller, async (change) => {
        change.target(wanted, { buildId: id });
        await change.note({
          event: 'image.build_started',
          target: wanted,
          details: { severity: 'info', allowed: true, message: 'A build has begun', buildId: id },
        });
      });
      const build: Build = { startedAt, finishedAt: null, state: 'building', output: new Tail() };
      this.#keep(wanted, build);
      const ended = this.#run(engine, wanted, id, build);
      this.#running = ended;
      // Whoever does not wait is told by the status.
      ended.catch(() => undefined);
      return { id, tag: wanted, ended };
    } finally {
      this.#isStarting = false;
    }
  }

  /** @throws DomainError image_tag_invalid, container_engine_* */
  async status(tag: string | undefined): Promise<ImageStatus> {
    const wanted = tag ?? this.#options.settings().image;
    checkImageTag(wanted);
    const image = await this.#options.runtime.use((engine) =>
      engine.image(wanted, AbortSignal.timeout(STATUS_MS)),
    );
    const build = this.#builds.get(keyOf(wanted));
    if (build === undefined) return { tag: wanted, image, build: IDLE };
    const { state, startedAt, finishedAt, output } = build;
    return { tag: wanted, image, build: { state, startedAt, finishedAt, output: said(output) } };
  }

  /** Gives up a build that runs, and waits for its end. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running?.catch(() => undefined);
  }

  async #run(engine: ContainerEngine, tag: string, id: string, build: Build): Promise<BuildResult> {
    const { runtime, settings, limitMs = LIMIT_MS } = this.#options;
    const { baseImage, contextDir } = settings();
    const spec = { tag, contextDir, buildArgs: { BASE_IMAGE: baseImage }, labels: {} };
    const limit = new AbortController();
    const giveUp = () => limit.abort();
    const timer = setTimeout(giveUp, limitMs);
    this.#stopping.signal.addEventListener('abort', giveUp);
    if (this.#stopping.signal.aborted) giveUp();
    try {
      const success = await engine.build(spec, (text) => build.output.add(text), limit.signal);
      const message = success ? 'Image built successfully' : 'The build failed: see its output';
      await this.#end(build, tag, id, success, message);
      return { tag, success, message, output: said(build.output) };
    } catch (error) {
      if (!(error instanceof EngineError)) {
        await this.#end(build, tag, id, false, 'The build failed');
        throw error;
      }
      runtime.doubt(error);
      const refusal = toDomainError(error);
      build.output.add(`${refusal.message}\n`);
      await this.#end(build, tag, id, false, refusal.message);
      throw refusal;
    } finally {
      clearTimeout(timer);
      this.#stopping.signal.removeEventListener('abort', giveUp);
    }
  }

  async #end(build: Build, tag: string, id: string, success: boolean, message: string) {
    const { journal, clock, log } = this.#options;
    build.state = success ? 'succeeded' : 'failed';
    build.finishedAt = clock.now();
    this.#running = null;
    const event = success ? 'image.build_completed' : 'image.build_failed';
    const severity = success ? 'info' : 'warning';
    const details = { severity, allowed: true, message, buildId: id } as const;
    try {
      await journal.commit(systemCaller('containers'), (change) =>
        change.note({ event, target: tag, details }),
      );
    } catch (error) {
      log.error('the end of a build could not be noted', { error });
    }
  }

  #keep(tag: string, build: Build): void {
    const key = keyOf(tag);
    this.#builds.delete(key);
    this.#builds.set(key, build);
    const [oldest] = this.#builds.keys();
    if (this.#builds.size > KEPT_BUILDS && oldest !== undefined) this.#builds.delete(oldest);
  }
}

/** An image without a tag is the one with `latest`. */
const keyOf = (tag: string): string =>
  tag.includes('@') || /:[^/]*$/.test(tag) ? tag : `${tag}:latest`;

/** A log as it may be shown: what commands print can hold secrets. */
const said = (output: Tail): string => redact(output.text());
