/**
 * Owns what is promised of requests through the credential proxy over real sockets: who is let in, and what an upstream
 * sees. What comes back is in answers.test.ts, streams, limits and stopping in streaming.test.ts.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIRST_PLACEHOLDER } from '../../../src/domain/credential-proxy/headers.ts';
import { quietCaller as quiet } from '../../domain/ground.ts';
import { begin, send, startProxy, startUpstream } from './ground.ts';

describe('a request', () => {
  it('goes to its upstream with the credential in the place of the placeholder', async () => {
    const upstream = await startUpstream();
    const { map, send } = await startProxy();
    const { id, placeholder } = await map({ name: 'one', upstreamUrl: `${upstream.url}/base/` });
    expect(placeholder).toBe(FIRST_PLACEHOLDER);
    const answer = await send(`/m/${id}/v1/messages?beta=true`, {
      method: 'POST',
      headers: { 'x-api-key': placeholder, 'content-type': 'application/json' },
      body: '{"a":1}',
    });
    expect(answer).toMatchObject({ status: 200, body: '{}' });
    expect(upstream.seen).toMatchObject([
      {
        method: 'POST',
        target: '/base/v1/messages?beta=true',
        body: '{"a":1}',
        headers: {
          'x-api-key': 'secret-of-one',
          'content-type': 'application/json',
          'content-length': '7',
          host: `127.0.0.1:${upstream.port}`,
        },
      },
    ]);
  });

  it('comes over the socket as well, and shows its token in a header if it likes', async () => {
    const upstream = await startUpstream();
    const { map, socketPath, token } = await startProxy();
    await map({ name: 'one', upstreamUrl: upstream.url });
    const answer = await send({
      socketPath,
      path: '/v1/models',
      headers: { 'x-gatehouse-token': token },
    });
    expect(answer.status).toBe(200);
    expect(upstream.seen[0]?.target).toBe('/v1/models');
    expect(JSON.stringify(upstream.seen)).not.toContain(token);
  });

  it.each([
    ['without a token', '/v1/messages', {}],
    ['with a wrong token', `/c/${'A'.repeat(43)}/v1/messages`, {}],
    ['with an empty token', '/c//v1/messages', {}],
    ['with a wrong header', '/v1/messages', { 'x-gatehouse-token': 'guess' }],
    ['of a hostile path', '/../../etc/passwd', {}],
  ])('%s answers 403 on both ways in, and reaches nobody', async (_name, path, headers) => {
    const upstream = await startUpstream();
    const { map, proxy, socketPath } = await startProxy();
    await map({ name: 'one', upstreamUrl: upstream.url });
    for (const to of [{ port: proxy.state().port }, { socketPath }]) {
      const answer = await send({ ...to, path, headers });
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.body)).toMatchObject({ error: 'forbidden' });
    }
    expect(upstream.seen).toEqual([]);
  });

  it('answers 403 once its container is dismissed', async () => {
    const { proxy, send, token } = await startProxy();
    expect((await send('/v1')).status).toBe(404);
    await proxy.dismiss(token);
    await proxy.dismiss(token);
    expect((await send('/v1')).status).toBe(403);
  });
});

describe('with two mappings, a request', () => {
  async function startTwo() {
    const [a, b] = [await startUpstream(), await startUpstream()];
    const started = await startProxy();
    const one = await started.map({ name: 'a', upstreamUrl: a.url });
    const two = await started.map({
      name: 'b',
      upstreamUrl: b.url,
      credentialType: 'bearer',
    });
    return { ...started, a, b, one, two };
  }

  it('goes where its placeholder leads', async () => {
    const { a, b, one, two, send } = await startTwo();
    expect(two.placeholder).toMatch(/^CREDENTIAL_PROXY_PLACEHOLDER_[0-9A-Z]{8}$/);
    await send('/x', { headers: { 'x-api-key': one.placeholder } });
    await send('/y', { headers: { authorization: `Bearer ${two.placeholder}` } });
    expect(a.seen.map((one) => [one.target, one.headers['x-api-key']])).toEqual([
      ['/x', 'secret-of-a'],
    ]);
    expect(b.seen.map((one) => [one.target, one.headers.authorization])).toEqual([
      ['/y', 'Bearer secret-of-b'],
    ]);
  });

  it('never takes one credential to the other upstream', async () => {
    const { a, b, one, two, send } = await startTwo();
    const everywhere = (placeholder: string) => ({
      'x-api-key': placeholder,
      authorization: `Bearer ${placeholder}`,
      cookie: `k=${placeholder}`,
      'x-own': placeholder,
    });
    await send(`/m/${two.id}/?k=${one.placeholder}`, { headers: everywhere(one.placeholder) });
    await send(`/m/${one.id}/`, { headers: everywhere(two.placeholder) });
    expect(JSON.stringify(b.seen)).not.toContain('secret-of-a');
    expect(JSON.stringify(a.seen)).not.toContain('secret-of-b');
    expect(b.seen).toHaveLength(1);
    expect(a.seen).toHaveLength(1);
  });

  it.each([
    ['no placeholder', () => ({}), 404],
    ['a placeholder of no mapping', () => ({ 'x-api-key': `${FIRST_PLACEHOLDER}_GONE` }), 404],
    [
      'placeholders of both',
      (one: string, two: string) => ({ 'x-api-key': one, authorization: two }),
      400,
    ],
  ])('with %s is refused', async (_name, headersOf, status) => {
    const { a, b, one, two, send, refused } = await startTwo();
    const headers = headersOf(one.placeholder, two.placeholder);
    expect((await send('/', { headers })).status).toBe(status);
    expect([...a.seen, ...b.seen]).toEqual([]);
    expect(refused).toMatchObject([{ runId: 'run_1', namespace: 'of_run_1' }]);
  });

  it('of a mapping that is removed is refused, though another one is left', async () => {
    const { mappings, one, send, caller } = { ...(await startTwo()), caller: quiet };
    await mappings.remove(one.id, caller);
    expect((await send('/', { headers: { 'x-api-key': one.placeholder } })).status).toBe(404);
    expect((await send(`/m/${one.id}/`)).status).toBe(404);
    expect((await send('/')).status).toBe(200);
  });
});

describe('the headers that an upstream sees', () => {
  it('have no credential of the container, and nothing of its connection', async () => {
    const upstream = await startUpstream();
    const { map, send } = await startProxy();
    const { id } = await map({ name: 'one', upstreamUrl: upstream.url });
    await send(`/m/${id}/`, {
      headers: {
        authorization: 'Bearer mine',
        'proxy-authorization': 'Basic mine',
        cookie: 'a=mine',
        'x-goog-api-key': 'mine',
        'api-key': 'mine',
        'x-api-key': ['mine', 'mine too'],
        'x-forwarded-host': 'evil.example',
        'x-original-url': '/admin',
        'x-http-method-override': 'DELETE',
        connection: 'close, x-hop',
        'x-hop': '1',
        te: 'trailers',
        range: 'bytes=0-3',
        'accept-encoding': 'gzip',
        'anthropic-version': '2023-06-01',
      },
    });
    const { host, connection, ...headers } = upstream.seen[0]?.headers ?? {};
    expect(headers).toEqual({
      'x-api-key': 'secret-of-one',
      'accept-encoding': 'identity',
      'anthropic-version': '2023-06-01',
    });
  });

  it.each([
    ['bearer', {}, 'Bearer the-secret'],
    ['bearer', { authorization: FIRST_PLACEHOLDER }, 'Bearer the-secret'],
    ['oauth_token', {}, undefined],
    ['oauth_token', { 'x-api-key': FIRST_PLACEHOLDER }, undefined],
    ['oauth_token', { authorization: `Bearer ${FIRST_PLACEHOLDER}` }, 'Bearer the-secret'],
  ] as const)('sign in with %s by %j', async (credentialType, headers, authorization) => {
    const upstream = await startUpstream();
    const { map, send } = await startProxy();
    const credential = 'the-secret';
    await map({ name: 'one', upstreamUrl: upstream.url, credentialType, credential });
    await send('/', { headers });
    expect(upstream.seen[0]?.headers.authorization).toBe(authorization);
    expect(upstream.seen[0]?.headers['x-api-key']).toBeUndefined();
  });

  it('keep the words around a placeholder in a header of its own', async () => {
    const upstream = await startUpstream();
    const { map, send } = await startProxy();
    const headerName = 'Authorization';
    await map({ name: 'one', upstreamUrl: upstream.url, headerName });
    for (const authorization of [`Token ${FIRST_PLACEHOLDER}`, 'Token mine'])
      await send('/', { headers: { authorization } });
    const sent = upstream.seen.map((one) => one.headers.authorization);
    expect(sent).toEqual(['Token secret-of-one', 'secret-of-one']);
  });

  it('have the key of the daemon on the way to its own providers', async () => {
    const upstream = await startUpstream();
    const of = (credentialType: 'api_key' | 'bearer', credential: string | null) => ({
      baseUrl: `${upstream.url}/v1`,
      credentialType,
      credential,
    });
    const { send } = await startProxy({
      providers: { anthropic: of('api_key', 'key-1'), local: of('bearer', null) },
    });
    await send('/p/anthropic/messages');
    await send('/p/local/chat', { headers: { authorization: 'Bearer mine' } });
    expect((await send('/p/openai/chat')).status).toBe(404);
    expect((await send('/p/__proto__/chat')).status).toBe(404);
    expect(
      upstream.seen.map(({ target, headers }) => [
        target,
        headers['x-api-key'],
        headers.authorization,
      ]),
    ).toEqual([
      ['/v1/messages', 'key-1', undefined],
      ['/v1/chat', undefined, undefined],
    ]);
  });

  it('survive any value that a container can send', async () => {
    const upstream = await startUpstream();
    const { map, send } = await startProxy();
    await map({ name: 'one', upstreamUrl: upstream.url });
    const name = fc
      .string({ unit: fc.constantFrom(...'abxy-_!~'), minLength: 1, maxLength: 8 })
      .map((text) => `x-${text}`);
    const value = fc
      .array(
        fc.integer({ min: 0x20, max: 0xff }).filter((code) => code !== 0x7f),
        { maxLength: 20 },
      )
      .map((codes) => String.fromCharCode(...codes));
    await fc.assert(
      fc.asyncProperty(fc.dictionary(name, value, { noNullPrototype: true }), async (headers) => {
        const answer = await send('/', { headers });
        expect(answer.status).toBe(200);
        const seen = upstream.seen.pop();
        for (const [one, sent] of Object.entries(headers))
          if (!one.startsWith('x-forwarded-'))
            expect(seen?.headers[one]).toBe(sent.replace(/^[\t ]+|[\t ]+$/g, ''));
      }),
      { numRuns: 100 },
    );
  });
});

describe('what is refused', () => {
  it.each([
    ['TRACE', 'TRACE', {}, 405],
    ['an odd method', 'PROPFIND', {}, 405],
    ['an upgrade', 'GET', { connection: 'upgrade', upgrade: 'websocket' }, 400],
  ])('%s', async (_name, method, headers, status) => {
    const upstream = await startUpstream();
    const { map, send } = await startProxy();
    await map({ name: 'one', upstreamUrl: upstream.url });
    expect((await send('/', { method, headers })).status).toBe(status);
    expect(upstream.seen).toEqual([]);
  });

  it.each([['/a/%2e%2e/b'], ['/../x'], ['//evil.example/'], ['/a\\b']])(
    'the path %s below a mapping',
    async (path) => {
      const upstream = await startUpstream();
      const { map, send, refused } = await startProxy();
      const { id } = await map({ name: 'one', upstreamUrl: `${upstream.url}/base` });
      expect((await send(`/m/${id}${path}`)).status).toBe(400);
      expect(upstream.seen).toEqual([]);
      expect(refused).toHaveLength(1);
    },
  );

  it('a whole URL and CONNECT', async () => {
    const upstream = await startUpstream();
    const { map, proxy, token } = await startProxy();
    await map({ name: 'one', upstreamUrl: upstream.url });
    const { port } = proxy.state();
    const headers = { 'x-gatehouse-token': token };
    expect((await send({ port, path: `${upstream.url}/v1`, headers })).status).toBe(400);
    const connecting = begin({
      port,
      path: `127.0.0.1:${upstream.port}`,
      method: 'CONNECT',
      headers,
    });
    const failure = new Promise((resolve) => {
      connecting.once('error', () => resolve('cut'));
      connecting.once('connect', () => resolve('connected'));
    });
    connecting.end();
    expect(await failure).toBe('cut');
    expect(upstream.seen).toEqual([]);
  });
});
