/**
 * Owns what the nanoclaw tag `monitoring` promises: what happened, what runs, and what it adds up to. Searching and adding up are tested
 * against models in tests/domain.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endRun, insertRun } from '../../../src/db/container-runs.ts';
import { systemCaller } from '../../../src/domain/shared/index.ts';
import { at } from '../read.ts';
import { connect, platformCases, startWorld, until, type World } from './platforms.ts';

const HOUR = 3_600_000;
const system = systemCaller('containers');

let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { GATEHOUSE_AUTH_MAX_FAILURES: '100' } });
});
afterAll(() => world.stop());

type Query = Record<string, string | number>;
const call = async (
  id: string,
  options: Parameters<World['clients']['nanoclaw']['call']>[1] = {},
) => await world.clients.nanoclaw.call(id, options);

async function listed(id: string, query: Query = {}): Promise<unknown[]> {
  const { body } = await call(id, { query });
  return Array.isArray(body) ? body : expect.unreachable(JSON.stringify(body));
}

/** Stores a run that ended some hours ago, or still runs. */
async function ran(
  id: string,
  parts: { hoursAgo: number; namespace?: string; error?: string; took?: number },
): Promise<void> {
  const { journal } = world.daemon.services;
  const { hoursAgo, namespace = 'telegram_dev-team', error = null, took } = parts;
  const startedAt = Date.now() - hoursAgo * HOUR;
  await journal.commit(system, async ({ tx }) => {
    await insertRun(tx, {
      id,
      namespace,
      startedAt,
      jid: 'tg:7',
      trigger: 'message',
      scheduleId: null,
      containerName: `gatehouse-${id}`,
      image: 'agent:latest',
      sessionId: 'sess_1',
      logPath: null,
    });
    if (took === undefined) return;
    const status = error === null ? 'success' : 'error';
    const exitCode = error === null ? 0 : 1;
    await endRun(tx, id, {
      status,
      exitCode,
      error,
      finishedAt: startedAt + took,
    });
  });
}

const note = (event: string, details: Record<string, unknown>) =>
  world.daemon.services.journal.commit(system, (change) =>
    change.note({ event, target: null, details }),
  );

describe('the audit log', () => {
  const audit = async (query: Query = {}) => await listed('getAuditLog', query);

  beforeAll(async () => {
    await note('mount.rejected', {
      severity: 'warning',
      group: 'telegram_dev-team',
      allowed: false,
    });
    await note('container.started', { group: 'telegram_dev-team' });
    await note('audit.finding', { severity: 'critical', group: 'main', allowed: false });
  });

  it('tells what the other two APIs were asked to do as well, newest first', async () => {
    const { prx } = world.clients;
    const made = await prx.call('createSession', { body: { user_id: 'user_123' } });
    expect((await audit())[0]).toMatchObject({
      id: expect.stringMatching(/^audit_\d+$/),
      event: 'session.created',
      severity: 'info',
      actor: 'api',
      group: null,
      target: at(made.body, 'id'),
      allowed: true,
      message: `Session created: ${String(at(made.body, 'id'))}`,
      details: { api: 'prx', operation: 'createSession', actor: 'admin' },
    });
  });

  it('is searched, in pages, with the number of all that match', async () => {
    const events = async (query: Query) => {
      const { body, headers } = await call('getAuditLog', { query });
      const found = Array.isArray(body) ? body.map((one) => at(one, 'event')) : body;
      return [found, headers.get('x-total-count')];
    };
    const group = 'telegram_dev-team';
    expect(await events({ group })).toEqual([['container.started', 'mount.rejected'], '2']);
    expect(await events({ group, limit: 1, offset: 1 })).toEqual([['mount.rejected'], '2']);
    expect(await events({ severity: 'critical' })).toEqual([['audit.finding'], '1']);
    expect(await events({ group, severity: 'info' })).toEqual([['container.started'], '1']);
    expect(await events({ event: 'mount.rejected' })).toEqual([['mount.rejected'], '1']);
    expect(await events({ until: '2020-01-01T00:00:00Z' })).toEqual([[], '0']);
    expect(await events({ group, since: '2020-01-01T00:00:00+01:00', offset: 5 })).toEqual([
      [],
      '2',
    ]);
  });

  it.each([
    { limit: 0 },
    { limit: 1001 },
    { offset: -1 },
    { severity: 'fatal' },
    { event: 'Mount Rejected' },
    { event: 'a'.repeat(65) },
    { group: '../etc' },
    { since: 'yesterday' },
    { until: '2016-12-31T23:59:60Z' },
    { since: '2026-03-15T10:00:00+01' },
  ])('answers 400 to %j', async (query) => {
    expect((await call('getAuditLog', { query })).status).toBe(400);
  });

  it('tells of wrong credentials once a minute, however many there are, and never which', async () => {
    const token = 'gh_0123456789ab_guessed-by-somebody';
    for (let n = 0; n < 20; n += 1) expect((await call('getMetrics', { token })).status).toBe(401);
    await call('getMetrics', { token: null });
    const failed = { event: 'auth.failed' };
    await until(async () => (await audit(failed)).length > 0);
    const found = await audit(failed);
    expect(found).toMatchObject([
      {
        severity: 'warning',
        actor: 'api',
        target: '127.0.0.1',
        allowed: false,
        message: 'A wrong credential was sent',
        details: { count: 1, actor: 'anonymous' },
      },
    ]);
    await world.daemon.services.refusals.flush();
    expect((await audit(failed)).map((one) => at(one, 'details', 'count'))).toEqual([19, 1]);
    expect(JSON.stringify(await audit())).not.toContain('guessed');
  });

  it('tells of channels, of senders that are refused, and of posts that nobody signed', async () => {
    for (const one of platformCases) if (one.name === 'telegram') await connect(world, one);
    await until(async () => (await audit({ event: 'channel.connected' })).length === 2);
    // One is of the request, the other of the connection.
    expect((await audit({ event: 'channel.connected' })).map((one) => at(one, 'actor'))).toEqual(
      expect.arrayContaining(['channel', 'api']),
    );
    const rule = { allow: ['42'], mode: 'drop' };
    await call('setSenderAllowlist', { body: { default: rule } });
    for (const text of ['one', 'two']) world.telegram.userSays({ chat: 500, from: 500, text });
    await world.telegram.untilIdle();
    await until(async () => (await audit({ event: 'sender.denied' })).length === 1);
    expect(await audit({ event: 'sender.denied' })).toMatchObject([
      { actor: 'channel', severity: 'warning', target: 'tg:500', details: { sender: '500' } },
    ]);
    const telegram = { botToken: world.telegram.token, mode: 'webhook' };
    const webhook = { webhookUrl: 'https://bot.example.com/', secretToken: 'secret_of-the-tests' };
    await call('connectTelegram', { body: { ...telegram, ...webhook } });
    for (let n = 0; n < 2; n += 1) {
      const headers = { 'x-telegram-bot-api-secret-token': 'guess' };
      const post = { token: null, headers, body: '{"update_id":1}' };
      expect((await call('receiveTelegramWebhook', post)).status).toBe(403);
    }
    await world.daemon.services.refusals.flush();
    expect(await audit({ event: 'webhook.signature_invalid' })).toMatchObject([
      { details: { count: 1 } },
      {
        actor: 'api',
        severity: 'warning',
        allowed: false,
        target: 'telegram',
        message: 'The request does not prove that it comes from Telegram',
        details: { count: 1, address: '127.0.0.1' },
      },
    ]);
    const denied = at((await call('getMetrics')).body, 'channels');
    expect(denied).toMatchObject({ total: 4, messagesIn: 2, messagesOut: 0, denied: 2 });
  });
});

