/**
 * Owns daemons for tests: a whole one in this process, or the built one as a child process, on free ports and a folder of its own.
 * What a test does with it, and checking answers against the contract, belongs elsewhere.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Addresses, type Daemon, startDaemon } from '../../src/app/daemon.ts';
import type { Outside } from '../../src/app/outside.ts';
import { loadConfig } from '../../src/config/index.ts';
import { type Clock, systemClock } from '../../src/lib/clock.ts';

/** The admin token that every daemon of the tests takes. */
export const ADMIN_TOKEN = 'test-admin-token-of-at-least-32-characters';

/** Settings that let tests run as fast as they like; a test of limits sets its own. */
const DEFAULTS: Record<string, string> = {
  GATEHOUSE_GATEWAY_PORT: '0',
  GATEHOUSE_MANAGEMENT_PORT: '0',
  GATEHOUSE_CONTAINERS_PORT: '0',
  GATEHOUSE_CONTAINERS_PROXY_PORT: '0',
  GATEHOUSE_RATE_LIMITS_SESSIONS_WRITE: '0',
  GATEHOUSE_RATE_LIMITS_SESSIONS_READ: '0',
  GATEHOUSE_RATE_LIMITS_CONFIG_WRITE: '0',
  GATEHOUSE_RATE_LIMITS_OTHER: '0',
  GATEHOUSE_LOGGING_LEVEL: 'error',
  GATEHOUSE_ADMIN_TOKEN: ADMIN_TOKEN,
  // What this machine has must not decide how tests go.
  GATEHOUSE_CONTAINERS_ENGINE: 'none',
  AGENT_ID: 'my-agent',
};

/** A data folder of its own; whoever stops the daemon removes it. */
const makeHome = () => mkdtempSync(join(tmpdir(), 'gatehouse-home-'));

/**
 * Starts a daemon in this process; `stop()` also removes its data folder unless `home` was given.
 * An empty string takes a default away.
 */
export async function startTestDaemon(
  options: { env?: Record<string, string>; home?: string; clock?: Clock; outside?: Outside } = {},
): Promise<Daemon & { readonly home: string }> {
  const home = options.home ?? makeHome();
  const env = { ...DEFAULTS, ...options.env, GATEHOUSE_HOME: home };
  const daemon = await startDaemon(
    loadConfig({ env, cwd: home }),
    options.clock ?? systemClock,
    options.outside,
  );
  return {
    ...daemon,
    home,
    async stop() {
      await daemon.stop();
      if (options.home === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A built daemon in a process of its own. */
export interface ChildDaemon {
  readonly addresses: Addresses;
  readonly process: ChildProcess;
  readonly home: string;
  /** Sends a signal and waits for the end; the data folder goes too unless `home` was given. @returns exit code or signal */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null>;
}

/** Starts `dist/main.js serve --json` and waits until it accepts requests; `npm run build` comes first. */
export async function spawnDaemon(
  options: { env?: Record<string, string>; home?: string } = {},
): Promise<ChildDaemon> {
  const home = options.home ?? makeHome();
  const child = spawn(process.execPath, ['dist/main.js', 'serve', '--json'], {
    env: { PATH: process.env.PATH, ...DEFAULTS, ...options.env, GATEHOUSE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-10_000);
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([
    once(lines, 'line').then(([line]) => String(line)),
    ended.then(() => Promise.reject(new Error(`The daemon did not start:\n${errors}`))),
  ]);
  return {
    addresses: JSON.parse(first),
    process: child,
    home,
    async end(signal) {
      child.kill(signal);
      const [code, by] = await ended;
      if (options.home === undefined) rmSync(home, { recursive: true, force: true });
      return code ?? by;
    },
  };
}
