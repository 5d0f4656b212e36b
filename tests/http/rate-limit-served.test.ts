/**
 * Owns the printed rate limits as callers of the PRX API meet them: the defaults, per token and group, told on every answer.
 * The limiter by itself is in rate-limit.test.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type CallOptions, createClient } from '../support/contract-client.ts';
import { ADMIN_TOKEN, startTestDaemon } from '../support/daemon.ts';
import { ask, request } from '../support/raw-http.ts';
import { JumpClock } from './jump-clock.ts';

/** Takes the limits of other tests' daemons away, so that the defaults count. */
const DEFAULT_LIMITS = {
  GATEHOUSE_RATE_LIMITS_SESSIONS_WRITE: '',
  GATEHOUSE_RATE_LIMITS_SESSIONS_READ: '',
  GATEHOUSE_RATE_LIMITS_CONFIG_WRITE: '',
  GATEHOUSE_RATE_LIMITS_OTHER: '',
};

const clock = new JumpClock();
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
beforeAll(async () => {
  daemon = await startTestDaemon({ clock, env: DEFAULT_LIMITS });
});
afterAll(() => daemon.stop());
// Every test begins with windows that have ended.
beforeEach(() => clock.advance(1000));

const client = () => createClient({ api: 'prx', url: daemon.addresses.prx, token: ADMIN_TOKEN });
const call = (operation: string, options: CallOptions = {}) => client().call(operation, options);
const createSession = (options: CallOptions = {}) =>
  call('createSession', { body: { user_id: 'u' }, ...options });

/** What both header families say, which must be the same. */
function readLimit({ headers }: Answer) {
  const number = (name: string) => Number(headers.get(name));
  const policy = /^"([a-z-]+)";q=(\d+);w=1$/.exec(headers.get('ratelimit-policy') ?? '');
  const state = /^"([a-z-]+)";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit') ?? '');
  expect(policy?.[1]).toBe(state?.[1]);
  expect(Number(policy?.[2])).toBe(number('x-ratelimit-limit'));
  expect(Number(state?.[2])).toBe(number('x-ratelimit-remaining'));
  expect(number('x-ratelimit-reset') - Math.floor(clock.now() / 1000)).toBeLessThanOrEqual(2);
  return {
    group: policy?.[1],
    limit: number('x-ratelimit-limit'),
    remaining: number('x-ratelimit-remaining'),
    retryAfter: headers.get('retry-after'),
  };
}

const groups = [
  { group: 'sessions-write', limit: 10, send: createSession },
  { group: 'sessions-read', limit: 50, send: () => call('listSessions') },
  { group: 'config-write', limit: 5, send: () => call('updateConfig', { body: {} }) },
  { group: 'other', limit: 30, send: () => call('getStatus') },
];

describe.each(groups)('the group $group', ({ group, limit, send }) => {
  it(`lets ${limit} requests a second pass and refuses the next`, async () => {
    for (let left = limit - 1; left >= 0; left -= 1) {
      const answer = await send();
      expect(answer.status).not.toBe(429);
      expect(readLimit(answer)).toEqual({ group, limit, remaining: left, retryAfter: null });
    }
    const refused = await send();
    expect(refused.status).toBe(429);
    expect(readLimit(refused)).toEqual({ group, limit, remaining: 0, retryAfter: '1' });
    expect(refused.body).toMatchObject({
      error: {
        code: 'rate_limited',
        details: { retry_after: 1, group: group.replace('-', '_'), limit },
      },
    });
    clock.advance(999);
    expect((await send()).status).toBe(429);
    clock.advance(1);
    expect((await send()).status).not.toBe(429);
  });
});

describe('a limit', () => {
  it('of one group leaves the others alone', async () => {
    for (let time = 0; time < 11; time += 1) await createSession();
    expect((await call('listSessions')).status).toBe(200);
    expect((await call('getStatus')).status).toBe(200);
  });

  it('is shared by the operations of its group', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 2 ? createSession() : call('deleteSession', { path: { id: 'sess_none' } }),
      ),
    );
    expect(answers.filter((one) => one.status === 429)).toHaveLength(2);
  });

  it('is exact for requests that come all at once', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => createSession()));
    expect(answers.filter((one) => one.status === 201)).toHaveLength(10);
    expect(answers.filter((one) => one.status === 429)).toHaveLength(30);
  });

  it('belongs to one token, and to callers without one by address', async () => {
    const scopes = ['sessions:read', 'sessions:write'];
    const secrets = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const { body } = await call('createToken', { body: { name, scopes } });
        const made: { token: string } = JSON.parse(JSON.stringify(body));
        return made.token;
      }),
    );
    clock.advance(1000);
    for (const token of [...secrets, ADMIN_TOKEN]) {
      for (let time = 0; time < 10; time += 1)
        expect((await createSession({ token })).status).toBe(201);
      expect((await createSession({ token })).status).toBe(429);
    }
    for (const token of [null, 'wrong'])
      for (let time = 0; time < 5; time += 1)
        expect((await createSession({ token })).status).toBe(401);
    // Nobody's and a wrong token come from one address, and a good one is not held up by them.
    expect((await createSession({ token: null })).status).toBe(429);
    expect((await createSession({ token: 'wrong' })).status).toBe(429);
    clock.advance(1000);
    expect((await createSession()).status).toBe(201);
  });

  it('is told on refusals of every kind', async () => {
    const { body } = await call('createToken', {
      body: { name: 'reader', scopes: ['sessions:read'] },
    });
    const reader: string = JSON.parse(JSON.stringify(body)).token;
    const raw = (method: string, target: string) =>
      client().raw(null, { method, target, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
    const refused: [number, Answer][] = [
      [401, await createSession({ token: null })],
      [403, await createSession({ token: reader })],
      [400, await createSession({ body: {} })],
      [415, await createSession({ headers: { 'content-type': 'text/plain' } })],
      [404, await call('getSession', { path: { id: 'sess_none' } })],
      [404, await raw('GET', '/nope')],
      [405, await raw('PUT', '/api/v1/sessions')],
    ];
    for (const [status, answer] of refused) {
      expect(answer.status).toBe(status);
      expect(readLimit(answer).remaining).toBeLessThan(readLimit(answer).limit);
    }
  });

  it('holds for paths that do not exist', async () => {
    const raw = () => client().raw(null, { method: 'GET', target: '/nope' });
    for (let time = 0; time < 30; time += 1) expect((await raw()).status).toBe(404);
    expect((await raw()).status).toBe(429);
  });

  it('is told where the parser refuses, and not counted', async () => {
    const url = daemon.addresses.prx;
    for (const bytes of [
      'nonsense\r\n\r\n',
      request(url, 'GET / HTTP/1.1', { 'X-A': 'x'.repeat(20_000) }),
    ]) {
      const answer = await ask(url, bytes);
      expect(answer?.headers).toMatchObject({
        'x-ratelimit-limit': '30',
        'ratelimit-policy': '"other";q=30;w=1',
      });
    }
  });
});

describe('a limit of 0', () => {
  it('is none, and says so', async () => {
    const free = await startTestDaemon({ clock });
    const open = createClient({ api: 'prx', url: free.addresses.prx, token: ADMIN_TOKEN });
    for (let time = 0; time < 60; time += 1) {
      const { status, headers } = await open.call('listSessions');
      expect(status).toBe(200);
      expect(headers.get('x-ratelimit-limit')).toBe('0');
      expect(headers.has('ratelimit')).toBe(false);
    }
    await free.stop();
  });
});
