/**
 * Owns the skills that plugins bring: each may have a folder `skills`. Which plugins there are is asked of the caller, what is in the
 * folders belongs to folder-source.ts.
 */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { folderSource } from './folder-source.ts';
import type { BrokenSkill, Skill, SkillSource } from './ports.ts';

/** A plugin that is in use. */
export interface PluginPlace {
  readonly name: string;
  readonly folder: string;
}

/** The skills of plugins, which count as `plugin:` and the name. Of two with one name the earlier plugin's is used. */
export function pluginSource(plugins: () => readonly PluginPlace[]): SkillSource {
  let sources = new Map<string, SkillSource>();
  return {
    async find() {
      const before = sources;
      sources = new Map();
      const skills: Skill[] = [];
      const broken: BrokenSkill[] = [];
      const notes: string[] = [];
      for (const { name, folder } of plugins()) {
        const inside = join(folder, 'skills');
        if (await isLink(inside)) {
          notes.push(`${inside} is a link`);
          continue;
        }
        const source = before.get(inside) ?? folderSource(() => inside, `plugin:${name}`);
        sources.set(inside, source);
        const found = await source.find();
        skills.push(...found.skills);
        broken.push(...found.broken);
        notes.push(...found.notes.map((note) => `plugin ${name}: ${note}`));
      }
      return { skills: skills.reverse(), broken, notes };
    },
  };
}

/** A link would lead out of the plugin. */
async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch {
    // Whether it is there and can be read is found out by whoever lists it.
    return false;
  }
}
