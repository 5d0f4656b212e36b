/**
 * Owns what the list of skills promises: what the files say of them, and that nothing else is read. What skills do belongs to the agent.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderSource, Skills } from '../../src/domain/skills/index.ts';
import { tempDir } from '../support/temp.ts';

function world() {
  const directory = tempDir();
  const refused: string[] = [];
  const skills = new Skills({
    sources: [folderSource(() => directory)],
    onRefused: ({ name, reason }) => refused.push(`${name}: ${reason}`),
  });
  const put = (folder: string, file: string, text: string | Buffer) => {
    mkdirSync(join(directory, folder), { recursive: true });
    writeFileSync(join(directory, folder, file), text);
  };
  return { directory, refused, skills, put };
}

const skill = (name: string, description: string, triggers: string[] = []) => ({
  name,
  source: 'workspace',
  description,
  triggers,
});

test('reads SKILL.toml, SKILL.md and its front matter, by name', async () => {
  const { skills, put, refused } = world();
  put(
    'toml',
    'SKILL.toml',
    '[skill]\nname = "zeta"\ndescription = "From a table"\ntriggers = ["/z"]\n[[tools]]\nname = "x"\n',
  );
  put('toml', 'SKILL.md', '# Not read');
  put('plain', 'SKILL.md', '# Plain\n\nThe first line of text.\nThe second.\n');
  put(
    'front',
    'SKILL.md',
    '---\nname: code-review\ndescription: "Reviews: all of it"\ntriggers: [/review, review this]\n---\n# Text\nBody\n',
  );
  put(
    'items',
    'SKILL.md',
    '---\r\nname: items\r\ntriggers:\r\n  - /a\r\n  - b c\r\n---\r\nBody\r\n',
  );
  put('rule', 'SKILL.md', '---\nNo front matter, as it has no end.\n');
  expect(await skills.list()).toEqual([
    skill('code-review', 'Reviews: all of it', ['/review', 'review this']),
    skill('items', 'Body', ['/a', 'b c']),
    skill('plain', 'The first line of text.'),
    skill('rule', '---'),
    skill('zeta', 'From a table', ['/z']),
  ]);
  expect(refused).toEqual([]);
});

test('is empty where there is no folder, and follows the folder', async () => {
  const { directory, skills, put } = world();
  rmSync(directory, { recursive: true });
  expect(await skills.list()).toEqual([]);
  put('late', 'SKILL.md', 'Here now');
  expect(await skills.list()).toEqual([skill('late', 'Here now')]);
});

test('refuses what is no skill, and says why once until that changes', async () => {
  const { directory, skills, put, refused } = world();
  const outside = tempDir();
  writeFileSync(join(outside, 'SKILL.md'), 'secret');
  symlinkSync(outside, join(directory, 'linked'));
  mkdirSync(join(directory, 'inside'));
  symlinkSync(join(outside, 'SKILL.md'), join(directory, 'inside', 'SKILL.md'));
  put('big', 'SKILL.md', 'x'.repeat(64 * 1024 + 1));
  put('bigger', 'SKILL.toml', '#'.repeat(256 * 1024 + 1));
  put('binary', 'SKILL.md', Buffer.from([0xff, 0xfe, 0x00]));
  put('none', 'README.md', 'Nothing');
  put('nameless', 'SKILL.toml', '[skill]\ndescription = "x"');
  put('garbled', 'SKILL.toml', '[skill');
  put('same', 'SKILL.toml', '[skill]\nname = "Good"');
  put('good', 'SKILL.md', 'Good');
  mkdirSync(join(directory, 'folder', 'SKILL.md'), { recursive: true });
  mkdirSync(join(directory, 'pipe'));
  execFileSync('mkfifo', [join(directory, 'pipe', 'SKILL.md')]);
  writeFileSync(join(directory, 'file.md'), 'no folder');
  expect(await skills.list()).toEqual([skill('good', 'Good')]);
  await skills.list();
  expect(refused.sort()).toEqual([
    'big: SKILL.md is larger than 64 KiB',
    'bigger: SKILL.toml is larger than 256 KiB',
    'binary: SKILL.md is not UTF-8 text',
    'folder: SKILL.md is not a file',
    expect.stringMatching(/^garbled: SKILL.toml is not TOML/),
    'inside: SKILL.md is a link',
    'linked: is a link',
    expect.stringMatching(/^nameless: SKILL.toml has a fault at skill.name/),
    'none: has neither a SKILL.toml nor a SKILL.md',
    'pipe: SKILL.md is not a file',
    'same: another skill is named Good',
  ]);
});

test('reads at most 256 of them, and long descriptions in part', async () => {
  const { skills, put, refused } = world();
  for (let index = 0; index < 258; index += 1)
    put(`s${String(index).padStart(3, '0')}`, 'SKILL.md', 'x'.repeat(2000));
  const listed = await skills.list();
  expect(listed).toHaveLength(256);
  expect(listed[0]?.description).toHaveLength(1025);
  expect(refused).toEqual(['s256: is beyond 256 folders', 's257: is beyond 256 folders']);
});

test('a later source takes the place of an earlier one of the same name', async () => {
  const source = (from: string) => ({
    find: async () => ({ skills: [{ ...skill('One', from), source: from }], refused: [] }),
  });
  const skills = new Skills({
    sources: [source('builtin'), source('workspace')],
    onRefused: ({ name }) => expect.unreachable(name),
  });
  expect(await skills.list()).toMatchObject([{ name: 'One', source: 'workspace' }]);
});
