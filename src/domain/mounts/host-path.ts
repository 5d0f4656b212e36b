/**
 * Owns what a path of the host really is: with every link followed, where it stands in the tree, and which file that is.
 * Whether it may be mounted is judged in mounts.ts.
 */
import { isUtf8 } from 'node:buffer';
import type { BigIntStats } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** A path without links, and the identity of every folder from the root down to it. */
export interface RealPath {
  readonly path: string;
  /** Device and inode of each part, the root first and the path itself last. */
  readonly chain: readonly string[];
  readonly kind: 'folder' | 'file' | 'linked_file' | 'other';
}

/** `~` and what begins with `~/` below the home folder; null for what is not absolute then. */
export function expandHome(path: string, homeDir: string): string | null {
  if (path === '~' || path.startsWith('~/')) return homeDir + path.slice(1);
  return path.startsWith('/') ? path : null;
}

/**
 * Follows every link; null for what is not there, cannot be seen, or changes while it is looked at.
 * A link that is swapped in the middle shows: no part of what was found may be one, and it must be found again in the end.
 */
export async function resolvePath(path: string): Promise<RealPath | null> {
  try {
    const found = await realpath(path, { encoding: 'buffer' });
    // A name that is no text would become another one on its way to the engine.
    if (!isUtf8(found)) return null;
    const real = found.toString();
    const parts = await statsDownTo(real);
    const last = parts.at(-1);
    const again = await realpath(path, { encoding: 'buffer' });
    if (last === undefined || !found.equals(again)) return null;
    if (parts.slice(0, -1).some((one) => !one.isDirectory()) || last.isSymbolicLink()) return null;
    return { path: real, chain: parts.map(identityOf), kind: kindOf(last) };
  } catch (error) {
    // Not there, not to be seen, a circle of links, a name too long: to a caller all of that is one.
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

/** The nearest folder above a path that is there, and the path as it would be below that; for places that need not exist. */
export async function resolvePlace(
  path: string,
): Promise<{ path: string; nearest: RealPath | null; isThere: boolean }> {
  const real = await resolvePath(path);
  if (real !== null) return { path: real.path, nearest: real, isThere: true };
  const above = dirname(path);
  if (above === path) return { path, nearest: null, isThere: false };
  const { path: parent, nearest } = await resolvePlace(above);
  return { path: join(parent, path.slice(above.length)), nearest, isThere: false };
}

/** Whether a path is another one or lies below it. Both are without links; comparing up to a slash compares whole parts. */
export const isWithin = (path: string, above: string): boolean =>
  path === above || path.startsWith(above.endsWith('/') ? above : `${above}/`);

async function statsDownTo(path: string): Promise<BigIntStats[]> {
  const parts = path.split('/').filter((part) => part !== '');
  const stats: BigIntStats[] = [];
  for (let depth = 0; depth <= parts.length; depth += 1)
    stats.push(await lstat(`/${parts.slice(0, depth).join('/')}`, { bigint: true }));
  return stats;
}

const identityOf = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

function kindOf(stat: BigIntStats): RealPath['kind'] {
  if (stat.isDirectory()) return 'folder';
  if (!stat.isFile()) return 'other';
  return stat.nlink > 1n ? 'linked_file' : 'file';
}
