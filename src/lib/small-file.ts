/**
 * Owns reading files that somebody else has put into a folder: small ones, and no links out of it. What is in them belongs to the caller.
 */
import { constants } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';

/** A file that is not read, and why. */
export class FileRefusedError extends Error {
  override readonly name = 'FileRefusedError';
}

/**
 * The text of a file; undefined when there is none.
 * @throws FileRefusedError for links, for what is no file, for more than `maxBytes`, and for what is not UTF-8 or cannot be read
 */
export async function readSmallFile(path: string, maxBytes: number): Promise<string | undefined> {
  let file: FileHandle;
  try {
    // Not blocking: a pipe without a writer would hold the open for ever.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new FileRefusedError(code === 'ELOOP' ? 'is a link' : `cannot be read (${code})`);
  }
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new FileRefusedError('is not a file');
    const buffer = Buffer.alloc(Math.min(stat.size, maxBytes) + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await file.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > maxBytes) throw new FileRefusedError(`is larger than ${maxBytes / 1024} KiB`);
    return new TextDecoder('utf-8', { fatal: true }).decode(buffer.subarray(0, length));
  } catch (error) {
    if (error instanceof FileRefusedError) throw error;
    if (error instanceof TypeError) throw new FileRefusedError('is not UTF-8 text');
    throw new FileRefusedError(`cannot be read (${codeOf(error)})`);
  } finally {
    await file.close();
  }
}

/** What a folder holds: `folders` sorted and at most `limit`, and what is passed over, with the reason. */
export interface Listing {
  readonly folders: readonly string[];
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
}

/** The folders in a folder; one that is not there has none. @throws FileRefusedError when it cannot be read */
export async function listFolders(path: string, limit: number): Promise<Listing> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    const folders = entries.filter((one) => one.isDirectory()).map((one) => one.name);
    const links = entries.filter((one) => one.isSymbolicLink());
    return {
      folders: folders.sort().slice(0, limit),
      refused: [
        ...links.map(({ name }) => ({ name, reason: 'is a link' })),
        ...folders.slice(limit).map((name) => ({ name, reason: `is beyond ${limit} folders` })),
      ],
    };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return { folders: [], refused: [] };
    throw new FileRefusedError(`cannot be read (${code})`);
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
