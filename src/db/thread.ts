/**
 * Owns the calling side of the database threads: starting them, and the thread that does the long reads.
 * What runs on them is long-read-worker.ts.
 */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { StoreClosedError, StoreUnavailableError } from './errors.ts';
import type { LongRead, LongReads } from './long-reads.ts';

/** What a thread is started for. */
export type ThreadTask =
  | { task: 'reads'; file: string; busyTimeoutMs: number }
  | { task: 'backup'; file: string; toFile: string };

/** A read sent to the thread; the answer comes back on the port. */
export interface ReadRequest {
  read: LongRead;
  port: MessagePort;
}

/** The answer to a read: its rows, or why there are none. */
export type ReadReply<Rows> = { rows: Rows } | { failure: string };

/** Starts a thread, from source (through tsx) or from the bundle. */
export function startThread(task: ThreadTask): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./long-read-worker.js', import.meta.url), { workerData: task });
  }
  // `--import tsx` has no effect on the threads of Node 20, so the thread registers tsx itself.
  const script = new URL('./long-read-worker.ts', import.meta.url).href;
  const boot = `import('tsx/esm/api').then((tsx) => { tsx.register(); return import('${script}'); });`;
  return new Worker(boot, { eval: true, workerData: task });
}

/** The thread of the long reads: started on first use, and again on the first use after it has died. */
export class ReadThread {
  readonly #startWorker: () => Worker;
  readonly #onFailure: (error: unknown) => void;
  #worker: Worker | undefined;
  #pending = new Set<(error: Error) => void>();
  #closed = false;

  /**
   * @param startWorker starts a thread for the task `reads`
   * @param onFailure told why the thread died, other than by `close`
   */
  constructor(startWorker: () => Worker, onFailure: (error: unknown) => void) {
    this.#startWorker = startWorker;
    this.#onFailure = onFailure;
  }

  /**
   * Does a long read on the thread, after those asked for before.
   * @throws StoreUnavailableError when the read fails or the thread dies, StoreClosedError after `close`
   */
  read<Name extends keyof LongReads>(read: LongRead<Name>): Promise<LongReads[Name]['rows']> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new StoreClosedError('the store is closed'));
        return;
      }
      const { port1, port2 } = new MessageChannel();
      const settle = () => {
        this.#pending.delete(fail);
        port1.close();
      };
      const fail = (error: Error) => {
        settle();
        reject(error);
      };
      this.#pending.add(fail);
      port1.once('message', (reply: ReadReply<LongReads[Name]['rows']>) => {
        if ('rows' in reply) {
          settle();
          resolve(reply.rows);
        } else {
          fail(new StoreUnavailableError(`long read ${read.name} failed: ${reply.failure}`));
        }
      });
      this.#worker ??= this.#start();
      this.#worker.postMessage({ read, port: port2 }, [port2]);
    });
  }

  /** Ends the thread; reads still under way are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = this.#startWorker();
    worker.on('error', (error) => this.#onFailure(error));
    worker.on('exit', () => {
      this.#worker = undefined;
      const error = this.#closed
        ? new StoreClosedError('the store was closed during a long read')
        : new StoreUnavailableError('the thread of the long reads died');
      for (const fail of [...this.#pending]) {
        fail(error);
      }
    });
    return worker;
  }
}
