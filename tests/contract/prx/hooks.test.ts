/**
 * Owns what the PRX tag `hooks` promises: shapes, refusals, deliveries, replay, rotation, enabling. Errors that every operation shares are
 * in errors-by-operation.test.ts; when and how often is delivered in domain/hooks.test.ts.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { HookReceiver, verify } from '../../support/hook-receiver.ts';
import { at, HandClock, makeSession, pluck, textAt } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

const clock = new HandClock();
const SECRET = 'whsec_xxxxxxxxxxx';
let receiver: HookReceiver;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let prx: Clients['prx'];
beforeAll(async () => {
  receiver = await HookReceiver.start();
  const env = { GATEHOUSE_HOOKS_ALLOWED_HOSTS: receiver.host };
  daemon = await startTestDaemon({ clock, env });
  prx = clientsOf(daemon.addresses).prx;
});
afterAll(async () => {
  await daemon.stop();
  await receiver.stop();
});
beforeEach(() => {
  receiver.reply = () => 204;
});

let paths = 0;
/** Makes a hook to a path of its own. @returns its id and the path */
async function make(body: Readonly<Record<string, unknown>> = {}) {
  paths += 1;
  const path = `/${paths}`;
  const url = receiver.url(path);
  const made = await prx.call('createHook', {
    body: { url, events: ['session.created'], secret: SECRET, ...body },
  });
  return { path, made, id: made.status === 201 ? textAt(made.body, 'id') : '' };
}

const list = async () => (await prx.call('listHooks')).body;

const deliveries = async (id: string, query: Record<string, string | number> = {}) =>
  (await prx.call('listHookDeliveries', { path: { id }, query })).body;

/** Waits until the newest delivery of a hook is as wanted. */
async function untilNewest(id: string, wanted: object) {
  await expect
    .poll(async () => at(await deliveries(id), 'deliveries', 0), { timeout: 30_000 })
    .toMatchObject(wanted);
}

describe('createHook', () => {
  it('answers what the page prints, without the secret', async () => {
    const body = {
      url: 'https://example.com/webhook',
      events: ['session.created', 'message.received'],
      secret: SECRET,
    };
    const made = await prx.call('createHook', { body });
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^hook_/),
      url: body.url,
      events: body.events,
      active: true,
      created_at: '2026-03-21T10:00:00Z',
    });
    expect(at(await list(), 'hooks', 0)).toEqual(made.body);
    expect(JSON.stringify(await list())).not.toContain('whsec_');
    await prx.call('deleteHook', { path: { id: textAt(made.body, 'id') } });
  });

  it('takes no secret for an answer, and session.completed for session.terminated', async () => {
    const body = { url: 'https://example.com/', events: ['session.completed'] };
    const made = await prx.call('createHook', { body });
    expect(made.body).toMatchObject({ events: ['session.terminated'] });
    await prx.call('deleteHook', { path: { id: textAt(made.body, 'id') } });
  });

  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    ['an unknown event', { events: ['session.created', 'coffee.made'] }, 'events.1'],
    ['no events', { events: [] }, 'events'],
    ['an event twice', { events: ['error.occurred', 'error.occurred'] }, 'events'],
    ['a URL of another scheme', { url: 'ftp://example.com/' }, 'url'],
    ['a URL with credentials', { url: 'https://user:pass@example.com/' }, 'url'],
    ['something that is no URL', { url: 'example' }, 'url'],
    ['an address of this machine', { url: 'http://127.0.0.1:1/' }, 'url'],
    ['an odd spelling of it', { url: 'http://0x7f.1/' }, 'url'],
    ['a name of this machine', { url: 'http://localhost/' }, 'url'],
    ['an address of a private network', { url: 'http://[fd00::1]/' }, 'url'],
    ['an empty secret', { secret: '' }, 'secret'],
    ['a short secret', { secret: 'whsec_1' }, 'secret'],
    ['a secret that is all prefix', { secret: 'whsec_12' }, 'secret'],
    ['an unknown property', { active: false }, 'active'],
  ])('refuses %s and names it, and nothing is made', async (_name, change, path) => {
    const before = await list();
    const { made } = await make(change);
    expect(made.status).toBe(400);
    expect(pluck(at(made.body, 'error', 'details'), 'issues', 'path')).toContain(path);
    expect(await list()).toEqual(before);
  });
});

describe('listHooks', () => {
  it('is newest first', async () => {
    const older = await make();
    clock.advance(1);
    const newer = await make();
    expect(pluck(await list(), 'hooks', 'id').slice(0, 2)).toEqual([newer.id, older.id]);
  });
});

