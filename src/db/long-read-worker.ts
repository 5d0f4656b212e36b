/**
 * Owns what runs on a database thread: long reads over a read-only connection of its own, or one backup.
 * Starting threads and talking to them is left to thread.ts and backup.ts.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { copyDatabase } from './copy.ts';
import { EmbeddedConnection } from './embedded.ts';
import { type LongReads, runLongRead } from './long-reads.ts';
import type { ReadReply, ReadRequest, ThreadTask } from './thread.ts';

const task: ThreadTask = workerData;

if (task.task === 'backup') {
  parentPort?.postMessage(copyDatabase(task.file, task.toFile));
} else {
  serveReads(task.file, task.busyTimeoutMs);
}

function serveReads(file: string, busyTimeoutMs: number): void {
  let connection: EmbeddedConnection | undefined;
  parentPort?.on('message', async ({ read, port }: ReadRequest) => {
    let reply: ReadReply<LongReads[keyof LongReads]['rows']>;
    try {
      connection ??= new EmbeddedConnection({ file, busyTimeoutMs, readOnly: true });
      reply = { rows: await runLongRead(connection.db, read) };
    } catch (error) {
      reply = { failure: error instanceof Error ? error.message : String(error) };
    }
    if (connection?.trouble !== undefined) {
      connection.discard();
      connection = undefined;
    }
    port.postMessage(reply);
    port.close();
  });
}
