/**
 * Owns one connection of the embedded engine (the sync `libsql` package) and its traps: nothing else touches that package
 * on the way of queries. When to open and give up connections is left to the writer and to open.ts.
 */
import { BetterSQLiteSession } from 'drizzle-orm/better-sqlite3/session';
import { BaseSQLiteDatabase, SQLiteSyncDialect } from 'drizzle-orm/sqlite-core';
import Database from 'libsql';
import { type Db, schemaConfig } from './database.ts';
import { isBusy, isEnvironmental, StoreClosedError } from './errors.ts';
import type { WriteConnection, WriteTransaction } from './writer.ts';

/** How to open a connection: the busy wait blocks the event loop, so it is to be short. */
export interface EmbeddedOptions {
  file: string;
  busyTimeoutMs: number;
  readOnly: boolean;
}

/**
 * One open connection. `db` is its drizzle database; `trouble` is the first lock or disk error that any
 * statement met on it, after which the connection is not to be trusted and must be discarded.
 */
export class EmbeddedConnection {
  readonly db: Db;
  trouble: unknown;
  readonly #native: Database.Database;
  #open = true;

  /** @throws the engine's error when the file cannot be opened */
  constructor(options: EmbeddedOptions) {
    this.#native = new Database(options.file, { timeout: options.busyTimeoutMs });
    this.#native.exec(options.readOnly ? 'PRAGMA query_only = ON' : 'PRAGMA synchronous = FULL');
    if (!options.readOnly) {
      this.#native.exec('PRAGMA foreign_keys = ON');
      this.#useWriteAheadLog();
    }
    this.db = new BaseSQLiteDatabase(
      'sync',
      new SQLiteSyncDialect(),
      new BetterSQLiteSession(this, new SQLiteSyncDialect(), schemaConfig, {}),
      schemaConfig,
    );
  }

  get inTransaction(): boolean {
    return this.#native.inTransaction;
  }

  /** A statement that notes trouble on this connection and refuses work once the connection is discarded. */
  prepare(sql: string): EmbeddedStatement {
    return new EmbeddedStatement(
      this.#guard(() => this.#native.prepare(sql)),
      (work) => this.#guard(work),
    );
  }

  /**
   * Gives the connection up. The engine keeps a closed connection alive, locks included, until its last
   * statement is collected as garbage, so the open transaction has to end first.
   */
  discard(): void {
    if (!this.#open) {
      return;
    }
    this.#open = false;
    try {
      if (this.#native.inTransaction) {
        this.#native.exec('ROLLBACK');
      }
    } finally {
      this.#native.close();
    }
  }

  #useWriteAheadLog(): void {
    const mode = this.#native.prepare('PRAGMA journal_mode = WAL').raw().get([]);
    if (!Array.isArray(mode) || mode[0] !== 'wal') {
      throw new Error('the file system of the database does not support a write-ahead log');
    }
  }

  #guard<Result>(work: () => Result): Result {
    if (!this.#open) {
      throw new StoreClosedError('this database connection has been closed');
    }
    try {
      return work();
    } catch (error) {
      if (this.trouble === undefined && (isBusy(error) || isEnvironmental(error))) {
        this.trouble = error;
      }
      throw error;
    }
  }
}

/** A prepared statement with the calls that drizzle makes on it. */
class EmbeddedStatement {
  readonly #native: Database.Statement<unknown[]>;
  readonly #guard: <Result>(work: () => Result) => Result;
  readonly #rows: { get(...params: unknown[]): unknown; all(...params: unknown[]): unknown[] };
  readonly #answersRows: boolean;
  #isRaw = false;

  constructor(
    native: Database.Statement<unknown[]>,
    guard: <Result>(work: () => Result) => Result,
  ) {
    this.#native = native;
    this.#guard = guard;
    this.#answersRows = native.reader;
    this.#rows = {
      get: (...params) => guard(() => this.#inMode(true).get(params)),
      all: (...params) => guard(() => this.#inMode(true).all(params)),
    };
  }

  /** The same statement with rows as arrays. */
  raw(): { get(...params: unknown[]): unknown; all(...params: unknown[]): unknown[] } {
    return this.#rows;
  }

  run(...params: unknown[]): unknown {
    // `run` of a statement that answers rows stops at its first row, leaves the write uncommitted and keeps
    // the lock. Parameters go as one array: a lone null is misread as an object of named parameters.
    return this.#guard(() =>
      this.#answersRows ? this.#inMode(false).all(params) : this.#native.run(params),
    );
  }

  get(...params: unknown[]): unknown {
    // The engine's own `get` adds a `_metadata` property to row objects.
    return this.#guard(() => this.#inMode(false).all(params)[0]);
  }

  all(...params: unknown[]): unknown[] {
    return this.#guard(() => this.#inMode(false).all(params));
  }

  #inMode(raw: boolean): Database.Statement<unknown[]> {
    if (this.#isRaw !== raw) {
      this.#native.raw(raw);
      this.#isRaw = raw;
    }
    return this.#native;
  }
}

/** The writing side of the embedded engine: opened when first needed and again after a discard. */
export class EmbeddedWriter implements WriteConnection {
  readonly #file: string;
  readonly #busyTimeoutMs: number;
  #transaction: EmbeddedTransaction | undefined;

  constructor(file: string, busyTimeoutMs: number) {
    this.#file = file;
    this.#busyTimeoutMs = busyTimeoutMs;
  }

  begin(): WriteTransaction {
    if (this.#transaction?.connection.trouble !== undefined) {
      this.discard();
    }
    this.#transaction ??= new EmbeddedTransaction(
      new EmbeddedConnection({
        file: this.#file,
        busyTimeoutMs: this.#busyTimeoutMs,
        readOnly: false,
      }),
    );
    this.#transaction.begin();
    return this.#transaction;
  }

  discard(): void {
    const transaction = this.#transaction;
    this.#transaction = undefined;
    transaction?.connection.discard();
  }

  /** Moves the write-ahead log into the database file, as far as readers allow. */
  checkpoint(): void {
    this.#transaction?.connection.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
  }
}

/** The transactions of one connection, one after the other, over statements prepared once. */
class EmbeddedTransaction implements WriteTransaction {
  readonly connection: EmbeddedConnection;
  readonly db: Db;
  readonly #begin: EmbeddedStatement;
  readonly #savepoint: EmbeddedStatement;
  readonly #release: EmbeddedStatement;
  readonly #rollbackTo: EmbeddedStatement;
  readonly #commit: EmbeddedStatement;

  constructor(connection: EmbeddedConnection) {
    this.connection = connection;
    this.db = connection.db;
    this.#begin = connection.prepare('BEGIN IMMEDIATE');
    this.#savepoint = connection.prepare('SAVEPOINT unit');
    this.#release = connection.prepare('RELEASE unit');
    this.#rollbackTo = connection.prepare('ROLLBACK TO unit');
    this.#commit = connection.prepare('COMMIT');
  }

  begin(): void {
    this.#begin.run();
  }

  savepoint(): void {
    this.#savepoint.run();
  }

  release(): void {
    this.#release.run();
  }

  rollbackToSavepoint(): void {
    this.#rollbackTo.run();
    this.#release.run();
  }

  commit(): void {
    // A unit may have caught the lock error of its own statement: the engine can then drop what follows.
    if (isBusy(this.connection.trouble)) {
      throw this.connection.trouble;
    }
    this.#commit.run();
    if (this.connection.inTransaction) {
      throw new Error('the engine answered COMMIT and kept the transaction open');
    }
  }
}
