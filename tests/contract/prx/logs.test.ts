/**
 * Owns what the PRX tag `logs` promises: the search with its filters, what it refuses, and the stream with ids and resuming.
 * How slow readers, restarts and a failing store are dealt with is in the tests of the domain and the scenarios.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { at, HandClock, makeSession, pluck, textAt } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

const clock = new HandClock();
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let prx: Clients['prx'];
beforeAll(async () => {
  daemon = await startTestDaemon({ clock });
  prx = clientsOf(daemon.addresses).prx;
  const entries = [
    ['info', 'agent', 'one'],
    ['info', 'agent::loop', 'two'],
    ['warn', 'agents', 'three'],
    ['error', 'agent::loop::tools', 'four'],
    ['debug', 'agent::loop', 'five'],
    ['debug', 'agent-loop', 'six'],
  ] as const;
  for (const [level, module, message] of entries) {
    clock.advance(60);
    daemon.services.logs.append({ at: clock.now(), level, module, message, sessionId: null });
  }
});
afterAll(() => daemon.stop());

type Query = Readonly<Record<string, string | number | boolean>>;
const list = async (query: Query = {}) => (await prx.call('listLogs', { query })).body;
const messages = async (query: Query = {}) => pluck(await list(query), 'entries', 'message');

describe('listLogs', () => {
  it('answers entries as the page prints them', async () => {
    daemon.services.logs.append({
      at: Date.UTC(2026, 2, 21, 10, 5, 0, 123),
      level: 'info',
      module: 'agent::memory',
      message: 'Stored',
      sessionId: 'sess_abc123',
    });
    expect(await list({ module: 'agent::memory' })).toEqual({
      entries: [
        {
          timestamp: '2026-03-21T10:05:00.123Z',
          level: 'info',
          module: 'agent::memory',
          message: 'Stored',
          session_id: 'sess_abc123',
        },
      ],
      total: 1,
    });
  });

  it('matches a module on its `::` boundaries', async () => {
    expect(await messages({ module: 'agent::loop' })).toEqual(['two', 'four']);
    expect(await messages({ module: 'agents' })).toEqual(['three']);
    expect(await messages({ module: 'agent::lo' })).toEqual([]);
    expect(await messages({ module: 'Agent' })).toEqual([]);
    const all = await messages({ module: 'agent', level: 'trace' });
    expect(all).not.toContain('six');
  });

  it('takes the level for the lowest one, info unless it is said', async () => {
    expect(await messages({ module: 'agent::loop', level: 'debug' })).toEqual([
      'two',
      'four',
      'five',
    ]);
    expect(await messages({ level: 'warn' })).toEqual(['three', 'four']);
    expect(await messages({ level: 'error' })).toEqual(['four']);
  });

  it('answers the newest entries, oldest first, and counts all of them', async () => {
    const newest = await list({ module: 'agent::loop', level: 'trace', limit: 2 });
    expect(at(newest, 'total')).toBe(3);
    expect(pluck(newest, 'entries', 'message')).toEqual(['four', 'five']);
  });

  it.each([
    ['a duration', '150s', ['four', 'five']],
    ['a time', '2026-03-21T10:04:00Z', ['four', 'five']],
    ['a time of another zone', '2026-03-21T15:34+05:30', ['four', 'five']],
    ['a time without a zone, which is UTC', '2026-03-21T10:05:00.000', ['five']],
    ['a day', '2026-03-21', ['two', 'four', 'five']],
  ])('takes %s for since', async (_name, since, expected) => {
    expect(await messages({ module: 'agent::loop', level: 'trace', since })).toEqual(expected);
  });

  it('looks back one hour unless it is said', async () => {
    clock.advance(3440);
    expect(await messages({ module: 'agent::loop' })).toEqual(['four']);
    clock.advance(-3440);
  });

  it.each([
    ['a since in the future', { since: '2026-03-22T00:00:00Z' }, 'since', 'future'],
    ['a day that does not exist', { since: '2026-02-30' }, 'since', 'exists'],
    ['a month that does not exist', { since: '2026-13-01T00:00:00Z' }, 'since', 'exists'],
    ['a duration of millions of years', { since: '999999999w' }, 'since', '1970'],
    ['a since that is prose', { since: 'yesterday' }, 'since', ''],
    ['an unknown level', { level: 'loud' }, 'level', 'trace, debug, info, warn, error'],
    ['a limit of none', { limit: 0 }, 'limit', ''],
    ['a limit of too many', { limit: 501 }, 'limit', ''],
    ['a module that is no path', { module: 'a:b' }, 'module', ''],
    ['a stream that is no flag', { stream: 'maybe' }, 'stream', ''],
  ])('refuses %s and says why', async (_name, query, path, words) => {
    const answer = await prx.call('listLogs', { query });
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { code: 'bad_request', details: { issues: [{ in: 'query', path }] } } },
    });
    expect(textAt(answer.body, 'error', 'message')).toContain(words);
  });

  it('streams those entries first and new ones after them', async () => {
    const query = { stream: true, module: 'agent::loop', since: '2026-03-21' };
    const { events, headers } = await prx.open('listLogs', { query });
    expect(headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    const first = await events.next();
    expect(first.value).toMatchObject({ event: 'log', data: { message: 'two' } });
    expect((await events.next()).value).toMatchObject({ data: { message: 'four' } });
    append('after');
    expect((await events.next()).value).toMatchObject({ data: { message: 'after' } });
    await events.return();
  });
});

/** Logs in the module `agent::loop`. */
function append(message: string, level: 'info' | 'debug' = 'info') {
  const entry = { at: clock.now(), level, module: 'agent::loop', message, sessionId: null };
  daemon.services.logs.append(entry);
}

