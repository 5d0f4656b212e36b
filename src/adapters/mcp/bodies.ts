/**
 * Owns bounding the answers of HTTP servers while they are read: an answer as a whole, an event stream event by event.
 */
import type { ReadableStream } from 'node:stream/web';
import { TransformStream } from 'node:stream/web';

const LF = 10;
const CR = 13;

/** The body, which fails as soon as it holds more than `maxBytes` at once. */
export function boundedBody(
  body: ReadableStream<Uint8Array>,
  isEventStream: boolean,
  maxBytes: number,
): ReadableStream<Uint8Array> {
  let held = 0;
  let isAtLineStart = false;
  const count = (chunk: Uint8Array) => {
    if (!isEventStream) {
      held += chunk.length;
      return;
    }
    for (const byte of chunk) {
      held += 1;
      if (byte === CR) continue;
      // An empty line ends an event.
      if (byte === LF && isAtLineStart) held = 0;
      isAtLineStart = byte === LF;
    }
  };
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        count(chunk);
        if (held > maxBytes)
          controller.error(new Error(`it sent more than ${maxBytes / 1_048_576} MiB at once`));
        else controller.enqueue(chunk);
      },
    }),
  );
}
