/**
 * Owns what the TypeScript client makes of servers that misbehave: what it sends again and when, and what it gives up with.
 * Streams are in stream.test.ts.
 */
import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createPrxClient, isGatehouseError } from '../../clients/typescript/src/index.ts';
import { askedWaitMs, RetryBudget } from '../../clients/typescript/src/retry.ts';
import { createWatched, rejection, SECRET } from './ambient.ts';
import { cut, half, hang, json, plain, prxError, serveScript } from './scripted-server.ts';

const PAGE = { sessions: [], total: 0 };
const limited = (headers: Record<string, string>) =>
  json(429, prxError('rate_limited', 'Too many requests'), headers);

describe('what is sent again', () => {
  it('repeats a GET after a cut, a half answer and a 503, with full jitter', async () => {
    await using server = await serveScript(
      cut,
      half,
      json(503, prxError('unavailable')),
      json(200, PAGE),
    );
    const { client, waits } = createWatched(server.url);
    expect(await client.listSessions()).toEqual(PAGE);
    expect(waits).toEqual([125, 250, 500]);
    expect(server.seen.map((one) => one.headers.authorization)).toEqual(
      Array(4).fill(`Bearer ${SECRET}`),
    );
  });

  it('gives up after its attempts with the last refusal', async () => {
    await using server = await serveScript(json(502, prxError('internal_error')));
    const { client, waits } = createWatched(server.url, { retry: { attempts: 3 } });
    expect(await rejection(client.listSessions())).toMatchObject({ status: 502 });
    expect(server.seen).toHaveLength(3);
    expect(waits).toHaveLength(2);
  });

  it('repeats neither a POST nor a PATCH, unless it is told to', async () => {
    await using server = await serveScript(
      json(503, prxError('unavailable')),
      json(503, prxError('unavailable')),
      json(503, prxError('unavailable')),
      json(201, { id: 'sess_1' }),
    );
    const { client } = createWatched(server.url);
    const body = { user_id: 'user_123' };
    expect(await rejection(client.createSession({ body }))).toMatchObject({ code: 'unavailable' });
    const patch = { body: { 'agent.idle_after_secs': 60 } };
    expect(await rejection(client.updateConfig(patch))).toMatchObject({ code: 'unavailable' });
    expect(server.seen).toHaveLength(2);
    expect(await client.createSession({ body, idempotent: true })).toEqual({ id: 'sess_1' });
    expect(server.seen.map((one) => one.body)).toEqual([
      JSON.stringify(body),
      JSON.stringify(patch.body),
      JSON.stringify(body),
      JSON.stringify(body),
    ]);
  });

  it.each([400, 401, 404, 409, 500])('does not repeat a %i', async (status) => {
    await using server = await serveScript(json(status, prxError('bad_request')));
    const { client } = createWatched(server.url);
    expect(await rejection(client.listSessions())).toMatchObject({ status });
    expect(server.seen).toHaveLength(1);
  });

  it('stops repeating when the budget of the client is spent', () => {
    const budget = new RetryBudget();
    expect(Array.from({ length: 21 }, () => budget.take()).filter(Boolean)).toHaveLength(20);
    for (let i = 0; i < 11; i += 1) budget.refund();
    expect([budget.take(), budget.take()]).toEqual([true, false]);
  });
});

