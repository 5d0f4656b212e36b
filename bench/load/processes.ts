/**
 * Owns the processes of a run: building their entry points, starting them on a core, waiting until they listen, ending them.
 * What they serve is in contract/ and store/; what is asked of them is in rows/.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';

/** Where the servers and the generator are built to: below bench/, so that its own packages are found. */
export const BUILT = 'bench/.cache';
export const SERVER_CORE = 0;
export const GENERATOR_CORE = 1;

const PINS = spawnSync('taskset', ['-V']).status === 0 && availableParallelism() > 1;

/** What to say of pinning in the report. */
export const pinning = PINS
  ? `servers on core ${SERVER_CORE}, generator on core ${GENERATOR_CORE}`
  : 'not pinned: taskset or a second core is missing';

/** Builds the generator and the servers; packages stay outside, as in any service that is run from its folder. */
export async function buildAll(): Promise<void> {
  await build({
    entryPoints: [
      'bench/load/generator.ts',
      'bench/contract/ours.ts',
      'bench/contract/bare-hono.ts',
      'bench/contract/with-fastify.ts',
      'bench/contract/with-openapi-backend.ts',
      'bench/store/service.ts',
      'bench/tail/broadcaster.ts',
      'bench/tail/readers.ts',
    ],
    outdir: BUILT,
    entryNames: '[name]',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
}

/** Starts Node on one core. */
export function spawnOn(
  core: number,
  args: readonly string[],
  env: Record<string, string>,
  output: 'ipc' | 'pipe' | 'ignore',
  errors: 'inherit' | 'ignore' = 'inherit',
): ChildProcess {
  const pin = PINS ? ['taskset', '-c', String(core)] : [];
  const [command = process.execPath, ...rest] = [...pin, process.execPath, ...args];
  return spawn(command, rest, {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...env },
    stdio: output === 'ipc' ? ['ignore', 'inherit', errors, 'ipc'] : ['ignore', output, errors],
  });
}

/** A server that listens. */
export interface Running {
  readonly pid: number;
  /** What it printed when it did: its port, or its addresses. */
  readonly said: unknown;
  end(): Promise<void>;
}

/** Starts a server and waits for the JSON line it prints once it accepts requests. */
export async function startServer(
  args: readonly string[],
  env: Record<string, string> = {},
  errors: 'inherit' | 'ignore' = 'inherit',
): Promise<Running> {
  const child = spawnOn(SERVER_CORE, args, env, 'pipe', errors);
  const ended = once(child, 'exit');
  const { stdout, pid } = child;
  if (stdout === null || pid === undefined) throw new Error(`${args.join(' ')} did not start`);
  const said = await Promise.race([
    once(createInterface({ input: stdout }), 'line').then(([line]) => JSON.parse(String(line))),
    ended.then(() => Promise.reject(new Error(`${args.join(' ')} ended before it listened`))),
  ]);
  return {
    pid,
    said,
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Starts one of the built servers, which print `{"port": n}`. */
export async function startBuilt(
  name: string,
  env: Record<string, string> = {},
): Promise<Running & { readonly port: number }> {
  const running = await startServer([`${BUILT}/${name}.mjs`], env);
  const { said } = running;
  if (
    typeof said !== 'object' ||
    said === null ||
    !('port' in said) ||
    typeof said.port !== 'number'
  )
    throw new Error(`${name} printed no port`);
  return { ...running, port: said.port };
}
