/**
 * Owns the client that tests speak to a daemon with: it sends what it is told and judges every answer by the contract.
 * How an answer is judged is in contract-check.ts, what has been seen is written down by observed.ts.
 */
import { request as httpRequest } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import type { Operation } from '../../src/generated/contract.ts';
import { type Api, ContractCheck, findOperation } from './contract-check.ts';
import { observe } from './observed.ts';
import { type ReadEvent, readEvents } from './sse.ts';

/** What goes into a request; everything is optional. */
export interface CallOptions {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** Sent as JSON; a string or bytes are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** A token to send instead of the client's own; null sends none. */
  readonly token?: string | null;
  readonly accept?: string;
  readonly signal?: AbortSignal;
}

/** A whole answer that has passed the contract. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The JSON value or the text; undefined without a body and for a stream. */
  readonly body: unknown;
  /** The events of a stream, in order. */
  readonly events?: readonly ReadEvent[];
}

/** An answer whose head has passed the contract; its events are judged as they are read. */
export interface OpenStream {
  readonly status: number;
  readonly headers: Headers;
  readonly events: AsyncGenerator<ReadEvent, void>;
}

/** A request as bytes on the wire would say it, for what `fetch` refuses to send. */
export interface RawRequest {
  readonly method: string;
  /** The request target, such as `/api/v1/sessions?limit=1`, sent as it is. */
  readonly target: string;
  /** An object, or a flat list of names and values where names may come twice. */
  readonly headers?: Readonly<Record<string, string>> | readonly string[];
  readonly body?: string | Uint8Array;
}

/** An answer as it came, before it is judged. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A client of one API of a running daemon. @throws ContractFault from every method for an answer its contract does not allow */
export interface ContractClient {
  readonly api: Api;
  /** Calls an operation and reads the whole answer; a stream is read to its end. */
  call(operationId: string, options?: CallOptions): Promise<Answer>;
  /** Calls an operation that must answer with a stream; stop reading to hang up. */
  open(operationId: string, options?: CallOptions): Promise<OpenStream>;
  /** Sends a request as it is. `operationId` is what it is meant for, null when no operation matches it. */
  raw(operationId: string | null, request: RawRequest): Promise<Answer>;
  /** Judges an answer that came some other way, such as over a bare socket. */
  judge(operationId: string | null, answer: RawAnswer): Answer;
}

const checks = new Map<Api, ContractCheck>();

/** The contract of an API; compiling it again for every client would only cost time. */
export function checkOf(api: Api): ContractCheck {
  const known = checks.get(api) ?? new ContractCheck(api);
  checks.set(api, known);
  return known;
}

/**
 * Makes a client.
 * @param options.token Sent with every call, in the way the API takes it, unless a call says otherwise.
 * @param options.note Where a good answer is written down; a server that is no daemon has no place in the record.
 */
export function createClient(options: {
  api: Api;
  url: string;
  token?: string;
  note?: typeof observe;
}): ContractClient {
  const { api, url, note = observe } = options;
  const check = checkOf(api);
  const operationOf = (id: string | null) => (id === null ? null : findOperation(api, id));

  const send = async (operation: Operation, call: CallOptions) => {
    const response = await fetch(url + targetOf(operation, call), {
      method: operation.method.toUpperCase(),
      headers: headersOf(api, call, options.token ?? null),
      ...(call.body === undefined ? {} : { body: bodyOf(call.body) }),
      ...(call.signal === undefined ? {} : { signal: call.signal }),
    });
    const { status, headers } = response;
    return { response, status, headers, type: check.head(operation, status, headers) };
  };

  const judge = (operation: Operation | null, answer: RawAnswer): Answer => {
    const { status, headers, text } = answer;
    const type = check.head(operation, status, headers);
    const body = check.body(operation, status, type, text);
    if (operation !== null) note(api, operation.id, status);
    return { status, headers, body };
  };

  async function* judged(operation: Operation, response: Response) {
    if (response.body === null) throw new Error(`${api} ${operation.id} sent no stream`);
    for await (const event of readEvents(response.body)) {
      check.event(operation, response.status, event);
      yield event;
    }
  }

  return {
    api,
    async call(operationId, call = {}) {
      const operation = findOperation(api, operationId);
      const { response, status, headers, type } = await send(operation, call);
      if (type === 'text/event-stream') {
        const events: ReadEvent[] = [];
        for await (const event of judged(operation, response)) events.push(event);
        note(api, operation.id, status);
        return { status, headers, body: undefined, events };
      }
      return judge(operation, { status, headers, text: await response.text() });
    },
    async open(operationId, call = {}) {
      const operation = findOperation(api, operationId);
      const accept = call.accept ?? 'text/event-stream';
      const { response, status, headers, type } = await send(operation, { ...call, accept });
      if (type !== 'text/event-stream') {
        const { body } = judge(operation, { status, headers, text: await response.text() });
        throw new Error(`${api} ${operationId} ${status} is no stream: ${JSON.stringify(body)}`);
      }
      note(api, operation.id, status);
      return { status, headers, events: judged(operation, response) };
    },
    async raw(operationId, request) {
      return judge(operationOf(operationId), await sendRaw(url, request));
    },
    judge: (operationId, answer) => judge(operationOf(operationId), answer),
  };
}

/** Sends a request on a connection of its own and reads the whole answer. */
export function sendRaw(url: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const { method, target, headers = {}, body } = request;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        hostname: hostname.replace(/^\[|\]$/g, ''),
        port,
        method,
        path: target,
        headers: Array.isArray(headers) ? [...headers] : { ...headers },
        agent: false,
      },
      (incoming) => {
        const answered = new Headers();
        for (const [name, values] of Object.entries(incoming.headersDistinct)) {
          for (const value of values ?? []) answered.append(name, value);
        }
        const status = incoming.statusCode ?? 0;
        readText(incoming).then((text) => resolve({ status, headers: answered, text }), reject);
      },
    );
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** The request target of an operation. @throws Error when a path parameter is missing */
export function targetOf(
  operation: Operation,
  { path = {}, query = {} }: Pick<CallOptions, 'path' | 'query'>,
): string {
  const filled = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => {
    const value = path[name];
    if (value === undefined) throw new Error(`${operation.id} needs the path parameter ${name}`);
    return encodeURIComponent(value);
  });
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) pairs.append(name, String(value));
  return pairs.size === 0 ? filled : `${filled}?${pairs}`;
}

/** The headers that carry a token, in the way the API takes it. */
export const credential = (api: Api, token: string): Record<string, string> =>
  api === 'nanoclaw' ? { 'x-api-key': token } : { authorization: `Bearer ${token}` };

function headersOf(api: Api, call: CallOptions, own: string | null): Record<string, string> {
  const token = call.token === undefined ? own : call.token;
  return {
    ...(call.accept === undefined ? {} : { accept: call.accept }),
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(token === null ? {} : credential(api, token)),
    ...call.headers,
  };
}

function bodyOf(body: unknown): string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
}