describe('when it comes back', () => {
  it('waits as long as a 429 asks', async () => {
    await using server = await serveScript(limited({ 'retry-after': '7' }), json(200, PAGE));
    const { client, waits } = createWatched(server.url);
    await client.listSessions();
    expect(waits).toEqual([7_125]);
  });

  it('does not wait past the time of the whole call', async () => {
    await using server = await serveScript(limited({ 'retry-after': '7' }));
    const { client, waits } = createWatched(server.url, { totalTimeoutMs: 5_000 });
    expect(await rejection(client.listSessions())).toMatchObject({
      code: 'rate_limited',
      retryAfter: 7,
    });
    expect(waits).toEqual([]);
  });

  const now = Date.UTC(2026, 2, 21, 10);
  it.each([
    ['seconds', { 'retry-after': '3' }, 3_000],
    ['a date', { 'retry-after': 'Sat, 21 Mar 2026 10:00:09 GMT' }, 9_000],
    ['a date in the past', { 'retry-after': 'Sat, 21 Mar 2026 09:00:00 GMT' }, 0],
    [
      'a date by the clock of the server',
      { date: 'Sat, 21 Mar 2026 09:00:00 GMT', 'retry-after': 'Sat, 21 Mar 2026 09:00:02 GMT' },
      2_000,
    ],
    ['RateLimit', { ratelimit: '"a";r=5;t=9, "b";r=0;t=4, "c";r=0;t=1' }, 4_000],
    ['RateLimit with something left', { ratelimit: '"a";r=01;t=9' }, undefined],
    [
      'X-RateLimit',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(now / 1000 + 6) },
      6_000,
    ],
    [
      'X-RateLimit with something left',
      { 'x-ratelimit-remaining': '1', 'x-ratelimit-reset': String(now / 1000 + 6) },
      undefined,
    ],
    ['more seconds than anybody waits', { 'retry-after': '10000000000' }, 10_000_000_000_000],
    ['half a second', { 'retry-after': '1.5' }, undefined],
    ['seconds in the past', { 'retry-after': '-5' }, undefined],
    ['words with a number', { 'retry-after': 'soon 5' }, undefined],
    ['nonsense', { 'retry-after': 'soon', 'x-ratelimit-remaining': '0' }, undefined],
  ])('reads %s', (_, headers, wait) => {
    expect(askedWaitMs(new Headers(Object.entries(headers)), now)).toBe(wait);
  });
});

describe('what it gives up with', () => {
  it('a server that never answers: a timeout, after each attempt had its time', async () => {
    const attempts: string[] = [];
    const { client } = createWatched('http://127.0.0.1', {
      timeoutMs: 40,
      retry: { attempts: 2 },
      fetch: ({ url }, { signal }) => {
        attempts.push(url);
        return new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        });
      },
    });
    const error = await rejection(client.listSessions({ query: { channel: 'secret' } }));
    expect(error).toMatchObject({ api: 'prx', code: 'timeout', status: null });
    expect(String(error)).toBe(
      'GatehouseError: prx GET /api/v1/sessions did not answer within 40 ms',
    );
    expect(attempts).toHaveLength(2);
  });

  it('a body that never ends: a timeout too', async () => {
    await using server = await serveScript((response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('[');
    });
    const { client } = createWatched(server.url, { timeoutMs: 60, retry: { attempts: 1 } });
    expect(await rejection(client.listSessions())).toMatchObject({ code: 'timeout' });
  });

  it('a POST may take the time of the whole call', async () => {
    await using server = await serveScript(hang);
    const { client } = createWatched(server.url, { timeoutMs: 1, totalTimeoutMs: 50 });
    const error = await rejection(client.createSession({ body: { user_id: 'user_123' } }));
    expect(String(error)).toContain('within 50 ms');
  });

  it('times without end are times', async () => {
    await using server = await serveScript(json(200, PAGE));
    const endless = { timeoutMs: Number.POSITIVE_INFINITY, totalTimeoutMs: 1e12 };
    const { client } = createWatched(server.url, endless);
    expect(await client.listSessions()).toEqual(PAGE);
  });

  it('nobody listens: a network error that says why and where', async () => {
    const gone = await serveScript(hang);
    await gone[Symbol.asyncDispose]();
    const { client } = createWatched(gone.url);
    const error = await rejection(client.getStatus());
    expect(error).toMatchObject({ code: 'network_error', status: null });
    expect(String(error)).toContain(`${gone.url} (ECONNREFUSED)`);
  });

  it('a page of a proxy: what it is, but not what it says', async () => {
    await using server = await serveScript(plain(404, '<h1>nginx</h1>'));
    const { client } = createWatched(server.url);
    const error = await rejection(client.getStatus());
    expect(error).toMatchObject({
      code: 'unexpected_response',
      status: 404,
      requestId: 'req_plain',
    });
    expect(String(error)).not.toContain('nginx');
  });

  it.each([
    ['HTML with 200', plain(200, '<p>hello</p>'), 'text/html instead of application/json'],
    ['broken JSON', plain(200, '{"sessions":', 'application/json'), 'broken JSON'],
    ['JSON that is no error', json(400, { nope: true }), 'no error of the contract'],
    ['a redirect', json(302, {}, { location: 'https://evil.example/' }), 'answered 302'],
  ])('%s is unexpected', async (_, step, words) => {
    await using server = await serveScript(step);
    const error = await rejection(createWatched(server.url).client.listSessions());
    expect(error).toMatchObject({ code: 'unexpected_response' });
    expect(String(error)).toContain(words);
    expect(server.seen).toHaveLength(1);
  });

  it('an answer that is too large is not read to its end, nor asked for again', async () => {
    await using server = await serveScript(json(200, { sessions: ['x'.repeat(5_000)], total: 1 }));
    const { client } = createWatched(server.url, { maxAnswerBytes: 1_000 });
    const error = await rejection(client.listSessions());
    expect(String(error)).toContain('more than 1000 bytes');
    expect(server.seen).toHaveLength(1);
  });

  it('the reason of a signal, also while it waits', async () => {
    await using server = await serveScript(hang, json(503, prxError('unavailable')));
    const client = createPrxClient({ baseUrl: server.url, retry: { baseMs: 60_000 } });
    const first = new AbortController();
    const hanging = rejection(client.listSessions({ signal: first.signal }));
    await expect.poll(() => server.seen.length).toBe(1);
    first.abort(new Error('enough'));
    expect(String(await hanging)).toBe('Error: enough');
    const second = new AbortController();
    const waiting = rejection(
      client.listSessions({ signal: second.signal, totalTimeoutMs: 10_000_000 }),
    );
    await expect.poll(() => server.seen.length).toBe(2);
    second.abort(new Error('enough too'));
    expect(String(await waiting)).toBe('Error: enough too');
    expect(await rejection(client.listSessions({ signal: AbortSignal.abort('no') }))).toBe('no');
    const post = { body: { user_id: 'user_123' }, signal: AbortSignal.abort('no') };
    expect(await rejection(client.createSession(post))).toBe('no');
  });
});

