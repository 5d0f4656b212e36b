/**
 * Owns the tests of forgetting: what is too old goes, with its log file, and what is not stays.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { endRun, insertRun, listRuns } from '../../src/db/container-runs.ts';
import { scheduleSlots, schedules } from '../../src/db/schema/index.ts';
import { Forgetting } from '../../src/domain/monitoring/index.ts';
import { systemCaller } from '../../src/domain/shared/index.ts';
import { tempDir } from '../support/temp.ts';
import { BEGIN, openGround, storeFile } from './ground.ts';

const DAY = 86_400_000;
const SYSTEM = systemCaller('test');

test('runs with their logs and due times go after the days they are kept; what runs and what is newer stays', async () => {
  const ground = await openGround(storeFile());
  onTestFinished(() => ground.store.close());
  const { journal, clock, store } = ground;
  const folder = tempDir();
  const log = (id: string) => join(folder, `${id}.log`);
  const ages = { old: 40, edge: 30, fresh: 1, running: 90 };
  await journal.commit(SYSTEM, async ({ tx }) => {
    for (const [id, days] of Object.entries(ages)) {
      writeFileSync(log(id), 'said');
      const startedAt = BEGIN - days * DAY;
      await insertRun(tx, {
        id,
        namespace: 'dev',
        jid: null,
        trigger: 'api',
        scheduleId: null,
        containerName: id,
        image: 'x',
        sessionId: null,
        logPath: log(id),
        startedAt,
      });
      const ended = { status: 'success', exitCode: 0, error: null, finishedAt: startedAt } as const;
      if (id !== 'running') await endRun(tx, id, ended);
    }
    await tx.insert(schedules).values({
      id: 's',
      name: 's',
      namespace: 'dev',
      prompt: 'p',
      type: 'cron',
      value: '* * * * *',
      timezone: 'UTC',
      timeoutSecs: 0,
      contextMode: 'isolated',
      misfire: 'once',
      misfireLimit: 1,
      state: 'active',
      anchorAt: 0,
      createdAt: 0,
      updatedAt: 0,
    });
    // More than one transaction takes.
    for (let n = 0; n < 1200; n += 1)
      await tx.insert(scheduleSlots).values({
        id: `slot${n}`,
        scheduleId: 's',
        namespace: 'dev',
        dueAt: BEGIN - (n < 1100 ? 31 * DAY : DAY) - n,
        state: n === 0 ? 'waiting' : 'ended',
        fence: 1,
        owner: 'me',
        leaseUntil: 0,
        startedAt: 0,
      });
  });
  await new Forgetting(store, journal, clock, () => 30).prune();
  const left = await listRuns(store.read, { limit: 10, offset: 0 });
  expect(left.map(({ id }) => id)).toEqual(['fresh', 'edge', 'running']);
  expect([existsSync(log('old')), existsSync(log('fresh'))]).toEqual([false, true]);
  const slots = await store.read.select({ id: scheduleSlots.id }).from(scheduleSlots);
  expect(slots).toHaveLength(101);
});
