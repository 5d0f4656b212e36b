/**
 * Owns a container that runs on Docker or Podman: its input, its output as it comes, and finding out how it ended even when the engine
 * goes away. What is asked of an engine once is in docker.ts.
 */
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from 'dockerode';
import {
  type ContainerEnd,
  EngineError,
  type OutputChunk,
  type StartedContainer,
} from '../../domain/runtime/index.ts';
import { bounded, isMissing, statusOf, toEngineError } from './bounds.ts';

/** How patient this is, in milliseconds. */
export interface Patience {
  /** Asking the engine for one thing. */
  readonly call: number;
  /** How often a running container is looked after while it says nothing. */
  readonly look: number;
}

const HEADER_BYTES = 8;
/** A container that gave up its output goes on for a while at most. */
const LOOK_AGAIN_MS = 250;
/** A reader that has fallen behind gets this long for what came before the end. */
const DRAIN_MS = 2000;
/** An engine under load is late sometimes. */
const TIMEOUTS_IN_A_ROW = 3;
/** While it is being stopped, a container neither runs nor has its exit code yet. */
const OVER = new Set(['exited', 'stopped', 'dead', 'removing']);
const endless = new AbortController().signal;

/** Takes over a container that was just started, and the connection that was attached to it before. */
export function follow(container: Container, stream: Duplex, patience: Patience): StartedContainer {
  const closed = new Promise<void>((resolve) => void stream.once('close', () => resolve()));
  // What breaks the connection shows in the output, and in what the engine says of the container.
  stream.on('error', () => undefined);
  const ended = outcomeOf(container, closed, patience).finally(() => stream.destroy());
  // Nobody may be listening yet.
  ended.catch(() => undefined);
  const ask = async (
    what: string,
    limitMs: number,
    work: (signal: AbortSignal) => Promise<unknown>,
  ) => {
    try {
      await bounded(what, limitMs, endless, async (signal) => {
        try {
          await work(signal);
        } catch (error) {
          if (!isOver(error)) throw error;
        }
      });
    } catch (error) {
      // Engines do not agree on how they say that it has ended already.
      if (!(error instanceof EngineError) || error.kind !== 'failed') throw error;
      if ((await lookAt(container, patience)) === null) throw error;
    }
  };
  return {
    id: container.id,
    input: (text) => give(stream, text),
    output: { [Symbol.asyncIterator]: () => outputOf(stream, ended) },
    ended,
    stop: (graceSecs) =>
      ask('Stopping a container', graceSecs * 1000 + patience.call, (abortSignal) =>
        container.stop({ t: graceSecs, abortSignal }),
      ),
    kill: () =>
      ask('Killing a container', patience.call, (abortSignal) => container.kill({ abortSignal })),
  };
}

/** 304: it is stopped already; 409: it does not run, or is being removed. */
const isOver = (error: unknown) => [304, 409].includes(statusOf(error) ?? 0) || isMissing(error);

async function give(stream: Duplex, text: string): Promise<void> {
  const written = new Promise<void>((resolve, reject) => {
    stream.end(text, () => resolve());
    const lost = () => reject(new EngineError('failed', 'The container did not take its input'));
    if (stream.destroyed) lost();
    else stream.once('close', lost);
  });
  await written;
}

/** Waits for the end, removes what is left, and tells how it ended. */
async function outcomeOf(
  container: Container,
  closed: Promise<void>,
  patience: Patience,
): Promise<ContainerEnd> {
  let isClosed = false;
  const closing = closed.then(() => {
    isClosed = true;
  });
  let late = 0;
  for (;;) {
    const wait = sleep(isClosed ? LOOK_AGAIN_MS : patience.look, undefined, { ref: false });
    await (isClosed ? wait : Promise.race([closing, wait]));
    try {
      const end = await lookAt(container, patience);
      late = 0;
      if (end === null) continue;
      await Promise.race([closing, sleep(DRAIN_MS, undefined, { ref: false })]);
      await removeQuietly(container, patience);
      return end;
    } catch (error) {
      late += 1;
      const isLate = error instanceof EngineError && error.kind === 'timeout';
      if (!isLate || late >= TIMEOUTS_IN_A_ROW) throw toEngineError('Following a container', error);
    }
  }
}

/** How it ended; null while it runs. */
async function lookAt(container: Container, patience: Patience): Promise<ContainerEnd | null> {
  return await bounded('Looking after a container', patience.call, endless, async (abortSignal) => {
    try {
      const { State: state } = await container.inspect({ abortSignal });
      if (state.Running || !OVER.has(state.Status)) return null;
      return { exitCode: state.ExitCode, oomKilled: state.OOMKilled };
    } catch (error) {
      if (isMissing(error)) return { exitCode: null, oomKilled: false };
      throw error;
    }
  });
}

/** Removes a container as well as can be: what stays is taken for an orphan later. */
export async function removeQuietly(container: Container, patience: Patience): Promise<void> {
  await bounded('Removing a container', patience.call, endless, (abortSignal) =>
    container.remove({ force: true, v: true, abortSignal }),
  ).catch(() => undefined);
}

/** What it writes, taken apart; the connection is read no faster than this is. */
async function* outputOf(
  stream: Duplex,
  ended: Promise<ContainerEnd>,
): AsyncGenerator<OutputChunk, void> {
  let header = Buffer.alloc(0);
  let left = 0;
  let name: OutputChunk['stream'] = 'stdout';
  try {
    for await (const chunk of stream) {
      let rest: Buffer = chunk;
      while (rest.length > 0) {
        if (left > 0) {
          const piece = rest.subarray(0, left);
          rest = rest.subarray(piece.length);
          left -= piece.length;
          yield { stream: name, chunk: piece };
          continue;
        }
        const missing = HEADER_BYTES - header.length;
        header = Buffer.concat([header, rest.subarray(0, missing)]);
        rest = rest.subarray(missing);
        if (header.length < HEADER_BYTES) continue;
        if ((header[0] ?? 0) > 2) throw new EngineError('failed', 'The output has no frames');
        name = header[0] === 2 ? 'stderr' : 'stdout';
        left = header.readUInt32BE(4);
        header = Buffer.alloc(0);
      }
    }
  } catch (error) {
    if (error instanceof EngineError) throw error;
    // A connection that broke says less than the engine does, which is asked below.
  }
  await ended;
}
