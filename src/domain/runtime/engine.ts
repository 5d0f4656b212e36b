/**
 * Owns the port of a container engine: what the domain asks of it, and what it answers. Docker, Podman and Apple `container` are
 * spoken to in src/adapters/containers.
 */

/** Engines by the names of the API; Podman speaks Docker's language. */
export type Backend = 'docker' | 'apple_container';

/** What is known of an engine that answers. */
export interface EngineFacts {
  /** What it calls itself, such as `Docker` or `Podman`. */
  readonly product: string;
  readonly version: string;
  /** The address of the host as a container on a bridge network sees it. */
  readonly hostGateway: string;
  /** Arguments that containers are started with so that this address works. */
  readonly extraRunArgs: readonly string[];
}

/** An image that the engine has. */
export interface ImageFacts {
  readonly id: string;
  readonly createdAt: number | null;
  readonly sizeBytes: number | null;
}

/** What to build. */
export interface BuildSpec {
  readonly tag: string;
  /** Folder with the Dockerfile and everything it copies. */
  readonly contextDir: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
}

/** A folder or socket of the host that a container sees. Paths are absolute, and `source` has no links in it. */
export interface Bind {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/**
 * A container to start. What it is never given cannot be said here, and adapters add it always: no capabilities, no new privileges, a
 * root file system that is read-only with a small `/tmp` in memory, an init process, no restart, removal at its end.
 */
export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly binds: readonly Bind[];
  /** `uid:gid`, never 0. */
  readonly user: string;
  readonly workdir: string;
  readonly network: 'none' | 'bridge';
  readonly memoryBytes: number;
  readonly cpus: number;
  readonly pids: number;
  /** Further arguments in the words of `docker run`, already checked by the policy. */
  readonly extraArgs: readonly string[];
}

/** A piece of what a container writes. */
export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr';
  readonly chunk: Buffer;
}

/** How a container ended; `exitCode` is null where the engine cannot say. */
export interface ContainerEnd {
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
}

/** A container that was started. */
export interface StartedContainer {
  readonly id: string;
  /** Gives it its whole input and ends that. */
  input(text: string): Promise<void>;
  /** Everything it writes, in the order of each stream; ends with the container, and fails with EngineError when the engine goes. */
  readonly output: AsyncIterable<OutputChunk>;
  /** Settles when it has ended. @throws EngineError when the engine goes away and nobody can say what became of it */
  readonly ended: Promise<ContainerEnd>;
  /** Asks it to end, and ends it by force after `graceSecs`. A container that has ended is no error. */
  stop(graceSecs: number): Promise<void>;
  /** Ends it by force. A container that has ended is no error. */
  kill(): Promise<void>;
}

/** A container as the engine tells of it, with what matters for the policy. */
export interface ContainerFacts {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly isRunning: boolean;
  readonly privileged: boolean;
  readonly capAdd: readonly string[];
  readonly capDropAll: boolean;
  readonly noNewPrivileges: boolean;
  readonly readOnlyRoot: boolean;
  readonly network: string;
  /** `host` or another container where a namespace of the kernel is shared; empty otherwise. */
  readonly pidMode: string;
  readonly ipcMode: string;
  readonly usernsMode: string;
  readonly devices: readonly string[];
  readonly user: string;
  readonly memoryBytes: number;
  readonly pids: number;
  readonly binds: readonly Bind[];
}

/** Speaks to one container engine. Everything is bounded in time by `signal`, and throws EngineError alone. */
export interface ContainerEngine {
  readonly backend: Backend;
  probe(signal: AbortSignal): Promise<EngineFacts>;
  /** Builds an image. @returns whether the build came to a good end; its log goes to `onOutput` */
  build(spec: BuildSpec, onOutput: (text: string) => void, signal: AbortSignal): Promise<boolean>;
  /** The image; null where the engine has none of this name. */
  image(tag: string, signal: AbortSignal): Promise<ImageFacts | null>;
  start(spec: ContainerSpec, signal: AbortSignal): Promise<StartedContainer>;
  /** Containers that carry all of these labels, running or not. */
  list(labels: Readonly<Record<string, string>>, signal: AbortSignal): Promise<ContainerFacts[]>;
  /** Ends a container by force and removes it; one that is gone is no error. */
  remove(id: string, signal: AbortSignal): Promise<void>;
}

/** The engine did not do what was asked. The message is for operators and holds no secret. */
export class EngineError extends Error {
  /** `unavailable`: nobody answers; `timeout`: not in time; `failed`: it answered that it could not. */
  readonly kind: 'unavailable' | 'timeout' | 'failed';

  constructor(kind: EngineError['kind'], message: string, options: { cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'EngineError';
    this.kind = kind;
  }
}