describe('runs', () => {
  beforeAll(async () => {
    await ran('run_ok', { hoursAgo: 3, took: 1500 });
    await ran('run_bad', { hoursAgo: 2, took: 41_000, error: 'The container ended with code 1' });
    await ran('run_now', { hoursAgo: 0, namespace: 'main' });
  });

  const idsOf = async (query: Query) =>
    (await listed('getRunHistory', query)).map((one) => at(one, 'id'));

  it('are listed newest first, those under way among them', async () => {
    expect(await listed('getRunHistory')).toMatchObject([
      { id: 'run_now', group: 'main', status: 'running', finishedAt: null, durationMs: null },
      { id: 'run_bad', status: 'error', exitCode: 1, error: 'The container ended with code 1' },
      {
        id: 'run_ok',
        group: 'telegram_dev-team',
        chatJid: 'tg:7',
        trigger: 'message',
        scheduleId: null,
        containerName: 'gatehouse-run_ok',
        image: 'agent:latest',
        durationMs: 1500,
        status: 'success',
        exitCode: 0,
        sessionId: 'sess_1',
        outputCount: 0,
        error: null,
        logPath: null,
      },
    ]);
    expect(await idsOf({ group: 'main' })).toEqual(['run_now']);
    expect(await idsOf({ status: 'error' })).toEqual(['run_bad']);
    expect(await idsOf({ trigger: 'schedule' })).toEqual([]);
    expect(await idsOf({ limit: 1, offset: 1 })).toEqual(['run_bad']);
    const since = new Date(Date.now() - 1.5 * HOUR).toISOString();
    expect(await idsOf({ since })).toEqual(['run_now']);
  });

  it.each([
    { limit: 0 },
    { limit: 501 },
    { status: 'failed' },
    { trigger: 'cron' },
    { group: 'a/b' },
    { since: '2026-02-30T00:00:00Z' },
    { since: '2016-12-31T23:59:60Z' },
  ])('answer 400 to %j', async (query) => {
    expect((await call('getRunHistory', { query })).status).toBe(400);
  });

  it('add up to the analytics of a period', async () => {
    const { body } = await call('getAnalytics');
    expect(body).toMatchObject({
      totals: {
        runs: 3,
        success: 1,
        error: 1,
        timeout: 0,
        successRate: 0.5,
        avgDurationMs: 21_250,
        p50DurationMs: 1500,
        p95DurationMs: 41_000,
        messagesIn: 2,
        messagesOut: 0,
      },
      byGroup: [
        { group: 'telegram_dev-team', runs: 2, success: 1, error: 1, avgDurationMs: 21_250 },
        { group: 'main', runs: 1, success: 0, error: 0, avgDurationMs: null },
      ],
      byTrigger: [{ trigger: 'message', runs: 3, success: 1, error: 1, timeout: 0 }],
      byChannel: [{ channel: 'telegram', messagesIn: 2, messagesOut: 0 }],
      topErrors: [{ message: 'The container ended with code 1', count: 1 }],
    });
    const series = at(body, 'series');
    const runs = Array.isArray(series) ? series.map((one) => Number(at(one, 'runs'))) : [];
    expect([24, 25]).toContain(runs.length);
    expect(runs.reduce((sum, one) => sum + one, 0)).toBe(3);
  });

  it('of a period without any are zeros and nulls', async () => {
    const query = { from: '2020-03-08T00:00:00Z', to: '2020-03-10T00:00:00.001Z' };
    const { body } = await call('getAnalytics', { query });
    const day = (bucket: string) => ({
      bucket,
      runs: 0,
      success: 0,
      error: 0,
      avgDurationMs: null,
    });
    expect(body).toEqual({
      period: query,
      totals: {
        runs: 0,
        success: 0,
        error: 0,
        timeout: 0,
        successRate: null,
        avgDurationMs: null,
        p50DurationMs: null,
        p95DurationMs: null,
        messagesIn: 0,
        messagesOut: 0,
      },
      byGroup: [],
      byTrigger: [],
      byChannel: [],
      series: ['2020-03-08T00:00:00Z', '2020-03-09T00:00:00Z', '2020-03-10T00:00:00Z'].map(day),
      topErrors: [],
    });
  });

  it('of the longest period have a point for every hour', async () => {
    const query = { from: '2023-03-08T00:30:00Z', to: '2024-03-08T00:30:00Z', groupBy: 'hour' };
    const { body } = await call('getAnalytics', { query });
    expect(at(body, 'series', 8784, 'bucket')).toBe('2024-03-08T00:00:00Z');
  });

  it.each([
    [{ period: '1y' }, 'period'],
    [{ groupBy: 'minute' }, 'groupBy'],
    [{ from: 'now' }, 'from'],
    [{ from: '2016-12-31T23:59:60Z' }, 'from'],
    [{ to: '2026-03-15T10:00:00+01' }, 'to'],
    [{ to: '1969-12-31T23:59:59Z' }, 'to'],
    [{ to: '0000-01-01T00:00:00Z' }, 'to'],
    [{ to: '9999-12-31T23:59:59-01:00' }, 'to'],
    [{ from: '2026-03-15T00:00:00Z', to: '2026-03-15T00:00:00Z' }, 'from'],
    [{ from: '2026-03-16T00:00:00Z', to: '2026-03-15T00:00:00Z' }, 'from'],
    [{ from: '9999-01-01T00:00:00Z' }, 'from'],
    [{ from: '2025-03-13T23:59:59Z', to: '2026-03-15T00:00:00Z' }, 'from'],
    [{ from: '1969-12-31T23:59:59Z', to: '1970-01-02T00:00:00Z' }, 'from'],
  ])('for %j answer 400, naming %s', async (query, path) => {
    const { status, body } = await call('getAnalytics', { query });
    expect([status, at(body, 'error')]).toEqual([400, 'validation_failed']);
    expect(at(body, 'details', 'fields', 0)).toMatchObject({ in: 'query', path });
  });
});

