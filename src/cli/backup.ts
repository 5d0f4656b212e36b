/**
 * Owns the commands `backup` and `restore`. Copying, checking and putting back belong to the store.
 */
import { join } from 'node:path';
import { restore as restoreFile } from '../db/backup.ts';
import type { Schemas } from '../generated/prx/bindings.ts';
import { connectAdmin } from './admin-client.ts';
import { CommandError } from './errors.ts';
import { type CommonOptions, loadFor } from './load.ts';

/** Makes a backup, beside a running daemon or without one, and prints its file. */
export async function backup(options: CommonOptions): Promise<void> {
  const admin = await connectAdmin(loadFor(options));
  try {
    const made = (await admin.call('POST', '/api/v1/backups')) as Schemas['Backup'];
    process.stdout.write(`${made.file}\n`);
  } finally {
    await admin.close();
  }
}

/** Puts a backup in the place of the database; refused while a daemon runs. */
export async function restore(file: string, options: CommonOptions): Promise<void> {
  const { config, home } = loadFor(options);
  if (config.store.url !== undefined && !config.store.url.startsWith('file:')) {
    throw new CommandError('A database on a server is restored with the tools of that server');
  }
  const target = config.store.url?.slice('file:'.length) ?? join(home, 'gatehouse.db');
  const { replaced } = restoreFile(file, target);
  process.stdout.write(
    `${target} restored\n${replaced === undefined ? '' : `The one before is ${replaced}\n`}`,
  );
}
