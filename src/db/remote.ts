/**
 * Owns the connection to a libSQL server over HTTP (`@libsql/client`), for reads and for the writer's transactions.
 * Whether a store is remote is decided in open.ts, and what goes into a transaction in writer.ts.
 */
import { type Client, createClient, type Transaction } from '@libsql/client/http';
import { LibSQLSession } from 'drizzle-orm/libsql/session';
import { BaseSQLiteDatabase, SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import { type Db, schemaConfig } from './database.ts';
import type { WriteConnection, WriteTransaction } from './writer.ts';

/** The two sides of one client: the HTTP streams below them are independent of each other. */
export interface RemoteConnection {
  readonly read: Db;
  readonly writer: WriteConnection;
  close(): void;
}

/**
 * Makes a client; nothing is sent before the first query.
 * @param url `libsql://`, `https://` or `http://`
 */
export function connectRemote(url: string, authToken: string | undefined): RemoteConnection {
  const client = createClient(authToken === undefined ? { url } : { url, authToken });
  return {
    read: database(client, undefined),
    writer: new RemoteWriter(client),
    close: () => client.close(),
  };
}

function database(client: Client, transaction: Transaction | undefined): Db {
  const dialect = new SQLiteAsyncDialect();
  return new BaseSQLiteDatabase(
    'async',
    dialect,
    new LibSQLSession(client, dialect, schemaConfig, {}, transaction),
    schemaConfig,
  );
}

class RemoteWriter implements WriteConnection {
  readonly #client: Client;
  #open: Transaction | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  async begin(): Promise<WriteTransaction> {
    const transaction = await this.#client.transaction('write');
    this.#open = transaction;
    return {
      db: database(this.#client, transaction),
      savepoint: () => run(transaction, 'SAVEPOINT unit'),
      release: () => run(transaction, 'RELEASE unit'),
      rollbackToSavepoint: () =>
        run(transaction, 'ROLLBACK TO unit').then(() => run(transaction, 'RELEASE unit')),
      commit: () => transaction.commit(),
    };
  }

  discard(): void {
    // Closing the stream makes the server undo what was not committed.
    this.#open?.close();
    this.#open = undefined;
  }
}

async function run(transaction: Transaction, sql: string): Promise<void> {
  await transaction.execute(sql);
}
