/**
 * Owns the readers of a log tail: a process that opens streams on raw sockets, makes events happen and measures how long each takes.
 * Which server is read, and how many readers stall, is said by rows/tail.ts over the process channel.
 */
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

/** What is to be measured. */
export interface TailWork {
  readonly port: number;
  readonly pid: number;
  readonly token: string;
  readonly readers: number;
  readonly stalled: number;
  readonly eventsPerSecond: number;
  readonly warmMs: number;
  readonly runMs: number;
}

/** What it came to. */
export interface TailResult {
  /** Milliseconds from making an event to its arrival at a reader. */
  readonly p50: number;
  readonly p99: number;
  /** CPU time of the server in milliseconds for each second; null where the system does not tell. */
  readonly cpuPerSecond: number | null;
  /** Part of the events that arrived at the readers that are looked at. */
  readonly delivered: number;
  readonly residentMegabytes: number;
}

/** Readers that are looked at: taking every event of every reader apart would measure this process. */
const EVERY = 20;
const MARK = '/mark/';
/** The others read now and then, all that has come by then: reading each event alone would be this process's limit. */
const READ_EVERY_MS = 100;
const SLICES = 10;
const CONNECT_AT_ONCE = 100;
const LONGEST_WAIT_MS = 10_000;

const scratch = Buffer.allocUnsafe(65_536);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function open(work: TailWork, onText: ((text: string) => void) | null): Promise<Socket> {
  const socket = connect({
    host: '127.0.0.1',
    port: work.port,
    onread: {
      buffer: scratch,
      callback: (size, buffer) => {
        onText?.(Buffer.from(buffer.buffer, buffer.byteOffset, size).toString('latin1'));
        return onText !== null;
      },
    },
  });
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  socket.write(
    `GET /api/v1/logs/stream?level=warn&module=http::access HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${work.token}\r\n\r\n`,
  );
  return socket;
}

/** Calls `onMark` with the number of every event, also of one that comes in two pieces. */
function markReader(onMark: (mark: number) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const all = rest + text;
    let from = 0;
    for (;;) {
      const start = all.indexOf(MARK, from);
      const end = start === -1 ? -1 : all.indexOf(' ', start);
      if (end === -1) {
        rest =
          start === -1 ? all.slice(Math.max(from, all.length - MARK.length)) : all.slice(start);
        return;
      }
      onMark(Number(all.slice(start + MARK.length, end)));
      from = end;
    }
  };
}

async function run(work: TailWork): Promise<TailResult> {
  const madeAt: number[] = [];
  const latencies: number[] = [];
  let measuredFrom = Number.POSITIVE_INFINITY;
  let measuredTo = Number.POSITIVE_INFINITY;
  let looked = 0;
  const onMark = (mark: number) => {
    if (mark >= measuredFrom && mark < measuredTo)
      latencies.push(performance.now() - (madeAt[mark] ?? 0));
  };
  const sockets: Socket[] = [];
  while (sockets.length < work.readers) {
    const batch = Array.from({ length: CONNECT_AT_ONCE }, (_, index) => {
      const number = sockets.length + index;
      const isLookedAt = number >= work.stalled && number % EVERY === 0;
      if (isLookedAt) looked += 1;
      return open(work, isLookedAt ? markReader(onMark) : null);
    });
    sockets.push(...(await Promise.all(batch)));
  }
  for (const socket of sockets.slice(0, work.stalled)) socket.pause();
  const maker = connect({ host: '127.0.0.1', port: work.port, noDelay: true });
  maker.on('data', () => undefined);
  await once(maker, 'connect');

  const idle = sockets.slice(work.stalled).filter((_, n) => (n + work.stalled) % EVERY !== 0);
  let slice = 0;
  const reading = setInterval(() => {
    slice = (slice + 1) % SLICES;
    for (let n = slice; n < idle.length; n += SLICES) idle[n]?.resume();
  }, READ_EVERY_MS / SLICES);
  const begun = performance.now();
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - begun) * work.eventsPerSecond) / 1000);
    for (; madeAt.length < due; )
      maker.write(
        `GET ${MARK}${madeAt.push(performance.now()) - 1} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
      );
  }, 1);
  await pause(work.warmMs);
  const cpuBefore = cpuOf(work.pid);
  const from = performance.now();
  measuredFrom = madeAt.length;
  await pause(work.runMs);
  const seconds = (performance.now() - from) / 1000;
  const cpuAfter = cpuOf(work.pid);
  clearInterval(timer);
  measuredTo = madeAt.length;
  const made = measuredTo - measuredFrom;
  // What is still on its way belongs to the measurement, however long it takes.
  for (let waited = 0; latencies.length < made * looked && waited < LONGEST_WAIT_MS; waited += 50)
    await pause(50);
  clearInterval(reading);
  const resident = residentMegabytes(work.pid);
  for (const socket of [...sockets, maker]) socket.destroy();
  const sorted = latencies.sort((a, b) => a - b);
  const at = (part: number) => sorted[Math.floor(sorted.length * part)] ?? 0;
  return {
    p50: at(0.5),
    p99: at(0.99),
    cpuPerSecond: cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / seconds,
    delivered: sorted.length / (made * looked),
    residentMegabytes: resident,
  };
}

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

function residentMegabytes(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

process.on('message', (work: TailWork) => {
  void run(work).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());
