/**
 * Owns asking a server for an operation: the answer as it came, or the refusal as a failure with its exit code.
 * Attempts, time and streams belong to the TypeScript client; what is printed to run-operation.ts.
 */
import { GatehouseError, readEnvelope } from '../../../clients/typescript/src/errors.ts';
import { describe, Transport } from '../../../clients/typescript/src/transport.ts';
import type { CliOperation } from '../../generated/cli-table.ts';
import { EXIT } from '../errors.ts';
import type { ConnectionSettings } from './connection.ts';
import { type FailureFacts, OperationError } from './failure.ts';
import type { OperationRequest } from './request.ts';

/** An answer as it came. */
export interface Answer {
  readonly status: number;
  readonly mediaType: string;
  readonly text: string;
  /** What the server says there is in all, where it says so in a header. */
  readonly total: number | undefined;
}

const DEFAULT_MS = 30_000;
/** For a turn of an agent or the build of an image. */
const SLOW_MS = 15 * 60_000;
const STREAM_TYPE = 'text/event-stream';
/** A server that is just starting is worth waiting for, one that is not there is not. */
const ATTEMPTS = 3;

/** A server to ask. */
export class ApiCaller {
  readonly transport: Transport;
  readonly #settings: ConnectionSettings;
  readonly #json: boolean;

  /** @param json whether failures are told as JSON */
  constructor(operation: CliOperation, settings: ConnectionSettings, json: boolean) {
    const ms = settings.timeoutMs ?? (operation.slow ? SLOW_MS : DEFAULT_MS);
    this.#settings = settings;
    this.#json = json;
    this.transport = new Transport(operation.api, {
      timeoutMs: ms,
      totalTimeoutMs: ms,
      retry: { attempts: ATTEMPTS },
    });
  }

  /** Asks once, and again where that is safe. @throws OperationError */
  async send(request: OperationRequest, signal: AbortSignal): Promise<Answer> {
    const response = await this.#send(
      this.#toRequest(request, 'application/json, */*;q=0.5', signal),
    );
    const text = await response.text();
    return {
      status: response.status,
      mediaType: response.headers.get('content-type')?.split(';', 1)[0]?.trim() ?? '',
      text,
      total: countOf(response.headers.get('x-total-count')),
    };
  }

  /** Begins a stream, after an event where there was one before. @throws GatehouseError */
  async openStream(
    request: OperationRequest,
    lastEventId: string | undefined,
    signal: AbortSignal,
  ): Promise<Response> {
    const sent = this.#toRequest(request, STREAM_TYPE, signal);
    if (lastEventId !== undefined) sent.headers.set('last-event-id', lastEventId);
    // A stream is opened again by its reader, who knows where it was.
    const response = await this.#send(sent, { idempotent: false });
    if (response.headers.get('content-type')?.startsWith(STREAM_TYPE)) return response;
    throw new GatehouseError({
      api: request.operation.api,
      code: 'unexpected_response',
      status: response.status,
      message: `${describe(request.operation.api, sent)} answered no event stream`,
    });
  }

  /** Any failure of an operation as one that can be told. */
  toFailure(error: unknown, operation: CliOperation): unknown {
    if (error instanceof GatehouseError)
      return new OperationError(factsOf(error), operation, this.#json);
    return error;
  }

  #toRequest(
    { operation, path, query, headers, body }: OperationRequest,
    accept: string,
    signal: AbortSignal,
  ) {
    const { baseUrl, token } = this.#settings;
    const search = query.size === 0 ? '' : `?${query}`;
    const sent = new Request(`${baseUrl}${path}${search}`, {
      method: operation.method.toUpperCase(),
      ...(body === undefined ? {} : { body }),
      // No API redirects, and a token must not follow one to another host.
      redirect: 'manual',
      signal,
    });
    sent.headers.set('accept', accept);
    if (body !== undefined) sent.headers.set('content-type', 'application/json');
    if (token !== undefined) {
      if (operation.api === 'nanoclaw') sent.headers.set('x-api-key', token);
      else sent.headers.set('authorization', `Bearer ${token}`);
    }
    for (const [name, value] of Object.entries(headers)) sent.headers.set(name, value);
    return sent;
  }
}
