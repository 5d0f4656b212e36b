/**
 * Owns the promise that lists are read in the order of an index, however many rows there are.
 * What the lists answer is left to the tests of the store and of each area.
 */
import { join } from 'node:path';
import { and, eq, lt, sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/db/open.ts';
import { sessions } from '../../src/db/schema/index.ts';
import { tempDir } from '../support/temp.ts';

test('the lists of sessions are served by their indexes, without sorting', async () => {
  const store = await openStore({ url: `file:${join(tempDir(), 'store.db')}` });
  onTestFinished(() => store.close());
  const plan = async (query: { toSQL(): { sql: string; params: unknown[] } }) => {
    const { sql: text, params } = query.toSQL();
    const filled = text
      .split('?')
      .flatMap((part, i) => [sql.raw(part), ...(i < params.length ? [sql`${params[i]}`] : [])]);
    const rows = await store.read.all<{ detail: string }>(
      sql`explain query plan ${sql.join(filled)}`,
    );
    return rows.map(({ detail }) => detail).join('; ');
  };
  const newestFirst = sql`${sessions.createdAt} desc, ${sessions.id} desc`;
  const db = store.read;
  expect(
    await plan(
      db.select().from(sessions).where(eq(sessions.status, 'active')).orderBy(newestFirst).limit(5),
    ),
  ).toBe('SEARCH sessions USING INDEX sessions_by_status (status=?)');
  expect(
    await plan(
      db
        .select()
        .from(sessions)
        .where(and(eq(sessions.status, 'active'), eq(sessions.channel, 'api')))
        .orderBy(newestFirst)
        .limit(5),
    ),
  ).toBe('SEARCH sessions USING INDEX sessions_by_status_channel (status=? AND channel=?)');
  expect(
    await plan(
      db
        .select({ id: sessions.id })
        .from(sessions)
        .where(and(eq(sessions.agentId, 'a'), sql`${sessions.messageCount} > 0`))
        .orderBy(newestFirst),
    ),
  ).toMatch(/^SEARCH sessions USING (COVERING )?INDEX sessions_by_agent \(agent_id=\?\)$/);
  // A bound moment implies that there is one, so the index of ended sessions serves it.
  expect(
    await plan(
      db.select({ id: sessions.id }).from(sessions).where(lt(sessions.terminatedAt, 1)).limit(5),
    ),
  ).toMatch(/USING (COVERING )?INDEX sessions_by_termination \(terminated_at<\?\)$/);
});
