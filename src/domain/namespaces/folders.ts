/**
 * Owns the folders of namespaces below the data folder: making them for the container's user, and removing them for good.
 * What is in them belongs to the agent, but for the instructions, which belong to instructions.ts.
 */
import { chmod, chown, lstat, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../shared/index.ts';

/** The name of the folder that every namespace reads. */
export const GLOBAL = 'global';

/** Who owns the folders; null where the daemon's own user does. */
export type FolderOwner = { readonly uid: number; readonly gid: number } | null;

/** The folders of namespaces. */
export class Folders {
  readonly #home: string;
  readonly owner: FolderOwner;

  /** @param home the data folder */
  constructor(home: string, owner: FolderOwner) {
    this.#home = home;
    this.owner = owner;
  }

  /** The folder of all workspaces; no container sees it. */
  get groups(): string {
    return join(this.#home, 'groups');
  }

  /** The workspace of a namespace, or what all of them read. */
  groupOf(name: string): string {
    return join(this.groups, name);
  }

  /**
   * Makes the workspace of a namespace where it is not there yet. @returns its path
   * @throws DomainError namespace_conflict when something else is in its place
   */
  async ensureGroup(name: string): Promise<string> {
    const path = this.groupOf(name);
    await mkdir(this.groups, { recursive: true, mode: 0o700 });
    await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
    if (!(await lstat(path)).isDirectory())
      throw new DomainError('namespace_conflict', `groups/${name} is there and is not a folder`);
    await chmod(path, name === GLOBAL ? 0o755 : 0o700);
    if (this.owner !== null) await chown(path, this.owner.uid, this.owner.gid);
    return path;
  }

  /** Removes everything of a namespace. Links are removed, not followed; nothing may run in it any more. */
  async purge(name: string): Promise<void> {
    const folders = [['groups'], ['ipc'], ['logs', 'containers']];
    for (const parts of folders)
      await rm(join(this.#home, ...parts, name), { recursive: true, force: true });
  }
}
