/**
 * Owns the port of whatever brings skills: a folder, plugins, the daemon itself. Which of them a message calls for belongs to match.ts.
 */

/** Something the agent has learned to do. */
export interface Skill {
  /** 1 to 128 characters on one line; unique without regard to case. */
  readonly name: string;
  /** `workspace`, `builtin` or `plugin:` and the name of a plugin. */
  readonly source: string;
  /** At most 1 KiB, and a sign that it was cut. */
  readonly description: string;
  /** Slash commands and phrases that call for it. */
  readonly triggers: readonly string[];
  /** What the agent is told when it is called for, at most 16 KiB; null where it is not trusted: it is listed then, and no more. */
  readonly instructions: string | null;
  /** Why its file as it is now is not used, while what it said before goes on; else null. */
  readonly refused: string | null;
}

/** A skill that cannot be used, by the name of its folder. */
export interface BrokenSkill {
  readonly name: string;
  readonly reason: string;
}

/** What a source has now. */
export interface SkillsFound {
  readonly skills: readonly Skill[];
  readonly broken: readonly BrokenSkill[];
  /** What is passed over or limited, each in words for the operator. */
  readonly notes: readonly string[];
}

/** Brings skills. */
export interface SkillSource {
  /** Looks anew at every call, with bounded work; a skill that has not changed is the same object as before. */
  find(): Promise<SkillsFound>;
}
