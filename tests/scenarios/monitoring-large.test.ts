/**
 * Owns the proof that a long history holds nobody up: a million runs are added up and a million audit entries are searched while health is
 * answered. What the sums are is tested with the domain.
 */
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../src/db/open.ts';
import { at } from '../contract/read.ts';
import { clientsOf } from '../contract/served.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { tempDir } from '../support/temp.ts';

const MILLION = 1_000_000;
/** The first run; one follows every 30 seconds. */
const BEGIN = Date.UTC(2024, 0, 1);

async function fill(file: string): Promise<void> {
  const store = await openStore({ url: `file:${file}` });
  const counted = `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${MILLION - 1})`;
  await store.write(async (tx) => {
    await tx.run(
      sql.raw(`${counted}
        insert into container_runs (id, namespace, trigger, container_name, image, status, error,
          started_at, finished_at)
        select 'run_' || i, 'ns-' || (i % 50), case i % 2 when 0 then 'message' else 'schedule' end,
          'c', 'agent:latest', case i % 10 when 0 then 'error' else 'success' end,
          case i % 10 when 0 then 'The container ended with code ' || (i % 7) end,
          ${BEGIN} + i * 30000, ${BEGIN} + i * 30000 + i % 100000
        from n`),
    );
    await tx.run(
      sql.raw(`${counted}
        insert into audit_log (at, event, api, operation, actor, details, previous_hash, hash)
        select ${BEGIN} + i * 1000, 'session.created', 'prx', 'createSession', 'admin',
          case i % 20 when 0 then '{"severity":"warning","group":"dev"}' else '{}' end, '', ''
        from n`),
    );
  });
  await store.close();
}

it('a million runs and a million audit entries hold nobody up', async () => {
  const home = tempDir();
  await fill(join(home, 'gatehouse.db'));
  const daemon = await startTestDaemon({ home });
  onTestFinished(() => daemon.stop());
  const { nanoclaw, prx } = clientsOf(daemon.addresses);
  const waits: number[] = [];
  const meanwhile = async <T>(work: Promise<T>): Promise<T> => {
    const state = { over: false };
    const watched = work.finally(() => {
      state.over = true;
    });
    while (!state.over) {
      const begun = performance.now();
      expect((await prx.call('getHealth')).status).toBe(200);
      waits.push(performance.now() - begun);
    }
    return await watched;
  };
  const query = { from: '2024-01-01T00:00:00Z', to: '2025-01-01T00:00:00Z', groupBy: 'hour' };
  const { body } = await meanwhile(nanoclaw.call('getAnalytics', { query }));
  expect(at(body, 'totals')).toMatchObject({
    runs: MILLION,
    success: 900_000,
    error: 100_000,
    successRate: 0.9,
    p50DurationMs: 49_999,
    p95DurationMs: 94_999,
  });
  expect(at(body, 'series', 0)).toMatchObject({ runs: 120, success: 108, error: 12 });
  expect(at(body, 'byGroup', 49, 'runs')).toBe(20_000);
  for (const [filter, total] of [
    [{ severity: 'info', offset: 900_000 }, 950_001],
    [{ group: 'dev' }, 50_000],
  ] as const) {
    const page = await meanwhile(nanoclaw.call('getAuditLog', { query: filter }));
    // The entry of the first token comes beside those that were filled in.
    expect(Number(page.headers.get('x-total-count'))).toBeGreaterThanOrEqual(total - 1);
  }
  expect(waits.length).toBeGreaterThan(20);
  // Far more than any of them takes, and far less than the sums do.
  expect(waits.sort((a, b) => a - b)[Math.floor(waits.length * 0.95)]).toBeLessThan(250);
}, 120_000);
