/**
 * Owns what a whole daemon makes of its provider settings: which model answers a message, changes that count from the next call on, keys
 * that nobody sees, and what the status operations tell. How failures are dealt with is tested in chain.test.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { call, newHome, serve } from '../../cli/command.ts';
import { at, HandClock, makeSession, textAt } from '../../contract/read.ts';
import { clientsOf } from '../../contract/served.ts';
import { ADMIN_TOKEN, startTestDaemon } from '../../support/daemon.ts';
import { KEY, startServer } from './ground.ts';

/** A daemon in this process, with the given settings. */
async function daemonWith(env: Record<string, string>) {
  const clock = new HandClock();
  const daemon = await startTestDaemon({ env, clock });
  onTestFinished(() => daemon.stop());
  const { prx, agent } = clientsOf(daemon.addresses);
  const say = async (content = 'Hello') => {
    const id = await makeSession(prx);
    return await prx.call('sendMessage', { path: { id }, body: { content } });
  };
  const patch = async (body: Record<string, unknown>) => {
    const { status } = await prx.call('updateConfig', { body });
    expect(status).toBe(200);
  };
  const told = async () => ({
    prx: (await prx.call('getStatus')).body,
    agent: at((await agent.call('getStatus')).body, 'data', 'provider'),
  });
  return { clock, prx, say, patch, told };
}

describe('the settings', () => {
  test('without any name the offline provider', async () => {
    const { say, told } = await daemonWith({});
    expect((await say()).body).toMatchObject({ content: expect.stringContaining('echo: Hello') });
    const { prx, agent } = await told();
    expect(prx).toMatchObject({ status: 'healthy', provider: { name: 'offline' } });
    expect(agent).toEqual({ name: 'offline', model: 'echo', status: 'connected' });
  });

  test('a key is enough for a provider, and what it counts is counted', async () => {
    const server = await startServer('anthropic');
    server.script([{ text: 'Grüezi', usage: { input: 42, output: 7 } }]);
    const { say, told } = await daemonWith({
      ANTHROPIC_API_KEY: KEY,
      ANTHROPIC_BASE_URL: server.url,
    });
    expect((await say()).body).toMatchObject({
      content: 'Grüezi',
      token_usage: { input: 42, output: 7 },
    });
    expect(server.last.headers['x-api-key']).toBe(KEY);
    expect((await told()).agent).toMatchObject({ name: 'anthropic', status: 'connected' });
  });

  test('are followed: the next call goes where they say, the one under way ends where it began', async () => {
    const first = await startServer('openai');
    const second = await startServer('compatible');
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    first.script([{ text: ['from the ', 'first'], pause: () => finished }]);
    second.respond = () => 'from the second';
    const { say, patch, told } = await daemonWith({
      OPENAI_API_KEY: KEY,
      OPENAI_BASE_URL: first.url,
    });
    const underWay = say();
    await first.untilRequests(1);
    await patch({
      'providers.compatible.local.base_url': second.url,
      'providers.compatible.local.model': 'small',
      'providers.primary': 'local',
      'providers.fallback': ['openai'],
    });
    expect((await say()).body).toMatchObject({ content: 'from the second' });
    expect(second.last.body.model).toBe('small');
    expect(second.last.headers.authorization).toBeUndefined();
    expect((await told()).agent).toMatchObject({ name: 'local', model: 'small' });
    finish();
    expect((await underWay).body).toMatchObject({ content: 'from the first' });
  });
});

test('an open breaker shows in both status operations, for the primary and for a fallback', async () => {
  const first = await startServer('anthropic');
  const second = await startServer('openai');
  const { clock, say, told } = await daemonWith({
    ANTHROPIC_API_KEY: KEY,
    ANTHROPIC_BASE_URL: first.url,
    OPENAI_API_KEY: KEY,
    OPENAI_BASE_URL: second.url,
    GATEHOUSE_PROVIDERS_FALLBACK: 'openai',
    GATEHOUSE_PROVIDERS_MAX_RETRIES: '0',
    GATEHOUSE_PROVIDERS_BREAKER_FAILURES: '1',
  });
  first.respond = () => ({ status: 529, message: `overloaded, says ${KEY}` });
  second.respond = (_, n) => (n === 1 ? 'from the second' : { status: 500, message: 'broken' });
  expect((await say()).body).toMatchObject({ content: 'from the second' });
  const reason = 'anthropic answered 529: overloaded, says ***';
  const primary = { component: 'provider:anthropic', reason };
  expect(await told()).toMatchObject({
    prx: { status: 'degraded', reasons: [primary] },
    agent: { name: 'anthropic', status: 'disconnected', error: reason },
  });
  const failed = await say();
  expect(failed.status).toBeGreaterThanOrEqual(500);
  expect(JSON.stringify(failed.body)).not.toContain(KEY);
  const fallback = { component: 'provider:openai', reason: 'openai answered 500: broken' };
  expect((await told()).prx).toMatchObject({ reasons: [primary, fallback] });
  first.respond = () => 'well again';
  clock.advance(30);
  expect((await say()).body).toMatchObject({ content: 'well again' });
  const { prx, agent } = await told();
  expect(prx).toMatchObject({ status: 'degraded', reasons: [fallback] });
  expect(agent).toMatchObject({ name: 'anthropic', status: 'connected' });
});

test('a key that is changed over the API is used at once, and is nowhere to be seen', async () => {
  const server = await startServer('openai');
  server.key = KEY;
  const home = newHome();
  const { process, addresses } = await serve({
    home,
    env: {
      GATEHOUSE_ADMIN_TOKEN: ADMIN_TOKEN,
      GATEHOUSE_LOGGING_LEVEL: 'trace',
      GATEHOUSE_PROVIDERS_PRIMARY: 'openai',
      OPENAI_BASE_URL: server.url,
    },
  });
  const seen: unknown[] = [];
  const api = async (path: string, method = 'GET', body?: unknown) => {
    const answer = await call(`${addresses.prx}/api/v1/${path}`, ADMIN_TOKEN, method, body);
    seen.push(answer.body);
    return answer;
  };
  const id = textAt((await api('sessions', 'POST', { user_id: 'u' })).body, 'id');
  const say = () => api(`sessions/${id}/messages`, 'POST', { content: 'Hello' });
  const state = async () => at((await api('status')).body, 'reasons', 0);
  expect(await state()).toEqual({
    component: 'provider:openai',
    reason: 'providers.openai.api_key is not set',
  });
  expect((await say()).status).toBeGreaterThanOrEqual(500);
  const key = 'providers.openai.api_key';
  expect((await api('config', 'PATCH', { [key]: KEY })).body).toMatchObject({ updated: [key] });
  expect((await say()).body).toMatchObject({ content: 'ok' });
  const wrong = `${KEY}-but-wrong`;
  await api('config', 'PATCH', { [key]: wrong });
  expect((await say()).status).toBeGreaterThanOrEqual(500);
  expect(server.last.headers.authorization).toBe(`Bearer ${wrong}`);
  for (const path of ['config', 'logs', 'status', 'audit', `sessions/${id}/messages`])
    await api(path);
  const { stderr, stdout } = await process.stop();
  expect(stderr).toContain('openai answered 401');
  const files = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => readFileSync(join(one.parentPath, one.name), 'latin1'));
  expect(files.join('')).toContain('SQLite format 3');
  for (const place of [JSON.stringify(seen), stdout, stderr, ...files])
    expect(place).not.toContain(KEY);
});
