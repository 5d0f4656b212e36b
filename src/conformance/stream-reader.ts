/**
 * Owns reading server-sent events as they come. Every reading has an end, as a stream may have none; what must be true of the events is
 * said by streams.ts.
 */
import type { IncomingMessage } from 'node:http';
import { createParser } from 'eventsource-parser';
import { Bell } from './bell.ts';
import type { Prober } from './prober.ts';

/** One event with its data read as JSON; `id` is there when the server sent one. */
export interface StreamEvent {
  readonly event: string | undefined;
  readonly data: unknown;
  readonly id?: string;
}

const MOST_BYTES = 8 * 1024 * 1024;

/** Reads a stream as it comes, up to a size. */
export class StreamReader {
  readonly events: StreamEvent[] = [];
  /** How many comments there were; heartbeats are such. */
  comments = 0;
  /** What is no event stream about it, or null. */
  fault: string | null = null;
  isOver = false;
  /** True where it ended in the middle of an answer, and not by us. */
  isCut = false;
  #lastByte = Date.now();
  #longestSilence = 0;
  readonly #bell = new Bell();
  #isClosed = false;
  readonly #incoming: IncomingMessage;
  readonly #prober: Prober;

  constructor(incoming: IncomingMessage, prober: Prober) {
    this.#incoming = incoming;
    this.#prober = prober;
    const parser = createParser({
      onEvent: ({ event, data, id }) => {
        open = 0;
        this.#take(event, data, id);
      },
      onComment: () => {
        open = 0;
        this.comments += 1;
      },
      onError: (error) => {
        this.fault ??= error.message;
      },
    });
    const decoder = new TextDecoder();
    let size = 0;
    /** Bytes since the last event or comment. */
    let open = 0;
    incoming.on('data', (piece: Buffer) => {
      this.#longestSilence = this.silence;
      this.#lastByte = Date.now();
      size += piece.length;
      open += piece.length;
      if (open > MOST_BYTES)
        this.fault ??= `more than ${MOST_BYTES} bytes without the end of an event`;
      if (size > MOST_BYTES) this.close();
      else parser.feed(decoder.decode(piece, { stream: true }));
      this.#bell.ring();
    });
    incoming.once('close', () => {
      this.isOver = true;
      this.isCut = !incoming.complete && !this.#isClosed;
      this.#bell.ring();
    });
  }

  /** The longest time without a byte so far, in milliseconds. */
  get silence(): number {
    return Math.max(this.#longestSilence, this.isOver ? 0 : Date.now() - this.#lastByte);
  }

  /** Waits until something holds, the stream is over, or the time is up. @throws Abort */
  async until(isThere: () => boolean, ms: number): Promise<void> {
    await this.#prober.until(this.#bell, () => isThere() || this.isOver, ms);
  }

  close(): void {
    this.#isClosed = true;
    this.#incoming.destroy();
  }

  #take(event: string | undefined, data: string, id: string | undefined): void {
    try {
      this.events.push({ event, data: JSON.parse(data), ...(id === undefined ? {} : { id }) });
    } catch {
      this.fault ??= `an event's data is no JSON: ${data.slice(0, 200)}`;
    }
  }
}
