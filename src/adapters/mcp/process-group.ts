/**
 * Owns a program with everything it starts: one process group, which ends as a whole. What is said over its pipes belongs to stdio.ts.
 * When the daemon itself is killed, a program sees the end of its standard input, which is how MCP tells it to go.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long each of the three ways to end it is given: closing its input, asking it, killing it. */
const PATIENCE_MS = { close: 1500, SIGTERM: 1500, SIGKILL: 1000 };
const LOOK_MS = 20;
/** How long what an ended program has printed may take to be read. */
const READ_MS = 250;

/** How the program ended by itself: an exit code or a signal. */
export type Ending = number | NodeJS.Signals;

/** A running program. */
export class ProcessGroup {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #id: number;
  #hasExited = false;
  #ending: Promise<void> | null = null;
  /** Resolves when the program has ended and what it printed was read, or was not closed by its own children soon after. */
  readonly ended: Promise<Ending>;

  private constructor(child: ChildProcessWithoutNullStreams, id: number) {
    this.#child = child;
    this.#id = id;
    const closed = new Promise((resolve) => child.once('close', resolve));
    this.ended = new Promise((resolve) => {
      child.once('exit', async (code, signal) => {
        this.#hasExited = true;
        await Promise.race([closed, sleep(READ_MS, undefined, { ref: false })]);
        resolve(code ?? signal ?? 0);
      });
    });
  }

  /** Starts a program without a shell, as the leader of a group of its own. @throws Error in words when it cannot be started */
  static async start(
    command: string,
    args: readonly string[],
    env: Record<string, string>,
  ): Promise<ProcessGroup> {
    try {
      const child = spawn(command, args, { env, stdio: 'pipe', detached: true, windowsHide: true });
      // That nobody reads or writes any more is told by the exit.
      for (const pipe of [child.stdin, child.stdout, child.stderr]) pipe.on('error', () => {});
      await once(child, 'spawn');
      return new ProcessGroup(child, child.pid ?? Number.NaN);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : String(error);
      const reason = MEANINGS[String(code)] ?? `it could not be started (${code})`;
      throw new Error(`${command}: ${reason}`);
    }
  }

  get pid(): number {
    return this.#id;
  }

  get pipes(): Pick<ChildProcessWithoutNullStreams, 'stdin' | 'stdout' | 'stderr'> {
    return this.#child;
  }

  /** Ends everything of the group, with growing force. @returns when it is over, or was given up */
  end(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    const { stdin, stdout, stderr } = this.#child;
    stdin.end();
    let isGone = await this.#isGoneWithin(PATIENCE_MS.close);
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      if (isGone) break;
      this.#signal(signal);
      isGone = await this.#isGoneWithin(PATIENCE_MS[signal]);
    }
    for (const pipe of [stdin, stdout, stderr]) pipe.destroy();
  }

  async #isGoneWithin(milliseconds: number): Promise<boolean> {
    const until = performance.now() + milliseconds;
    // The exit of the leader is an event, that of the others only shows when one looks.
    while (!this.#hasExited || this.#signal(0)) {
      if (performance.now() >= until) return false;
      await sleep(LOOK_MS);
    }
    return true;
  }

  /** @returns whether anybody of the group was there */
  #signal(signal: NodeJS.Signals | 0): boolean {
    try {
      return process.kill(-this.#id, signal);
    } catch {
      // There is nobody left, or nobody that may be signalled: both end the matter.
      return false;
    }
  }
}

const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such program',
  EACCES: 'it may not be run',
  ENOEXEC: 'it is no program',
  E2BIG: 'its arguments and environment are too long',
  EMFILE: 'there are too many open files',
  EAGAIN: 'there are too many processes',
};
