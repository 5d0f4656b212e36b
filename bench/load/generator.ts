/**
 * Owns making load: a process that keeps connections busy over raw sockets and counts what comes back.
 * What is asked of which server, and when, is said by load.ts over the process channel.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import type { Slice, Work } from './load.ts';

const HEAD_END = Buffer.from('\r\n\r\n');

/** What is counted while the slice is measured. */
interface Tally {
  measuring: boolean;
  done: boolean;
  errors: number;
  /** Milliseconds from a request to the end of its answer. */
  readonly latencies: number[];
}

/** One connection: sends its next request when the answer to the last one is whole. */
class Connection {
  readonly #work: Work;
  readonly #tally: Tally;
  readonly #socket: Socket;
  #next: number;
  #sentAt = 0;
  /** Bytes of the answer still to come; -1 until its head is read. */
  #missing = -1;
  #head: Buffer = Buffer.alloc(0);

  constructor(work: Work, tally: Tally, first: number) {
    this.#work = work;
    this.#tally = tally;
    this.#next = first;
    this.#socket = connect({
      host: '127.0.0.1',
      port: work.port,
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafe(65_536),
        callback: (size, buffer) => {
          this.#read(Buffer.from(buffer.buffer, buffer.byteOffset, size));
          return true;
        },
      },
    });
    this.#socket.once('connect', () => this.#send());
    this.#socket.on('error', () => {
      if (!tally.done) tally.errors += 1;
    });
  }

  end(): void {
    this.#socket.destroy();
  }

  #send(): void {
    this.#sentAt = performance.now();
    this.#socket.write(
      this.#work.requests[this.#next % this.#work.requests.length] ?? '',
      'latin1',
    );
    this.#next += 1;
  }

  #read(chunk: Buffer): void {
    if (this.#missing === -1) {
      const all = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
      const end = all.indexOf(HEAD_END);
      if (end === -1) {
        this.#head = Buffer.from(all);
        return;
      }
      this.#head = Buffer.alloc(0);
      const head = all.toString('latin1', 0, end);
      const [, length] = /\r\ncontent-length: (\d+)/i.exec(head) ?? [];
      if (length === undefined || Number(head.slice(9, 12)) !== this.#work.status) {
        this.#fail();
        return;
      }
      this.#missing = Number(length) - (all.length - end - HEAD_END.length);
    } else this.#missing -= chunk.length;
    if (this.#missing > 0) return;
    this.#missing = -1;
    if (this.#tally.measuring) this.#tally.latencies.push(performance.now() - this.#sentAt);
    this.#send();
  }

  /** An answer that was not asked for ends the connection: a fast refusal must not pass as speed. */
  #fail(): void {
    this.#tally.errors += 1;
    this.#socket.destroy();
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** CPU time of a process in milliseconds over all its threads; null where the system does not tell. */
function cpuOf(pid: number): number | null {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const times = threads.map((id) =>
      Number(readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8').split(' ')[0]),
    );
    return times.reduce((sum, one) => sum + one, 0) / 1e6;
  } catch {
    return null;
  }
}

async function run(work: Work): Promise<Slice> {
  const tally: Tally = { measuring: false, done: false, errors: 0, latencies: [] };
  const connections = Array.from(
    { length: work.connections },
    (_, index) => new Connection(work, tally, index),
  );
  await pause(work.warmMs);
  const cpuBefore = cpuOf(work.pid);
  const loop = performance.eventLoopUtilization();
  const begun = performance.now();
  tally.measuring = true;
  await pause(work.runMs);
  tally.measuring = false;
  const ms = performance.now() - begun;
  const { utilization } = performance.eventLoopUtilization(loop);
  const cpuAfter = cpuOf(work.pid);
  tally.done = true;
  for (const one of connections) one.end();
  const sorted = tally.latencies.sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0;
  return {
    perSecond: (sorted.length / ms) * 1000,
    cpuMicros:
      cpuBefore === null || cpuAfter === null
        ? null
        : ((cpuAfter - cpuBefore) * 1000) / Math.max(1, sorted.length),
    p50: at(0.5),
    p99: at(0.99),
    errors: tally.errors,
    generatorBusy: utilization,
  };
}

process.on('message', (work: Work) => {
  void run(work).then((slice) => process.send?.(slice));
});
process.on('disconnect', () => process.exit());
