/**
 * Owns the way into the skills area: its port, the source of the workspace, and its service.
 */
export { folderSource } from './folder-source.ts';
export type { RefusedSkill, Skill, SkillSource, SkillsFound } from './ports.ts';
export { Skills } from './skills.ts';
