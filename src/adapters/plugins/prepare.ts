/**
 * Owns having components made ready, one at a time and within a time limit, so that a hostile one holds nobody up.
 * How it is done is in prepare-worker.ts.
 */

import { oneByOne } from '../../lib/one-by-one.ts';
import type { Prepared, PrepareReply, PrepareTask } from './protocol.ts';
import { startThread } from './threads.ts';

const LIMIT_MS = 120_000;
const MAX_HEAP_MB = 1024;

const inTurn = oneByOne();

/** Makes a component ready to be started. @throws Error in words that end a sentence about the component */
export function prepare(task: PrepareTask): Promise<Prepared> {
  return inTurn(() => prepareNow(task));
}

async function prepareNow(task: PrepareTask): Promise<Prepared> {
  const worker = startThread('prepare-worker', { workerData: task, maxHeapMb: MAX_HEAP_MB });
  let timer: NodeJS.Timeout | undefined;
  try {
    const reply = await new Promise<PrepareReply>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('its preparation ended without an answer')));
      timer = setTimeout(
        () => reject(new Error(`it takes longer than ${LIMIT_MS / 1000} s to prepare`)),
        LIMIT_MS,
      );
    });
    if ('fault' in reply) throw new Error(reply.fault);
    return reply.prepared;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
