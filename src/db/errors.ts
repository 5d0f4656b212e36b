/**
 * Owns the errors that the store raises and the reading of SQLite error codes.
 * What a caller answers to its own clients for them is left to the domain.
 */

/** The store has more work waiting than it takes, or another connection kept its lock too long: try again later. */
export class StoreBusyError extends Error {
  override readonly name = 'StoreBusyError';
}

/** The store has been closed and takes no more work. */
export class StoreClosedError extends Error {
  override readonly name = 'StoreClosedError';
}

/** The store cannot write or read for a cause outside it, such as a full disk; it recovers when the cause is gone. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}

/** The data folder is in use by another process. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError';
}

/** The database does not fit this binary: a newer schema, or a migration that was changed after it was applied. */
export class SchemaMismatchError extends Error {
  override readonly name = 'SchemaMismatchError';
}

/** A backup could not be made, or is not fit to be restored. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** Wraps at most this many times: drizzle and the client each wrap the engine's error once. */
const MAX_CAUSES = 5;

/**
 * The SQLite result code of an error or of one of its causes.
 * @returns e.g. `SQLITE_BUSY` or `SQLITE_CONSTRAINT_UNIQUE`, or undefined when the error is not the engine's
 */
export function sqliteCode(error: unknown): string | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < MAX_CAUSES && current instanceof Error; depth += 1) {
    if (
      'code' in current &&
      typeof current.code === 'string' &&
      current.code.startsWith('SQLITE_')
    ) {
      return current.code;
    }
    current = current.cause;
  }
  return undefined;
}

/** Whether the error says that another connection holds a lock. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && /^SQLITE_(BUSY|LOCKED)/.test(code);
}

/** Whether the error comes from the state of the disk, the file or the memory, and not from the statement. */
export function isEnvironmental(error: unknown): boolean {
  const code = sqliteCode(error);
  return (
    code !== undefined &&
    /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|NOMEM|PROTOCOL|INTERRUPT|PERM|AUTH)/.test(
      code,
    )
  );
}

/** Whether the error says that the store cannot work at the moment, whatever was asked of it. */
export function isStoreTrouble(error: unknown): boolean {
  return (
    error instanceof StoreBusyError ||
    error instanceof StoreClosedError ||
    error instanceof StoreUnavailableError ||
    isBusy(error) ||
    isEnvironmental(error)
  );
}
