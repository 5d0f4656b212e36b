/**
 * Owns the commands of operations in tests: the built program beside a daemon, told where it is by its environment.
 * What they must say is left to the tests.
 */
import { onTestFinished } from 'vitest';
import { ADMIN_TOKEN, startTestDaemon } from '../support/daemon.ts';
import { type Ended, gatehouse, newHome, Running } from './command.ts';

/** Runs commands beside one daemon. */
export interface World {
  readonly addresses: Readonly<Record<'prx' | 'agent' | 'nanoclaw', string>>;
  /** Runs a command to its end; `input` is its standard input. */
  run(
    args: readonly string[],
    more?: { input?: string; env?: Record<string, string> },
  ): Promise<Ended>;
  /** Runs a command that must succeed. @returns what it printed */
  print(...args: readonly string[]): Promise<string>;
  /** Runs a command with `--json`. @returns the answer */
  json(...args: readonly string[]): Promise<unknown>;
  /** Starts a command that does not end by itself. */
  start(...args: readonly string[]): Running;
}

/** A daemon of the running test with commands that find it. */
export async function newWorld(env: Record<string, string> = {}): Promise<World> {
  const daemon = await startTestDaemon({ env });
  onTestFinished(() => daemon.stop());
  return worldOf(daemon.addresses);
}

/** Commands that find servers at these addresses. */
export function worldOf(addresses: World['addresses']): World {
  const home = newHome();
  const found = {
    GATEHOUSE_TOKEN: ADMIN_TOKEN,
    GATEHOUSE_URL_PRX: addresses.prx,
    GATEHOUSE_URL_AGENT: addresses.agent,
    GATEHOUSE_URL_NANOCLAW: addresses.nanoclaw,
  };
  const run: World['run'] = (args, { env, ...more } = {}) =>
    gatehouse(args, { home, env: { ...found, ...env }, ...more });
  const print: World['print'] = async (...args) => {
    const { code, stdout, stderr } = await run(args);
    if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${stderr}`);
    return stdout;
  };
  return {
    addresses,
    run,
    print,
    json: async (...args) => JSON.parse(await print(...args, '--json')),
    start: (...args) => {
      const running = new Running(args, { home, env: found });
      onTestFinished(() => void running.child.kill('SIGKILL'));
      return running;
    },
  };
}
