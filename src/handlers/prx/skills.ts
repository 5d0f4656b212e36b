/**
 * Owns the handlers of the PRX tag `skills`. Finding skills belongs to domain/skills.
 */
import type { Skill, Skills } from '../../domain/skills/index.ts';
import type { Schemas, SkillsHandlers } from '../../generated/prx/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `skills`. */
export function makeSkillsHandlers(skills: Skills): SkillsHandlers<CallContext> {
  return {
    async listSkills() {
      return { skills: (await skills.list()).map(toSkill) };
    },
  };
}

function toSkill({ name, source, description, triggers }: Skill): Schemas['Skill'] {
  return { name, source, description, triggers: [...triggers] };
}
