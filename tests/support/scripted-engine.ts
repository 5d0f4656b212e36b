/**
 * Owns a container engine whose containers are scripts of a test, in this process. Real engines are in podman.ts; what the domain does with
 * an engine is left to the tests.
 */
import type {
  AgentMessage,
  ContainerEnd,
  ContainerEngine,
  ContainerFacts,
  ContainerInput,
  ContainerSpec,
  OutputChunk,
  StartedContainer,
} from '../../src/domain/runtime/index.ts';
import {
  containerInput,
  type EngineError,
  MESSAGE_BEGINS,
  MESSAGE_ENDS,
} from '../../src/domain/runtime/index.ts';

/** What a script can do. */
export interface Inside {
  readonly spec: ContainerSpec;
  readonly input: ContainerInput;
  /** Aborts when the container is ended from outside. */
  readonly killed: AbortSignal;
  say(message: AgentMessage): void;
  write(stream: 'stdout' | 'stderr', text: string): void;
}

/** What a container does; its number is the exit code. */
export type Script = (inside: Inside) => Promise<number>;

/** An engine of scripts. */
export class ScriptedEngine implements ContainerEngine {
  readonly backend = 'docker';
  readonly specs: ContainerSpec[] = [];
  /** Running at this moment, and the most there ever were at once. */
  running = 0;
  most = 0;
  script: Script;
  /** What every call fails with; null while it works. */
  trouble: EngineError | null = null;
  /** What a start waits for. */
  starting: Promise<unknown> = Promise.resolve();
  /** Whether containers take their input; one that does not is never done with it. */
  takesInput = true;

  constructor(script: Script) {
    this.script = script;
  }

  probe() {
    return Promise.resolve({
      product: 'Test',
      version: '1.0',
      hostGateway: 'host',
      extraRunArgs: [],
    });
  }

  build() {
    return Promise.resolve(true);
  }

  image() {
    return Promise.resolve(null);
  }

  list(): Promise<ContainerFacts[]> {
    return Promise.resolve([]);
  }

  remove() {
    return Promise.resolve();
  }

  async start(spec: ContainerSpec): Promise<StartedContainer> {
    if (this.trouble !== null) throw this.trouble;
    await this.starting;
    this.specs.push(spec);
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    const kill = new AbortController();
    const queue: OutputChunk[] = [];
    let wake: () => void = () => undefined;
    let isOver = false;
    const write = (stream: 'stdout' | 'stderr', text: string) => {
      queue.push({ stream, chunk: Buffer.from(text) });
      wake();
    };
    let settle: (end: ContainerEnd) => void = () => undefined;
    const ended = new Promise<ContainerEnd>((resolve) => {
      settle = resolve;
    });
    const finish = (exitCode: number) => {
      if (isOver) return;
      isOver = true;
      this.running -= 1;
      wake();
      settle({ exitCode, oomKilled: false });
    };
    async function* output(): AsyncGenerator<OutputChunk> {
      for (;;) {
        const next = queue.shift();
        if (next !== undefined) yield next;
        else if (isOver) return;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    }
    const end = () => {
      kill.abort();
      finish(137);
      return Promise.resolve();
    };
    return {
      id: `id-${this.specs.length}`,
      input: (text: string) => {
        if (!this.takesInput) return new Promise(() => undefined);
        const inside: Inside = {
          spec,
          input: containerInput.parse(JSON.parse(text)),
          killed: kill.signal,
          say: (message) =>
            write('stdout', `${MESSAGE_BEGINS}\n${JSON.stringify(message)}\n${MESSAGE_ENDS}\n`),
          write,
        };
        this.script(inside).then(finish, () => finish(1));
        return Promise.resolve();
      },
      output: output(),
      ended,
      stop: end,
      kill: end,
    };
  }
}
