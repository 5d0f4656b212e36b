/**
 * Owns running Apple's `container` command: always a list of arguments, never a shell, bounded in time and in what it may print. What
 * its output means belongs to apple.ts.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { EngineError } from '../../domain/runtime/index.ts';
import { bounded } from './bounds.ts';

/** Answers longer than this are no answers. */
const LONGEST_OUTPUT = 16 * 1024 * 1024;
const LONGEST_ERROR = 4096;

/** How a command ended. */
export interface CommandEnd {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts a command. @throws EngineError unavailable when there is no such command */
export async function startCommand(
  binary: string,
  args: readonly string[],
): Promise<ChildProcessWithoutNullStreams> {
  const child = spawn(binary, args, { stdio: 'pipe', shell: false });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  // From here on what goes wrong shows in how it ends.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  return child;
}

/** Runs a command to its end, whatever that is; `onOutput` gets both outputs as they come. */
export async function runCommand(
  binary: string,
  args: readonly string[],
  options: {
    readonly limitMs: number;
    readonly signal: AbortSignal;
    readonly onOutput?: (text: string) => void;
  },
): Promise<CommandEnd> {
  const what = `container ${args.slice(0, 2).join(' ')}`;
  return await bounded(what, options.limitMs, options.signal, async (signal) => {
    const child = await startCommand(binary, args);
    const stop = () => child.kill('SIGKILL');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    child.stdin.end();
    const [stdout, stderr, exitCode] = await Promise.all([
      textOf(child.stdout, LONGEST_OUTPUT, options.onOutput),
      textOf(child.stderr, LONGEST_ERROR, options.onOutput),
      new Promise<number | null>((resolve) => child.once('close', resolve)),
    ]);
    if (stdout.length > LONGEST_OUTPUT) throw new EngineError('failed', `${what} said too much`);
    return { exitCode, stdout, stderr };
  });
}

/** Reads all of a stream and keeps its beginning, one character more than `longest` where there is more. */
async function textOf(
  stream: NodeJS.ReadableStream,
  longest: number,
  onOutput: ((text: string) => void) | undefined,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    const piece = decoder.decode(bytes, { stream: true });
    if (onOutput === undefined) text = (text + piece).slice(0, longest + 1);
    else onOutput(piece);
  }
  return text;
}
