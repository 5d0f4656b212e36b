/**
 * Owns working in a folder that somebody hostile may change at any moment: whatever is done there is done to the very folder that was
 * opened, never to where a link leads. What the files mean belongs to the other files of this area.
 */
import { randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import {
  chmod,
  type FileHandle,
  lstat,
  mkdir,
  open,
  opendir,
  rename,
  rmdir,
  unlink,
} from 'node:fs/promises';
import { join } from 'node:path';

const { O_CREAT, O_DIRECTORY, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;
/** Linux opens with it what may not even be read; Node has no name for it. */
const O_PATH = 0o10000000;

/** Where the system lets an open folder stand in a path, its entries are reached through that: no race can lead elsewhere. */
const HANDLES = '/proc/self/fd';
const hasHandles = existsSync(HANDLES);

/** Who files and folders are given to; null leaves them to the daemon's own user. */
export type Owner = { readonly uid: number; readonly gid: number } | null;

/** What reading a file came to. Names and reasons are for people. */
export type FileRead =
  | { readonly kind: 'text'; readonly text: string; readonly bytes: Uint8Array }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly reason: string; readonly bytes: Uint8Array | null };

/** The code of a failed system call; empty for other errors. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** True for what a folder's place answers when a link or a file stands there. */
export const isNoFolder = (error: unknown): boolean =>
  ['ELOOP', 'ENOTDIR', 'EMLINK'].includes(codeOf(error));

/** An open folder. Names of entries are byte strings in Latin-1, so that what is no UTF-8 can be named too. */
export class HeldDirectory {
  readonly #handle: FileHandle;
  readonly #path: string;

  private constructor(handle: FileHandle, path: string) {
    this.#handle = handle;
    this.#path = path;
  }

  /** Opens a folder that is no link. @throws what the system says: ENOENT, ENOTDIR, ELOOP and so on */
  static async open(path: string | Buffer, shownAs = path.toString()): Promise<HeldDirectory> {
    const handle = await open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    return new HeldDirectory(handle, hasHandles ? `${HANDLES}/${handle.fd}` : shownAs);
  }

  /** Opens a folder in it that is no link; rights that were taken from the daemon are given back to it. */
  async child(name: string): Promise<HeldDirectory> {
    const shownAs = join(this.#path, name);
    try {
      return await HeldDirectory.open(this.#at(name), shownAs);
    } catch (error) {
      if (codeOf(error) !== 'EACCES') throw error;
      await this.#unlock(name);
      return await HeldDirectory.open(this.#at(name), shownAs);
    }
  }

  /** A path of the folder itself, for watching it while it is open. */
  get path(): string {
    return this.#path;
  }

  /** Makes a folder. @throws EEXIST where something has its name */
  async makeFolder(name: string): Promise<void> {
    await mkdir(this.#at(name), 0o700);
  }

  /** Gives the folder to `owner`, who alone may enter it. */
  async give(owner: Owner): Promise<void> {
    const { uid, mode } = await this.#handle.stat();
    if (owner !== null && uid !== owner.uid) await this.#handle.chown(owner.uid, owner.gid);
    if ((mode & 0o777) !== 0o700) await this.#handle.chmod(0o700);
  }

  /** The first `limit` names that the system tells, in no order. */
  async names(limit: number): Promise<string[]> {
    const found: string[] = [];
    for await (const { name } of await opendir(this.#path, {
      encoding: 'latin1',
      bufferSize: 1000,
    })) {
      found.push(name);
      if (found.length === limit) break;
    }
    return found;
  }

  /** When an entry was changed last, which nobody can forge, in epoch milliseconds; null when it is gone. */
  async changedAt(name: string): Promise<number | null> {
    try {
      return (await lstat(this.#at(name))).ctimeMs;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  }

  /** Reads a file of UTF-8 text, if it is nothing else. */
  async read(name: string, maxBytes: number): Promise<FileRead> {
    let file: FileHandle;
    try {
      // Not blocking: a pipe without a writer would hold the open for ever.
      file = await open(this.#at(name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT') return { kind: 'gone' };
      return refused(code === 'ELOOP' ? 'is a link' : `cannot be opened (${code})`);
    }
    try {
      const stat = await file.stat();
      if (!stat.isFile()) return refused('is not a file');
      if (stat.nlink !== 1) return refused('has another name as well');
      const buffer = Buffer.alloc(Math.min(stat.size, maxBytes) + 1);
      let length = 0;
      while (length < buffer.length) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      if (length > maxBytes) return refused(`is larger than ${maxBytes / 1024} KiB`);
      return decode(buffer.subarray(0, length));
    } finally {
      await file.close();
    }
  }

  /**
   * Writes a file whole under its name, in place of any file or link that had it.
   * @param options.durable Whether it has to outlive a power failure. @throws EISDIR and others where a folder has the name
   */
  async place(
    name: string,
    content: string | Uint8Array,
    options: { owner: Owner; durable: boolean },
  ): Promise<void> {
    const { owner, durable } = options;
    const draft = this.#at(`.${randomBytes(8).toString('hex')}.tmp`);
    const file = await open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    try {
      try {
        if (owner !== null) await file.chown(owner.uid, owner.gid);
        await file.writeFile(content);
        if (durable) await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, this.#at(name));
    } catch (error) {
      await unlink(draft).catch(() => undefined);
      throw error;
    }
    if (durable) await this.#handle.sync();
  }

  /** Removes a file, link, pipe or socket; one that is gone is no error. @returns false where a folder has the name */
  async unlink(name: string): Promise<boolean> {
    try {
      await unlink(this.#at(name));
      return true;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT') return true;
      // Linux says EISDIR, others EPERM.
      if (code === 'EISDIR' || code === 'EPERM') return false;
      throw error;
    }
  }

  /** Removes an empty folder. */
  async removeFolder(name: string): Promise<void> {
    await rmdir(this.#at(name));
  }

  /** Moves an entry into another open folder. */
  async move(name: string, into: HeldDirectory, as: string): Promise<void> {
    try {
      await rename(this.#at(name), into.#at(as));
    } catch (error) {
      // A folder is moved only by who may write to it.
      if (codeOf(error) !== 'EACCES') throw error;
      await this.#unlock(name);
      await rename(this.#at(name), into.#at(as));
    }
  }

  /** Makes what happened to its entries durable. */
  async sync(): Promise<void> {
    await this.#handle.sync();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }

  #at(name: string): Buffer {
    if (name === '' || name === '.' || name === '..' || name.includes('/'))
      throw new Error(`${JSON.stringify(name)} names no entry`);
    return Buffer.concat([Buffer.from(`${this.#path}/`), Buffer.from(name, 'latin1')]);
  }

  /** Gives the daemon its rights to a folder back, without following a link that has taken its place. */
  async #unlock(name: string): Promise<void> {
    if (!hasHandles) return;
    const handle = await open(this.#at(name), O_PATH | O_DIRECTORY | O_NOFOLLOW);
    try {
      await chmod(`${HANDLES}/${handle.fd}`, 0o700);
    } finally {
      await handle.close();
    }
  }
}

const refused = (reason: string, bytes: Uint8Array | null = null): FileRead => ({
  kind: 'refused',
  reason,
  bytes,
});

function decode(bytes: Uint8Array): FileRead {
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), bytes };
  } catch {
    return refused('is not UTF-8 text', bytes);
  }
}
