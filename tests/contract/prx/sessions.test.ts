/**
 * Owns what the PRX tag `sessions` promises: shapes, defaults, paging, filters, states. Errors that every operation shares are in
 * errors-by-operation.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { HandClock, makeSession, pluck, textAt } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

const clock = new HandClock();
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let prx: Clients['prx'];
beforeAll(async () => {
  daemon = await startTestDaemon({ clock });
  prx = clientsOf(daemon.addresses).prx;
});
afterAll(() => daemon.stop());

const get = async (id: string) => (await prx.call('getSession', { path: { id } })).body;

describe('createSession', () => {
  it('answers what it was given, as an active session', async () => {
    const metadata = { source: 'web-app', nested: { list: [1, null, 'é'] } };
    const body = { channel: 'slack', user_id: 'user_1', metadata };
    const made = await prx.call('createSession', { body });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      ...body,
      id: expect.stringMatching(/^sess_/),
      status: 'active',
      created_at: '2026-03-21T10:00:00Z',
    });
    expect(await get(textAt(made.body, 'id'))).toEqual({
      ...Object(made.body),
      last_activity: '2026-03-21T10:00:00Z',
      turn_count: 0,
      token_usage: { input: 0, output: 0 },
    });
  });

  it('fills in the channel and empty metadata', async () => {
    const made = await prx.call('createSession', { body: { user_id: 'user_1' } });
    expect(made.body).toMatchObject({ channel: 'api', metadata: {} });
  });

  it.each<[string, unknown, string]>([
    ['no user', {}, 'user_id'],
    ['an empty user', { user_id: '' }, 'user_id'],
    ['a user that is a number', { user_id: 1 }, 'user_id'],
    ['an unknown property', { user_id: 'a', colour: 'blue' }, 'colour'],
    ['metadata that is a list', { user_id: 'a', metadata: [] }, 'metadata'],
    ['too much metadata', { user_id: 'a', metadata: { text: 'x'.repeat(20_000) } }, 'metadata'],
  ])('refuses %s and names it', async (_name, body, path) => {
    const answer = await prx.call('createSession', { body });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { details: { issues: [{ in: 'body', path }] } } });
  });

  it('names every fault of a body', async () => {
    const answer = await prx.call('createSession', { body: { channel: 1, colour: 'blue' } });
    const { error } = Object(answer.body);
    expect(pluck(error.details, 'issues', 'path').sort()).toEqual(['channel', 'colour', 'user_id']);
  });

  it('refuses a body that is not JSON', async () => {
    expect(await prx.call('createSession', { body: '{"user_id":' })).toMatchObject({ status: 400 });
    expect(await prx.call('createSession', { body: '' })).toMatchObject({ status: 400 });
  });
});

describe('listSessions', () => {
  const ids: string[] = [];
  beforeAll(async () => {
    for (let index = 0; index < 6; index += 1) {
      // Two at each moment: their ids must then decide.
      if (index % 2 === 0) clock.advance(1);
      ids.unshift(await makeSession(prx, { channel: 'paging' }));
    }
  });

  const list = async (query: Record<string, string | number>) => {
    const { body } = await prx.call('listSessions', { query: { channel: 'paging', ...query } });
    return { ids: pluck(body, 'sessions', 'id'), total: Object(body).total };
  };

  it('is newest first, with the id where the moment is the same', async () => {
    const { ids: listed, total } = await list({});
    expect(total).toBe(6);
    const pairs = [0, 2, 4].map((start) =>
      ids
        .slice(start, start + 2)
        .sort()
        .reverse(),
    );
    expect(listed).toEqual(pairs.flat());
  });

  it('pages without losing or repeating one, and counts before paging', async () => {
    const whole = (await list({})).ids;
    const pages = [await list({ limit: 4 }), await list({ limit: 4, offset: 4 })];
    expect(pages.flatMap((page) => page.ids)).toEqual(whole);
    expect(pages.map((page) => page.total)).toEqual([6, 6]);
    expect(await list({ limit: 4, offset: 6 })).toEqual({ ids: [], total: 6 });
  });

  it.each([{ limit: 0 }, { limit: 501 }, { limit: 'ten' }, { offset: -1 }, { status: 'gone' }])(
    'refuses %o',
    async (query) => {
      expect(await prx.call('listSessions', { query })).toMatchObject({ status: 400 });
    },
  );

  it('lists active ones unless asked for others', async () => {
    const id = await makeSession(prx, { channel: 'states' });
    const gone = await makeSession(prx, { channel: 'states' });
    await prx.call('deleteSession', { path: { id: gone } });
    const ofStatus = async (status: object) => {
      const { body } = await prx.call('listSessions', { query: { channel: 'states', ...status } });
      return pluck(body, 'sessions', 'id');
    };
    expect(await ofStatus({})).toEqual([id]);
    expect(await ofStatus({ status: 'active' })).toEqual([id]);
    expect(await ofStatus({ status: 'terminated' })).toEqual([gone]);
    expect(await ofStatus({ status: 'idle' })).toEqual([]);
  });

  it('shows the summary and no more', async () => {
    await makeSession(prx, { channel: 'summary' });
    const { body } = await prx.call('listSessions', { query: { channel: 'summary' } });
    const [first] = Object(body).sessions;
    const names = ['channel', 'created_at', 'id', 'last_activity', 'status', 'user_id'];
    expect(Object.keys(first).sort()).toEqual(names);
  });
});

describe('the end of a session', () => {
  it('is for good: the second DELETE answers 409, and it stays readable', async () => {
    const id = await makeSession(prx);
    const path = { id };
    expect(await prx.call('deleteSession', { path })).toMatchObject({ status: 204 });
    expect(await get(id)).toMatchObject({ status: 'terminated' });
    const again = await prx.call('deleteSession', { path });
    expect(again).toMatchObject({
      status: 409,
      body: { error: { message: `Session ${id} is already terminated` } },
    });
  });

  it.each(['getSession', 'deleteSession'])('%s answers 404 to an unknown id', async (operation) => {
    expect(await prx.call(operation, { path: { id: 'sess_xyz' } })).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found', message: 'Session sess_xyz not found', details: null } },
    });
  });

  it('comes after quiet time: idle after 15 minutes, terminated after an hour', async () => {
    const id = await makeSession(prx);
    const path = { id };
    const statusAfter = async (seconds: number) => {
      clock.advance(seconds);
      await daemon.services.sessions.sweep();
      return Object(await get(id)).status;
    };
    expect(await statusAfter(899)).toBe('active');
    expect(await statusAfter(2)).toBe('idle');
    await prx.call('sendMessage', { path, body: { content: 'Are you there?' } });
    expect(await statusAfter(0)).toBe('active');
    expect(await statusAfter(901)).toBe('idle');
    expect(await statusAfter(2700)).toBe('terminated');
    expect(await prx.call('deleteSession', { path })).toMatchObject({ status: 409 });
  });
});
