/**
 * Owns finding skills in a folder: one folder each, with a SKILL.toml or a SKILL.md, read again when it has changed.
 * One of these folders is read by skill-folder.ts.
 */
import { isDeepStrictEqual } from 'node:util';
import { FileRefusedError, type Listing, listFolders } from '../../lib/small-file.ts';
import type { BrokenSkill, Skill, SkillSource, SkillsFound } from './ports.ts';
import { type FolderRead, readSkillFolder, stateOfFolder, stateOfRoot } from './skill-folder.ts';
import { fold } from './words.ts';

/** Most skills of one folder, and of all sources together. */
export const MAX_SKILLS = 256;
const MAX_NOTES = 20;

interface Known {
  /** Of what it was read; null while that may still change without a trace. */
  readonly state: string | null;
  readonly read: FolderRead;
}

/**
 * The skills of a folder. A look that finds nothing changed costs some calls of `stat` for each of them.
 * @param directory Where their folders are, asked at every look.
 * @param source What the skills say of where they come from.
 */
export function folderSource(directory: () => string, source: string): SkillSource {
  let path = '';
  let root: string | null = null;
  let listing: Listing = { folders: [], refused: [] };
  let known = new Map<string, Known>();
  return {
    async find() {
      if (directory() !== path) {
        path = directory();
        root = null;
        known = new Map();
      }
      try {
        const now = stateOfRoot(path);
        if (now === null || now !== root) listing = await listFolders(path, MAX_SKILLS);
        root = now;
      } catch (error) {
        if (!(error instanceof FileRefusedError)) throw error;
        // A folder that cannot be listed for a while has not lost its skills.
        root = null;
        return collect(listing, known, [`${path} ${error.message}`]);
      }
      const before = known;
      known = new Map();
      for (const folder of listing.folders)
        known.set(folder, await look(path, folder, source, before.get(folder)));
      return collect(listing, known, []);
    },
  };
}

async function look(
  path: string,
  folder: string,
  source: string,
  known: Known | undefined,
): Promise<Known> {
  // Before the files are read: whatever happens after this is seen by the next look.
  const state = stateOfFolder(path, folder);
  if (known !== undefined && state !== null && state === known.state) return known;
  const read = await readSkillFolder(path, folder, source, known?.read);
  return { state, read: isDeepStrictEqual(read, known?.read) && known ? known.read : read };
}

function collect(
  { refused }: Listing,
  known: ReadonlyMap<string, Known>,
  faults: readonly string[],
): SkillsFound {
  const notes = [...faults];
  const broken: BrokenSkill[] = [];
  const byName = new Map<string, Skill>();
  for (const [folder, { read }] of known) {
    notes.push(...read.notes.map((note) => `${folder}: ${note}`));
    if (read.skill === null) {
      if (read.fault !== null) broken.push({ name: folder, reason: read.fault });
      continue;
    }
    const key = keyOf(read.skill);
    if (byName.has(key)) notes.push(`${folder}: another skill is named ${read.skill.name}`);
    else byName.set(key, read.skill);
  }
  notes.push(...refused.map(({ name, reason }) => `${name}: ${reason}`));
  const told = notes.slice(0, MAX_NOTES);
  if (notes.length > MAX_NOTES) told.push(`${notes.length - MAX_NOTES} more faults`);
  return { skills: [...byName.values()], broken, notes: told };
}

/** What no two skills share. */
export const keyOf = ({ name }: Skill): string => fold(name);
