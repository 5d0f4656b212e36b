/**
 * Owns asking a server for an operation: the answer as it came, or the refusal as a failure with its exit code.
 * Attempts, time and streams belong to the TypeScript client; what is printed to run-operation.ts.
 */
import { toError, unexpected } from '../../../clients/typescript/src/answers.ts';
import type { GatehouseError } from '../../../clients/typescript/src/errors.ts';
import {
  describe,
  STREAM_TYPE,
  Transport,
  typeOf,
} from '../../../clients/typescript/src/transport.ts';
import { EXIT } from '../errors.ts';
import type { ConnectionSettings } from './connection.ts';
import type { FailureFacts } from './failure.ts';
import type { OperationRequest } from './request.ts';

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
  /** How many rows there are in all, where a header says so. */
  readonly total: number | undefined;
}

/** What a caller is made of. */
export interface CallerOptions extends ConnectionSettings {
  readonly api: OperationRequest['operation']['api'];
  /** Milliseconds for a whole operation, where the person did not say. */
  readonly defaultMs: number;
}

/** A server that is just starting is worth waiting for, one that is not there is not. */
const ATTEMPTS = 3;

/** Asks one API of one server. */
export class ApiCaller {
  readonly transport: Transport;
  readonly #options: CallerOptions;

  constructor(options: CallerOptions) {
    const ms = options.timeoutMs ?? options.defaultMs;
    this.#options = options;
    this.transport = new Transport(options.api, {
      timeoutMs: ms,
      totalTimeoutMs: ms,
      retry: { attempts: ATTEMPTS },
    });
  }

  /** Asks once, and again where that is safe. @throws GatehouseError, or the signal's reason */
  async send(request: OperationRequest, signal: AbortSignal): Promise<Answer> {
    const sent = this.#toRequest(request, 'application/json, */*;q=0.5');
    const response = await this.transport.send(sent, { signal });
    const text = await response.text();
    if (!response.ok) throw this.#refusal(sent, response, text);
    const mediaType = typeOf(response).split(';', 1)[0]?.trim() ?? '';
    const total = countOf(response.headers.get('x-total-count'));
    return { status: response.status, mediaType, text, total };
  }

  /** Begins a stream, after an event where there was one before. @throws GatehouseError, or the signal's reason */
  async openStream(
    request: OperationRequest,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const sent = this.#toRequest(request, STREAM_TYPE);
    if (lastEventId !== undefined) sent.headers.set('last-event-id', lastEventId);
    // A stream is opened again by its reader, who knows where it was.
    const response = await this.transport.send(sent, { idempotent: false, signal });
    if (!response.ok) throw this.#refusal(sent, response, await response.text());
    if (typeOf(response).startsWith(STREAM_TYPE)) return response;
    throw unexpected(this.#answer(sent, response), 'no event stream');
  }

  #toRequest(request: OperationRequest, accept: string): Request {
    const { operation, path, query, body } = request;
    const { baseUrl, token } = this.#options;
    const headers = new Headers({ ...request.headers, accept });
    if (body !== undefined) headers.set('content-type', 'application/json');
    if (token !== undefined && operation.api === 'nanoclaw') headers.set('x-api-key', token);
    else if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    return new Request(`${baseUrl}${path}${query.size === 0 ? '' : `?${query}`}`, {
      method: operation.method.toUpperCase(),
      headers,
      ...(body === undefined ? {} : { body }),
      // No API redirects, and a token must not follow one to another host.
      redirect: 'manual',
    });
  }

  #refusal(sent: Request, response: Response, text: string): GatehouseError {
    const answer = this.#answer(sent, response);
    return toError(answer, readJson(text), this.#options.token);
  }

  #answer(sent: Request, response: Response) {
    const { transport } = this;
    return { transport, label: describe(transport.api, sent), response };
  }
}

/** What a failed call comes to on the command line. */
export function factsOf(error: GatehouseError): FailureFacts {
  const { code, message, status, requestId, details } = error;
  return { code, message, status, requestId, details, exitCode: exitCodeOf(error) };
}

function exitCodeOf({ code, status }: GatehouseError): number {
  if (code === 'timeout' && status === null) return EXIT.timeout;
  if (code === 'network_error' || code === 'stream_cut') return EXIT.unreachable;
  return status === 401 || status === 403 ? EXIT.auth : EXIT.failed;
}

/** The value of a JSON text, or undefined where it is none. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const countOf = (text: string | null) =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