describe('a delivery', () => {
  it('is signed, and listed with its attempt', async () => {
    const { id, path } = await make();
    const session = await makeSession(prx, { channel: 'hooked' });
    await untilNewest(id, { status: 'delivered' });
    const [got] = receiver.at(path);
    if (got === undefined) throw new Error('nothing arrived');
    verify(SECRET, got);
    expect(got.payload).toEqual({
      id: got.headers['webhook-id'],
      event: 'session.created',
      timestamp: expect.any(String),
      data: { session_id: session, channel: 'hooked', user_id: 'user_123' },
    });
    expect(at(await deliveries(id), 'deliveries', 0)).toMatchObject({
      hook_id: id,
      event_id: got.payload.id,
      event: 'session.created',
      attempt_count: 1,
      attempts: [{ response_status: 204, error: null }],
      response_status: 204,
      next_attempt_at: null,
    });
  });

  it('that fails shows every attempt', async () => {
    receiver.reply = () => 500;
    const { id } = await make();
    await makeSession(prx);
    await untilNewest(id, { status: 'pending', attempt_count: 1, response_status: 500 });
    receiver.reply = () => 204;
    clock.advance(6);
    daemon.services.hooks.kick();
    await untilNewest(id, { status: 'delivered' });
    expect(at(await deliveries(id), 'deliveries', 0)).toMatchObject({
      attempt_count: 2,
      attempts: [
        { response_status: 500, error: 'The endpoint answered 500' },
        { response_status: 204, error: null },
      ],
      error: null,
    });
  });

  it('is listed page by page, newest first, by status', async () => {
    const { id, path } = await make();
    for (let index = 0; index < 3; index += 1) await makeSession(prx);
    await receiver.until(3, () => receiver.at(path).length);
    await untilNewest(id, { status: 'delivered' });
    const all = await deliveries(id);
    expect(at(all, 'total')).toBe(3);
    const ids = pluck(all, 'deliveries', 'id');
    const arrived = receiver.at(path).map(({ payload }) => payload.id);
    expect(pluck(all, 'deliveries', 'event_id')).toEqual(arrived.toReversed());
    const second = await deliveries(id, { limit: 1, offset: 1 });
    expect(pluck(second, 'deliveries', 'id')).toEqual([ids[1]]);
    expect(at(second, 'total')).toBe(3);
    expect(at(await deliveries(id, { status: 'delivered' }), 'total')).toBe(3);
    expect(at(await deliveries(id, { status: 'failed' }), 'total')).toBe(0);
  });
});

describe('replayHookDelivery', () => {
  it('delivers once more under the same id', async () => {
    const { id, path } = await make();
    await makeSession(prx);
    await untilNewest(id, { status: 'delivered' });
    const delivery_id = textAt(await deliveries(id), 'deliveries', 0, 'id');
    const replayed = await prx.call('replayHookDelivery', { path: { id, delivery_id } });
    expect(replayed).toMatchObject({ status: 202, body: { status: 'pending', attempt_count: 0 } });
    await untilNewest(id, { status: 'delivered', attempt_count: 1 });
    expect(at(await deliveries(id), 'deliveries', 0, 'attempts')).toHaveLength(2);
    const [first, second] = receiver.at(path);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  });

  it('answers 409 while the delivery is pending, and when the hook is disabled', async () => {
    const { id, path } = await make();
    receiver.reply = (got) => (got.path === path ? 500 : 204);
    await makeSession(prx);
    await untilNewest(id, { attempt_count: 1 });
    const delivery_id = textAt(await deliveries(id), 'deliveries', 0, 'id');
    const replay = () => prx.call('replayHookDelivery', { path: { id, delivery_id } });
    expect(await replay()).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
    receiver.reply = (got) => (got.path === path ? 410 : 204);
    clock.advance(6);
    daemon.services.hooks.kick();
    await untilNewest(id, { status: 'failed', response_status: 410 });
    expect(await replay()).toMatchObject({
      status: 409,
      body: { error: { message: `Hook ${id} is disabled` } },
    });
  });
});

describe('enableHook', () => {
  it('delivers again to a hook whose endpoint was gone, from new events on', async () => {
    const { id, path } = await make();
    receiver.reply = (got) => (got.path === path ? 410 : 204);
    await makeSession(prx);
    await expect
      .poll(async () => at(await list(), 'hooks', 0), { timeout: 30_000 })
      .toMatchObject({ id, active: false });
    receiver.reply = () => 204;
    await makeSession(prx);
    const enabled = await prx.call('enableHook', { path: { id } });
    expect(enabled).toMatchObject({ status: 200, body: { id, active: true } });
    await makeSession(prx);
    await untilNewest(id, { status: 'delivered' });
    expect(receiver.at(path)).toHaveLength(2);
    expect(await prx.call('enableHook', { path: { id } })).toMatchObject({ status: 200 });
  });
});

describe('rotateHookSecret', () => {
  it('shows the new secret once; both sign for a day', async () => {
    const { id, path } = await make();
    const rotated = await prx.call('rotateHookSecret', { path: { id } });
    expect(rotated).toMatchObject({ status: 200, body: { id } });
    const secret = textAt(rotated.body, 'secret');
    const until = new Date(clock.now() + 86_400_000).toISOString().replace('.000', '');
    expect(at(rotated.body, 'previous_valid_until')).toBe(until);
    await makeSession(prx);
    await untilNewest(id, { status: 'delivered' });
    clock.advance(86_400);
    await makeSession(prx);
    await receiver.until(2, () => receiver.at(path).length);
    const [during, after] = receiver.at(path);
    if (during === undefined || after === undefined) throw new Error('two should have arrived');
    verify(SECRET, during);
    verify(secret, during);
    verify(secret, after);
    expect(() => verify(SECRET, after)).toThrow();
    expect(JSON.stringify(await list())).not.toContain(secret);
  });
});

describe('an unknown hook', () => {
  const path = { id: 'hook_xyz', delivery_id: 'dlv_xyz' };

  it.each([
    'deleteHook',
    'enableHook',
    'rotateHookSecret',
    'listHookDeliveries',
    'replayHookDelivery',
  ])('%s answers 404', async (operation) => {
    const answer = await prx.call(operation, { path });
    expect(answer).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found', message: 'Hook hook_xyz not found' } },
    });
  });
});

it('deleteHook removes the hook with its deliveries; a second one answers 404', async () => {
  const { id } = await make();
  await makeSession(prx);
  await untilNewest(id, { status: 'delivered' });
  expect(await prx.call('deleteHook', { path: { id } })).toMatchObject({ status: 204 });
  expect(pluck(await list(), 'hooks', 'id')).not.toContain(id);
  expect(await prx.call('listHookDeliveries', { path: { id } })).toMatchObject({ status: 404 });
  expect(await prx.call('deleteHook', { path: { id } })).toMatchObject({ status: 404 });
});
