/**
 * Owns what the nanoclaw tag `queue` promises, and what IPC does with containers that run: a chat of Telegram whose messages are answered
 * by a scripted engine. Order and limits one by one are in tests/domain/queue-*.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { builtIn } from '../../../src/app/outside.ts';
import { echoes } from '../../domain/queue-ground.ts';
import { startTestDaemon } from '../../support/daemon.ts';
import { TelegramServer } from '../../support/platforms/telegram.ts';
import { ScriptedEngine } from '../../support/scripted-engine.ts';
import { at } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

const GROUP = 'telegram_dev';
const JID = 'tg:5';
const PATIENCE = { timeout: 30_000, interval: 20 };

const engine = new ScriptedEngine(echoes);
let telegram: TelegramServer;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let clients: Clients;
beforeAll(async () => {
  telegram = await TelegramServer.start();
  const place = { title: 'scripts', open: () => Promise.resolve(engine) };
  daemon = await startTestDaemon({
    outside: { ...builtIn, engines: () => [place] },
    env: {
      TELEGRAM_API_BASE: telegram.url,
      TELEGRAM_BOT_TOKEN: telegram.token,
      GATEHOUSE_CHANNELS_CONFIG_TELEGRAM_ALLOWED_USERS: '*',
      GATEHOUSE_CONTAINERS_SCHEDULER_TICK_MS: '20',
      GATEHOUSE_CONTAINERS_MIN_INTERVAL_MS: '1000',
    },
  });
  clients = clientsOf(daemon.addresses);
  const namespace = await call('createNamespace', { body: { name: GROUP, chatJids: [JID] } });
  expect(namespace.status).toBe(201);
});
afterAll(async () => {
  await daemon.stop();
  await telegram.stop();
});

type Options = Parameters<Clients['nanoclaw']['call']>[1];
const call = async (id: string, options: Options = {}) => await clients.nanoclaw.call(id, options);
const group = async (name = GROUP) => (await call('getQueueGroup', { path: { group: name } })).body;
const until = (status: string) =>
  vi.waitUntil(async () => at(await group(), 'status') === status, PATIENCE);
const faultOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  at(body, 'error'),
];

const IDLE = {
  group: GROUP,
  chatJid: JID,
  status: 'idle',
  active: false,
  isTaskContainer: false,
  runningTaskId: null,
  containerName: null,
  pendingMessages: false,
  pendingTasks: 0,
  pendingTaskIds: [],
  retryCount: 0,
  nextRetryAt: null,
  startedAt: null,
};

describe('a namespace without a container', () => {
  it('is idle, by its name and by the address of its chat', async () => {
    expect(await group()).toEqual({ ...IDLE, lastActivityAt: null });
    expect(await group(JID)).toEqual({ ...IDLE, lastActivityAt: null });
    expect((await call('listQueueGroups')).body).toEqual([{ ...IDLE, lastActivityAt: null }]);
    expect((await call('getQueueCounts')).body).toEqual({
      active: 0,
      idleWaiting: 0,
      queued: 0,
      pendingTasks: 0,
      pendingMessages: 0,
      retrying: 0,
      maxConcurrent: 5,
      available: 5,
    });
  });

  it('has nobody to speak to', async () => {
    const body = { group: GROUP, text: 'hello' };
    expect(faultOf(await call('sendFollowUp', { body }))).toEqual([409, 'not_running']);
    expect(faultOf(await call('sendClose', { body: { group: GROUP } }))).toEqual([
      409,
      'not_running',
    ]);
  });

  it('is unknown by any other name', async () => {
    const asked = await call('getQueueGroup', { path: { group: 'nobody' } });
    expect(faultOf(asked)).toEqual([404, 'not_found']);
  });
});

describe('a chat that is answered', () => {
  it('has a container that waits for more, takes follow-ups, and ends when asked', async () => {
    telegram.userSays({ chat: 5, text: 'hello' });
    await vi.waitUntil(() => telegram.sent.length === 1, PATIENCE);
    await until('idle_waiting');
    expect(await group()).toMatchObject({ active: true, isTaskContainer: false, retryCount: 0 });
    expect(String(at(await group(), 'containerName'))).toMatch(/^nanoclaw-telegram-dev-/);
    expect((await call('getQueueCounts')).body).toMatchObject({
      active: 1,
      idleWaiting: 1,
      available: 4,
    });

    const told = await call('sendFollowUp', {
      body: { group: GROUP, text: 'and more', chatJid: JID },
    });
    expect(told.status).toBe(202);
    expect(String(at(told.body, 'file'))).toMatch(/\.json$/);
    await vi.waitUntil(() => telegram.sent.length === 2, PATIENCE);
    expect(telegram.sent[1]?.text).toContain('and more');
    expect(engine.specs).toHaveLength(1);
    const messages = await call('listChatMessages', { path: { jid: JID } });
    expect(JSON.stringify(messages.body)).toContain('and more');

    const inUse = await call('deleteNamespace', { path: { name: GROUP } });
    expect(faultOf(inUse)).toEqual([409, 'in_use']);
    expect((await call('sendClose', { body: { group: GROUP, reason: 'tea' } })).status).toBe(202);
    await until('idle');
    const log = await call('getAuditLog', { query: { group: GROUP } });
    const events = Object.values(Object(log.body)).map((entry) => at(entry, 'event'));
    expect(events).toEqual(
      expect.arrayContaining([
        'container.started',
        'ipc.follow_up',
        'ipc.close',
        'container.stopped',
      ]),
    );
  });

  it('takes no messages while a task has the container', async () => {
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    engine.script = async ({ input, say }) => {
      await finished;
      say({ status: 'success', result: 'the report', turnId: input.turn.id });
      return 0;
    };
    const made = await call('createSchedule', {
      body: {
        name: 'Report',
        group: GROUP,
        prompt: 'Report.',
        schedule: { type: 'once', value: new Date(Date.now() + 1000).toISOString() },
      },
    });
    await until('running');
    const id = at(made.body, 'id');
    expect(await group()).toMatchObject({ isTaskContainer: true, runningTaskId: id });
    const body = { group: GROUP, text: 'hello' };
    expect(faultOf(await call('sendFollowUp', { body }))).toEqual([409, 'task_container_active']);
    const before = telegram.sent.length;
    finish();
    await vi.waitUntil(() => telegram.sent.length > before, PATIENCE);
    expect(telegram.sent.at(-1)?.text).toBe('the report');
    await until('idle');
    engine.script = echoes;
  });
});

describe('the limit', () => {
  it('is kept, and told with the one before', async () => {
    const set = await call('setMaxConcurrent', { body: { maxConcurrent: 7 } });
    expect([set.status, set.body]).toEqual([
      200,
      {
        success: true,
        maxConcurrent: 7,
        previous: 5,
        message: 'At most 7 containers run at the same time',
      },
    ]);
    expect((await call('getMaxConcurrent')).body).toEqual({ maxConcurrent: 7 });
    const again = await call('setMaxConcurrent', { body: { maxConcurrent: 7 } });
    expect(again.body).toMatchObject({ previous: 7 });
    expect(daemon.services.settings.get().containers).toMatchObject({ max_concurrent: 7 });
  });

  it.each([0, 101, 1.5, '5', null])('is never %s', async (maxConcurrent) => {
    const refused = await call('setMaxConcurrent', { body: { maxConcurrent } });
    expect(faultOf(refused)).toEqual([400, 'validation_failed']);
    expect(at(refused.body, 'details', 'fields', 0, 'path')).toBe('maxConcurrent');
  });

  it('is not changed where the environment says it', async () => {
    const pinned = await startTestDaemon({ env: { MAX_CONCURRENT_CONTAINERS: '3' } });
    try {
      const client = clientsOf(pinned.addresses).nanoclaw;
      const refused = await client.call('setMaxConcurrent', { body: { maxConcurrent: 4 } });
      expect(faultOf(refused)).toEqual([409, 'conflict']);
      expect((await client.call('getMaxConcurrent')).body).toEqual({ maxConcurrent: 3 });
    } finally {
      await pinned.stop();
    }
  });
});

describe('a namespace that is deleted by force', () => {
  it('takes its container with it, though the model never answers', async () => {
    engine.script = () => new Promise(() => undefined);
    telegram.userSays({ chat: 5, text: 'think about it' });
    await until('running');
    const path = { name: GROUP };
    expect(faultOf(await call('deleteNamespace', { path }))).toEqual([409, 'in_use']);
    const deleted = await call('deleteNamespace', { path, query: { force: true, purge: true } });
    expect(deleted.status).toBe(200);
    expect(engine.running).toBe(0);
    expect((await call('getQueueCounts')).body).toMatchObject({ active: 0 });
    const [run] = Object.values(Object((await call('getRunHistory')).body));
    expect(run).toMatchObject({ group: GROUP, status: 'cancelled', error: 'It had to go at once' });
  }, 30_000);
});
