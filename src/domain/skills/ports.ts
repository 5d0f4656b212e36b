/**
 * Owns the port of whatever brings skills: a folder, plugins, the daemon itself. What a skill tells the agent stays in its own file.
 */

/** What is told of a skill. */
export interface Skill {
  readonly name: string;
  /** `workspace`, `builtin` or `plugin:` and the name of a plugin. */
  readonly source: string;
  readonly description: string;
  /** Slash commands and phrases that call for it. */
  readonly triggers: readonly string[];
}

/** Something that looks like a skill and is none. */
export interface RefusedSkill {
  readonly name: string;
  readonly reason: string;
}

/** What a source has now. */
export interface SkillsFound {
  readonly skills: readonly Skill[];
  readonly refused: readonly RefusedSkill[];
}

/** Brings skills. */
export interface SkillSource {
  /** Looks anew at every call, with bounded work. */
  find(): Promise<SkillsFound>;
}
