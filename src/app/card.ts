/**
 * Owns putting the card together with the settings it reads and the `.env` file that keeps its URL. What the card says belongs to domain/card.
 */
import { configSchema } from '../config/index.ts';
import type { Journal } from '../domain/audit/index.ts';
import { Card } from '../domain/card/index.ts';
import type { Skills } from '../domain/skills/index.ts';
import { setInEnvFile } from '../lib/env-file.ts';
import type { Logger } from '../lib/log.ts';
import type { LiveConfig } from './settings.ts';
import { version } from './version.ts';

const NAME = 'PUBLIC_AGENT_URL';

/** The card of the agent that `live` configures. */
export function buildCard(options: {
  live: LiveConfig;
  skills: Skills;
  journal: Journal;
  log: Logger;
}): Card {
  const { live, skills, journal, log } = options;
  return new Card({
    settings: () => {
      const { id, description, public_url } = live.current().agent;
      return { agentId: id ?? null, description, publicUrl: public_url ?? null };
    },
    skills,
    version,
    accepts: (public_url) => configSchema.safeParse({ agent: { public_url } }).success,
    keep: async (url) => {
      const path = live.fileThatDecides(NAME);
      if (path === null) return false;
      try {
        await setInEnvFile(path, NAME, url);
        return true;
      } catch (error) {
        log.warn(`${NAME} could not be written to ${path}`, { error });
        return false;
      }
    },
    record: (by) => journal.record(by),
  });
}
