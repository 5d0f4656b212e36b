/**
 * Owns the store: the only file that knows whether the database is embedded or remote, and what opens and closes with it.
 * Queries are left to the modules of the areas, and the lock of the data folder to lock.ts.
 */
import { closeSync, existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { backupInThread } from './backup.ts';
import type { BackupResult } from './copy.ts';
import type { Db } from './database.ts';
import { EmbeddedConnection, EmbeddedWriter } from './embedded.ts';
import { BackupError, StoreClosedError } from './errors.ts';
import { type LongReads, runLongRead } from './long-reads.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { healthProbe } from './schema/index.ts';
import { ReadThread, startThread } from './thread.ts';
import { Writer, writerLimits } from './writer.ts';

export { type Db, prepared } from './database.ts';

/** Something that the store has dealt with itself and that an operator should see. */
export interface StoreProblem {
  kind: 'writer_reopened' | 'reader_reopened' | 'thread_died' | 'checkpoint_failed';
  error: unknown;
}

/** The one database. */
export interface Store {
  readonly kind: 'embedded' | 'remote';
  /**
   * The connection for reads outside any transaction. It is replaced after trouble with a lock or the disk:
   * take it from the store for each use, and do not keep it.
   */
  readonly read: Db;
  /**
   * Runs a unit of writes and resolves with its answer once it is durable. A unit that throws is undone
   * alone. It may run more than once, so it has no effect outside `tx` and waits for nothing but `tx`.
   * @throws what the unit threw, StoreBusyError, StoreUnavailableError or StoreClosedError
   */
  write<T>(unit: (tx: Db) => T | Promise<T>): Promise<T>;
  /** How many units wait for a transaction. */
  waitingWrites(): number;
  /** Does a read that can take long without holding up the event loop. */
  longRead<Name extends keyof LongReads>(
    name: Name,
    args: LongReads[Name]['args'],
  ): Promise<LongReads[Name]['rows']>;
  /** Makes a real durable write. @throws when the store cannot write */
  probe(): Promise<void>;
  /** Copies the database as of now into a new file while writes go on. @throws BackupError */
  backup(toFile: string): Promise<BackupResult>;
  /** Finishes the writes that wait and closes every connection. */
  close(): Promise<void>;
}

/** `busyTimeoutMs` blocks the event loop while it waits, so it is short; the writer retries beyond it. */
export interface StoreOptions {
  /** `file:` for the embedded engine; `libsql://`, `https://` or `http://` for a server. */
  url: string;
  authToken?: string;
  busyTimeoutMs?: number;
  onProblem?: (problem: StoreProblem) => void;
}

const DEFAULT_BUSY_TIMEOUT_MS = 50;

/**
 * Opens the database and brings it to the newest schema.
 * @throws SchemaMismatchError when its schema is newer than this program, StoreBusyError when it stays
 *   locked, StoreUnavailableError when it cannot be opened
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const store = options.url.startsWith('file:') ? openEmbedded(options) : await openRemote(options);
  try {
    await store.write((tx) => migrate(tx, migrations));
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

function openEmbedded(options: StoreOptions): Store {
  const file = filePath(options.url);
  const busyTimeoutMs = options.busyTimeoutMs ?? DEFAULT_BUSY_TIMEOUT_MS;
  const report = options.onProblem ?? (() => undefined);
  // Only a file that is not there yet: closing any descriptor of an open database drops its locks.
  if (!existsSync(file)) {
    closeSync(openSync(file, 'a', 0o600));
  }
  const connection = new EmbeddedWriter(file, busyTimeoutMs);
  const writer = new Writer(connection, writerLimits, (error) =>
    report({ kind: 'writer_reopened', error }),
  );
  const thread = new ReadThread(
    () => startThread({ task: 'reads', file, busyTimeoutMs }),
    (error) => report({ kind: 'thread_died', error }),
  );
  let reader: EmbeddedConnection | undefined;
  let closing: Promise<void> | undefined;

  const closeAll = () =>
    writer.close(async () => {
      await thread.close();
      reader?.discard();
      try {
        connection.checkpoint();
      } catch (error) {
        report({ kind: 'checkpoint_failed', error });
      }
    });
  return {
    kind: 'embedded',
    get read() {
      if (closing !== undefined) {
        throw new StoreClosedError('the store is closed');
      }
      if (reader?.trouble !== undefined) {
        report({ kind: 'reader_reopened', error: reader.trouble });
        reader.discard();
        reader = undefined;
      }
      reader ??= new EmbeddedConnection({ file, busyTimeoutMs, readOnly: true });
      return reader.db;
    },
    write: (unit) => writer.write(unit),
    waitingWrites: () => writer.waiting,
    longRead: (name, args) => thread.read({ name, args }),
    probe: () => writer.write(writeProbe),
    backup: (toFile) => backupInThread(file, toFile),
    close: () => {
      closing ??= closeAll();
      return closing;
    },
  };
}

async function openRemote(options: StoreOptions): Promise<Store> {
  // Loaded only here: the embedded daemon does without the client's weight.
  const { connectRemote } = await import('./remote.ts');
  const remote = connectRemote(options.url, options.authToken);
  const report = options.onProblem ?? (() => undefined);
  const writer = new Writer(remote.writer, writerLimits, (error) =>
    report({ kind: 'writer_reopened', error }),
  );
  let closing: Promise<void> | undefined;
  return {
    kind: 'remote',
    get read() {
      if (closing !== undefined) {
        throw new StoreClosedError('the store is closed');
      }
      return remote.read;
    },
    write: (unit) => writer.write(unit),
    waitingWrites: () => writer.waiting,
    longRead: (name, args) => runLongRead(remote.read, { name, args }),
    probe: () => writer.write(writeProbe),
    backup: () => Promise.reject(new BackupError('a libSQL server makes its own backups')),
    close: () => {
      closing ??= writer.close().finally(() => remote.close());
      return closing;
    },
  };
}

async function writeProbe(tx: Db): Promise<void> {
  const at = Date.now();
  await tx
    .insert(healthProbe)
    .values({ id: 1, at })
    .onConflictDoUpdate({ target: healthProbe.id, set: { at } });
}

function filePath(url: string): string {
  const path = url.startsWith('file://') ? fileURLToPath(url) : url.slice('file:'.length);
  if (path === '' || path.startsWith(':memory:')) {
    throw new Error(`${url} names no file: the store needs one for its write-ahead log`);
  }
  return path;
}
