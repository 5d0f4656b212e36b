/**
 * Owns running the built program as a person does: a process, its arguments, its two outputs, its exit code.
 * What it must say is left to the tests; `npm run build` comes first.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Addresses } from '../../src/app/daemon.ts';
import { tempDir } from '../support/temp.ts';

/** The built program. */
export const PROGRAM = resolve('dist/main.js');

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where a process runs and what it finds in its environment; ports are free ones unless said otherwise. */
export interface Surroundings {
  readonly home: string;
  readonly env?: Record<string, string>;
  /** The program's file, for a name other than its own. */
  readonly program?: string;
  /** The working directory, where `gatehouse.toml` is looked for; the home unless given. */
  readonly cwd?: string;
  /** What the process reads on standard input; nothing unless given. */
  readonly input?: string;
}

const ENVIRONMENT = {
  PATH: process.env.PATH,
  GATEHOUSE_GATEWAY_PORT: '0',
  GATEHOUSE_MANAGEMENT_PORT: '0',
  GATEHOUSE_CONTAINERS_PORT: '0',
  GATEHOUSE_CONTAINERS_PROXY_PORT: '0',
};

/** A process of the program with what it has said so far. */
export class Running {
  readonly child: ChildProcess;
  readonly #exit: Promise<unknown>;
  stdout = '';
  stderr = '';

  constructor(args: readonly string[], { home, env, program, cwd, input }: Surroundings) {
    this.child = spawn(process.execPath, [program ?? PROGRAM, ...args], {
      env: { ...ENVIRONMENT, GATEHOUSE_HOME: home, ...env },
      cwd: cwd ?? home,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    this.child.stdin?.end(input);
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.stdout += chunk.toString();
    });
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.stderr += chunk.toString();
    });
    // 'close' comes when both outputs are at their end, 'exit' may come before.
    this.#exit = once(this.child, 'close');
  }

  /** Waits until it has printed this on standard output. @throws when it ends before */
  async untilPrinted(pattern: RegExp): Promise<void> {
    let ended = false;
    void this.#exit.then(() => {
      ended = true;
    });
    await vi.waitUntil(() => pattern.test(this.stdout) || ended, { timeout: 60_000, interval: 5 });
    if (!pattern.test(this.stdout)) throw new Error(`The process ended:\n${this.stderr}`);
  }

  /** Waits for the end. */
  async end(): Promise<Ended> {
    await this.#exit;
    return { code: this.child.exitCode, stdout: this.stdout, stderr: this.stderr };
  }

  /** Sends a signal and waits for the end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> {
    this.child.kill(signal);
    return await this.end();
  }
}

/** Runs a command to its end. */
export async function gatehouse(args: readonly string[], where: Surroundings): Promise<Ended> {
  return await new Running(args, where).end();
}

/** A daemon that accepts requests. */
export interface Serving {
  readonly process: Running;
  readonly addresses: Addresses;
}

/** Starts `serve --json` and waits until it accepts requests; it ends with the test at the latest. */
export async function serve(where: Surroundings): Promise<Serving> {
  const process = new Running(['serve', '--json'], where);
  onTestFinished(async () => void (await process.stop('SIGKILL')));
  await process.untilPrinted(/\n/);
  return { process, addresses: JSON.parse(process.stdout) };
}

/** An empty data folder of the running test. */
export const newHome = () => tempDir();

/** Calls an API with a token. @returns the status and the body, if it is JSON */
export async function call(
  url: string,
  token: string | null,
  method = 'GET',
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}
