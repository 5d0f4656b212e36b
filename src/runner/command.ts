/**
 * Owns running one command of the agent: a shell with little in its environment, ended with all its children when its time is over.
 * Who may run what is decided by the walls of the container.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** What to run, and where. */
export interface Command {
  /** For `/bin/sh -c`. */
  readonly text: string;
  readonly folder: string;
  readonly timeoutMs: number;
}

/** What a command came to. */
export interface CommandEnd {
  /** Both outputs as they came, the beginning of them. */
  readonly output: string;
  /** Bytes of output that were left out. */
  readonly leftOutBytes: number;
  /** Null where a signal ended it. */
  readonly exitCode: number | null;
  readonly isTimeout: boolean;
}

const MAX_OUTPUT_BYTES = 64 * 1024;
/** For output that is still under way when the shell has ended; a child in a group of its own may hold it open for ever. */
const DRAIN_MS = 500;
/** What is passed on of the environment: nothing that could be a key, or the address that stands for one. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];

/** Runs it; nothing of its process group outlives it. @throws when it cannot be started, and the signal's reason */
export async function runCommand(command: Command, signal: AbortSignal): Promise<CommandEnd> {
  signal.throwIfAborted();
  const { text, folder, timeoutMs } = command;
  const env = Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
  const child = spawn('/bin/sh', ['-c', text], {
    cwd: folder,
    env,
    // A group of its own, so that everything it starts can be ended with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  let isTimeout = false;
  const onAbort = () => endGroup(child);
  const timer = setTimeout(() => {
    isTimeout = true;
    endGroup(child);
  }, timeoutMs);
  signal.addEventListener('abort', onAbort, { once: true });
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  try {
    const [exitCode] = await once(child, 'exit');
    endGroup(child);
    await Promise.race([closed, pause(DRAIN_MS)]);
    signal.throwIfAborted();
    return { ...output(), exitCode: typeof exitCode === 'number' ? exitCode : null, isTimeout };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
}

/** Keeps the beginning of what it writes, and reads the rest, so that it is not held up. */
function collect(child: ChildProcess): () => Pick<CommandEnd, 'output' | 'leftOutBytes'> {
  const kept: Buffer[] = [];
  let bytes = 0;
  const take = (chunk: Buffer) => {
    const room = Math.max(MAX_OUTPUT_BYTES - bytes, 0);
    if (room > 0) kept.push(chunk.subarray(0, room));
    bytes += chunk.length;
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return () => ({
    output: Buffer.concat(kept).toString(),
    leftOutBytes: Math.max(bytes - MAX_OUTPUT_BYTES, 0),
  });
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // Nobody is left in it, which is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

const pause = (milliseconds: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
