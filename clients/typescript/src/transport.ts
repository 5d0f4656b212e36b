/**
 * Owns getting one answer to one request: attempts, their time, and reading the whole body within bounds.
 * Which request it is and what its answer means belongs to api-client.ts.
 */
import { type Api, GatehouseError } from './errors.ts';
import {
  type CallOptions,
  type ClientOptions,
  DEFAULT_MAX_ANSWER_BYTES,
  DEFAULT_RETRY,
  DEFAULT_TIMEOUT_MS,
  DEFAULT_TOTAL_TIMEOUT_MS,
  type RetryOptions,
} from './options.ts';
import {
  type Ambient,
  ambient,
  askedWaitMs,
  backoffMs,
  isPassing,
  RetryBudget,
  timerMs,
} from './retry.ts';

const IDEMPOTENT = new Set(['GET', 'HEAD', 'PUT', 'DELETE']);
export const STREAM_TYPE = 'text/event-stream';

/** What an attempt came to. */
type Outcome = { readonly response: Response } | { readonly error: GatehouseError };

/** Sends the requests of one client. */
export class Transport {
  readonly api: Api;
  readonly ambient: Ambient;
  readonly retry: RetryOptions;
  readonly timeoutMs: number;
  readonly totalTimeoutMs: number;
  readonly #options: Partial<ClientOptions>;
  readonly #budget = new RetryBudget();

  constructor(api: Api, options: Partial<ClientOptions>, surroundings: Ambient = ambient) {
    this.api = api;
    this.#options = options;
    this.ambient = surroundings;
    this.retry = { ...DEFAULT_RETRY, ...options.retry };
    this.timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
    this.totalTimeoutMs = options.totalTimeoutMs ?? DEFAULT_TOTAL_TIMEOUT_MS;
  }

  /**
   * Sends a request until an attempt succeeds or there is no use in another one. The body of the answer has been read, but for
   * an event stream that was asked for. The signal of the call is best left out of the request, which would listen to it until it is
   * collected.
   * @throws GatehouseError when no answer came in time, or the reason of the signal
   */
  async send(request: Request, call: CallOptions): Promise<Response> {
    const { now, random, sleep } = this.ambient;
    const signal = call.signal ?? request.signal;
    const total = call.totalTimeoutMs ?? this.totalTimeoutMs;
    const deadline = now() + total;
    const isRepeatable = call.idempotent ?? IDEMPOTENT.has(request.method);
    const attempts = isRepeatable ? this.retry.attempts : 1;
    const each = call.timeoutMs ?? (isRepeatable ? this.timeoutMs : total);
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= attempts;
      // The first one has all of it, although a millisecond may have begun since.
      const budgetMs = Math.min(each, attempt === 1 ? total : deadline - now());
      const outcome = await this.#attempt(isLast ? request : request.clone(), signal, budgetMs);
      if (!mayPass(outcome)) this.#budget.refund();
      else if (!isLast) {
        const wait = this.#wait(outcome, attempt, random);
        if (now() + wait < deadline && this.#budget.take()) {
          await sleep(wait, signal);
          continue;
        }
      }
      if ('error' in outcome) throw outcome.error;
      return outcome.response;
    }
  }

  /** What the server asks for and a little more, or what the number of attempts says. */
  #wait(outcome: Outcome, attempt: number, random: () => number): number {
    const backoff = backoffMs(attempt, this.retry, random);
    if ('error' in outcome) return backoff;
    const asked = askedWaitMs(outcome.response.headers, this.ambient.now());
    return asked === undefined ? backoff : asked + random() * this.retry.baseMs;
  }

  async #attempt(request: Request, signal: AbortSignal, ms: number): Promise<Outcome> {
    const controller = new AbortController();
    const stop = () => controller.abort(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    let isOverdue = false;
    const timer = setTimeout(() => {
      isOverdue = true;
      controller.abort();
    }, timerMs(ms));
    let isStream = false;
    try {
      const send = this.#options.fetch ?? globalThis.fetch;
      const response = await send(request, { signal: controller.signal });
      isStream = isAskedStream(request, response);
      return { response: isStream ? response : await this.#readWhole(request, response) };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof GatehouseError) return { error };
      return { error: isOverdue ? this.overdue(request, ms) : this.unreachable(request, error) };
    } finally {
      clearTimeout(timer);
      // A stream goes on, and so does the caller's right to end it.
      if (!isStream) signal.removeEventListener('abort', stop);
    }
  }

  /** Reads the body now, so that a cut or slow one is part of the attempt. */
  async #readWhole(request: Request, response: Response): Promise<Response> {
    if (response.body === null) return response;
    const limit = this.#options.maxAnswerBytes ?? DEFAULT_MAX_ANSWER_BYTES;
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > limit) {
        await reader.cancel();
        throw new GatehouseError({
          api: this.api,
          code: 'unexpected_response',
          status: response.status,
          message: `${describe(this.api, request)} answered more than ${limit} bytes`,
        });
      }
      chunks.push(value);
    }
    const { status, statusText, headers } = response;
    return new Response(new Blob(chunks), { status, statusText, headers });
  }

  /** The error of an attempt that took too long. */
  overdue(request: Pick<Request, 'method' | 'url'>, ms: number): GatehouseError {
    return new GatehouseError({
      api: this.api,
      code: 'timeout',
      message: `${describe(this.api, request)} did not answer within ${Math.round(ms)} ms`,
    });
  }

  /** The error of a connection that failed. */
  unreachable(request: Pick<Request, 'method' | 'url'>, cause: unknown): GatehouseError {
    const { origin } = new URL(request.url);
    return new GatehouseError({
      api: this.api,
      code: 'network_error',
      message: `${describe(this.api, request)} got no whole answer from ${origin} (${reasonOf(cause)})`,
      cause,
    });
  }
}

/** The media type of an answer with its parameters, in lower case; empty where it has none. */
export const typeOf = (response: Response): string =>
  (response.headers.get('content-type') ?? '').toLowerCase();

/** True where the same request may go better later. */
const mayPass = (outcome: Outcome) =>
  'error' in outcome
    ? outcome.error.code === 'network_error' || outcome.error.code === 'timeout'
    : isPassing(outcome.response.status);

/** `prx GET /api/v1/sessions`; without the query, which may hold a secret. */
export const describe = (api: Api, { method, url }: Pick<Request, 'method' | 'url'>) =>
  `${api} ${method} ${new URL(url).pathname}`;

/** True for an event stream that the request asks for; a refusal is read whole, whatever it says it is. */
function isAskedStream(request: Request, response: Response): boolean {
  return (
    response.ok &&
    request.headers.get('accept')?.includes(STREAM_TYPE) === true &&
    typeOf(response).startsWith(STREAM_TYPE)
  );
}

/** The code of a system error where there is one: "fetch failed" says nothing. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason';
  const { cause } = error;
  if (cause instanceof Error) {
    return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
  }
  return error.message;
}