describe('streamLogs', () => {
  it('streams what is logged from now on, with ids that grow', async () => {
    const { events } = await prx.open('streamLogs', { query: { module: 'agent' } });
    append('hidden', 'debug');
    append('first');
    append('second');
    const [one, two] = [(await events.next()).value, (await events.next()).value];
    expect([one, two]).toMatchObject([
      { event: 'log', data: { message: 'first', module: 'agent::loop' } },
      { event: 'log', data: { message: 'second' } },
    ]);
    expect(numberOf(two)).toBe(numberOf(one) + 1);
    await events.return();
  });

  it('goes on after the last event that was received', async () => {
    const live = await prx.open('streamLogs', { query: { module: 'agent' } });
    append('seen');
    const id = textAt((await live.events.next()).value, 'id');
    await live.events.return();
    append('missed');
    const headers = { 'last-event-id': id };
    const again = await prx.open('streamLogs', { query: { module: 'agent' }, headers });
    append('live');
    expect((await again.events.next()).value).toMatchObject({ data: { message: 'missed' } });
    expect((await again.events.next()).value).toMatchObject({ data: { message: 'live' } });
    await again.events.return();
    const stream = { query: { stream: true, module: 'agent' }, headers };
    const listed = await prx.open('listLogs', stream);
    expect((await listed.events.next()).value).toMatchObject({ data: { message: 'missed' } });
    await listed.events.return();
  });

  it('says that there is a gap after an id from elsewhere', async () => {
    const headers = { 'last-event-id': 'log_99999999' };
    const { events } = await prx.open('streamLogs', { headers });
    const gap = { event: 'gap', data: { reason: 'history_gone', missed: null } };
    expect((await events.next()).value).toEqual(gap);
    await events.return();
  });

  it.each(['sess_abc', 'log_', 'log_-1', 'log_1e3', 'x'.repeat(200)])(
    'refuses to go on after %s',
    async (id) => {
      const answer = await prx.call('streamLogs', { headers: { 'last-event-id': id } });
      expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad_request' } } });
      expect(textAt(answer.body, 'error', 'message')).toMatch(/last-event-id/i);
    },
  );

  it('answers HEAD with the headers alone', async () => {
    const headers = { authorization: 'Bearer test-admin-token-of-at-least-32-characters' };
    const before = daemon.services.logs.readers;
    const url = `${daemon.addresses.prx}/api/v1/logs/stream`;
    const answer = await fetch(url, { method: 'HEAD', headers });
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(await answer.text()).toBe('');
    expect(daemon.services.logs.readers).toBe(before);
  });
});

function numberOf(event: unknown): number {
  return Number(textAt(event, 'id').slice('log_'.length));
}

describe('the access log', () => {
  it('has mutations at info, refusals at warn, and reads not at all', async () => {
    const beside = await startTestDaemon({ env: { GATEHOUSE_LOGGING_LEVEL: 'info' } });
    const client = clientsOf(beside.addresses).prx;
    await makeSession(client);
    await client.call('listSessions');
    await client.call('getSession', { path: { id: 'sess_none' } });
    const { body } = await client.call('listLogs', { query: { module: 'http::access' } });
    await beside.stop();
    expect(pluck(body, 'entries', 'level')).toEqual(['info', 'warn']);
    expect(pluck(body, 'entries', 'message')).toEqual([
      expect.stringMatching(/^POST \/api\/v1\/sessions 201 \([\d.]+ ms\)$/),
      expect.stringMatching(/^GET \/api\/v1\/sessions\/sess_none 404 /),
    ]);
  });
});
