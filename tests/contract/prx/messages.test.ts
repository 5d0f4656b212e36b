/**
 * Owns what the PRX tag `messages` promises: a turn as one answer and as a stream, and the history it leaves.
 * How turns wait for each other belongs to the tests of the domain.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { at, makeSession, pluck } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let prx: Clients['prx'];
beforeAll(async () => {
  daemon = await startTestDaemon();
  prx = clientsOf(daemon.addresses).prx;
});
afterAll(() => daemon.stop());

const send = async (id: string, content: string, accept?: string) =>
  await prx.call('sendMessage', {
    path: { id },
    body: { content },
    ...(accept === undefined ? {} : { accept }),
  });

const history = async (id: string, query: Record<string, number> = {}) =>
  (await prx.call('listMessages', { path: { id }, query })).body;

describe('sendMessage', () => {
  it('answers the finished turn and grows the session', async () => {
    const id = await makeSession(prx);
    const turn = await send(id, 'Hello there');
    expect(turn.status).toBe(200);
    expect(turn.body).toMatchObject({
      session_id: id,
      role: 'ai',
      content: expect.stringContaining('Hello there'),
      tool_calls: [],
    });
    const { body } = await prx.call('getSession', { path: { id } });
    expect(body).toMatchObject({ turn_count: 1, token_usage: at(turn.body, 'token_usage') });
  });

  it('streams the same turn: its tokens are the answer, and done comes last', async () => {
    const id = await makeSession(prx);
    const { events = [], headers } = await send(id, 'Hello there', 'text/event-stream');
    expect(headers.get('cache-control')).toBe('no-store');
    const names = events.map((one) => one.event);
    expect(names.slice(0, -1).every((name) => name === 'token')).toBe(true);
    const done = events.at(-1);
    expect(done?.event).toBe('done');
    const pieces = events.slice(0, -1).map((one) => at(one.data, 'content'));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toBe(at(done?.data, 'content'));
    const messages = await history(id);
    expect(pluck(messages, 'messages', 'id')).toContain(at(done?.data, 'id'));
  });

  it('answers JSON to a caller that takes anything', async () => {
    const id = await makeSession(prx);
    expect((await send(id, 'Hi', '*/*')).events).toBeUndefined();
    expect((await send(id, 'Hi', 'application/json, text/event-stream')).events).toBeUndefined();
  });

  it('goes on with the session when the reader of a stream hangs up', async () => {
    const id = await makeSession(prx);
    const content = 'word '.repeat(2000);
    const stream = await prx.open('sendMessage', { path: { id }, body: { content } });
    await stream.events.next();
    await stream.events.return();
    expect((await send(id, 'Still there?')).status).toBe(200);
  });

  it('refuses blank text, an unknown session and one that has ended', async () => {
    const id = await makeSession(prx);
    expect(await send(id, '  \n')).toMatchObject({ status: 400 });
    expect(await send('sess_xyz', 'Hi')).toMatchObject({ status: 404 });
    expect(await send('sess_xyz', 'Hi', 'text/event-stream')).toMatchObject({ status: 404 });
    await prx.call('deleteSession', { path: { id } });
    const ended = { status: 409, body: { error: { details: { status: 'terminated' } } } };
    expect(await send(id, 'Hi')).toMatchObject(ended);
    expect(await send(id, 'Hi', 'text/event-stream')).toMatchObject(ended);
  });
});

describe('listMessages', () => {
  it('lists both sides, oldest first, page by page', async () => {
    const id = await makeSession(prx);
    expect(await history(id)).toEqual({ messages: [], total: 0 });
    await send(id, 'One');
    await send(id, 'Two');
    const whole = await history(id);
    expect(at(whole, 'total')).toBe(4);
    expect(pluck(whole, 'messages', 'role')).toEqual(['human', 'ai', 'human', 'ai']);
    expect(at(whole, 'messages', 0, 'content')).toBe('One');
    const page = await history(id, { limit: 2, offset: 1 });
    expect(at(page, 'total')).toBe(4);
    expect(pluck(page, 'messages', 'id')).toEqual(pluck(whole, 'messages', 'id').slice(1, 3));
  });

  it('answers 404 to an unknown session', async () => {
    const answer = await prx.call('listMessages', { path: { id: 'sess_xyz' } });
    expect(answer).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
  });
});
