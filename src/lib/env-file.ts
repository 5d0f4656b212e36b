/**
 * Owns changing one variable of a `.env` file in place: atomically, and leaving every other byte as it is.
 * Which variable that is, and whether it has the last word at the next start, belongs to the caller.
 */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isDeepStrictEqual, parseEnv } from 'node:util';

/** A file that cannot be changed, and why. */
export class EnvFileError extends Error {
  override readonly name = 'EnvFileError';
}

const LARGEST_BYTES = 1024 * 1024;
/** A byte order mark; the file is handled as bytes, one character each, so that what is no UTF-8 survives too. */
const MARK = '\u00EF\u00BB\u00BF';

/**
 * Sets `name` to `value` and makes it durable. A file that is not there is made with mode 0600; a link stays one and what it points
 * to is changed. Two calls must not overlap.
 * @throws EnvFileError when the text cannot be changed safely; the system's error when the file cannot be written
 */
export async function setInEnvFile(path: string, name: string, value: string): Promise<void> {
  const target = await targetOf(path);
  const before = target === null ? '' : await readText(target.path);
  await replaceFile(
    target ?? { path, mode: 0o600, owner: null },
    withVariable(before, name, value),
  );
}

/**
 * The text of a file, one character for each byte, with the variable set: in the line that sets it now, or in a new line at the end.
 * @throws EnvFileError where neither would be read back as exactly that change
 */
export function withVariable(text: string, name: string, value: string): string {
  const wanted = { ...read(text), [name]: value };
  const assignment = `${name}=${quote(value)}`;
  for (const changed of [replaceLast(text, name, assignment), append(text, assignment)]) {
    if (changed !== null && isDeepStrictEqual({ ...read(changed) }, wanted)) return changed;
  }
  throw new EnvFileError(`${name} cannot be set without changing other variables`);
}

function replaceLast(text: string, name: string, assignment: string): string | null {
  const lines = text.split('\n');
  const isSetter = new RegExp(`^(${MARK})?[ \\t]*(export[ \\t]+)?${name}[ \\t]*=`);
  const index = lines.findLastIndex((line) => isSetter.test(line));
  const line = lines[index];
  if (line === undefined) return null;
  const [, mark = '', exported = ''] = isSetter.exec(line) ?? [];
  lines[index] = `${mark}${exported}${assignment}${line.endsWith('\r') ? '\r' : ''}`;
  return lines.join('\n');
}

function append(text: string, assignment: string): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || text.endsWith('\n') ? '' : end;
  return `${text}${gap}${assignment}${end}`;
}

/** Quoted only where it must be, in a way that every reader of such files takes literally as far as there is one. */
function quote(value: string): string {
  if (/^[\w:/.~%?&=+@,;!*()[\]-]+$/.test(value)) return value;
  return value.includes("'") ? `"${value}"` : `'${value}'`;
}

function read(text: string): NodeJS.Dict<string> {
  return parseEnv(text.startsWith(MARK) ? text.slice(MARK.length) : text);
}

interface Target {
  readonly path: string;
  readonly mode: number;
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

async function targetOf(path: string): Promise<Target | null> {
  try {
    // A link to nothing is no file that is not there: making one in its place would cut it off from where it points.
    await lstat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const real = await realpath(path);
  const { mode, uid, gid, size } = await demandFile(real);
  if (size > LARGEST_BYTES) throw new EnvFileError(`${path} is larger than ${LARGEST_BYTES} bytes`);
  return { path: real, mode: mode & 0o777, owner: { uid, gid } };
}

async function demandFile(path: string) {
  const stat = await lstat(path);
  if (!stat.isFile()) throw new EnvFileError(`${path} is not a file`);
  // Renaming would replace a file that may not be written: its mode is heeded by asking for it.
  const file = await open(path, constants.O_WRONLY);
  await file.close();
  return stat;
}

const readText = (path: string) => readFile(path, 'latin1');

async function replaceFile({ path, mode, owner }: Target, text: string): Promise<void> {
  const folder = dirname(path);
  const draft = join(folder, `.env.${randomUUID()}.tmp`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(text, 'latin1');
      if (owner !== null && owner.uid !== process.getuid?.())
        await file.chown(owner.uid, owner.gid);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
