/**
 * Owns what callers meet beyond one request: the lockout, listeners that are configured open, and the admin token of the environment.
 * Which operation wants which scope is in generated.test.ts.
 */
import { describe, expect, it, onTestFinished } from 'vitest';
import { HandClock, makeToken } from '../contract/read.ts';
import { clientsOf } from '../contract/served.ts';
import { ADMIN_TOKEN, startTestDaemon } from '../support/daemon.ts';

async function start(env: Record<string, string> = {}) {
  const clock = new HandClock();
  const daemon = await startTestDaemon({ env, clock });
  onTestFinished(() => daemon.stop());
  return { clock, clients: clientsOf(daemon.addresses) };
}

describe('the lockout', () => {
  it('lets ten wrong tokens be wrong, and answers 429 to the eleventh for five minutes', async () => {
    const { clock, clients } = await start();
    const { prx } = clients;
    const wrong = async () => await prx.call('listSessions', { token: 'wrong' });
    for (let count = 0; count < 10; count += 1) expect((await wrong()).status).toBe(401);
    const locked = await wrong();
    expect(locked.status).toBe(429);
    expect(locked.headers.get('retry-after')).toBe('300');
    clock.advance(299);
    expect((await wrong()).headers.get('retry-after')).toBe('1');
    clock.advance(1);
    expect((await wrong()).status).toBe(401);
  });

  it('never stops a valid token, nor a caller who shows none', async () => {
    const { clients } = await start();
    const { prx } = clients;
    for (let count = 0; count < 11; count += 1) {
      await prx.call('listSessions', { token: 'wrong' });
    }
    expect((await prx.call('listSessions', { token: 'wrong' })).status).toBe(429);
    expect((await prx.call('listSessions')).status).toBe(200);
    expect((await prx.call('listSessions', { token: null })).status).toBe(401);
  });

  it('does not count missing tokens, nor wrong ones a minute apart', async () => {
    const { clock, clients } = await start();
    const { prx } = clients;
    for (let count = 0; count < 15; count += 1) {
      expect((await prx.call('listSessions', { token: null })).status).toBe(401);
    }
    for (let count = 0; count < 15; count += 1) {
      if (count % 5 === 0) clock.advance(60);
      expect((await prx.call('listSessions', { token: 'wrong' })).status).toBe(401);
    }
  });

  it('is one for all three APIs', async () => {
    const { clients } = await start({ GATEHOUSE_MANAGEMENT_AUTH: 'true' });
    for (let count = 0; count < 5; count += 1) {
      await clients.prx.call('listSessions', { token: 'wrong' });
      await clients.nanoclaw.call('getRuntime', { token: 'wrong' });
    }
    expect((await clients.agent.call('getStatus', { token: 'wrong' })).status).toBe(429);
    expect((await clients.agent.call('getStatus')).status).toBe(200);
  });
});

describe('the agent API', () => {
  it('is open on loopback, also to a credential that is none', async () => {
    const { clients } = await start();
    expect((await clients.agent.call('getStatus', { token: null })).status).toBe(200);
    expect((await clients.agent.call('getStatus', { token: 'wrong' })).status).toBe(200);
  });

  it('wants a bearer token where it is told to', async () => {
    const { clients } = await start({ GATEHOUSE_MANAGEMENT_AUTH: 'true' });
    expect((await clients.agent.call('getStatus', { token: null })).status).toBe(401);
    const { token } = await makeToken(clients.prx, ['status:read']);
    expect((await clients.agent.call('getStatus', { token })).status).toBe(200);
    expect((await clients.agent.call('listThreads', { token })).status).toBe(403);
  });
});

describe('the nanoclaw API', () => {
  it('wants a key unless it is told not to', async () => {
    const closed = await start();
    expect((await closed.clients.nanoclaw.call('getRuntime', { token: null })).status).toBe(401);
    const opened = await start({ GATEHOUSE_CONTAINERS_AUTH: 'false' });
    const answer = await opened.clients.nanoclaw.call('getRuntime', { token: null });
    expect(answer.status).not.toBe(401);
  });
});

describe('the admin token of the environment', () => {
  it('is let in by all three APIs and in no other way', async () => {
    const { clients } = await start({ GATEHOUSE_MANAGEMENT_AUTH: 'true' });
    expect((await clients.prx.call('listTokens', { token: ADMIN_TOKEN })).status).toBe(200);
    expect((await clients.agent.call('getStatus', { token: ADMIN_TOKEN })).status).toBe(200);
    const runtime = await clients.nanoclaw.call('getRuntime', { token: ADMIN_TOKEN });
    expect(runtime.status).not.toBe(401);
    const almost = `${ADMIN_TOKEN.slice(0, -1)}X`;
    expect((await clients.prx.call('listTokens', { token: almost })).status).toBe(401);
    expect((await clients.prx.call('listTokens', { token: ADMIN_TOKEN.slice(1) })).status).toBe(
      401,
    );
  });
});
