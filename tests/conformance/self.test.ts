/**
 * Owns the proof that the daemon conforms to all three of its contracts by the same checker that others use. GATEHOUSE_SOAK=1 draws a
 * hundred thousand random requests; what the checker finds in broken servers is in broken.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { check, limitedToken } from '../support/conformance.ts';
import { apis } from '../support/contract-check.ts';
import { type ChildDaemon, spawnDaemon } from '../support/daemon.ts';

const isSoak = process.env.GATEHOUSE_SOAK === '1';
const REQUESTS = isSoak ? 34_000 : 300;
const MOST_MS = isSoak ? 3_600_000 : 120_000;

let daemon: ChildDaemon;
let limited: Awaited<ReturnType<typeof limitedToken>>;
beforeAll(async () => {
  daemon = await spawnDaemon({
    env: {
      GATEHOUSE_AUTH_MAX_FAILURES: '100000',
      GATEHOUSE_LOGGING_LEVEL: 'info',
      GATEHOUSE_HOOKS_ALLOWED_HOSTS: '127.0.0.1',
    },
  });
  limited = await limitedToken(daemon.addresses.prx);
});
afterAll(() => daemon.end('SIGKILL'));

describe('the daemon', () => {
  it.each(apis)(
    'conforms to %s',
    async (api) => {
      const outcome = await check(api, daemon.addresses[api], {
        limitedToken: limited,
        requests: REQUESTS,
        webhookHost: '127.0.0.1',
        heartbeatMs: 20_000,
        timeoutMs: MOST_MS,
        requestTimeoutMs: 15_000,
      });
      expect(outcome.record.violations).toEqual([]);
      expect(outcome.ending).toBe('done');
      expect(outcome.drawn).toBeGreaterThanOrEqual(REQUESTS);
    },
    MOST_MS + 30_000,
  );

  it('has its limits and its closed doors checked too', async () => {
    const strict = await spawnDaemon({
      env: {
        GATEHOUSE_AUTH_MAX_FAILURES: '3',
        GATEHOUSE_MANAGEMENT_AUTH: 'true',
        GATEHOUSE_RATE_LIMITS_SESSIONS_READ: '20',
        GATEHOUSE_RATE_LIMITS_SESSIONS_WRITE: '10',
      },
    });
    try {
      const options = { limitedToken: await limitedToken(strict.addresses.prx) };
      const prx = await check('prx', strict.addresses.prx, {
        ...options,
        only: 'sessions',
        rateLimit: true,
      });
      const agent = await check('agent', strict.addresses.agent, options);
      expect([...prx.record.violations, ...agent.record.violations]).toEqual([]);
      const passed = (
        operation: string,
        id: 'rate-limit-refuses' | 'retry-after' | 'auth-missing',
      ) => [prx, agent].map(({ record }) => record.verdicts.get(operation)?.get(id)?.passed ?? 0);
      expect(passed('listSessions', 'rate-limit-refuses')[0]).toBeGreaterThan(0);
      expect(passed('listSessions', 'retry-after')[0]).toBeGreaterThan(0);
      expect(passed('listThreads', 'auth-missing')[1]).toBeGreaterThan(0);
    } finally {
      await strict.end('SIGKILL');
    }
  }, 60_000);
});
