/**
 * Owns telling whether a plugin would be the same if it were loaded again: what its files hold and what it is allowed.
 * Loading it belongs to loader.ts, doing so again to shelf.ts.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Installed } from './manifest.ts';

/** Everything a plugin is made from; equal for equal plugins. */
export interface Making {
  /** By name: the SHA-256 of the content, or why there is none. */
  readonly files: Readonly<Record<string, string>>;
  /** What the operator says of it. */
  readonly settings: unknown;
}

/** Larger components are not loaded, so what comes after that makes no difference. */
const LONGEST = 128 * 1024 * 1024;

/** What the plugin in a folder would be made from now. */
export async function makingOf({ folder, content }: Installed, settings: unknown): Promise<Making> {
  const names = ['plugin.toml', ...('fault' in content ? [] : [content.wasm])];
  const files = await Promise.all(
    names.map(async (name) => [name, await digestOf(join(folder, name))] as const),
  );
  return { files: Object.fromEntries(files), settings };
}

async function digestOf(path: string): Promise<string> {
  try {
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const digest = createHash('sha256');
    // The stream closes the file.
    for await (const chunk of file.createReadStream({ end: LONGEST })) digest.update(chunk);
    return digest.digest('hex');
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}
