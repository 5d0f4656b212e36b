/**
 * Owns a small server of somebody else's with a contract of its own, right in everything until a test spoils it. It is what the checker
 * is for, and takes no time; what the checker finds in it is said by the tests.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { Contract } from '../../src/conformance/contract.ts';
import { type Outcome, type RunOptions, runConformance } from '../../src/conformance/index.ts';

/** The token that the server takes. */
export const TOKEN = 'foreign-token-0123456789';

const json = (schema: unknown) => ({ content: { 'application/json': { schema } } });
const error = {
  type: 'object',
  additionalProperties: false,
  required: ['error'],
  properties: { error: { type: 'string' } },
};
const refusals = Object.fromEntries(
  ['400', '401', '404', '429'].map((status) => [status, { description: 'no', ...json(error) }]),
);
const thing = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name'],
  properties: { id: { type: 'string' }, name: { type: 'string' } },
};
const event = {
  type: 'object',
  required: ['event', 'data', 'id'],
  properties: { event: { const: 'tick' }, data: { type: 'object' }, id: { type: 'string' } },
};
const id = {
  name: 'id',
  in: 'path',
  required: true,
  schema: { type: 'string', pattern: '^[a-z0-9]{1,20}$' },
  example: 'thing1',
};
const stream = (schema: unknown) => ({
  description: 'events',
  content: { 'text/event-stream': { schema } },
});
const { id: _, ...said } = event.properties;

/** The contract of the server. */
export const document = {
  openapi: '3.1.0',
  info: { title: 'Things', version: '1.0.0' },
  security: [{ bearer: [] }],
  paths: {
    '/things': {
      get: {
        operationId: 'listThings',
        'x-rate-limit-group': 'all',
        tags: ['things'],
        responses: {
          ...refusals,
          '200': { description: 'all', ...json({ type: 'array', items: thing }) },
        },
      },
      post: {
        operationId: 'createThing',
        tags: ['things'],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['name'],
                properties: { name: { type: 'string' } },
              },
              examples: { one: { value: { name: 'a' } } },
            },
          },
        },
        responses: {
          ...refusals,
          '201': {
            description: 'made',
            ...json(thing),
            links: {
              get: { operationId: 'getThing', parameters: { id: '$response.body#/id' } },
              say: { operationId: 'sayThing', parameters: { id: '$response.body#/id' } },
            },
          },
        },
      },
    },
    '/things/{id}': {
      get: {
        operationId: 'getThing',
        tags: ['things'],
        parameters: [id],
        responses: { ...refusals, '200': { description: 'one', ...json(thing) } },
      },
    },
    '/things/{id}/say': {
      post: {
        operationId: 'sayThing',
        tags: ['things'],
        parameters: [id],
        responses: {
          ...refusals,
          '200': stream({ ...event, required: ['event', 'data'], properties: said }),
        },
      },
    },
    '/events': {
      get: {
        operationId: 'streamEvents',
        tags: ['events'],
        parameters: [{ name: 'Last-Event-ID', in: 'header', schema: { type: 'string' } }],
        responses: { ...refusals, '200': stream(event) },
      },
    },
  },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    responses: {
      NotFound: { description: 'no', ...json(error) },
      MethodNotAllowed: { description: 'no', ...json(error) },
    },
  },
};

/** One request with its body read. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

/** Answers in place of the server. @returns true where it did */
export type Spoil = (asked: Asked, response: ServerResponse) => boolean;

/** Starts the server of the running test. @returns its URL */
export async function serveThings(spoil: Spoil = () => false): Promise<string> {
  const things = new Map<string, { id: string; name: string }>();
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        const { method = '', url = '' } = request;
        const asked = { request, method, path: url.split('?')[0] ?? '', body };
        if (!spoil(asked, response)) answer(asked, response, things);
      },
      () => response.destroy(),
    );
  });
  return await urlOf(server);
}

/** Starts a server on a free port until the test has finished. @returns its URL */
export async function urlOf(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${address !== null && typeof address === 'object' ? address.port : 0}`;
}

/** Answers with JSON. */
export function say(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): true {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
  return true;
}

function answer(
  { request, method, path, body }: Asked,
  response: ServerResponse,
  things: Map<string, { id: string; name: string }>,
): true {
  const refuse = (status: number, headers: Record<string, string> = {}) =>
    say(response, status, { error: 'no' }, headers);
  const [, first, name, last, ...rest] = path.split('/');
  const verbs = verbsOf(first, name, last, rest.length);
  if (verbs === null) return refuse(404);
  if (!verbs.includes(method)) return refuse(405, { allow: verbs.join(', ') });
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return refuse(401);
  if (first === 'events') return tick(response, Number(request.headers['last-event-id'] ?? 0));
  if (name === undefined && method === 'GET') return say(response, 200, [...things.values()]);
  if (name === undefined) {
    const made = readName(body);
    if (made === null) return refuse(400);
    const one = { id: `thing${things.size + 2}`, name: made };
    things.set(one.id, one);
    return say(response, 201, one);
  }
  if (!/^[a-z0-9]{1,20}$/.test(decodeURIComponent(name))) return refuse(400);
  const found = things.get(name);
  if (found === undefined) return refuse(404);
  if (last === undefined) return say(response, 200, found);
  events(response).end('event: tick\ndata: {}\n\n');
  return true;
}

/** Begins a stream. */
export const events = (response: ServerResponse): ServerResponse =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });

function verbsOf(first?: string, name?: string, last?: string, more = 0): string[] | null {
  if (more > 0 || (first === 'events' && name !== undefined)) return null;
  if (first === 'events') return ['GET'];
  if (first !== 'things' || name === '') return null;
  if (name === undefined) return ['GET', 'POST'];
  if (last === undefined) return ['GET'];
  return last === 'say' ? ['POST'] : null;
}

function readName(body: string): string | null {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== 'object' || value === null || Object.keys(value).length !== 1) return null;
    return 'name' in value && typeof value.name === 'string' ? value.name : null;
  } catch {
    return null;
  }
}

/** The four numbers after one, and no end; an id that is none is refused. */
function tick(response: ServerResponse, after: number): true {
  if (!Number.isInteger(after)) return say(response, 400, { error: 'no such id' });
  const stream = events(response);
  for (let next = after + 1; next <= after + 4; next += 1)
    stream.write(`event: tick\nid: ${next}\ndata: {}\n\n`);
  return true;
}

/** Checks the server, with short waits. */
export function checkThings(url: string, options: Partial<RunOptions> = {}): Promise<Outcome> {
  return runConformance({
    contract: new Contract('things', document),
    url: new URL(url),
    token: TOKEN,
    limitedToken: null,
    seed: 1,
    requests: 0,
    path: null,
    only: null,
    rateLimit: false,
    webhookHost: null,
    heartbeatMs: 0,
    timeoutMs: 30_000,
    requestTimeoutMs: 3000,
    ...options,
  });
}