describe('the metrics', () => {
  it('are JSON unless something else is asked for', async () => {
    for (const accept of ['application/json', '*/*', 'text/html', undefined]) {
      const { body, headers } = await call('getMetrics', accept === undefined ? {} : { accept });
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(body).toMatchObject({
        containers: { active: 0, maxConcurrent: 5, totalStarted: 0, totalFailed: 0 },
        memoryRssBytes: expect.any(Number),
      });
    }
  });

  it.each([
    'text/plain',
    'text/plain;version=0.0.4',
    'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1',
  ])('are text for %j', async (accept) => {
    const { body, headers } = await call('getMetrics', { accept });
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const lines = String(body).split('\n');
    expect(lines).toEqual(
      expect.arrayContaining([
        '# HELP gatehouse_containers_active Containers that run.',
        '# TYPE gatehouse_containers_active gauge',
        '# TYPE gatehouse_containers_started_total counter',
        'gatehouse_containers_started_total 0',
        'gatehouse_containers_max_concurrent 5',
        'gatehouse_channels 4',
        'gatehouse_channels_denied_total 2',
      ]),
    );
    expect(
      lines.every((line) => /^(?:$|# (?:HELP|TYPE) |gatehouse_\w+ [\d.e+]+$)/.test(line)),
    ).toBe(true);
    expect(String(body)).not.toContain('gatehouse_proxy_latency_seconds');
  });

  it('refuse a query, as text too', async () => {
    const answer = await call('getMetrics', { accept: 'text/plain', query: { colour: 'blue' } });
    expect(answer.status).toBe(400);
  });
});
