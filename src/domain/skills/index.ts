/**
 * Owns the way into the skills area: its port, its sources, and its service.
 */
export { builtinSource } from './builtin.ts';
export { folderSource } from './folder-source.ts';
export { pluginSource } from './plugin-source.ts';
export type { BrokenSkill, Skill, SkillSource, SkillsFound } from './ports.ts';
export { type SkillComponent, Skills } from './skills.ts';
