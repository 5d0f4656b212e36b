/**
 * Owns making a component ready to be started, on a thread of its own: reading it, turning it into modules and their glue, and keeping that.
 * Starting this thread, and how long it may take, is left to prepare.ts.
 */
import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { kindOf } from './core-module.ts';
import { knownImports } from './known-imports.ts';
import type { Prepared, PrepareReply, PrepareTask } from './protocol.ts';

const MAX_WASM_BYTES = 128 * 1024 * 1024;
/** Versions of one plugin that are kept: the one that runs, and the one that takes its place. */
const KEPT = 2;
/** Part of the key: another version of the glue must not be taken for this one. */
const FORMAT = 1;
const INDEX = 'index.json';

class Refused extends Error {}

const task: PrepareTask = workerData;
parentPort?.postMessage(await reply());

async function reply(): Promise<PrepareReply> {
  try {
    return { prepared: await prepare() };
  } catch (error) {
    if (error instanceof Refused) return { fault: error.message };
    return { fault: `cannot be prepared: ${error instanceof Error ? error.message : error}` };
  }
}

async function prepare(): Promise<Prepared> {
  const wasm = await readWasm(task.file);
  const key = createHash('sha256').update(`${FORMAT}\n`).update(wasm).digest('hex');
  const folder = join(task.cache, key);
  const kept = await readKept(folder);
  if (kept !== undefined) {
    const now = new Date();
    await utimes(folder, now, now);
    return kept;
  }
  // It takes 7 MB of WebAssembly itself, and most starts find everything in the cache.
  const { $init, generate } = await import('@bytecodealliance/jco-transpile/component');
  await $init;
  const made = transpile(() =>
    generate(wasm, {
      name: 'component',
      instantiation: { tag: 'sync' },
      map: [],
      noTypescript: true,
      noNodejsCompat: true,
      base64Cutoff: 0,
      noComponentErrorWrapping: true,
    }),
  );
  const foreign = made.imports.filter((name) => !knownImports.has(name));
  if (foreign.length > 0)
    throw new Refused(`imports ${foreign.join(', ').slice(0, 200)}, which plugins do not get`);
  // They become part of the glue as they are.
  if (!made.exports.every(([name]) => /^[\w:/@.-]+$/.test(name)))
    throw new Refused('exports something of a strange name');
  const index = {
    modules: made.files.map(([name]) => name).filter((name) => name.endsWith('.wasm')),
    exports: made.exports.map(([name]) => name),
  };
  const fresh = join(task.cache, `.${randomUUID()}`);
  await mkdir(fresh, { recursive: true, mode: 0o700 });
  for (const [name, content] of made.files) {
    const file = name.endsWith('.js') ? 'component.mjs' : name;
    await writeFile(join(fresh, file), content, { mode: 0o600 });
  }
  await writeFile(join(fresh, INDEX), JSON.stringify(index), { mode: 0o600 });
  await rm(folder, { recursive: true, force: true });
  await rename(fresh, folder);
  await prune(task.cache);
  return { folder, ...index };
}

/** The component, read without following a link. */
async function readWasm(path: string): Promise<Uint8Array> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  let file: FileHandle;
  try {
    // Not blocking: a pipe without a writer would hold the open for ever.
    const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
    file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    if (code === 'ENOENT') throw new Refused(`${name} does not exist`);
    throw new Refused(code === 'ELOOP' ? `${name} is a link` : `${name} cannot be read (${code})`);
  }
  try {
    const { size, isFile } = await file
      .stat()
      .then((it) => ({ size: it.size, isFile: it.isFile() }));
    if (!isFile) throw new Refused(`${name} is not a file`);
    if (size > MAX_WASM_BYTES)
      throw new Refused(`${name} is larger than ${MAX_WASM_BYTES / 1024 / 1024} MiB`);
    const bytes = new Uint8Array(size);
    const { bytesRead } = await file.read(bytes, 0, size, 0);
    const kind = kindOf(bytes);
    if (kind === 'other' || bytesRead !== size) throw new Refused(`${name} is not WebAssembly`);
    if (kind === 'module')
      throw new Refused(`${name} is a core module, and plugins are components`);
    return bytes;
  } finally {
    await file.close();
  }
}

function transpile<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    const text = error instanceof Error ? error.message : JSON.stringify(error);
    throw new Refused(`is no valid component: ${text.slice(0, 300)}`);
  }
}

async function readKept(folder: string): Promise<Prepared | undefined> {
  try {
    const { modules, exports } = Object(JSON.parse(await readFile(join(folder, INDEX), 'utf8')));
    if (Array.isArray(modules) && Array.isArray(exports))
      return { folder, modules: modules.map(String), exports: exports.map(String) };
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isMissing && !(error instanceof SyntaxError)) throw error;
  }
  return undefined;
}

/** Removes all but the newest, and what was left half done. */
async function prune(cache: string): Promise<void> {
  const names = await readdir(cache);
  const dated = await Promise.all(
    names
      .filter((name) => !name.startsWith('.'))
      .map(async (name) => ({ name, at: (await stat(join(cache, name))).mtimeMs })),
  );
  const old = dated.sort((a, b) => b.at - a.at).slice(KEPT);
  const halves = names.filter((name) => name.startsWith('.')).map((name) => ({ name }));
  for (const { name } of [...old, ...halves])
    await rm(join(cache, name), { recursive: true, force: true });
}
