/**
 * Owns what the agent tag `memory` promises about its settings: what is shown, what can be changed at once and for good, what is
 * refused. What the settings do to a conversation is tested in tests/domain/memory.test.ts and in the scenarios.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { tempDir } from '../../support/temp.ts';
import { at, makeSession } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

const DEFAULTS = {
  enabled: true,
  backend: 'sqlite',
  postgres_dsn: null,
  summarize: false,
  window_size: 20,
  summarize_threshold: 40,
};

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let clients: Clients;
beforeAll(async () => {
  daemon = await startTestDaemon();
  clients = clientsOf(daemon.addresses);
});
afterAll(() => daemon.stop());

const get = async ({ agent }: Clients = clients) =>
  at((await agent.call('getMemoryConfig')).body, 'data');
const patch = async (body: unknown, { agent }: Clients = clients) =>
  await agent.call('updateMemoryConfig', { body });

/** The faults of a body, one of them in this property. */
const about = (path: string) =>
  expect.arrayContaining([expect.objectContaining({ in: 'body', path })]);

const PINNED = { GATEHOUSE_MEMORY_WINDOW_SIZE: '7' };

describe('memory settings', () => {
  it('are the defaults, and change at once where they can', async () => {
    expect(await get()).toEqual(DEFAULTS);
    const changed = { ...DEFAULTS, summarize: true, window_size: 10 };
    const answer = await patch({ summarize: true, window_size: 10 });
    expect(answer.body).toEqual({ success: true, data: changed, error: null });
    expect(await get()).toEqual(changed);
    const config = (await clients.prx.call('getConfig')).body;
    expect(at(config, 'memory')).toMatchObject({ summarize: true, window_size: 10 });
    expect(at((await patch({ summarize_threshold: 100 })).body, 'data')).toEqual({
      ...changed,
      summarize_threshold: 100,
    });
  });

  it('are kept over a restart, under what the environment sets', async () => {
    const home = tempDir();
    const first = await startTestDaemon({ home });
    const clientsOfFirst = clientsOf(first.addresses);
    await patch({ summarize: true, window_size: 10 }, clientsOfFirst);
    await first.stop();
    const second = await startTestDaemon({ home });
    const kept = { ...DEFAULTS, summarize: true, window_size: 10 };
    expect(await get(clientsOf(second.addresses))).toEqual(kept);
    await second.stop();
    const third = await startTestDaemon({ home, env: PINNED });
    expect(await get(clientsOf(third.addresses))).toEqual({ ...kept, window_size: 7 });
    await third.stop();
  });

  it('that the environment sets cannot change, nor others beside them', async () => {
    const pinned = await startTestDaemon({ env: PINNED });
    const its = clientsOf(pinned.addresses);
    expect(await patch({ summarize: true, window_size: 10 }, its)).toMatchObject({
      status: 409,
      body: {
        error: { code: 'CONFLICT', details: { issues: [{ path: 'memory.window_size' }] } },
      },
    });
    expect(await get(its)).toEqual({ ...DEFAULTS, window_size: 7 });
    expect((await patch({ summarize: true }, its)).status).toBe(200);
    await pinned.stop();
  });
});

