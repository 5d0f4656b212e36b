/**
 * Owns which paths the tools of an agent may touch: those below its workspace, whatever links say. What is done with them belongs to
 * workspace-tools.ts.
 */
import { mkdir, realpath } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** The folders that paths are measured by. */
export interface Roots {
  readonly workspace: string;
  /** Where relative paths begin. */
  readonly group: string;
}

/** The real path of what exists. @throws Error in words for the model */
export async function existing(roots: Roots, path: string): Promise<string> {
  const named = demandBelow(roots.workspace, resolve(roots.group, path), path);
  return demandBelow(await realpath(roots.workspace), await realpath(named), path);
}

/** The real path of a file that may not exist yet; folders on the way are made. @throws Error in words for the model */
export async function writable(roots: Roots, path: string): Promise<string> {
  const named = demandBelow(roots.workspace, resolve(roots.group, path), path);
  const root = await realpath(roots.workspace);
  if (named === resolve(roots.workspace)) throw new Error(`${path} is a folder`);
  // Nothing may be made behind a link that leads out, so what is there is looked at first.
  demandBelow(root, await nearest(dirname(named)), path);
  await mkdir(dirname(named), { recursive: true });
  const folder = demandBelow(root, await realpath(dirname(named)), path);
  const target = join(folder, named.slice(dirname(named).length + 1));
  const real = await realOf(target);
  return real === null ? target : demandBelow(root, real, path);
}

/** The real path of the deepest folder on the way that exists. */
async function nearest(folder: string): Promise<string> {
  const real = await realOf(folder);
  if (real !== null) return real;
  const above = dirname(folder);
  return above === folder ? folder : await nearest(above);
}

async function realOf(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Compared by whole names, so that `..data` is below and `../x` is not. */
function demandBelow(root: string, path: string, asked: string): string {
  const [first] = relative(root, path).split(sep);
  if (first === '..') throw new Error(`${asked} is outside of the workspace`);
  return path;
}
