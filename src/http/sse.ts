/**
 * Owns writing an event stream: framing, heartbeat, the reader's pace and the end of it.
 * Which events there are and when the stream ends is said by the handler that returned it.
 */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { EventStream } from '../generated/contract.ts';

/** One event as the contract describes it; an `id` lets a reader resume. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: unknown;
  readonly id?: string;
}

const HEARTBEAT_MS = 15_000;
const HEARTBEAT = toBytes(': heartbeat\n\n');
/** A reader that has taken nothing between so many heartbeats, while something waits for it, is cut off. */
const STALLED_BEATS = 4;

/** Headers of an event stream: nothing between us and the reader may keep or buffer it. */
const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const;

/** True if a handler answered with a stream. */
export function isEventStream(body: unknown): body is EventStream<ServerSentEvent> {
  if (typeof body !== 'object' || body === null || !('events' in body)) return false;
  // Other bodies may have a property of that name: a hook lists the events it is called for.
  const { events } = body;
  return typeof events === 'object' && events !== null && Symbol.asyncIterator in events;
}

/** Where a stream is written to, and who sees to it. */
export interface StreamTarget {
  readonly outgoing: ServerResponse;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Sees an event before it is written for the first time, and may throw. */
  readonly check: (event: ServerSentEvent) => void;
  /** Words why a stream broke off as the event that ends it. */
  readonly toLastEvent: (error: unknown) => ServerSentEvent;
  /** Whether the reader may still read; asked at every heartbeat. */
  readonly mayRead: () => Promise<boolean>;
}

/**
 * Writes a stream at the reader's pace: the next event is asked for only when the last was taken. When the reader goes away the
 * source is told through its iterator's `return`. It writes to Node's response, as a web stream would cost several
 * times the work per event; what it returns tells the server so.
 */
export function sendEventStream(
  stream: EventStream<ServerSentEvent>,
  target: StreamTarget,
): Response {
  const { outgoing, status } = target;
  const headers = { ...target.headers, ...STREAM_HEADERS };
  const source = stream.events[Symbol.asyncIterator]();
  if (outgoing.req.method === 'HEAD' || outgoing.closed) {
    void source.return?.();
    return new Response(null, { status, headers });
  }
  outgoing.writeHead(status, headers);
  outgoing.flushHeaders();
  void new Sender(source, target, stream.retryMs).run();
  return RESPONSE_ALREADY_SENT;
}

/** One stream on its way to one reader. */
class Sender {
  readonly #source: AsyncIterator<ServerSentEvent>;
  readonly #target: StreamTarget;
  readonly #outgoing: ServerResponse;
  readonly #retryMs: number | undefined;
  #stalledBeats = 0;
  #isOver = false;

  constructor(
    source: AsyncIterator<ServerSentEvent>,
    target: StreamTarget,
    retryMs: number | undefined,
  ) {
    this.#source = source;
    this.#target = target;
    this.#outgoing = target.outgoing;
    this.#retryMs = retryMs;
  }

  /** Writes until the source or the reader ends; never rejects. */
  async run(): Promise<void> {
    const heart = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    heart.unref();
    this.#outgoing.once('close', () => {
      clearInterval(heart);
      this.#stop();
    });
    try {
      await this.#pump();
    } catch (error) {
      this.#breakOff(error);
    }
  }

  async #pump(): Promise<void> {
    for (;;) {
      const next = await this.#source.next();
      if (next.done === true) break;
      if (this.#outgoing.destroyed) return;
      if (!this.#write(encode(next.value, this.#target.check))) await this.#drained();
    }
    if (this.#retryMs !== undefined && !this.#isOver)
      this.#write(toBytes(`retry: ${this.#retryMs}\n\n`));
    this.#outgoing.end();
  }

  /**
   * Writes a chunk that is framed already, past Node's own framing, which would make four writes of each event for each reader.
   * What is written in one go leaves in one go. @returns whether more may be written at once
   */
  #write(bytes: Bytes): boolean {
    const { socket, chunkedEncoding } = this.#outgoing;
    if (!chunkedEncoding || socket === null) return this.#outgoing.write(bytes.plain);
    if (socket.writableCorked === 0) {
      socket.cork();
      process.nextTick(uncork, socket);
    }
    return socket.write(bytes.chunk);
  }

  get #isFull(): boolean {
    return this.#outgoing.writableNeedDrain || this.#outgoing.socket?.writableNeedDrain === true;
  }

  async #drained(): Promise<void> {
    const { socket } = this.#outgoing;
    if (this.#outgoing.destroyed || !this.#isFull) return;
    await new Promise<void>((resolve) => {
      const settle = () => {
        this.#outgoing.off('drain', settle);
        this.#outgoing.off('close', settle);
        socket?.off('drain', settle);
        resolve();
      };
      this.#outgoing.on('drain', settle);
      this.#outgoing.on('close', settle);
      socket?.on('drain', settle);
    });
    this.#stalledBeats = 0;
  }

  /** Keeps the connection known to be alive, and looks after a reader that hangs or may not read any more. */
  async #beat(): Promise<void> {
    if (this.#isFull) {
      this.#stalledBeats += 1;
      if (this.#stalledBeats >= STALLED_BEATS) this.#outgoing.destroy();
    } else {
      this.#write(HEARTBEAT);
    }
    try {
      if (!(await this.#target.mayRead())) this.#stop();
    } catch (error) {
      this.#stop();
      this.#breakOff(error);
    }
  }

  /** Lets the source go; the pump then ends. */
  #stop(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#source.return?.().catch((error: unknown) => this.#breakOff(error));
  }

  /** Ends with an event that says why, or with a cut where the contract has no such event. */
  #breakOff(error: unknown): void {
    this.#isOver = true;
    if (this.#outgoing.destroyed || this.#outgoing.writableEnded) return;
    const last = this.#target.toLastEvent(error);
    try {
      this.#write(encode(last, this.#target.check));
      this.#outgoing.end();
    } catch {
      // The reader then sees a broken answer and not one that ended as it should.
      this.#outgoing.destroy();
    }
  }
}

const uncork = (socket: Socket) => socket.uncork();

/** What is written: as it is, and as a chunk of HTTP/1.1's chunked coding. Both are the same memory. */
interface Bytes {
  readonly plain: Buffer;
  readonly chunk: Buffer;
}

function toBytes(text: string): Bytes {
  const size = Buffer.byteLength(text);
  const head = `${size.toString(16)}\r\n`;
  const chunk = Buffer.from(`${head}${text}\r\n`);
  return { chunk, plain: chunk.subarray(head.length, head.length + size) };
}

/** Events that go to many readers are the same object for all of them, and are checked and encoded once. */
const encoded = new WeakMap<ServerSentEvent, Bytes>();

function encode(event: ServerSentEvent, check: (event: ServerSentEvent) => void): Bytes {
  const known = encoded.get(event);
  if (known !== undefined) return known;
  check(event);
  // JSON never holds a line break, so one data line is enough.
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  const bytes = toBytes(`${id}event: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`);
  encoded.set(event, bytes);
  return bytes;
}
