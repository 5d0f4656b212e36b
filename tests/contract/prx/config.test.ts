/**
 * Owns what the PRX tag `config` promises over HTTP: one test per class of key that can be changed, secrets never shown.
 * Refusals are in config-refusals.test.ts, the file and signals in scenarios/config.test.ts.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { tempDir } from '../../support/temp.ts';
import { at, HandClock, makeSession, pluck } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

const CANARY = '123456:canary-that-nobody-may-read';

/** No limits by the file, so that no key is pinned by the environment but the ones of the listeners. */
const FILE = `
[rate_limits]
sessions_write = 0
sessions_read = 0
config_write = 0
other = 0
[logging]
level = "error"
`;
const UNPINNED = {
  GATEHOUSE_RATE_LIMITS_SESSIONS_WRITE: '',
  GATEHOUSE_RATE_LIMITS_SESSIONS_READ: '',
  GATEHOUSE_RATE_LIMITS_CONFIG_WRITE: '',
  GATEHOUSE_RATE_LIMITS_OTHER: '',
  GATEHOUSE_LOGGING_LEVEL: '',
};

let home: string;
let clock: HandClock;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let prx: Clients['prx'];

async function start(): Promise<void> {
  daemon = await startTestDaemon({ home, clock, env: UNPINNED });
  prx = clientsOf(daemon.addresses).prx;
}

beforeEach(async () => {
  home = tempDir();
  clock = new HandClock();
  writeFileSync(join(home, 'gatehouse.toml'), FILE);
  await start();
  onTestFinished(() => daemon.stop());
});

const patch = async (body: Readonly<Record<string, unknown>>) =>
  await prx.call('updateConfig', { body });

const inForce = async (...path: string[]) => at((await prx.call('getConfig')).body, ...path);

/** Why the status says that the configuration is not as it should be; other parts have reasons of their own. */
async function statusReasons(): Promise<unknown[]> {
  const { body } = await prx.call('getStatus');
  const components = pluck(body, 'reasons', 'component');
  return pluck(body, 'reasons', 'reason').filter((_, index) => components[index] === 'config');
}

describe('the examples of the page', () => {
  it('answers the sections in force', async () => {
    await patch({
      'channels_config.telegram.bot_token': CANARY,
      'channels_config.telegram.allowed_users': ['123456789'],
    });
    expect((await prx.call('getConfig')).body).toMatchObject({
      agent: { max_turns: 50, max_tool_calls_per_turn: 10, session_timeout_secs: 3600 },
      memory: { backend: 'sqlite' },
      channels_config: {
        telegram: { bot_token: '***REDACTED***', allowed_users: ['123456789'] },
      },
    });
  });

  it('changes two keys at once, without a restart', async () => {
    expect(await patch({ 'agent.max_turns': 100, 'memory.top_k': 15 })).toMatchObject({
      status: 200,
      body: { updated: ['agent.max_turns', 'memory.top_k'], reload_required: false },
    });
    expect(await inForce('agent', 'max_turns')).toBe(100);
    expect(await inForce('memory', 'top_k')).toBe(15);
  });
});

describe('a hot key', () => {
  it('of a rate limit counts from the next request on', async () => {
    await patch({ 'rate_limits.sessions_read': 1 });
    expect((await prx.call('listSessions')).status).toBe(200);
    expect((await prx.call('listSessions')).status).toBe(429);
    await patch({ 'rate_limits.sessions_read': 2 });
    const answer = await prx.call('listSessions');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-ratelimit-limit')).toBe('2');
  });

  it('of the session timers moves the sessions that are there', async () => {
    const id = await makeSession(prx);
    await patch({ 'agent.idle_after_secs': 5 });
    clock.advance(6);
    await daemon.services.sessions.sweep();
    const session = async () => at((await prx.call('getSession', { path: { id } })).body, 'status');
    expect(await session()).toBe('idle');
    await patch({ 'agent.session_timeout_secs': 10 });
    clock.advance(6);
    await daemon.services.sessions.sweep();
    expect(await session()).toBe('terminated');
  });

  it('of the retention removes what is older', async () => {
    const id = await makeSession(prx);
    await prx.call('deleteSession', { path: { id } });
    clock.advance(2 * 86_400);
    await daemon.services.sessions.sweep();
    expect((await prx.call('getSession', { path: { id } })).status).toBe(200);
    await patch({ 'sessions.retention_days': 1 });
    await daemon.services.sessions.sweep();
    expect((await prx.call('getSession', { path: { id } })).status).toBe(404);
  });

  it('of the lockout counts from the next wrong token on', async () => {
    await patch({ 'auth.max_failures': 1 });
    const wrong = async () => (await prx.call('listSessions', { token: 'wrong' })).status;
    expect([await wrong(), await wrong()]).toEqual([401, 429]);
  });

  it('of the log level is seen in the log', async () => {
    const query = { level: 'debug', limit: 500 };
    const levels = async () =>
      pluck((await prx.call('listLogs', { query })).body, 'entries', 'level');
    await makeSession(prx);
    expect(await levels()).toEqual([]);
    await patch({ 'logging.level': 'debug' });
    await makeSession(prx);
    await vi.waitUntil(async () => (await levels()).includes('debug'), { timeout: 30_000 });
    expect(await levels()).toContain('info');
  });
});

