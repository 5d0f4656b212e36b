/**
 * Owns the errors that every operation answers alike: each one is provoked on every operation of all three contracts, the ones that
 * are not built yet included. Errors with a meaning of their own are in the tests of their tag.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemCaller } from '../../src/domain/shared/index.ts';
import type { Clock } from '../../src/lib/clock.ts';
import type { CallOptions } from '../support/contract-client.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { sampleOf } from './sample.ts';
import { everyHandler, type Row, rowsWhere, type Served, serveBeside } from './served.ts';

type Setting = Parameters<typeof serveBeside>[1];

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
beforeAll(async () => {
  daemon = await startTestDaemon();
});
afterAll(() => daemon.stop());

/** Serves for the tests of one block; all of it shares one set of listeners. */
function serveFor(setting: () => Setting): () => Served {
  let served: Served | undefined;
  beforeAll(async () => {
    served = await serveBeside(daemon, setting());
  });
  afterAll(() => served?.stop());
  return () => {
    if (served === undefined) throw new Error('nothing is served yet');
    return served;
  };
}

/** Calls an operation with a good request that `options` spoil. */
async function answerOf(served: Served, { api, operation }: Row, options: CallOptions = {}) {
  const sample = sampleOf(api, operation);
  return await served.clients[api].call(operation.id, { ...sample, ...options });
}

const all = rowsWhere(() => true);
const secured = rowsWhere((operation) => operation.scheme !== null);
const withBody = rowsWhere((operation) => operation.body !== null);

describe('a request that the contract does not allow', () => {
  const served = serveFor(() => ({ env: { GATEHOUSE_SERVER_MAX_BODY_BYTES: '1024' } }));

  it.each(all)('$api $id answers 400 to a parameter it does not know', async (row) => {
    const { query } = sampleOf(row.api, row.operation);
    const answer = await answerOf(served(), row, { query: { ...query, colour: 'blue' } });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain('"path":"colour"');
  });

  it.each(withBody)('$api $id answers 413 to a body over the limit', async (row) => {
    const limit = row.operation.rawBody ? 4 * 1024 * 1024 : 1024;
    const answer = await answerOf(served(), row, { body: JSON.stringify('x'.repeat(limit)) });
    expect(answer.status).toBe(413);
  });

  it.each(withBody)('$api $id answers 415 to a body of another media type', async (row) => {
    const headers = { 'content-type': 'text/plain' };
    const answer = await answerOf(served(), row, { headers, body: 'hello' });
    expect(answer.status).toBe(415);
  });
});

describe('a caller without the right to', () => {
  const served = serveFor(() => ({}));

  it.each(secured)('$api $id answers 401 without a token', async (row) => {
    expect(await answerOf(served(), row, { token: null })).toMatchObject({ status: 401 });
  });

  it.each(secured)('$api $id answers 403 to a token without its scope', async (row) => {
    const scope = row.operation.scopes.includes('status:read') ? 'tokens:read' : 'status:read';
    const { secret } = await daemon.services.tokens.create(
      { name: 'of another scope', scopes: [scope] },
      systemCaller('test'),
    );
    const answer = await answerOf(served(), row, { token: secret });
    expect(answer.status).toBe(403);
    expect(JSON.stringify(answer.body)).toContain(String(row.operation.scopes[0]));
  });
});

describe('a daemon that is stopping', () => {
  const served = serveFor(() => ({ isStopping: () => true }));
  // The health check says so in its own body: prx/status.test.ts.
  const others = rowsWhere((operation, api) => api !== 'prx' || operation.id !== 'getHealth');

  it.each(others)('$api $id answers 503', async (row) => {
    const answer = await answerOf(served(), row);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('connection')).toBe('close');
  });
});

describe('a handler that fails unexpectedly', () => {
  const secret = 'the password is hunter2';
  const served = serveFor(() => ({
    handlers: everyHandler(() => () => Promise.reject(new Error(secret))),
  }));

  it.each(all)('$api $id answers 500 and tells nothing', async (row) => {
    const answer = await answerOf(served(), row);
    expect(answer.status).toBe(500);
    const text = JSON.stringify(answer.body);
    expect(text).toContain(answer.headers.get('x-request-id'));
    expect(text).not.toContain('hunter2');
  });
});

/** Time stands still, so that no window ends. */
const stopped: Clock = { now: () => Date.UTC(2026, 2, 21), monotonic: () => 1000 };

describe('a caller that asks too often', () => {
  const limited = rowsWhere((_operation, api) => api === 'prx');
  const served = serveFor(() => ({
    clock: stopped,
    env: {
      GATEHOUSE_RATE_LIMITS_SESSIONS_WRITE: '1',
      GATEHOUSE_RATE_LIMITS_SESSIONS_READ: '1',
      GATEHOUSE_RATE_LIMITS_CONFIG_WRITE: '1',
      GATEHOUSE_RATE_LIMITS_OTHER: '1',
    },
    // The first call of a group is let in, and must do nothing.
    handlers: everyHandler(() => () => Promise.reject(new Error('let in'))),
  }));

  it.each(limited)('$api $id answers 429', async (row) => {
    await answerOf(served(), row);
    const answer = await answerOf(served(), row);
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('x-ratelimit-remaining')).toBe('0');
  });
});

describe('a caller that guesses tokens', () => {
  const served = serveFor(() => ({ env: { GATEHOUSE_AUTH_MAX_FAILURES: '1' } }));
  beforeAll(async () => {
    await served().clients.prx.call('listSessions', { token: 'wrong' });
  });

  it.each(secured)('$api $id answers 429 and says for how long', async (row) => {
    const answer = await answerOf(served(), row, { token: 'wrong' });
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(250);
  });
});
