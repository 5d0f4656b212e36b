/**
 * Owns online backup and restore as an operator sees them: on a thread, and in place without losing what was there.
 * Copying and checking of files is copy.ts.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { type BackupResult, inspectDatabase, syncToDisk } from './copy.ts';
import { BackupError } from './errors.ts';
import { lockDataFolder } from './lock.ts';
import { pendingMigrations } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { startThread } from './thread.ts';

/**
 * Backs up a live database on a thread of its own, so that neither the event loop nor writers wait for it.
 * @throws BackupError when the target exists, or the copy could not be made or checked
 */
export function backupInThread(file: string, toFile: string): Promise<BackupResult> {
  return new Promise((resolve, reject) => {
    const worker = startThread({ task: 'backup', file, toFile });
    worker.once('message', (result: BackupResult) => resolve(result));
    worker.once('error', (error) =>
      reject(new BackupError(`the backup failed: ${error.message}`, { cause: error })),
    );
    worker.once('exit', () => reject(new BackupError('the backup thread ended early')));
  });
}

/**
 * Puts a backup in the place of the database, while no process uses it.
 * @param fromFile a file made by a backup
 * @param toFile the database file; its folder is locked meanwhile
 * @returns where the replaced database was kept (its write-ahead log beside it), or undefined if there was none
 * @throws StoreLockedError when a process uses the folder; BackupError when the backup is damaged or is not
 *   a backup; SchemaMismatchError when it is newer than this program. Then nothing was changed
 */
export function restore(fromFile: string, toFile: string): { replaced: string | undefined } {
  const lock = lockDataFolder(dirname(toFile));
  try {
    return { replaced: replaceDatabase(fromFile, toFile) };
  } finally {
    lock.release();
  }
}

function replaceDatabase(fromFile: string, toFile: string): string | undefined {
  if (hasContent(`${fromFile}-wal`)) {
    throw new BackupError(`${fromFile} has a write-ahead log beside it: it is no backup`);
  }
  if (!hasContent(fromFile)) {
    throw new BackupError(`${fromFile} is empty or missing`);
  }
  const incoming = `${toFile}.restoring`;
  rmSync(incoming, { force: true });
  try {
    // What is checked is the copy that goes into place, not a file that may change meanwhile.
    copyFileSync(fromFile, incoming);
    chmodSync(incoming, 0o600);
    pendingMigrations(inspectDatabase(incoming).applied, migrations);
    syncToDisk(incoming);
    const replaced = keepReplaced(toFile);
    // The old log goes before the new file comes: a database beside another one's log is corrupted by it.
    rmSync(`${toFile}-wal`, { force: true });
    rmSync(`${toFile}-shm`, { force: true });
    syncToDisk(dirname(toFile));
    renameSync(incoming, toFile);
    syncToDisk(dirname(toFile));
    return replaced;
  } finally {
    for (const suffix of ['', '-wal', '-shm']) {
      rmSync(`${incoming}${suffix}`, { force: true });
    }
  }
}

/** Gives the old database and its log a second name, so that the pair is whole whatever happens next. */
function keepReplaced(file: string): string | undefined {
  if (!existsSync(file)) {
    return undefined;
  }
  let n = 1;
  while (existsSync(`${file}.before-restore-${n}`)) {
    n += 1;
  }
  const kept = `${file}.before-restore-${n}`;
  if (existsSync(`${file}-wal`)) {
    linkSync(`${file}-wal`, `${kept}-wal`);
  }
  linkSync(file, kept);
  return kept;
}

function hasContent(file: string): boolean {
  return existsSync(file) && statSync(file).size > 0;
}
