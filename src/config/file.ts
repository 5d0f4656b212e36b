/**
 * Owns finding, reading and parsing the configuration file, and the line a key stands on. What the
 * sections and keys mean is left to load.ts.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse, TomlError } from 'smol-toml';
import { type ConfigProblem, hasErrorCode } from './problem.ts';

/** The configuration file as found; an absent file is an empty table. */
export interface ConfigFile {
  /** Absolute path, or null when no file is used. */
  readonly path: string | null;
  readonly table: Readonly<Record<string, unknown>>;
  readonly problems: readonly ConfigProblem[];
  /** `path:line` of a section or key; just the path when its line cannot be told. */
  locate(key: readonly string[]): string;
}

/**
 * Reads the named file, which must exist, or else the first of `gatehouse.toml` in the data folder
 * and in the working directory. `named.by` says who named it, for the problem.
 */
export function readConfigFile(input: {
  cwd: string;
  home: string;
  named: { path: string; by: string } | undefined;
}): ConfigFile {
  const { cwd, home, named } = input;
  if (named !== undefined) {
    const path = resolve(cwd, named.path);
    return read(path, path) ?? unusable(path, named.by, `expected a file at ${path}, found none`);
  }
  for (const path of usualPlaces(cwd, home)) {
    const file = read(path, path);
    if (file !== undefined) return file;
  }
  return { path: null, table: {}, problems: [], locate: (key) => key.join('.') };
}

/** Where a file is looked for that nobody named, the first one first. */
export function usualPlaces(cwd: string, home: string): string[] {
  return [home, cwd].map((folder) => resolve(folder, 'gatehouse.toml'));
}

function unusable(path: string, source: string, message: string): ConfigFile {
  return { path, table: {}, problems: [{ source, message }], locate: () => path };
}

function read(path: string, source: string): ConfigFile | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined;
    const reason = error instanceof Error ? error.message : String(error);
    return unusable(path, source, `expected a readable file: ${reason}`);
  }
  try {
    const table = parse(text);
    const lines = text.split('\n');
    const locate = (key: readonly string[]): string => {
      const line = lineOf(lines, key);
      return line === undefined ? path : `${path}:${line}`;
    };
    return { path, table, problems: [], locate };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The rest of the message quotes the lines around the error, which may hold secrets.
    const [reason = ''] = error.message.split('\n');
    const message = `${reason} (column ${error.column})`;
    return unusable(path, `${path}:${error.line}`, message);
  }
}

/** The parts of a dotted TOML key as written, without quotes. */
function keyParts(written: string): string[] {
  return written.split('.').map((part) => part.trim().replace(/^(["'])(.*)\1$/, '$2'));
}

/**
 * The line (from 1) that sets a section or key: its own assignment or header, or else the first one of the nearest
 * table around it, which may be an inline table. A scan by line, because the parser keeps no positions; a look-alike
 * inside a multi-line string can mislead it by some lines.
 */
function lineOf(lines: readonly string[], key: readonly string[]): number | undefined {
  let table: string[] = [];
  let best: { line: number; common: number } | undefined;
  for (const [index, line] of lines.entries()) {
    const header = /^\s*\[\[?([^[\]]+)\]/.exec(line)?.[1];
    const assigned = /^\s*((?:"[^"]*"|'[^']*'|[\w.\s-])+?)\s*=/.exec(line)?.[1];
    if (header === undefined && assigned === undefined) continue;
    if (header !== undefined) table = keyParts(header);
    const path = header !== undefined ? table : [...table, ...keyParts(assigned ?? '')];
    const common = commonLength(path, key);
    if (common > (best?.common ?? 0)) best = { line: index + 1, common };
  }
  return best?.line;
}

/** How many parts two paths have in common from their beginning. */
function commonLength(one: readonly string[], other: readonly string[]): number {
  const differs = one.findIndex((part, index) => part !== other[index]);
  return differs === -1 ? one.length : differs;
}
