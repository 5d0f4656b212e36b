/**
 * Owns request targets, verbs and hosts that lead nowhere or could be read in two ways. Bodies are in bad-input-body.test.ts,
 * framing and headers in bad-input-wire.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countRows, demand, jsonHeaders, urlOf } from '../http/edge.ts';
import { apis } from '../support/contract-check.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { ask, request } from '../support/raw-http.ts';

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let before: Record<string, number>;
beforeAll(async () => {
  daemon = await startTestDaemon();
  before = countRows(daemon.home);
});
afterAll(async () => {
  expect(countRows(daemon.home)).toEqual(before);
  await daemon.stop();
});

const LISTS = {
  prx: { id: 'listSessions', path: '/api/v1/sessions' },
  agent: { id: 'listThreads', path: '/api/v1/memory/threads' },
  nanoclaw: { id: 'getOpenapi', path: '/openapi.json' },
} as const;

describe.each(apis)('%s', (api) => {
  const list = LISTS[api];
  const get = (target: string, headers: Record<string, string | null> = {}) => {
    const url = urlOf(daemon.addresses, api);
    return ask(url, request(url, `GET ${target} HTTP/1.1`, { ...jsonHeaders(api), ...headers }));
  };

  it.each([
    '/nope',
    '/',
    '/index.html',
    '/favicon.ico',
    '/api',
    '/api/v1',
    '/api/v2/sessions',
    `${list.path}/`,
    `/${list.path}`,
    list.path.replace('/', '//'),
    list.path.toUpperCase(),
    `${list.path};v=1`,
    `${list.path}%20`,
    `${list.path}%3Flimit=1`,
    '/api/v1/%00',
    '/constructor',
    '/__proto__',
    '/api/v1/hasOwnProperty',
  ])('has nothing at %s', async (target) => {
    demand(api, null, await get(target), 404);
  });

  it.each([
    '/..',
    '/./openapi.json',
    '/api/../openapi.json',
    '/api/%2e%2e/openapi.json',
    '/api/%2E./openapi.json',
    `${list.path}/..`,
    `${list.path}/%2e%2e/%2e%2e/etc/passwd`,
    `${list.path}#fragment`,
    '/..\\openapi.json',
    'openapi.json',
    '*',
    'ftp://localhost/openapi.json',
    '/with space',
    '/\u00e9',
    '/\u007f',
  ])('does not guess what %s means', async (target) => {
    const { message } = demand(api, null, await get(target), 400);
    expect(message).toMatch(/path|malformed|not valid HTTP/);
  });

  it('repeats a little of a very long path and name only', async () => {
    const unknown = demand(api, null, await get(`/${'a/'.repeat(5000)}`), 404);
    expect(unknown.message.length).toBeLessThan(600);
    const name = 'n'.repeat(5000);
    const { message, faults } = demand(api, list.id, await get(`${list.path}?${name}=1`), 400);
    expect(message.length).toBeLessThan(600);
    expect(faults[0]?.path.length).toBeLessThan(300);
    demand(api, list.id, await get(`${list.path}?${name}=1&${name}=2`), 400);
  });

  it('says no to a target that is longer than headers may be', async () => {
    demand(api, null, await get(`/${'a'.repeat(20_000)}`), 431);
  });

  it.each([
    ['colour=red', 'colour', /not a known parameter/],
    ['=', '', /not a known parameter/],
    ['__proto__=1', '__proto__', /not a known parameter/],
    ['constructor=1', 'constructor', /not a known parameter/],
    ['colour=%zz', 'colour', /percent-encoding/],
    ['%zz=1', '%zz', /percent-encoding/],
    ['colour=%ff', 'colour', /percent-encoding/],
    ['colour=a%00b', 'colour', /NUL/],
    ['colour=1&colour=2', 'colour', /given twice/],
    ['colour=1&c%6flour=2', 'colour', /given twice/],
  ])('names the fault of the query %s', async (query, path, message) => {
    const { faults } = demand(api, list.id, await get(`${list.path}?${query}`), 400);
    expect(faults).toContainEqual({ in: 'query', path, message: expect.stringMatching(message) });
  });

  it.each(['PUT', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'M-SEARCH', 'LOCK'])(
    'answers 405 with Allow to %s',
    async (verb) => {
      const url = urlOf(daemon.addresses, api);
      const answer = await ask(
        url,
        request(url, `${verb} ${list.path} HTTP/1.1`, jsonHeaders(api)),
      );
      const { message } = demand(api, null, answer, 405);
      expect(message).toContain(verb);
      const allow = answer?.headers.allow?.split(', ') ?? [];
      expect(allow).toEqual(expect.arrayContaining(['GET', 'HEAD']));
      expect(allow).not.toContain(verb);
    },
  );

  it.each(['FOO', 'get', 'Get', 'G@T', 'GETT'])('does not know the verb %s', async (verb) => {
    const url = urlOf(daemon.addresses, api);
    const sent = request(url, `${verb} ${list.path} HTTP/1.1`, jsonHeaders(api));
    const { message } = demand(api, null, await ask(url, sent), 400);
    expect(message).toMatch(/method/i);
  });

  it('answers HEAD as GET, without the body', async () => {
    const url = urlOf(daemon.addresses, api);
    const answer = await ask(url, request(url, `HEAD ${list.path} HTTP/1.1`, jsonHeaders(api)));
    expect(answer).toMatchObject({ status: 200, body: '' });
  });

  it.each([
    'evil.example',
    'evil.example:3120',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'localhost,evil.example',
    '127.1',
    '0.0.0.0',
    '2130706433',
    '0x7f000001',
    '192.168.0.1',
    'xn--lcalhost-p1a',
  ])('does not answer to the host %s', async (host) => {
    demand(api, null, await get(list.path, { Host: host }), 403);
    demand(api, null, await get('/nope', { Host: host }), 403);
  });

  it.each([
    'localhost:99999',
    'localhost:port',
    'user@localhost',
    'localhost/',
    'localhost#',
    'localhost?',
    'local host',
    'localhost\\@evil.example',
    '[::1',
    '',
    null,
  ])('cannot read the host %j', async (host) => {
    demand(api, null, await get(list.path, { Host: host }), 400);
  });

  it.each(['LOCALHOST', 'localhost.', 'localhost:1', '127.0.0.1', '127.9.9.9:80', '[::1]:3120'])(
    'answers to the host %s',
    async (host) => {
      expect((await get(list.path, { Host: host }))?.status).toBe(200);
    },
  );

  it('takes the host of an absolute target for the one that is asked', async () => {
    const url = urlOf(daemon.addresses, api);
    expect((await get(url + list.path))?.status).toBe(200);
    demand(api, null, await get(`http://evil.example${list.path}`), 403);
    demand(api, null, await get(url + list.path, { Host: 'evil.example' }), 403);
  });
});

describe('paths and queries of the PRX API', () => {
  const get = (target: string) => {
    const url = daemon.addresses.prx;
    return ask(url, request(url, `GET ${target} HTTP/1.1`, jsonHeaders('prx')));
  };

  it.each([
    ['%00', /NUL/],
    ['a%00b', /NUL/],
    ['%', /percent-encoding/],
    ['%zz', /percent-encoding/],
    ['%c0%af', /percent-encoding/],
    ['%ed%a0%80', /percent-encoding/],
    ['a%2fb', /pattern/],
    ['a%20b', /pattern/],
    ['%252e', /pattern/],
    ['..%5c', /pattern/],
    ["'%20OR%201=1--", /pattern/],
    ['a'.repeat(129), /more than 128/],
  ])('name the fault of the id %s', async (id, message) => {
    const { faults } = demand('prx', 'getSession', await get(`/api/v1/sessions/${id}`), 400);
    expect(faults[0]).toMatchObject({
      in: 'path',
      path: 'id',
      message: expect.stringMatching(message),
    });
  });

  it.each([
    'abc',
    '',
    '1.5',
    '1e1',
    '0x10',
    '010',
    '%201',
    '+1',
    '-1',
    '0',
    '501',
    '1e309',
    '[]',
    'null',
    'true',
  ])('name the fault of limit=%s', async (limit) => {
    const answer = await get(`/api/v1/sessions?limit=${limit}`);
    const { faults } = demand('prx', 'listSessions', answer, 400);
    expect(faults[0]).toMatchObject({ in: 'query', path: 'limit' });
  });

  it('name all faults at once', async () => {
    const answer = await get('/api/v1/sessions?limit=0&offset=-1&status=lost&colour=red');
    const { faults } = demand('prx', 'listSessions', answer, 400);
    expect(faults.map((one) => one.path).sort()).toEqual(['colour', 'limit', 'offset', 'status']);
  });

  it('read an escaped letter as the letter', async () => {
    expect((await get('/api/v1/sess%69ons'))?.status).toBe(200);
  });
});
