/**
 * Owns what the PRX tag `skills` promises: the skills of the folder. What is read of them is tested in tests/domain.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RegistryDaemon, startRegistryDaemon } from './registry-daemon.ts';

let world: RegistryDaemon;
beforeAll(async () => {
  world = await startRegistryDaemon();
});
afterAll(() => world.stop());

it('lists the skills of the workspace as they are now', async () => {
  expect((await world.prx.call('listSkills')).body).toEqual({ skills: [] });
  world.put(
    'skills/summarize',
    'SKILL.md',
    '---\ntriggers: [/summarize, tldr]\n---\n# Summarize\n\nSummarize long text\n',
  );
  expect((await world.prx.call('listSkills')).body).toEqual({
    skills: [
      {
        name: 'summarize',
        source: 'workspace',
        description: 'Summarize long text',
        triggers: ['/summarize', 'tldr'],
      },
    ],
  });
});
