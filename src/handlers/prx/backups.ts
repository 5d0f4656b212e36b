/**
 * Owns the handler of the PRX tag `backups`. Where a backup is put belongs to domain/backups.
 */
import type { Backup, Backups } from '../../domain/backups/index.ts';
import type { BackupsHandlers, Schemas } from '../../generated/prx/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `backups`. */
export function makeBackupsHandlers(backups: Backups): BackupsHandlers<CallContext> {
  return {
    async createBackup(_request, c) {
      const backup = await backups.create();
      if (c.var.caller.audit) c.var.caller.audit.target = backup.file;
      return toBackup(backup);
    },
  };
}

function toBackup(backup: Backup): Schemas['Backup'] {
  return {
    file: backup.file,
    bytes: backup.bytes,
    sha256: backup.sha256,
    created_at: toTimestamp(backup.createdAt),
  };
}
