/**
 * Owns the proof that the contract client complains: servers that lie in one way each. What true servers answer belongs to the
 * tests of each API.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type CallOptions, createClient } from '../support/contract-client.ts';

/** One answer of a server, whole; a test changes one thing in it. */
interface Lie {
  status?: number;
  headers?: Record<string, string>;
  without?: string;
  body?: string;
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const session = {
  id: 'sess_abc123',
  channel: 'api',
  user_id: 'user_123',
  status: 'active',
  created_at: '2026-03-21T10:00:00Z',
  metadata: {},
};

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'x-request-id': 'req_1',
  'x-ratelimit-limit': '10',
  'x-ratelimit-remaining': '9',
  'x-ratelimit-reset': '1711015230',
};

/** A client of a server that always gives this answer. */
async function clientOf(lie: Lie) {
  const server = createServer((_incoming, outgoing) => {
    const headers: Record<string, string> = { ...HEADERS, ...lie.headers };
    if (lie.without) delete headers[lie.without];
    outgoing.writeHead(lie.status ?? 201, headers);
    outgoing.end(lie.body ?? JSON.stringify(session));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return createClient({ api: 'prx', url, token: 'x', note: () => undefined });
}

async function complaint(
  lie: Lie,
  operation = 'createSession',
  options: CallOptions = {},
): Promise<string> {
  const client = await clientOf(lie);
  return await client.call(operation, options).then(
    () => 'nothing',
    (error: Error) => error.message,
  );
}

const error = (code: string) => JSON.stringify({ error: { code, message: 'No', details: null } });

describe('the contract client', () => {
  it('lets a true answer pass and hands over what it said', async () => {
    const client = await clientOf({});
    const answer = await client.call('createSession', { body: { user_id: 'user_123' } });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual(session);
    expect(answer.headers.get('x-request-id')).toBe('req_1');
  });

  it.each<[string, Lie, RegExp]>([
    ['a status that is not declared', { status: 202 }, /^prx createSession 202 is not a declared/],
    [
      'an edge answer that this operation cannot get',
      { status: 404, body: error('not_found') },
      /^prx createSession 404 is not a declared status/,
    ],
    [
      'a property that is not declared',
      { body: JSON.stringify({ ...session, secret: 1 }) },
      /^prx createSession 201 has a body that must NOT have additional properties/,
    ],
    [
      'a property that is missing',
      { body: JSON.stringify({ ...session, id: undefined }) },
      /must have required property 'id'/,
    ],
    [
      'a wrong format',
      { body: JSON.stringify({ ...session, created_at: 'yesterday' }) },
      /\/created_at must match format "date-time"/,
    ],
    ['a missing header', { without: 'x-request-id' }, /^prx createSession 201 lacks the header/],
    [
      'a header that is not a number',
      { headers: { 'x-ratelimit-limit': 'ten' } },
      /header X-RateLimit-Limit: ten, which .*must be integer/,
    ],
    [
      'another media type',
      { headers: { 'content-type': 'text/html' } },
      /media type text\/html, not application\/json/,
    ],
    ['no media type', { without: 'content-type' }, /media type null/],
    ['a body that is not JSON', { body: '{"id":' }, /a body that is not JSON/],
    [
      'an error code of another status',
      { status: 400, body: error('conflict') },
      /^prx createSession 400 has the code conflict, not bad_request/,
    ],
    [
      'an error in the shape of another API',
      { status: 400, body: '{"success":false,"error":"validation_failed","message":"No"}' },
      /^prx createSession 400 has a body that/,
    ],
    [
      '429 that does not say when',
      { status: 429, body: error('rate_limited') },
      /^prx createSession 429 lacks the header Retry-After/,
    ],
    [
      '503 that gives a date',
      { status: 503, headers: { 'retry-after': 'soon' }, body: error('unavailable') },
      /Retry-After/,
    ],
  ])('refuses %s', async (_name, lie, expected) => {
    expect(await complaint(lie)).toMatch(expected);
  });

  it('refuses a 204 that describes a body', async () => {
    const path = { id: 'sess_1' };
    const typed = { status: 204, body: '' };
    expect(await complaint(typed, 'deleteSession', { path })).toMatch(/media type .* for no body/);
    const long = { ...typed, without: 'content-type', headers: { 'content-length': '3' } };
    expect(await complaint(long, 'deleteSession', { path })).toMatch(/a length for no body/);
    const true204 = { status: 204, body: '', without: 'content-type' };
    expect(await complaint(true204, 'deleteSession', { path })).toBe('nothing');
  });

  it('lets no operation answer what only the edge may say', async () => {
    const client = await clientOf({ status: 405, body: error('method_not_allowed') });
    const request = { method: 'PUT', target: '/api/v1/sessions' };
    await expect(client.raw('listSessions', request)).rejects.toThrow(/405 is not a declared/);
    await expect(client.raw(null, request)).rejects.toThrow(/^prx edge 405 lacks the header Allow/);
  });

  const stream = (text: string): Lie => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: text,
  });
  const send = { path: { id: 'sess_1' }, body: { content: 'Hi' }, accept: 'text/event-stream' };

  it('reads events and refuses one that the contract does not know', async () => {
    const token = 'event: token\ndata: {"content":"Hi"}\n\n';
    const client = await clientOf(stream(`: a comment\n\n${token}`));
    const answer = await client.call('sendMessage', send);
    expect(answer.events).toEqual([{ event: 'token', data: { content: 'Hi' } }]);
    const refused = [
      [`${token}event: tokens\ndata: {}\n\n`, /has an event that/],
      ['event: token\ndata: {"content":"Hi","more":1}\n\n', /additional properties/],
      ['data: {"content":"Hi"}\n\n', /has no name/],
      ['event: token\ndata: Hi\n\n', /JSON/],
      ['event: token\nwhat: {}\n\n', /[Uu]nknown field/],
    ] as const;
    for (const [text, expected] of refused) {
      expect(await complaint(stream(text), 'sendMessage', send)).toMatch(expected);
    }
  });

  it('names a stream that is none', async () => {
    const client = await clientOf({ status: 409, body: error('conflict') });
    await expect(client.open('sendMessage', send)).rejects.toThrow(/409 is no stream/);
  });
});
