/**
 * Owns a container that runs as a child process of the daemon, which is how Apple's command runs one. Which arguments it has belongs to
 * apple-shapes.ts.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import {
  type ContainerEnd,
  EngineError,
  type OutputChunk,
  type StartedContainer,
} from '../../domain/runtime/index.ts';
import { startCommand } from './apple-cli.ts';

/** Starts the command and takes over what it runs. @throws an error of the system when there is no such command */
export async function followProcess(
  binary: string,
  args: readonly string[],
  parts: Pick<StartedContainer, 'id' | 'stop' | 'kill'>,
): Promise<StartedContainer> {
  const child = await startCommand(binary, args);
  const ended = new Promise<ContainerEnd>((resolve, reject) => {
    child.once('exit', (exitCode, by) => {
      // The command passes its container's code on; a signal hit the command itself, and the container may go on.
      if (by === null) resolve({ exitCode, oomKilled: false });
      else reject(new EngineError('unavailable', `The command of the container ended by ${by}`));
    });
  });
  // Nobody may be listening yet.
  ended.catch(() => undefined);
  return {
    ...parts,
    input: (text) => give(child, text),
    output: { [Symbol.asyncIterator]: () => outputOf(child, ended) },
    ended,
    async stop(graceSecs) {
      if (child.exitCode === null) await parts.stop(graceSecs);
    },
    async kill() {
      if (child.exitCode === null) await parts.kill();
    },
  };
}

async function give(child: ChildProcessWithoutNullStreams, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const lost = () => reject(new EngineError('failed', 'The container did not take its input'));
    child.stdin.end(text, () => resolve());
    if (child.stdin.destroyed) lost();
    else child.stdin.once('close', lost);
  });
}

/** Both outputs as they come; neither is read faster than this is. */
async function* outputOf(
  { stdout, stderr }: ChildProcessWithoutNullStreams,
  ended: Promise<ContainerEnd>,
): AsyncGenerator<OutputChunk, void> {
  const both: Reader[] = [
    { stream: 'stdout', from: stdout[Symbol.asyncIterator]() },
    { stream: 'stderr', from: stderr[Symbol.asyncIterator]() },
  ];
  const readers = new Map(both.map((one) => [one, nextOf(one)]));
  while (readers.size > 0) {
    const { reader, result } = await Promise.race(readers.values());
    if (result.done) readers.delete(reader);
    else {
      readers.set(reader, nextOf(reader));
      yield { stream: reader.stream, chunk: result.value };
    }
  }
  await ended;
}

interface Reader {
  readonly stream: OutputChunk['stream'];
  readonly from: AsyncIterator<Buffer>;
}

async function nextOf(reader: Reader): Promise<{ reader: Reader; result: IteratorResult<Buffer> }> {
  return { reader, result: await reader.from.next() };
}
