/**
 * Owns what plugins get of WASI 0.2: clocks, random numbers, and output that goes to the log. There is no environment, no file, no socket:
 * those interfaces are here only because toolchains import them, and they are empty.
 */
import { randomBytes } from 'node:crypto';
import { type Bridge, Payload } from './bridge.ts';
import type { Imports } from './host-imports.ts';

/** Asked for at once; a larger request breaks the call off. */
const MAX_BYTES = 1024 * 1024;
const MAX_UNFINISHED_LINE = 8192;

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** Nothing but time can be waited for; the host's own limit ends a sleep that is too long. */
class Pollable {
  until = 0n;

  ready(): boolean {
    return process.hrtime.bigint() >= this.until;
  }

  block(): void {
    const milliseconds = Number(this.until - process.hrtime.bigint()) / 1e6;
    if (milliseconds > 0) Atomics.wait(sleeper, 0, 0, milliseconds);
  }
}

function pollableAt(until: bigint): Pollable {
  const pollable = new Pollable();
  pollable.until = until;
  return pollable;
}

/** Waits for the first. @returns the indexes of those that are ready */
function poll(list: readonly Pollable[]): Uint32Array {
  const [first] = [...list].sort((a, b) => (a.until < b.until ? -1 : 1));
  first?.block();
  return Uint32Array.from(list.flatMap((one, index) => (one.ready() ? [index] : [])));
}

class IoError extends Error {
  toDebugString(): string {
    return this.message;
  }
}

/** Standard input: at its end. */
class InputStream {
  read(): never {
    throw new Payload({ tag: 'closed' });
  }

  blockingRead(): never {
    return this.read();
  }

  skip(): never {
    return this.read();
  }

  blockingSkip(): never {
    return this.read();
  }

  subscribe(): Pollable {
    return new Pollable();
  }
}

class OutputStream {
  take: (text: string) => void = () => undefined;
  readonly #decoder = new TextDecoder();

  checkWrite(): bigint {
    return BigInt(MAX_BYTES);
  }

  write(bytes: Uint8Array): void {
    this.take(this.#decoder.decode(bytes.subarray(0, MAX_BYTES), { stream: true }));
  }

  blockingWriteAndFlush(bytes: Uint8Array): void {
    this.write(bytes);
  }

  flush(): void {}

  blockingFlush(): void {}

  writeZeroes(): void {}

  blockingWriteZeroesAndFlush(): void {}

  subscribe(): Pollable {
    return new Pollable();
  }
}

/** Writes whole lines to the log. */
function logStream(bridge: Bridge, level: 'info' | 'warn'): OutputStream {
  let unfinished = '';
  const stream = new OutputStream();
  stream.take = (text) => {
    const lines = (unfinished + text).split('\n');
    unfinished = (lines.pop() ?? '').slice(0, MAX_UNFINISHED_LINE);
    for (const line of lines) if (line !== '') bridge.log(level, line);
  };
  return stream;
}

function bytes(length: bigint): Uint8Array {
  if (length > MAX_BYTES)
    throw new Error(`it asked for more than ${MAX_BYTES} random bytes at once`);
  return new Uint8Array(randomBytes(Number(length)));
}

const u64 = () => randomBytes(8).readBigUInt64LE();

class Unavailable {}

/** WASI for one guest. */
export function wasiImports(bridge: Bridge): Imports {
  const stdout = logStream(bridge, 'info');
  const stderr = logStream(bridge, 'warn');
  const exit = () => {
    throw new Error('it ended itself');
  };
  return {
    'wasi:cli/environment': {
      getEnvironment: () => [],
      getArguments: () => [],
      initialCwd: () => undefined,
    },
    'wasi:cli/exit': { exit, exitWithCode: exit },
    'wasi:cli/stdin': { getStdin: () => new InputStream() },
    'wasi:cli/stdout': { getStdout: () => stdout },
    'wasi:cli/stderr': { getStderr: () => stderr },
    'wasi:cli/terminal-input': { TerminalInput: class extends Unavailable {} },
    'wasi:cli/terminal-output': { TerminalOutput: class extends Unavailable {} },
    'wasi:cli/terminal-stdin': { getTerminalStdin: () => undefined },
    'wasi:cli/terminal-stdout': { getTerminalStdout: () => undefined },
    'wasi:cli/terminal-stderr': { getTerminalStderr: () => undefined },
    'wasi:clocks/monotonic-clock': {
      now: () => process.hrtime.bigint(),
      resolution: () => 1n,
      subscribeInstant: pollableAt,
      subscribeDuration: (length: bigint) => pollableAt(process.hrtime.bigint() + length),
    },
    'wasi:clocks/wall-clock': {
      now() {
        const now = Date.now();
        return { seconds: BigInt(Math.floor(now / 1000)), nanoseconds: (now % 1000) * 1_000_000 };
      },
      resolution: () => ({ seconds: 0n, nanoseconds: 1_000_000 }),
    },
    'wasi:filesystem/preopens': { getDirectories: () => [] },
    'wasi:filesystem/types': {
      Descriptor: class extends Unavailable {},
      DirectoryEntryStream: class extends Unavailable {},
      filesystemErrorCode: () => undefined,
    },
    'wasi:io/error': { Error: IoError },
    'wasi:io/poll': { Pollable, poll },
    'wasi:io/streams': { InputStream, OutputStream },
    'wasi:random/random': { getRandomBytes: bytes, getRandomU64: u64 },
    'wasi:random/insecure': { getInsecureRandomBytes: bytes, getInsecureRandomU64: u64 },
    'wasi:random/insecure-seed': {
      insecureSeed: () => [u64(), u64()],
      getInsecureSeed: () => [u64(), u64()],
    },
  };
}
