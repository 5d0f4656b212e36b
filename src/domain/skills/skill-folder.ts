/**
 * Owns reading the folder of one skill: which file counts, whether it is trusted, and what is kept when it is at fault.
 * Which folders there are belongs to folder-source.ts, what a file says to skill-file.ts.
 */
import { type BigIntStats, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { FileRefusedError, readSmallFile } from '../../lib/small-file.ts';
import type { Skill } from './ports.ts';
import {
  INSTRUCTION_BYTES,
  readSkillMarkdown,
  readSkillToml,
  type SkillText,
} from './skill-file.ts';

/** What a folder holds. */
export interface FolderRead {
  /** What the last file without a fault has said; null before there was one. */
  readonly text: SkillText | null;
  readonly skill: Skill | null;
  /** Why the file as it is now cannot be used; null if it can, and where there is none. */
  readonly fault: string | null;
  readonly notes: readonly string[];
}

/** The first that is there counts. */
const FILES = [
  { file: 'SKILL.toml', maxBytes: 256 * 1024, readText: readSkillToml },
  { file: 'SKILL.md', maxBytes: 64 * 1024, readText: readSkillMarkdown },
] as const;

/** In the folder of a skill that came from elsewhere, until somebody has read it. PRX writes the second one. */
const MARKERS = ['.gatehouse-untrusted', '.openprx-untrusted-origin.json'];

const WRITABLE_BY_ALL = 0o002n;
/** A file system may give two changes within this time the same stamp. */
const COARSEST_STAMP_MS = 2000;

/** Reads a folder. With a file at fault the skill stays what it was in `before`. */
export async function readSkillFolder(
  path: string,
  folder: string,
  source: string,
  before: FolderRead | undefined,
): Promise<FolderRead> {
  const inside = join(path, folder);
  for (const { file, maxBytes, readText } of FILES) {
    try {
      if (look(inside)?.isDirectory() !== true) break;
      const content = await readSmallFile(join(inside, file), maxBytes);
      if (content === undefined) continue;
      const text = readText(content, folder);
      return judge([behind(path), inside, join(inside, file)], source, text, null);
    } catch (error) {
      if (!(error instanceof FileRefusedError)) throw error;
      const fault = `${file} ${error.message}`;
      const text = before?.text ?? null;
      if (text === null) return { text, skill: null, fault, notes: [fault] };
      return judge([behind(path), inside], source, text, fault);
    }
  }
  const notes = ['has neither a SKILL.toml nor a SKILL.md'];
  return { text: null, skill: null, fault: null, notes };
}

/** Makes the skill; one that is not trusted is listed without its instructions. */
function judge(
  paths: readonly string[],
  source: string,
  text: SkillText,
  fault: string | null,
): FolderRead {
  const { name, description, triggers } = text;
  const notes: string[] = [];
  if (fault !== null) notes.push(`${fault}; the skill stays as it was`);
  if (text.isCut) notes.push(`its instructions are cut to ${INSTRUCTION_BYTES / 1024} KiB`);
  const distrust = whyNotTrusted(paths);
  if (distrust !== null) notes.push(`it is listed and not used: ${distrust}`);
  const instructions = distrust === null ? text.instructions : null;
  const skill = { name, source, description, triggers, instructions, refused: fault };
  return { text, skill, fault, notes };
}

/** Why what a folder says may not reach the model; null if it may. @param paths All that lead to the file, the folder second */
function whyNotTrusted(paths: readonly string[]): string | null {
  for (const marker of MARKERS)
    if (look(join(paths[1] ?? '', marker)) !== null) return `${marker} is there`;
  for (const path of paths) {
    const stats = look(path);
    const isWritable = stats !== null && !stats.isSymbolicLink() && isOpen(stats);
    if (isWritable) return `everybody may write to ${path}`;
  }
  return null;
}

const isOpen = ({ mode }: BigIntStats): boolean => (mode & WRITABLE_BY_ALL) !== 0n;

/** Where the folder of folders really is: the operator may have put a link in its place. */
const behind = (path: string): string => `${path}/.`;

/** What changes with every change of the folder of folders; null while it may change without. */
export const stateOfRoot = (path: string): string | null => stateOfPaths([behind(path)]);

/** What changes with every change of a folder, its file, and what it is in; null while they may change without. */
export function stateOfFolder(path: string, folder: string): string | null {
  const files = FILES.map(({ file }) => join(path, folder, file));
  return stateOfPaths([behind(path), join(path, folder), ...files]);
}

/** Something has only just changed where a further change may leave no trace. */
function stateOfPaths(paths: readonly string[]): string | null {
  const states: string[] = [];
  for (const path of paths) {
    const stats = look(path);
    if (stats !== null && Date.now() - Number(stats.ctimeMs) < COARSEST_STAMP_MS) return null;
    states.push(stats === null ? '' : `${stats.ino} ${stats.ctimeNs} ${stats.mode} ${stats.size}`);
  }
  return states.join('\n');
}

/**
 * What is at a path; null where nothing is, or nothing that can be looked at: who reads it is told why. Not waited for, as hundreds of
 * paths are looked at every second, and waiting costs several times what the looks do.
 */
function look(path: string): BigIntStats | null {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
