/**
 * Owns what the PRX tags `meta` and `audit` promise about metrics and about verifying the audit log.
 * What breaks the chain is tested in tests/domain, the document in status.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { at, makeSession, makeToken } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let prx: Clients['prx'];
beforeAll(async () => {
  daemon = await startTestDaemon();
  prx = clientsOf(daemon.addresses).prx;
});
afterAll(() => daemon.stop());

describe('getMetrics', () => {
  const scrape = async () => String((await prx.call('getMetrics')).body);
  const value = (text: string, name: string): number =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.slice(name.length),
    );

  it('is text that names and types every metric, all of them ours', async () => {
    const text = await scrape();
    const lines = text.split('\n').filter((line) => line !== '');
    for (const line of lines)
      expect(line).toMatch(
        /^(# (HELP|TYPE) gatehouse_\w+ .+|gatehouse_\w+(\{[^}]*\})? [\d.e+-]+)$/,
      );
    for (const name of [
      'store_waiting_writes',
      'event_loop_late_seconds',
      'process_resident_memory_bytes',
      'process_cpu_seconds',
      'process_uptime_seconds',
    ])
      expect(value(text, `gatehouse_${name}`)).toBeGreaterThanOrEqual(0);
    expect(value(text, 'gatehouse_store_readable')).toBe(1);
  });

  it('counts sessions by status and messages', async () => {
    const before = await scrape();
    const id = await makeSession(prx);
    await prx.call('sendMessage', { path: { id }, body: { content: 'Hi' } });
    const gone = await makeSession(prx);
    await prx.call('deleteSession', { path: { id: gone } });
    const after = await scrape();
    const grown = (name: string) => value(after, name) - value(before, name);
    expect(grown('gatehouse_sessions{status="active"}')).toBe(1);
    expect(grown('gatehouse_sessions{status="terminated"}')).toBe(1);
    expect(grown('gatehouse_sessions{status="idle"}')).toBe(0);
    expect(grown('gatehouse_messages')).toBe(2);
  });

  it('counts requests by API, operation and class of status, with their times', async () => {
    await prx.call('getSession', { path: { id: 'sess_xyz' } });
    await prx.call('getSession', { path: { id: 'sess_xyz' } });
    const text = await scrape();
    const labels = 'api="prx",operation="getSession"';
    expect(value(text, `gatehouse_http_requests_total{${labels},status="4xx"}`)).toBe(2);
    expect(value(text, `gatehouse_http_request_duration_seconds_count{${labels}}`)).toBe(2);
    expect(value(text, `gatehouse_http_request_duration_seconds_sum{${labels}}`)).toBeGreaterThan(
      0,
    );
  });
});

describe('verifyAudit', () => {
  it('walks the chain; the same head with the same entries, another after a mutation', async () => {
    await makeToken(prx, ['sessions:read']);
    const first = (await prx.call('verifyAudit')).body;
    expect(first).toMatchObject({ broken_at: null, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await prx.call('verifyAudit')).toMatchObject({ status: 200, body: first });
    await makeToken(prx, ['sessions:read']);
    const second = (await prx.call('verifyAudit')).body;
    expect(at(second, 'entries')).toBe(Number(at(first, 'entries')) + 1);
    expect(at(second, 'head')).not.toBe(at(first, 'head'));
  });
});
