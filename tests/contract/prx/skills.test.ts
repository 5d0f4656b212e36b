/**
 * Owns what the PRX tag `skills` promises: the skills that come with the daemon and those of the folder, as they are now. What is read of
 * them is tested in tests/domain.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type RegistryDaemon, startRegistryDaemon } from './registry-daemon.ts';

let world: RegistryDaemon;
beforeAll(async () => {
  world = await startRegistryDaemon();
});
afterAll(() => world.stop());

it('lists the skills that come with the daemon', async () => {
  const { body } = await world.prx.call('listSkills');
  expect(body).toMatchObject({
    skills: [
      { name: 'code-review', source: 'builtin', triggers: expect.arrayContaining(['/review']) },
      { name: 'summarize', source: 'builtin', triggers: expect.arrayContaining(['/summarize']) },
    ],
  });
});

it('lists the skills of the workspace as they are now', async () => {
  world.put(
    'skills/summarize',
    'SKILL.md',
    '---\ntriggers: [/summarize, tldr]\n---\n# Summarize\n\nSummarize long text\n',
  );
  expect((await world.prx.call('listSkills')).body).toMatchObject({
    skills: [
      { name: 'code-review' },
      {
        name: 'summarize',
        source: 'workspace',
        description: 'Summarize long text',
        triggers: ['/summarize', 'tldr'],
      },
    ],
  });
});

it('takes over a change of a file for the next message, with nobody asking', async () => {
  const { skills } = world.daemon.services;
  world.put('skills/hot', 'SKILL.md', '---\ntriggers: [/hot]\n---\nOne');
  await vi.waitFor(async () => expect(await skills.promptFor('/hot')).toContain('\nOne\n'), 30_000);
  world.put('skills/hot', 'SKILL.md', '---\ntriggers: [/hot]\n---\nTwo');
  await vi.waitFor(async () => expect(await skills.promptFor('/hot')).toContain('\nTwo\n'), 30_000);
});
