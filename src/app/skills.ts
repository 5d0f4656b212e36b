/**
 * Owns where the agent learns its skills from. What becomes of them belongs to domain/skills.
 */
import { join } from 'node:path';
import type { Plugins } from '../domain/plugins/index.ts';
import { builtinSource, folderSource, pluginSource, Skills } from '../domain/skills/index.ts';
import type { Ground } from './services.ts';

/** What the agent has learned: the later of two skills with one name counts. */
export function buildSkills({ live, home, loggerOf }: Ground, plugins: Plugins): Skills {
  const { current } = live;
  const directory = () => current().skills.directory ?? join(home, 'skills');
  return new Skills({
    sources: [
      builtinSource(),
      pluginSource(() => plugins.folders()),
      folderSource(directory, 'workspace'),
    ],
    report: (message) => loggerOf('skills').warn(message),
  });
}
