/**
 * Owns speaking to Apple's container engine through its `container` command. Arguments and output are in apple-shapes.ts, running the
 * command in apple-cli.ts.
 */
import { networkInterfaces } from 'node:os';
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
import { redact } from '../../lib/redact.ts';
import { type CommandEnd, runCommand } from './apple-cli.ts';
import { followProcess } from './apple-run.ts';
import { readContainers, readImage, toRunArguments } from './apple-shapes.ts';
import { bounded } from './bounds.ts';

const CALL_MS = 10_000;
const VERSION_MS = 5000;
/** Starting its system service takes a while. */
const SYSTEM_START_MS = 30_000;
const START_MS = 60_000;
const NO_LIMIT_MS = 2 ** 31 - 1;
const LONGEST_MESSAGE = 500;
const endless = new AbortController().signal;
/** Where the host is while no container runs, and its bridge does not exist. */
const USUAL_GATEWAY = '192.168.64.1';

/** Speaks to the engine behind the command of this name or path. */
export class AppleEngine implements ContainerEngine {
  readonly backend = 'apple_container';
  readonly #binary: string;

  constructor(binary: string) {
    this.#binary = binary;
  }

  async probe(signal: AbortSignal): Promise<EngineFacts> {
    const said = await this.#must(['--version'], VERSION_MS, signal);
    const status = await this.#run(['system', 'status'], CALL_MS, signal);
    if (status.exitCode !== 0) await this.#must(['system', 'start'], SYSTEM_START_MS, signal);
    return {
      product: 'Apple Container',
      version: /\d+\.\d+(?:\.\d+)?/.exec(said)?.[0] ?? said.trim().slice(0, 64),
      hostGateway: bridgeAddress() ?? USUAL_GATEWAY,
      extraRunArgs: [],
    };
  }

  async build(
    spec: BuildSpec,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ): Promise<boolean> {
    const pairs = (name: string, of: Readonly<Record<string, string>>) =>
      Object.entries(of).flatMap(([key, value]) => [name, `${key}=${value}`]);
    const args = [
      ...['build', '--progress', 'plain', '--tag', spec.tag],
      ...pairs('--build-arg', spec.buildArgs),
      ...pairs('--label', spec.labels),
      spec.contextDir,
    ];
    const { exitCode } = await runCommand(this.#binary, args, {
      limitMs: NO_LIMIT_MS,
      signal,
      onOutput,
    });
    return exitCode === 0;
  }

  async image(tag: string, signal: AbortSignal): Promise<ImageFacts | null> {
    const end = await this.#run(['image', 'inspect', tag], CALL_MS, signal);
    if (end.exitCode !== 0 && /not ?found/i.test(end.stderr)) return null;
    return readImage(must(end));
  }

  async start(spec: ContainerSpec, signal: AbortSignal): Promise<StartedContainer> {
    const args = toRunArguments(spec);
    return await bounded('Starting a container', START_MS, signal, () =>
      followProcess(this.#binary, args, {
        id: spec.name,
        stop: (graceSecs) => this.#end(spec.name, ['stop', '--time', String(graceSecs)], graceSecs),
        kill: () => this.#end(spec.name, ['kill'], 0),
      }),
    );
  }

  async list(
    labels: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<ContainerFacts[]> {
    const text = await this.#must(['list', '--all', '--format', 'json'], CALL_MS, signal);
    const wanted = Object.entries(labels);
    return readContainers(text).filter((one) =>
      wanted.every(([name, value]) => one.labels[name] === value),
    );
  }

  async remove(id: string, signal: AbortSignal): Promise<void> {
    const end = await this.#run(['delete', '--force', id], START_MS, signal);
    if (!/not ?found/i.test(end.stderr)) must(end);
  }

  /** Ends a container; one that is gone by now is no error. */
  async #end(id: string, args: readonly string[], graceSecs: number): Promise<void> {
    const end = await this.#run([...args, id], graceSecs * 1000 + CALL_MS, endless);
    if (end.exitCode === 0 || /not ?found|not running/i.test(end.stderr)) return;
    const still = (await this.list({}, endless)).some((one) => one.id === id && one.isRunning);
    if (still) must(end);
  }

  async #run(args: readonly string[], limitMs: number, signal: AbortSignal): Promise<CommandEnd> {
    return await runCommand(this.#binary, args, { limitMs, signal });
  }

  async #must(args: readonly string[], limitMs: number, signal: AbortSignal): Promise<string> {
    return must(await this.#run(args, limitMs, signal));
  }
}

/** What a command printed. @throws EngineError for one that failed: `unavailable` where its service does not run */
function must({ exitCode, stdout, stderr }: CommandEnd): string {
  if (exitCode === 0) return stdout;
  const text = redact(stderr.trim()).slice(0, LONGEST_MESSAGE);
  const isDown = /XPC|system service|not started|connection (?:error|refused|invalid)/i.test(text);
  const message = text === '' ? `The command ended with code ${exitCode}` : text;
  throw new EngineError(isDown ? 'unavailable' : 'failed', message);
}

/** The address of the host on the bridge of its containers. */
function bridgeAddress(): string | null {
  const found = networkInterfaces();
  const addresses = [...(found.bridge100 ?? []), ...(found.bridge0 ?? [])];
  return addresses.find(({ family }) => family === 'IPv4')?.address ?? null;
}
