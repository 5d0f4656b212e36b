/**
 * Owns where the key comes from that seals secrets in the database: the configuration, or a file of the data folder.
 * Sealing itself is lib/seal.ts; what is sealed belongs to the areas of the domain.
 */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { hasErrorCode } from '../config/index.ts';
import { makeSeal, makeSealKey, type Seal } from '../lib/seal.ts';

/**
 * Opens the seal with the configured keys, separated by commas; without any, with the keys of `secret.key`, one a line and the newest first. That file is
 * made at the first start, readable by its owner only. Whoever asks holds the lock of the folder.
 * @throws Error when the file holds no good key: a new one would leave what is sealed unreadable
 */
export function openSeal(home: string, configured: string | undefined): Seal {
  if (configured !== undefined) return makeSeal(configured.split(','));
  const path = join(home, 'secret.key');
  const keys = readKeys(path) ?? [makeKeyFile(path)];
  try {
    return makeSeal(keys);
  } catch (error) {
    throw new Error(`${path} cannot be used`, { cause: error });
  }
}

function readKeys(path: string): string[] | null {
  try {
    return readFileSync(path, 'utf8').split(/\s+/).filter(Boolean);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Durable before anything is sealed with it, and never there half. */
function makeKeyFile(path: string): string {
  const key = makeSealKey();
  const draft = `${path}.new`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, `${key}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
  return key;
}
