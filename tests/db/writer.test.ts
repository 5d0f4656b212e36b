/**
 * Owns the rules of the write queue against a connection made up for it: grouping, limits and failed commits.
 * What the engines do is left to the tests of the store.
 */

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StoreBusyError, StoreUnavailableError } from '../../src/db/errors.ts';
import { openStore } from '../../src/db/open.ts';
import { type WriteConnection, Writer, writerLimits } from '../../src/db/writer.ts';
import { tempDir } from '../support/temp.ts';

/** A connection that notes its calls and commits as `commit` says. */
async function noting(
  commit: () => void,
): Promise<{ calls: string[]; connection: WriteConnection }> {
  const store = await openStore({ url: `file:${join(tempDir(), 'unused.db')}` });
  const db = store.read;
  await store.close();
  const calls: string[] = [];
  const note = (call: string) => () => void calls.push(call);
  return {
    calls,
    connection: {
      begin: () => {
        calls.push('begin');
        return {
          db,
          savepoint: note('savepoint'),
          release: note('release'),
          rollbackToSavepoint: note('undo'),
          commit: () => {
            calls.push('commit');
            commit();
          },
        };
      },
      discard: note('discard'),
    },
  };
}

const busy = () => Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });

test('what arrives in one turn shares a transaction, up to the size of a group', async () => {
  const { calls, connection } = await noting(() => undefined);
  const writer = new Writer(connection, { ...writerLimits, maxGroup: 2 }, () => undefined);
  expect(await Promise.all([1, 2, 3].map((n) => writer.write(() => n)))).toEqual([1, 2, 3]);
  expect(calls.filter((call) => call === 'begin' || call === 'commit')).toEqual([
    'begin',
    'commit',
    'begin',
    'commit',
  ]);
});

test('nobody is answered before the commit, and a failed commit fails the whole group', async () => {
  let answered = false;
  const { calls, connection } = await noting(() => {
    expect(answered).toBe(false);
    throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
  });
  const writer = new Writer(connection, writerLimits, () => undefined);
  const answers = [1, 2].map((n) =>
    writer
      .write(() => n)
      .finally(() => {
        answered = true;
      }),
  );
  const outcomes = await Promise.allSettled(answers);
  for (const outcome of outcomes) {
    expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(StoreUnavailableError);
  }
  expect(calls.filter((call) => call === 'commit')).toHaveLength(1);
  expect(calls.at(-1)).toBe('discard');
});

test('a commit that met a lock is tried again on a new connection with the units run anew', async () => {
  const failures = [busy(), busy()];
  const { calls, connection } = await noting(() => {
    const failure = failures.shift();
    if (failure !== undefined) {
      throw failure;
    }
  });
  const discarded: unknown[] = [];
  const writer = new Writer(connection, writerLimits, (error) => discarded.push(error));
  let runs = 0;
  await writer.write(() => {
    runs += 1;
  });
  expect(runs).toBe(3);
  expect(discarded).toHaveLength(2);
  expect(calls.filter((call) => call === 'discard')).toHaveLength(2);
});

test('the queue is bounded', async () => {
  const { connection } = await noting(() => undefined);
  const writer = new Writer(connection, { ...writerLimits, maxWaiting: 2 }, () => undefined);
  const outcomes = await Promise.allSettled([1, 2, 3].map((n) => writer.write(() => n)));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
  expect(outcomes[2]).toMatchObject({ reason: expect.any(StoreBusyError) });
  await expect(writer.write(() => 4)).resolves.toBe(4);
});
