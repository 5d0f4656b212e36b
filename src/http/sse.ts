/**
 * Owns writing an event stream: framing, heartbeat, the reader's pace and the end of it.
 * Which events there are and when the stream ends is said by the handler that returned it.
 */
import type { EventStream } from '../generated/contract.ts';

/** One event as the contract describes it; an `id` lets a reader resume. */
export interface ServerSentEvent {
  readonly event: string;
  readonly data: unknown;
  readonly id?: string;
}

const HEARTBEAT_MS = 15_000;

/** Headers of an event stream: nothing between us and the reader may keep or buffer it. */
export const STREAM_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
} as const;

/** True if a handler answered with a stream. */
export function isEventStream(body: unknown): body is EventStream<ServerSentEvent> {
  return typeof body === 'object' && body !== null && 'events' in body;
}

/**
 * Writes events at the reader's pace: the next one is asked for only when the last was taken.
 * When the reader goes away the source is told through its iterator's `return`.
 * @param check Sees every event before it is written and may throw.
 * @param toLastEvent Words why a stream broke off as the event that ends it.
 */
export function toEventStream(
  stream: EventStream<ServerSentEvent>,
  check: (event: ServerSentEvent) => void,
  toLastEvent: (error: unknown) => ServerSentEvent,
): ReadableStream<Uint8Array> {
  const source = stream.events[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  let heartbeat: NodeJS.Timeout | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        heartbeat = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0)
            controller.enqueue(encoder.encode(': heartbeat\n\n'));
        }, HEARTBEAT_MS);
        heartbeat.unref();
      },
      async pull(controller) {
        try {
          const next = await source.next();
          if (next.done === true) {
            clearInterval(heartbeat);
            controller.close();
            return;
          }
          check(next.value);
          controller.enqueue(encoder.encode(format(next.value)));
        } catch (error) {
          clearInterval(heartbeat);
          controller.enqueue(encoder.encode(format(toLastEvent(error))));
          controller.close();
        }
      },
      async cancel() {
        clearInterval(heartbeat);
        await source.return?.();
      },
    },
    { highWaterMark: 1 },
  );
}

/** JSON never holds a line break, so one data line is enough. */
function format(event: ServerSentEvent): string {
  const id = event.id === undefined ? '' : `id: ${event.id}\n`;
  return `${id}event: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`;
}
