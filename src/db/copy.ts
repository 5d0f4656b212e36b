/**
 * Owns the copying and checking of database files: the blocking half of backup and restore.
 * Which thread it runs on, and putting copies in place, is left to backup.ts.
 */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'libsql';
import { BackupError } from './errors.ts';
import type { AppliedMigration } from './migrate.ts';

/** A finished backup: size in bytes and in database pages, SHA-256 of the file in hex. */
export interface BackupResult {
  file: string;
  bytes: number;
  pages: number;
  sha256: string;
}

const READ_CHUNK = 1 << 20;

/**
 * Copies a live database as of one moment; writers go on meanwhile. The copy appears under its name only
 * when it is complete, checked and on disk.
 * @throws BackupError when the target exists or the copy does not pass its check
 */
export function copyDatabase(file: string, toFile: string): BackupResult {
  if (!existsSync(file)) {
    throw new BackupError(`there is no database ${file}`);
  }
  if (existsSync(toFile)) {
    throw new BackupError(`${toFile} exists already`);
  }
  const partial = `${toFile}.partial`;
  rmSync(partial, { force: true });
  // The engine fills an empty file; one that it made itself could be read by others.
  closeSync(openSync(partial, 'wx', 0o600));
  try {
    const source = new Database(file, { timeout: 5_000 });
    try {
      source.prepare('VACUUM INTO ?').run([partial]);
    } finally {
      source.close();
    }
    const { pages } = inspectDatabase(partial);
    syncToDisk(partial);
    const { sha256, bytes } = digest(partial);
    renameSync(partial, toFile);
    syncToDisk(dirname(toFile));
    return { file: toFile, bytes, pages, sha256 };
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/**
 * Checks a database file that no one is using.
 * @returns its number of pages and the migrations it has
 * @throws BackupError when it is damaged or is not a database of this program
 */
export function inspectDatabase(file: string): { pages: number; applied: AppliedMigration[] } {
  const database = new Database(file);
  try {
    database.exec('PRAGMA query_only = ON');
    const verdict = database.prepare('PRAGMA integrity_check').raw().all([]);
    if (JSON.stringify(verdict) !== '[["ok"]]') {
      throw new BackupError(`${file} is damaged: ${JSON.stringify(verdict.slice(0, 3))}`);
    }
    const orphans = database.prepare('PRAGMA foreign_key_check').raw().all([]);
    if (orphans.length > 0) {
      throw new BackupError(`${file} is damaged: ${orphans.length} rows refer to missing rows`);
    }
    const applied = database
      .prepare('SELECT name, checksum FROM schema_migrations')
      .raw()
      .all([])
      .map(asApplied);
    const pages = database.prepare('PRAGMA page_count').raw().get([]);
    return { pages: Array.isArray(pages) ? Number(pages[0]) : 0, applied };
  } catch (error) {
    throw error instanceof BackupError
      ? error
      : new BackupError(`${file} is not a readable database of this program: ${reason(error)}`, {
          cause: error,
        });
  } finally {
    database.close();
  }
}

/** Makes a file, or the names in a folder, survive a power cut. */
export function syncToDisk(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function asApplied(row: unknown): AppliedMigration {
  if (!Array.isArray(row)) {
    throw new BackupError('the list of migrations is unreadable');
  }
  return { name: String(row[0]), checksum: String(row[1]) };
}

function digest(file: string): { sha256: string; bytes: number } {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(READ_CHUNK);
  const descriptor = openSync(file, 'r');
  try {
    let bytes = 0;
    for (;;) {
      const read = readSync(descriptor, chunk);
      if (read === 0) {
        return { sha256: hash.digest('hex'), bytes };
      }
      hash.update(chunk.subarray(0, read));
      bytes += read;
    }
  } finally {
    closeSync(descriptor);
  }
}
