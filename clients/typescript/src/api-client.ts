/**
 * Owns a client of one API: the verbs of openapi-fetch and a method for each operation, over one transport and one credential.
 * Which operations there are is in the generated files; pages and streams are read by paginate.ts and stream.ts.
 */
import createFetchClient, { type Client } from 'openapi-fetch';
import { type Answer, toError, toPage, unexpected } from './answers.ts';
import type { Api } from './errors.ts';
import type { Binder, Frame, StreamFacts, StreamStart, Verb } from './methods.ts';
import { type CallOptions, type ClientOptions, readBaseUrl } from './options.ts';
import type { Ambient } from './retry.ts';
import { describe, STREAM_TYPE, Transport, typeOf } from './transport.ts';

/** The verbs of openapi-fetch, typed by path. They answer `{data}` or `{error}` and share the client's retries and timeouts. */
export type Verbs<Paths extends Record<never, never>> = Pick<
  Client<Paths>,
  'GET' | 'PUT' | 'POST' | 'DELETE' | 'PATCH'
>;

/** Who calls, and in which header it is said. */
export interface Credential {
  readonly header: 'Authorization' | 'X-API-Key';
  /** Before the credential in the header. */
  readonly prefix: string;
  readonly secret: string | undefined;
}

/** What any operation is called with, whatever its contract says. */
interface Init extends CallOptions {
  readonly path?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Any path of any API. */
type AnyPath = Record<
  string,
  Record<
    'get' | 'put' | 'post' | 'delete' | 'patch',
    {
      parameters: { path?: Record<string, unknown>; query?: Record<string, unknown> };
      requestBody?: { content: { 'application/json': unknown } };
      responses: { 200: { content: { 'application/json': unknown } } };
    }
  >
>;

/** Makes the two halves of a client. @throws TypeError for a base URL that is none */
export function createCore<Paths extends Record<never, never>>(
  api: Api,
  options: ClientOptions,
  credential: Credential,
  surroundings?: Ambient,
): { readonly verbs: Verbs<Paths>; readonly binder: Binder } {
  const transport = new Transport(api, options, surroundings);
  const { header, prefix, secret } = credential;
  const settings = {
    baseUrl: readBaseUrl(options.baseUrl),
    headers: secret === undefined ? {} : { [header]: prefix + secret },
    // No API redirects, and a credential must not follow one to another host.
    redirect: 'manual' as const,
    fetch: (request: Request) => transport.send(request, {}),
  };
  const { GET, PUT, POST, DELETE, PATCH } = createFetchClient<Paths>(settings);
  return {
    verbs: { GET, PUT, POST, DELETE, PATCH },
    binder: createBinder(createFetchClient<AnyPath>(settings), transport, secret),
  };
}

function createBinder(
  client: Client<AnyPath>,
  transport: Transport,
  secret: string | undefined,
): Binder {
  /** Sends a request. @throws GatehouseError for every answer but a success of the media type */
  const send = async (
    verb: Verb,
    path: string,
    accept: string,
    init: Init = {},
  ): Promise<Answer> => {
    const { path: inPath, query, body, headers, signal, ...call } = init;
    let label = '';
    const { response, error } = await client.request(verb, path, {
      params: { ...(inPath && { path: inPath }), ...(query && { query }) },
      ...(body === undefined ? {} : { body }),
      headers: { accept, ...headers },
      parseAs: 'stream',
      fetch: (request) => {
        label = describe(transport.api, request);
        return transport.send(request, { ...call, signal });
      },
    });
    const answer = { transport, label, response };
    if (!response.ok) throw toError(answer, error, secret);
    if (response.status !== 204 && !typeOf(response).startsWith(accept)) {
      await response.body?.cancel();
      throw unexpected(answer, `${typeOf(response) || 'no media type'} instead of ${accept}`);
    }
    return answer;
  };

  const readText = async (verb: Verb, path: string, accept: string, init?: Init) => {
    const answer = await send(verb, path, accept, init);
    return { answer, text: await answer.response.text() };
  };

  const readJson = async (verb: Verb, path: string, init?: Init) => {
    const { answer, text } = await readText(verb, path, JSON_TYPE, init);
    if (answer.response.status === 204) return { answer, body: undefined };
    try {
      return { answer, body: JSON.parse(text) };
    } catch (cause) {
      throw unexpected(answer, 'broken JSON', cause);
    }
  };

  const call = (verb: Verb, path: string, accept: string = JSON_TYPE) => {
    // What a contract says of an answer is its type: nobody here looks.
    return async (init?: Init): Promise<ReturnType<typeof JSON.parse>> =>
      accept === JSON_TYPE
        ? (await readJson(verb, path, init)).body
        : (await readText(verb, path, accept, init)).text;
  };

  const list = (verb: Verb, path: string, items: readonly string[]) =>
    Object.assign(call(verb, path), {
      readPage: async (init: Init = {}, offset: number) => {
        const { answer, body } = await readJson(verb, path, {
          ...init,
          query: { ...init.query, offset },
        });
        const page = toPage(body, items);
        if (page === undefined) throw unexpected(answer, 'no list');
        return { ...page, unexpected: (what: string) => unexpected(answer, what) };
      },
    });

  const stream = (verb: Verb, path: string, facts: StreamFacts) => ({
    source: {
      ...facts,
      transport,
      toEvent,
      open: async (init: Init | undefined, { lastEventId, signal }: StreamStart) => {
        const resume = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
        const { response } = await send(verb, path, STREAM_TYPE, {
          // Other streams may have to wait for their turn before they begin.
          ...(facts.resumes ? { timeoutMs: transport.timeoutMs } : {}),
          ...init,
          // The reader opens it again, as it knows where it was.
          idempotent: false,
          signal,
          headers: { ...init?.headers, ...resume },
        });
        return response;
      },
    },
  });

  return {
    call,
    list,
    stream,
    both: (verb, path, facts) => Object.assign(call(verb, path), stream(verb, path, facts)),
  };
}

const JSON_TYPE = 'application/json';

/** As with answers, the contract says what its type is. */
function toEvent({ event, id, data }: Frame): ReturnType<typeof JSON.parse> {
  return { event, ...(id === undefined ? {} : { id }), data: JSON.parse(data) };
}
