/**
 * Owns the proof that the checker finds what is wrong: servers that are broken in one way each, each caught by the check that is named
 * for it. That a good server passes is in self.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { checkIds } from '../../src/conformance/checks.ts';
import type { RunOptions } from '../../src/conformance/index.ts';
import { startRelay } from '../../src/conformance/relay.ts';
import { broken } from '../support/broken-server.ts';
import { check, failedChecks, limitedToken } from '../support/conformance.ts';
import { type ChildDaemon, spawnDaemon } from '../support/daemon.ts';

let daemon: ChildDaemon;
let limited: Awaited<ReturnType<typeof limitedToken>>;
beforeAll(async () => {
  daemon = await spawnDaemon({
    env: {
      GATEHOUSE_AUTH_MAX_FAILURES: '100000',
      GATEHOUSE_LOGGING_LEVEL: 'info',
      GATEHOUSE_RATE_LIMITS_SESSIONS_READ: '50',
    },
  });
  limited = await limitedToken(daemon.addresses.prx);
});
afterAll(() => daemon.end('SIGKILL'));

/** What each is caught by, and the operation or tag that is enough to see it. */
const expected: Readonly<
  Record<keyof typeof broken, readonly [(typeof checkIds)[number], string, Partial<RunOptions>?]>
> = {
  'the wrong status': ['undeclared-status', 'createSession'],
  'an undeclared status': ['undeclared-status', 'listSessions'],
  'an operation that is not built': ['undeclared-status', 'listSessions'],
  'a missing header': ['answer-headers', 'getSession'],
  'an extra property': ['extra-property', 'createSession'],
  'a body of another shape': ['body-schema', 'listSessions'],
  'the wrong media type': ['media-type', 'getSession'],
  '405 without Allow': ['allow-header', 'getSession'],
  'ignored auth': ['auth-missing', 'listSessions'],
  '403 for a missing token': ['auth-missing', 'listSessions'],
  'ignored scopes': ['auth-scope', 'listSessions'],
  'a lost create': ['created-is-found', 'createSession'],
  'bodies that are never refused': ['refuses-body', 'createSession'],
  'a crash on odd input': ['internal-error', 'getSession', { requests: 100 }],
  'a limit that never shrinks': ['rate-limit-window', 'listSessions'],
  'two limits at once': ['rate-limit-fields', 'listSessions'],
  'the same request id for all': ['request-id', 'getSession'],
  'events without ids': ['stream-ids', 'streamLogs'],
  'events of another shape': ['stream-event', 'streamLogs'],
  'an event twice on resume': ['stream-resume', 'streamLogs'],
  'an event lost on resume': ['stream-resume', 'streamLogs'],
  'nothing kept to resume from': ['stream-resume', 'streamLogs'],
  'a resume that is refused': ['stream-resume', 'streamLogs'],
  'an answer without end': ['answer-bounded', 'getStatus'],
  'an answer that breaks off': ['answer-whole', 'getStatus'],
  'no answer': ['answers-in-time', 'getStatus', { requestTimeoutMs: 1000 }],
};

describe('a server with', () => {
  it.each(Object.entries(broken))('%s is caught', async (name, handler) => {
    const relay = await startRelay(daemon.addresses.prx, 0, handler);
    onTestFinished(() => relay.stop());
    const [id, only, more] = Object.entries(expected).find(([key]) => key === name)?.[1] ?? [];
    const outcome = await check('prx', relay.url, {
      only: only ?? null,
      limitedToken: limited,
      ...more,
    });
    expect(failedChecks(outcome)).toContain(id);
    const found = outcome.record.violations.find((one) => one.check === id);
    expect(found?.message).not.toBe('');
  });

  it('a stream that is silent is caught', async () => {
    // The daemon's own heart beats every 15 seconds, which is silence for this run.
    const outcome = await check('prx', daemon.addresses.prx, {
      only: 'streamLogs',
      heartbeatMs: 500,
    });
    expect(outcome.record.violations.map((one) => `${one.check}: ${one.message}`)).toEqual([
      expect.stringMatching(/^stream-heartbeat: was silent/),
    ]);
  });

  it('nothing wrong passes', async () => {
    const outcome = await check('prx', daemon.addresses.prx, {
      only: 'sessions',
      limitedToken: limited,
    });
    expect(outcome.record.violations).toEqual([]);
    expect(outcome.ending).toBe('done');
  });
});

describe('a random failure', () => {
  it('is made small and found again by its seed and path', async () => {
    const relay = await startRelay(daemon.addresses.prx, 0, broken['a crash on odd input']);
    onTestFinished(() => relay.stop());
    const options = { only: 'getSession', requests: 200 };
    const first = await check('prx', relay.url, options);
    const found = first.record.violations.find(({ replay }) => replay !== null);
    const path = /--path (\S+)$/.exec(found?.replay ?? '')?.[1] ?? '';
    expect(path).toMatch(/^[\d:]+$/);
    const again = await check('prx', relay.url, { ...options, path });
    expect(again.record.violations.at(-1)).toMatchObject({
      check: 'internal-error',
      request: found?.request,
    });
    expect(again.drawn).toBe(1);
  });
});
