/**
 * Owns reading server-sent events off a response body as any client would. Whether an event may be there is decided by the contract.
 */
import { EventSourceParserStream } from 'eventsource-parser/stream';

/** One event with its data read as JSON; `id` is there when the server sent one. */
export interface ReadEvent {
  readonly event: string;
  readonly data: unknown;
  readonly id?: string;
}

/**
 * Reads events until the stream ends or the reader stops; stopping early cancels the response.
 * @throws Error for an event without a name or whose data is not JSON.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<ReadEvent, void> {
  const events = body
    .pipeThrough(new TextDecoderStream('utf-8', { fatal: true }))
    .pipeThrough(new EventSourceParserStream({ onError: 'terminate' }));
  for await (const { event, data, id } of events) {
    if (event === undefined) throw new Error(`an event has no name: ${data}`);
    yield { event, data: JSON.parse(data), ...(id === undefined ? {} : { id }) };
  }
}
