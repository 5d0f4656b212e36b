/**
 * Owns what is expected of a provider's HTTP: no redirects, no long silence, no endless or monstrous answer. What the bytes mean is
 * left to the SDK, what a failure is called to failure.ts.
 */

/** Of a stream of events: a frame around every token, and room for what comes besides them. */
const BYTES_PER_TOKEN = 1024;
const MORE_BYTES = 1024 * 1024;
/** The parser makes an error of each line that is none of its own, which costs far more than reading it. */
const LINES_PER_TOKEN = 8;
const MORE_LINES = 10_000;
/** The parser keeps a line until it ends, and looks through it again with every piece. */
const MAX_LINE_BYTES = 1024 * 1024;
/** Of a refusal nothing but its message is told; what is longer is cut off. */
const MAX_REFUSAL_BYTES = 64 * 1024;
const LINE_FEED = 10;

/** What a provider did, as the end of a sentence that begins with its name. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** What a provider may do. */
export interface WireLimits {
  /** Longest silence before the answer and within it. Time in which nobody reads does not count. */
  readonly silenceMs: number;
  /** Tokens that an answer can have; its size follows from them. */
  readonly maxTokens: number;
}

/**
 * A `fetch` that ends the connection when the other side breaks a limit. It does not follow redirects: the key would go along.
 * @throws WireError, also from reading the body
 */
export function guardedFetch({ silenceMs, maxTokens }: WireLimits): typeof fetch {
  return async (input, init) => {
    const end = new AbortController();
    const signals = init?.signal ? [end.signal, init.signal] : [end.signal];
    /** Waits for what comes next. */
    const listen = async <T>(work: () => Promise<T>): Promise<T> => {
      const silence = new WireError(`said nothing for ${silenceMs / 1000} s`);
      const timer = setTimeout(() => end.abort(silence), silenceMs);
      try {
        return await work();
      } catch (error) {
        throw end.signal.aborted ? end.signal.reason : error;
      } finally {
        clearTimeout(timer);
      }
    };
    const response = await listen(() =>
      fetch(input, { ...init, redirect: 'manual', signal: AbortSignal.any(signals) }),
    );
    if (response.body === null) return response;
    const { ok, status, statusText, headers } = response;
    const reader = response.body.getReader();
    const demandSize = ok ? answerLimit(maxTokens) : null;
    let bytes = 0;
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await listen(() => reader.read());
          if (done) return controller.close();
          try {
            demandSize?.(value);
          } catch (error) {
            end.abort();
            throw error;
          }
          controller.enqueue(value);
          bytes += value.length;
          if (ok || bytes <= MAX_REFUSAL_BYTES) return;
          controller.close();
          end.abort();
        },
        cancel: () => end.abort(),
      },
      { highWaterMark: 0 },
    );
    return new Response(body, { status, statusText, headers });
  };
}

/** Takes the pieces of an answer. @throws WireError when it has become too large */
function answerLimit(maxTokens: number): (piece: Uint8Array) => void {
  const maxBytes = MORE_BYTES + maxTokens * BYTES_PER_TOKEN;
  const maxLines = MORE_LINES + maxTokens * LINES_PER_TOKEN;
  let bytes = 0;
  let lines = 0;
  let lineBytes = 0;
  const demand = (count: number, most: number, what: string) => {
    if (count > most) throw new WireError(`answered with more than ${most} ${what}`);
  };
  return (piece) => {
    bytes += piece.length;
    let begin = 0;
    for (let end = piece.indexOf(LINE_FEED); end !== -1; end = piece.indexOf(LINE_FEED, begin)) {
      lines += 1;
      lineBytes = 0;
      begin = end + 1;
    }
    lineBytes += piece.length - begin;
    demand(bytes, maxBytes, 'bytes');
    demand(lines, maxLines, 'lines');
    demand(lineBytes, MAX_LINE_BYTES, 'bytes in one line');
  };
}
