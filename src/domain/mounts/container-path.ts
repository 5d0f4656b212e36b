/**
 * Owns where in a container a mount may appear: below one folder, under a name that cannot be read as anything else.
 * What is mounted there is judged in mounts.ts.
 */
import { posix } from 'node:path';
import { IN_CONTAINER } from '../runtime/index.ts';

const LONGEST_BYTES = 1024;
const LONGEST_PART_BYTES = 255;

/**
 * The whole path in the container; null for what is no place for a mount.
 * @param written a name below the folder of mounts, or the same in full
 */
export function targetOf(written: string): string | null {
  const inside = written.startsWith('/') ? belowExtra(written) : written;
  if (inside === null || inside.trim() === '' || holdsOddCharacters(inside)) return null;
  if (inside.split('/').includes('..')) return null;
  const name = posix.normalize(inside).replace(/\/$/, '');
  if (name === '.' || name === '' || Buffer.byteLength(name) > LONGEST_BYTES) return null;
  const parts = name.split('/');
  if (parts.some((part) => part.trim() === '' || Buffer.byteLength(part) > LONGEST_PART_BYTES))
    return null;
  return `${IN_CONTAINER.extra}/${name}`;
}

/** A colon would end the path in the words of an engine, and options would begin. */
export const holdsOddCharacters = (path: string): boolean => /[\p{Cc}\p{Zl}\p{Zp}:]/u.test(path);

function belowExtra(written: string): string | null {
  const { extra } = IN_CONTAINER;
  return written.startsWith(`${extra}/`) ? written.slice(extra.length + 1) : null;
}
