/**
 * Owns removing folders that a container has filled: they are moved out of its reach first, and emptied a bounded number of entries at a
 * time, however deep and full they are. What is thrown away is decided by folders.ts.
 */
import { randomBytes } from 'node:crypto';
import type { HeldDirectory } from './directory.ts';

/** Entries removed at one go: well below a second of work. */
const AT_ONCE = 5000;
const PAGE = 1000;

/** Takes folders away and empties them. */
export class Trash {
  #isBusy = false;

  /** Moves an entry into the trash. */
  async take(folder: HeldDirectory, name: string, trash: HeldDirectory): Promise<void> {
    await folder.move(name, trash, randomBytes(12).toString('hex'));
  }

  /** Removes some of what is in the trash. What is left over goes when something is thrown away again. */
  async empty(trash: HeldDirectory): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      let left = AT_ONCE;
      while (left > 0) {
        const names = await trash.names(Math.min(PAGE, left));
        if (names.length === 0) return;
        for (const name of names) if (left > 0) left -= await this.#remove(trash, name, left);
      }
    } finally {
      this.#isBusy = false;
    }
  }

  /** Removes an entry of the trash. Folders in it come up into the trash, so that depth costs nothing. @returns what it took, 1 or more */
  async #remove(trash: HeldDirectory, name: string, most: number): Promise<number> {
    if (await trash.unlink(name)) return 1;
    const folder = await trash.child(name);
    try {
      const names = await folder.names(most);
      for (const one of names) if (!(await folder.unlink(one))) await this.take(folder, one, trash);
      if (names.length === most) return most;
      await trash.removeFolder(name);
      return names.length + 1;
    } finally {
      await folder.close();
    }
  }
}