it('one signal for many calls does not gather listeners', async () => {
  await using server = await serveScript(json(200, PAGE));
  const client = createPrxClient({ baseUrl: server.url });
  const { signal } = new AbortController();
  for (let call = 0; call < 20; call += 1) await client.listSessions({ signal });
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('a media type has no case', async () => {
  await using server = await serveScript(plain(200, JSON.stringify(PAGE), 'Application/JSON'));
  expect(await createPrxClient({ baseUrl: server.url }).listSessions()).toEqual(PAGE);
});

describe('secrets', () => {
  it('are taken out of what a server says', async () => {
    await using server = await serveScript(
      json(400, {
        error: {
          code: 'bad_request',
          message: `No Bearer ${SECRET}`,
          details: { seen: [SECRET] },
        },
      }),
    );
    const error = await rejection(createWatched(server.url).client.getStatus());
    expect(error).toMatchObject({ message: 'No Bearer ***', details: { seen: ['***'] } });
  });

  it('are not repeated when they are refused', () => {
    const secrets = ['two words', 'line\nbreak', 'https://user:hidden@127.0.0.1/'];
    for (const text of secrets) {
      const options = text.startsWith('https')
        ? { baseUrl: text }
        : { baseUrl: 'http://127.0.0.1', token: text };
      const make = () => createPrxClient(options);
      expect(make).toThrow(TypeError);
      expect(make).not.toThrow(new RegExp(text.slice(-10)));
    }
    expect(() => createPrxClient({ baseUrl: 'ftp://127.0.0.1' })).toThrow(TypeError);
    expect(() => createPrxClient({ baseUrl: 'http://127.0.0.1/?a=1' })).toThrow(TypeError);
  });
});

describe('the verbs of openapi-fetch', () => {
  it('share the retries and answer errors instead of throwing them', async () => {
    await using server = await serveScript(
      cut,
      json(200, PAGE),
      json(404, prxError('not_found', 'Session not found')),
    );
    const client = createPrxClient({ baseUrl: `${server.url}/`, retry: { baseMs: 1 } });
    const { data } = await client.GET('/api/v1/sessions', { params: { query: { limit: 1 } } });
    expect(data).toEqual(PAGE);
    const { error } = await client.GET('/api/v1/sessions/{id}', {
      params: { path: { id: 'a/b' } },
    });
    expect(error?.error.code).toBe('not_found');
    expect(server.seen.map((one) => one.url)).toEqual([
      '/api/v1/sessions?limit=1',
      '/api/v1/sessions?limit=1',
      '/api/v1/sessions/a%2Fb',
    ]);
  });
});

it('errors are known by their API', async () => {
  await using server = await serveScript(json(409, prxError('conflict')));
  const error = await rejection(createWatched(server.url).client.getStatus());
  expect(isGatehouseError(error)).toBe(true);
  expect(isGatehouseError(error, 'prx')).toBe(true);
  expect(isGatehouseError(error, 'agent')).toBe(false);
  expect(isGatehouseError(new Error('no'))).toBe(false);
});