describe('a restart key', () => {
  const big = JSON.stringify({ user_id: 'user-1', metadata: { note: 'x'.repeat(3000) } });
  const create = async () => (await prx.call('createSession', { body: big })).status;

  it('says so, keeps its value in force, and is in force after a restart', async () => {
    const body = { 'memory.top_k': 3, 'server.max_body_bytes': 2048 };
    expect((await patch(body)).body).toEqual({
      updated: ['memory.top_k', 'server.max_body_bytes'],
      reload_required: true,
    });
    expect(await inForce('server', 'max_body_bytes')).toBe(1_048_576);
    expect(await create()).toBe(201);
    expect(await statusReasons()).toEqual(['A restart is needed for server.max_body_bytes']);
    expect((await prx.call('getStatus')).body).toMatchObject({ status: 'degraded' });
    expect((await prx.call('getHealth', { token: null })).status).toBe(200);

    await daemon.stop();
    await start();
    expect(await inForce('server', 'max_body_bytes')).toBe(2048);
    expect(await inForce('memory', 'top_k')).toBe(3);
    expect(await create()).toBe(413);
    expect(await statusReasons()).toEqual([]);
  });

  it('that is taken back before the restart waits for none', async () => {
    await patch({ 'server.max_body_bytes': 2048 });
    expect((await patch({ 'server.max_body_bytes': null })).body).toEqual({
      updated: ['server.max_body_bytes'],
      reload_required: false,
    });
    expect(await statusReasons()).toEqual([]);
  });
});

describe('a secret key', () => {
  it('is shown to nobody and sealed in every file', async () => {
    const key = 'channels_config.telegram.bot_token';
    const changed = await patch({ [key]: CANARY, 'mcp.servers.files.command': 'true' });
    expect(changed.body).toEqual({
      updated: [key, 'mcp.servers.files.command'],
      reload_required: false,
    });
    await patch({ 'mcp.servers.files.env.TOKEN': CANARY });
    const shown = await inForce();
    expect(JSON.stringify(shown)).not.toContain('canary');
    expect(at(shown, 'mcp', 'servers', 'files', 'env', 'TOKEN')).toBe('***REDACTED***');
    await daemon.stop();
    for (const entry of readdirSync(home, { withFileTypes: true, recursive: true })) {
      if (!entry.isFile()) continue;
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      expect(bytes.includes('canary'), entry.name).toBe(false);
    }
    await start();
    expect(await inForce('channels_config', 'telegram', 'bot_token')).toBe('***REDACTED***');
    expect(await statusReasons()).toEqual([]);
  });

  it('cannot be overwritten with what is shown for it', async () => {
    await patch({ 'channels_config.telegram.bot_token': CANARY });
    const shown = await inForce('channels_config', 'telegram');
    const back = Object.entries(Object(shown)).map(([name, value]) => [
      `channels_config.telegram.${name}`,
      value,
    ]);
    const answer = await patch(Object.fromEntries(back));
    expect(answer.status).toBe(400);
    const issues = at(answer.body, 'error', 'details');
    expect(pluck(issues, 'issues', 'path')).toEqual(['channels_config.telegram.bot_token']);
  });

  it('is not repeated by a refusal', async () => {
    const answer = await patch({ 'channels_config.telegram.bot_token': `${CANARY} with a space` });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).not.toContain('canary');
  });
});

it('null takes a key back to the file, and a table away with its last key', async () => {
  await patch({ 'rate_limits.other': 9, 'channels_config.discord.bot_token': 'token' });
  expect(await inForce('rate_limits', 'other')).toBe(9);
  await patch({ 'rate_limits.other': null, 'channels_config.discord.bot_token': null });
  expect(await inForce('rate_limits', 'other')).toBe(0);
  expect(await inForce('channels_config')).toEqual({});
});

it('of two changes that do not go together only one is made', async () => {
  const answers = await Promise.all([
    patch({ 'agent.idle_after_secs': 3000 }),
    patch({ 'agent.session_timeout_secs': 1000 }),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 400]);
  expect(await inForce('agent')).toMatchObject({
    idle_after_secs: 3000,
    session_timeout_secs: 3600,
  });
});

it('of many changes at once the last one answered is in force, also after a restart', async () => {
  const answered: number[] = [];
  const values = Array.from({ length: 40 }, (_, index) => index + 1);
  await Promise.all(
    values.map(async (value) => {
      await patch({ 'memory.top_k': value });
      answered.push(value);
    }),
  );
  const last = await inForce('memory', 'top_k');
  expect(values).toContain(last);
  await daemon.stop();
  await start();
  expect(await inForce('memory', 'top_k')).toBe(last);
  expect(answered).toHaveLength(40);
});
