/**
 * Owns the promise that what monitoring asks while others wait is served by indexes, and what may take long reads each row once. What the
 * queries answer is tested with the domain.
 */
import { expect, test } from 'vitest';
import { auditPage } from '../../src/db/audit.ts';
import {
  cancelRunning,
  countOutput,
  endRun,
  insertRun,
  listRuns,
} from '../../src/db/container-runs.ts';
import { runSums } from '../../src/db/run-sums.ts';
import { countTraffic } from '../../src/db/traffic.ts';
import { openPlans } from './plans.ts';

const page = { limit: 50, offset: 0 };

test('runs are listed in the order of an index, by namespace in the order of their own', async () => {
  const planOf = await openPlans();
  const byTime = /^SCAN container_runs USING INDEX container_runs_by_time$/;
  expect(await planOf((db) => listRuns(db, page))).toMatch(byTime);
  expect(await planOf((db) => listRuns(db, { ...page, status: 'error' }))).toMatch(byTime);
  expect(await planOf((db) => listRuns(db, { ...page, trigger: 'api' }))).toMatch(byTime);
  expect(await planOf((db) => listRuns(db, { ...page, since: 1 }))).toBe(
    'SEARCH container_runs USING INDEX container_runs_by_time (started_at>?)',
  );
  expect(await planOf((db) => listRuns(db, { ...page, namespace: 'dev', since: 1 }))).toBe(
    'SEARCH container_runs USING INDEX container_runs_by_namespace (namespace=? AND started_at>?)',
  );
});

test('what runs is found without looking at what has ended', async () => {
  const planOf = await openPlans();
  expect(await planOf((db) => cancelRunning(db, 1, 'stopped'))).toMatch(
    /^SCAN container_runs USING (COVERING )?INDEX container_runs_running$/,
  );
});

test('a run is begun, counted and ended without reading others', async () => {
  const planOf = await openPlans();
  const run = {
    id: 'run_1',
    namespace: 'dev',
    jid: null,
    trigger: 'api',
    scheduleId: null,
  } as const;
  const where = { containerName: 'c', image: 'i', sessionId: null, logPath: null, startedAt: 1 };
  const end = { status: 'success', exitCode: 0, error: null, finishedAt: 2 } as const;
  const traffic = { channel: 'telegram', received: 1, sent: 0 };
  for (const query of [
    (db) => insertRun(db, { ...run, ...where }),
    (db) => countOutput(db, 'run_1'),
    (db) => endRun(db, 'run_1', end),
    (db) => countTraffic(db, traffic, 1),
  ] satisfies Parameters<typeof planOf>[0][])
    expect(await planOf(query)).not.toMatch(/SCAN (?!CONSTANT ROW)|TEMP B-TREE/);
});

test('the audit log is searched by namespace and by severity in indexes, and never sorted', async () => {
  const planOf = await openPlans();
  const plan = (filter: Parameters<typeof auditPage>[1]) => planOf((db) => auditPage(db, filter));
  const twice = (text: string) => `${text}; ${text}`;
  expect(await plan({ ...page, group: 'dev' })).toMatch(
    /^(SEARCH audit_log USING (COVERING )?INDEX audit_log_by_group \(<expr>=\?\)(; )?){2}$/,
  );
  expect(await plan({ ...page, severity: 'warning' })).toMatch(
    /^(SEARCH audit_log USING (COVERING )?INDEX audit_log_by_severity \(<expr>=\?\)(; )?){2}$/,
  );
  // Entries that say nothing of their severity are not parsed: those that do are looked up.
  const info = await plan({ ...page, severity: 'info' });
  expect(info).toMatch(/audit_log_by_severity/);
  expect(info).not.toMatch(/TEMP B-TREE/);
  expect(await plan({ ...page, event: 'mount.rejected' })).toBe(twice('SCAN audit_log'));
});

test('the sums of a period read its runs once, and no others', async () => {
  const planOf = await openPlans();
  const plan = await planOf((db) => runSums(db, { from: 1, to: 2, stepMs: 1 }));
  expect(plan.match(/container_runs\b(?!_)/g)).toHaveLength(1);
  expect(plan).toContain(
    'SEARCH container_runs USING INDEX container_runs_by_time (started_at>? AND started_at<?)',
  );
  expect(plan).toContain(
    'SEARCH traffic_hours USING INDEX traffic_hours_by_hour (hour>? AND hour<?)',
  );
});
