/**
 * Owns the exclusive lock of a data folder, so that one process at a time opens the database in it.
 * The kernel frees it when the process ends in any way, so there is no stale lock to judge.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { isBusy, StoreLockedError } from './errors.ts';

/** A held lock. */
export interface DataLock {
  release(): void;
}

/**
 * Takes the lock of a data folder, which must exist. Its file is never opened or copied by other means in
 * the holding process: closing a descriptor of a file drops all locks the process has on it.
 * @throws StoreLockedError naming the process that holds it
 */
export function lockDataFolder(folder: string): DataLock {
  const pidFile = join(folder, 'gatehouse.pid');
  const database = new Database(join(folder, 'gatehouse.lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) {
      throw new StoreLockedError(
        `the data folder ${folder} is in use by process ${readPid(pidFile)}`,
        { cause: error },
      );
    }
    throw error;
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  return {
    release() {
      if (database.open) {
        rmSync(pidFile, { force: true });
        database.exec('ROLLBACK');
        database.close();
      }
    },
  };
}

/** The holder writes its pid just after it takes the lock, so for a moment there may be none. */
function readPid(pidFile: string): string {
  try {
    return readFileSync(pidFile, 'utf8').trim();
  } catch (error) {
    return `unknown (${error instanceof Error ? error.message : String(error)})`;
  }
}
