/**
 * Owns speaking to Docker, and to Podman, which speaks Docker's language, over a socket file. The shapes of what is said are in
 * docker-shapes.ts, a container that runs in docker-run.ts.
 */
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Duplex } from 'node:stream';
import type Docker from 'dockerode';
import {
  type BuildSpec,
  type ContainerEngine,
  type ContainerFacts,
  type ContainerSpec,
  EngineError,
  type EngineFacts,
  type ImageFacts,
  type StartedContainer,
} from '../../domain/runtime/index.ts';
import { bounded, isMissing, statusOf, toEngineError } from './bounds.ts';
import { attach } from './docker-attach.ts';
import { follow, type Patience, removeQuietly } from './docker-run.ts';
import { toCreateOptions, toFacts } from './docker-shapes.ts';

const PATIENCE: Patience = { call: 10_000, look: 15_000 };
const VERSION_MS = 5000;
/** Some storage drivers copy a whole image for every container. */
const START_MS = 60_000;
/** A build can take as long as its caller lets it. */
const NO_LIMIT_MS = 2 ** 31 - 1;
/** Lines of a build are records; one without an end is no such thing. */
const LONGEST_LINE = 1024 * 1024;

/** Speaks to the engine behind a socket file. */
export class DockerEngine implements ContainerEngine {
  readonly backend = 'docker';
  readonly #socketPath: string;
  readonly #patience: Patience;
  #client: Promise<Docker> | null = null;

  constructor(socketPath: string, patience: Patience = PATIENCE) {
    this.#socketPath = socketPath;
    this.#patience = patience;
  }

  async probe(signal: AbortSignal): Promise<EngineFacts> {
    const version = await this.#ask('Asking for its version', VERSION_MS, signal, (docker) =>
      docker.version(),
    );
    const info: unknown = await this.#ask(
      'Asking for its facts',
      this.#patience.call,
      signal,
      (docker) => docker.info(),
    );
    const isPodman = (version.Components ?? []).some(({ Name }) => Name.startsWith('Podman'));
    if (isPodman) {
      const hostGateway = 'host.containers.internal';
      return { product: 'Podman', version: version.Version, hostGateway, extraRunArgs: [] };
    }
    const hostGateway = 'host.docker.internal';
    const isDesktop =
      typeof info === 'object' &&
      info !== null &&
      'OperatingSystem' in info &&
      info.OperatingSystem === 'Docker Desktop';
    return {
      product: 'Docker',
      version: version.Version,
      hostGateway,
      extraRunArgs: isDesktop ? [] : [`--add-host=${hostGateway}:host-gateway`],
    };
  }

  async build(
    spec: BuildSpec,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ): Promise<boolean> {
    return await this.#ask(
      'Building an image',
      NO_LIMIT_MS,
      signal,
      async (docker, abortSignal) => {
        const stream = await docker.buildImage(
          { context: spec.contextDir, src: await filesBelow(spec.contextDir) },
          {
            t: spec.tag,
            buildargs: { ...spec.buildArgs },
            labels: { ...spec.labels },
            rm: true,
            forcerm: true,
            abortSignal,
          },
        );
        let isGood = true;
        for await (const line of linesOf(stream)) {
          const { text, failed } = readBuildLine(line);
          if (failed) isGood = false;
          if (text !== '') onOutput(text);
        }
        return isGood;
      },
    );
  }

  async image(tag: string, signal: AbortSignal): Promise<ImageFacts | null> {
    return await this.#ask('Looking for an image', this.#patience.call, signal, async (docker) => {
      try {
        const found = await docker.getImage(tag).inspect();
        const createdAt = Date.parse(found.Created);
        return {
          id: found.Id,
          createdAt: Number.isNaN(createdAt) ? null : createdAt,
          sizeBytes: found.Size,
        };
      } catch (error) {
        if (statusOf(error) === 404) return null;
        throw error;
      }
    });
  }

  async start(spec: ContainerSpec, signal: AbortSignal): Promise<StartedContainer> {
    const options = toCreateOptions(spec);
    return await this.#ask(
      'Starting a container',
      START_MS,
      signal,
      async (docker, abortSignal) => {
        const container = await docker.createContainer({ ...options, abortSignal });
        let stream: Duplex | undefined;
        try {
          // Before it starts, so that none of its output is missed.
          stream = await attach(this.#socketPath, container.id, abortSignal);
          await container.start({ abortSignal });
          return follow(container, stream, this.#patience);
        } catch (error) {
          stream?.destroy();
          await removeQuietly(container, this.#patience);
          throw error;
        }
      },
    );
  }

  async list(
    labels: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<ContainerFacts[]> {
    const label = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
    return await this.#ask('Listing containers', START_MS, signal, async (docker, abortSignal) => {
      const found = await docker.listContainers({ all: true, filters: { label }, abortSignal });
      const facts: ContainerFacts[] = [];
      for (const { Id: id } of found) {
        try {
          facts.push(toFacts(await docker.getContainer(id).inspect({ abortSignal })));
        } catch (error) {
          // It went meanwhile.
          if (!isMissing(error)) throw error;
        }
      }
      return facts;
    });
  }

  async remove(id: string, signal: AbortSignal): Promise<void> {
    await this.#ask('Removing a container', START_MS, signal, async (docker, abortSignal) => {
      try {
        await docker.getContainer(id).remove({ force: true, v: true, abortSignal });
      } catch (error) {
        // 409: somebody else is removing it.
        if (statusOf(error) !== 409 && !isMissing(error)) throw error;
      }
    });
  }

  async #ask<T>(
    what: string,
    limitMs: number,
    signal: AbortSignal,
    work: (docker: Docker, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    this.#client ??= loadClient(this.#socketPath);
    const docker = await this.#client;
    return await bounded(what, limitMs, signal, (inner) => work(docker, inner));
  }
}

/** The client is a large package that most daemons never need. */
async function loadClient(socketPath: string): Promise<Docker> {
  const { default: Client } = await import('dockerode');
  return new Client({ socketPath });
}

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  } catch (error) {
    const { message } = toEngineError('Reading the build folder', error);
    throw new EngineError('failed', message, { cause: error });
  }
}

async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new EngineError('failed', 'The build log has no lines');
    yield* lines;
  }
  yield rest;
}

/** One record of a build log; what is no record is passed on as it is. */
function readBuildLine(line: string): { text: string; failed: boolean } {
  if (line.trim() === '') return { text: '', failed: false };
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return { text: `${line}\n`, failed: false };
  }
  const textOf = (name: string): string => {
    const value =
      typeof record === 'object' && record !== null
        ? Object.getOwnPropertyDescriptor(record, name)?.value
        : undefined;
    return typeof value === 'string' ? value : '';
  };
  const error = textOf('error');
  if (error !== '') return { text: `${error}\n`, failed: true };
  const status = textOf('status');
  return { text: textOf('stream') || (status === '' ? '' : `${status}\n`), failed: false };
}
