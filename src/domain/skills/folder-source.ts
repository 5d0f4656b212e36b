/**
 * Owns finding skills in a folder: one folder each, with a SKILL.toml or a SKILL.md. What the two files say is read by skill-file.ts.
 */
import { join } from 'node:path';
import { FileRefusedError, listFolders, readSmallFile } from '../../lib/small-file.ts';
import type { RefusedSkill, Skill, SkillSource } from './ports.ts';
import { readSkillMarkdown, readSkillToml } from './skill-file.ts';

const MAX_SKILLS = 256;
const TOML_BYTES = 256 * 1024;
const MARKDOWN_BYTES = 64 * 1024;

/** The skills of the workspace. @param directory Where their folders are, asked at every use. */
export function folderSource(directory: () => string): SkillSource {
  return {
    async find() {
      const skills: Skill[] = [];
      const refused: RefusedSkill[] = [];
      const taken = new Set<string>();
      try {
        const listing = await listFolders(directory(), MAX_SKILLS);
        refused.push(...listing.refused);
        for (const folder of listing.folders) {
          const skill = await readSkill(directory(), folder);
          if ('reason' in skill) refused.push(skill);
          else if (taken.has(skill.name.toLowerCase()))
            refused.push({ name: folder, reason: `another skill is named ${skill.name}` });
          else {
            taken.add(skill.name.toLowerCase());
            skills.push(skill);
          }
        }
      } catch (error) {
        if (!(error instanceof FileRefusedError)) throw error;
        refused.push({ name: directory(), reason: error.message });
      }
      return { skills, refused };
    },
  };
}

async function readSkill(directory: string, folder: string): Promise<Skill | RefusedSkill> {
  const refuse = (file: string, error: unknown) => {
    if (error instanceof FileRefusedError)
      return { name: folder, reason: `${file} ${error.message}` };
    throw error;
  };
  try {
    const toml = await readSmallFile(join(directory, folder, 'SKILL.toml'), TOML_BYTES);
    if (toml !== undefined) return { source: 'workspace', ...readSkillToml(toml) };
  } catch (error) {
    return refuse('SKILL.toml', error);
  }
  try {
    const text = await readSmallFile(join(directory, folder, 'SKILL.md'), MARKDOWN_BYTES);
    if (text !== undefined) return { source: 'workspace', ...readSkillMarkdown(folder, text) };
  } catch (error) {
    return refuse('SKILL.md', error);
  }
  return { name: folder, reason: 'has neither a SKILL.toml nor a SKILL.md' };
}
