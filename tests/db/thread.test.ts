/**
 * Owns the life of the thread of the long reads: it dies, it comes back, and it is closed.
 * What the reads answer is left to the tests of the store.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { StoreClosedError, StoreUnavailableError } from '../../src/db/errors.ts';
import { openStore } from '../../src/db/open.ts';
import { ReadThread, startThread } from '../../src/db/thread.ts';
import { tempDir } from '../support/temp.ts';

const read = { name: 'threadIds', args: { agentId: 'a' } } as const;

test('a crash rejects what was pending, and the next read starts a new thread', async () => {
  const file = join(tempDir(), 'store.db');
  const store = await openStore({ url: `file:${file}` });
  await store.close();
  const crashing = `require('node:worker_threads').parentPort.on('message', () => { throw new Error('crash'); });`;
  const failures: unknown[] = [];
  let starts = 0;
  const thread = new ReadThread(
    () => {
      starts += 1;
      return starts === 1
        ? new Worker(crashing, { eval: true })
        : startThread({ task: 'reads', file, busyTimeoutMs: 5 });
    },
    (error) => failures.push(error),
  );
  onTestFinished(() => thread.close());

  for (const outcome of await Promise.allSettled([thread.read(read), thread.read(read)])) {
    expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(StoreUnavailableError);
  }
  expect(failures).toMatchObject([{ message: 'crash' }]);
  expect(await thread.read(read)).toEqual([]);
  expect(starts).toBe(2);

  await thread.close();
  await expect(thread.read(read)).rejects.toThrow(StoreClosedError);
});

test('a read that fails says why, and the thread goes on', async () => {
  const folder = tempDir();
  const thread = new ReadThread(
    () => startThread({ task: 'reads', file: join(folder, 'none.db'), busyTimeoutMs: 5 }),
    () => undefined,
  );
  onTestFinished(() => thread.close());
  await expect(thread.read(read)).rejects.toThrow(/long read threadIds failed.*no such table/);
  await expect(thread.read(read)).rejects.toThrow(/no such table/);
});
