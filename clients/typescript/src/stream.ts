/**
 * Owns reading a stream event by event: opening it again where it was cut, and giving up one that hangs.
 * Which streams there are, and what a request is, belongs to the methods of a client.
 */
import { createParser, type ParseError } from 'eventsource-parser';
import { GatehouseError } from './errors.ts';
import type { Frame, Rest, Streams } from './methods.ts';
import { backoffMs, isPassing, timerMs } from './retry.ts';
import { linkTo } from './signals.ts';

/** How a stream is read. */
export interface StreamOptions {
  /** How long nothing may come, in milliseconds; 45,000 unless said, as the daemon sends a heartbeat every 15,000. */
  readonly silenceMs?: number;
  /** How often in a row a stream that can be resumed is opened again before it gives up; 8 unless said. */
  readonly reopens?: number;
  /** The event to go on after, such as the `id` of the last one seen. */
  readonly lastEventId?: string;
}

const SILENCE_MS = 45_000;
const REOPENS = 8;
/** The most characters of one event. */
const MAX_EVENT_CHARS = 16 * 1024 * 1024;
/** What a server may ask to wait between two streams. */
const MAX_RETRY_MS = 60_000;

/**
 * Yields the events of a stream: `stream(client.streamLogs, {query})`, `stream(client.sendMessage, {path, body})`.
 *
 * One that can be resumed is opened again after a cut with `Last-Event-ID`, and never ends by itself; what was missed comes as a
 * `gap` event. Any other ends after its last event. To stop, leave the loop or abort `signal`.
 * @throws GatehouseError with `stream_cut` or `timeout` when it cannot go on, or the reason of the signal
 */
export async function* stream<I extends { signal?: AbortSignal | undefined }, E>(
  { source }: Streams<I, E>,
  ...[init]: Rest<I & StreamOptions>
): AsyncGenerator<E, void> {
  const { transport, resumes = false, last } = source;
  const { ambient, retry } = transport;
  const position: Position = { lastEventId: init?.lastEventId, retryMs: 0, failures: 0 };
  for (;;) {
    const link = linkTo(init?.signal);
    let failure: GatehouseError;
    try {
      const response = await source.open(init, {
        signal: link.signal,
        lastEventId: position.lastEventId,
      });
      const reader = new FrameReader(transport.api, response, link, init?.silenceMs ?? SILENCE_MS);
      for await (const frame of reader.frames(position)) {
        yield readEvent(transport.api, source.toEvent, frame);
        if (last?.includes(frame.event)) return;
      }
      if (!resumes && last === undefined) return;
      failure = cut(transport.api, 'The stream ended before its last event');
    } catch (error) {
      if (!resumes || !mayGoOn(error)) throw error;
      failure = error;
    } finally {
      link.end();
    }
    position.failures += 1;
    if (!resumes || position.failures > (init?.reopens ?? REOPENS)) throw failure;
    const asked = Math.max(position.retryMs, (failure.retryAfter ?? 0) * 1000);
    const wait = asked + backoffMs(position.failures, retry, ambient.random);
    if (wait > transport.totalTimeoutMs) throw failure;
    const pause = linkTo(init?.signal);
    try {
      await ambient.sleep(wait, pause.signal);
    } finally {
      pause.end();
    }
  }
}

/** Where a reader is in a stream. */
interface Position {
  lastEventId: string | undefined;
  /** What the server asks to wait between two streams. */
  retryMs: number;
  /** Cuts since the last event. */
  failures: number;
}

/** True where the same stream may be had again. */
function mayGoOn(error: unknown): error is GatehouseError {
  if (!(error instanceof GatehouseError)) return false;
  return error.status === null ? error.code !== 'unexpected_response' : isPassing(error.status);
}

function readEvent<E>(api: GatehouseError['api'], toEvent: (frame: Frame) => E, frame: Frame): E {
  try {
    return toEvent(frame);
  } catch (cause) {
    const message = `The event ${frame.event} holds broken JSON`;
    throw new GatehouseError({ api, code: 'unexpected_response', message, cause });
  }
}

const cut = (api: GatehouseError['api'], message: string, cause?: unknown) =>
  new GatehouseError({
    api,
    code: 'stream_cut',
    message,
    ...(cause === undefined ? {} : { cause }),
  });

/** Reads the frames of one open stream. */
class FrameReader {
  readonly #api: GatehouseError['api'];
  readonly #response: Response;
  readonly #link: ReturnType<typeof linkTo>;
  readonly #silenceMs: number;

  constructor(
    api: GatehouseError['api'],
    response: Response,
    link: ReturnType<typeof linkTo>,
    silenceMs: number,
  ) {
    this.#api = api;
    this.#response = response;
    this.#link = link;
    this.#silenceMs = silenceMs;
  }

  /** Yields until the server closes the stream, and keeps the position while it does. */
  async *frames(position: Position): AsyncGenerator<Frame, void> {
    if (this.#response.body === null) return;
    const frames: Frame[] = [];
    let broken: ParseError | undefined;
    const parser = createParser({
      maxBufferSize: MAX_EVENT_CHARS,
      onEvent: ({ event = 'message', id, data }) => frames.push({ event, id, data }),
      onRetry: (ms) => {
        position.retryMs = Math.min(ms, MAX_RETRY_MS);
      },
      onError: (error) => {
        // Fields that nobody knows are ignored, as the standard has it.
        if (error.type === 'max-buffer-size-exceeded') broken = error;
      },
    });
    const reader = this.#response.body.getReader();
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await this.#read(reader);
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      for (const frame of frames.splice(0)) {
        position.failures = 0;
        if (frame.id !== undefined) position.lastEventId = frame.id;
        yield frame;
      }
      if (broken !== undefined) {
        const message = `The stream sent an event of more than ${MAX_EVENT_CHARS} characters`;
        throw new GatehouseError({ api: this.#api, code: 'unexpected_response', message });
      }
    }
  }

  /** Reads the next bytes. Only waiting for the server counts as silence, not what the caller does with an event. */
  async #read(reader: ReadableStreamDefaultReader<Uint8Array>) {
    const { signal, abort } = this.#link;
    const timer = setTimeout(() => {
      const message = `The stream said nothing for ${this.#silenceMs} ms`;
      abort(new GatehouseError({ api: this.#api, code: 'timeout', message }));
    }, timerMs(this.#silenceMs));
    try {
      return await reader.read();
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw cut(this.#api, 'The stream was cut', error);
    } finally {
      clearTimeout(timer);
    }
  }
}