describe('a change is refused', () => {
  it.each([
    [{ enabled: true }, ['enabled']],
    [{ backend: 'sqlite' }, ['backend']],
    [{ postgres_dsn: null }, ['postgres_dsn']],
    [
      { postgres_dsn: 'postgres://u:hunter2@h/db', backend: 'postgres' },
      ['backend', 'postgres_dsn'],
    ],
    [{ window_size: 3, enabled: false, summarize: false }, ['enabled']],
  ])('with every field that needs a restart named, changing nothing: %j', async (body, fields) => {
    const before = await get();
    const answer = await patch(body);
    expect(answer).toMatchObject({
      status: 422,
      body: { success: false, data: null, error: { code: 'IMMUTABLE_FIELD', details: { fields } } },
    });
    expect(JSON.stringify(answer.body)).not.toContain('hunter2');
    expect(await get()).toEqual(before);
  });

  it.each([
    [{ summarize: 'yes' }, 'summarize'],
    [{ summarize: 1 }, 'summarize'],
    [{ summarize: null }, 'summarize'],
    [{ window_size: -1 }, 'window_size'],
    [{ window_size: 0 }, 'window_size'],
    [{ window_size: 1.5 }, 'window_size'],
    [{ window_size: 10_001 }, 'window_size'],
    [{ window_size: '10' }, 'window_size'],
    [{ summarize_threshold: 0 }, 'summarize_threshold'],
    [{ summarize: true, window_size: -1 }, 'window_size'],
    [{ summarize: true, colour: 'blue' }, 'colour'],
    [{}, ''],
    [[], ''],
    [null, ''],
  ])('as INVALID_PARAM, changing nothing: %j', async (body, path) => {
    const before = await get();
    expect(await patch(body)).toMatchObject({
      status: 400,
      body: { error: { code: 'INVALID_PARAM', details: { issues: about(path) } } },
    });
    expect(await get()).toEqual(before);
  });

  it.each(['{"summarize": tru', '', 'summarize=true'])(
    'when the body is not JSON, changing nothing: %j',
    async (body) => {
      const before = await get();
      const headers = { 'content-type': 'application/json' };
      const answer = await clients.agent.call('updateMemoryConfig', { body, headers });
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ error: { code: 'INVALID_BODY' } });
      expect(await get()).toEqual(before);
    },
  );

  it('when the body is larger than 1 MiB, changing nothing', async () => {
    const before = await get();
    const body = { summarize: true, backend: 'x'.repeat(1024 * 1024) };
    expect(await patch(body)).toMatchObject({
      status: 413,
      body: { error: { code: 'PAYLOAD_TOO_LARGE' } },
    });
    expect(await get()).toEqual(before);
  });
});

describe('handing threads over', () => {
  const migrate = async (body: unknown, { agent }: Clients = clients) =>
    await agent.call('migrateAgentId', { body });
  const threads = async ({ agent }: Clients) =>
    at((await agent.call('listThreads')).body, 'data', 'threads');

  async function makeThread({ prx }: Clients): Promise<string> {
    const id = await makeSession(prx);
    await prx.call('sendMessage', { path: { id }, body: { content: 'Hello' } });
    return id;
  }

  it('moves them to an agent that may have some already, and counts those with messages', async () => {
    const home = tempDir();
    const old = await startTestDaemon({ home, env: { AGENT_ID: 'my-agent-old' } });
    const before = clientsOf(old.addresses);
    const moved = [await makeThread(before), await makeThread(before)];
    const silent = await makeSession(before.prx);
    await old.stop();

    const next = await startTestDaemon({ home });
    const its = clientsOf(next.addresses);
    const own = await makeThread(its);
    expect(await threads(its)).toEqual([own]);
    const refused = await its.agent.call('deleteThread', { path: { thread_id: moved[0] ?? '' } });
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'FORBIDDEN' } } });

    const ids = { old_id: 'my-agent-old', new_id: 'my-agent' };
    expect((await migrate(ids, its)).body).toEqual({
      success: true,
      data: { ...ids, migrated_threads: 2 },
      error: null,
    });
    expect(await threads(its)).toEqual([own, ...moved.toReversed()]);
    // The one without messages is ours too: with its first message it becomes a thread.
    await its.prx.call('sendMessage', { path: { id: silent }, body: { content: 'Hello' } });
    expect(await threads(its)).toContain(silent);
    expect(at((await migrate(ids, its)).body, 'data', 'migrated_threads')).toBe(0);

    // The agent that answers may hand its own over; it has none from then on.
    const away = { old_id: 'my-agent', new_id: 'my-agent-old' };
    expect(at((await migrate(away, its)).body, 'data', 'migrated_threads')).toBe(4);
    expect(await threads(its)).toEqual([]);
    await next.stop();
  });

  it.each([
    [{ old_id: 'my-agent', new_id: 'my-agent' }, 'new_id'],
    [{ old_id: '', new_id: 'my-agent' }, 'old_id'],
    [{ old_id: 'my-agent', new_id: '' }, 'new_id'],
    [{ old_id: 'my-agent' }, 'new_id'],
    [{ old_id: 1, new_id: 'my-agent' }, 'old_id'],
    [{ old_id: 'my-agent', new_id: 'other-agent', force: true }, 'force'],
  ])('is refused, moving nothing: %j', async (body, path) => {
    const id = await makeThread(clients);
    expect(await migrate(body)).toMatchObject({
      status: 400,
      body: { error: { code: 'INVALID_PARAM', details: { issues: about(path) } } },
    });
    expect(await threads(clients)).toContain(id);
  });
});
