/**
 * Owns what skills promise: what their files say, that nothing else is read, who is trusted, and that changes are noticed. Which of them
 * a message calls for is tested in skills-match.test.ts.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  builtinSource,
  folderSource,
  pluginSource,
  type SkillSource,
  Skills,
} from '../../src/domain/skills/index.ts';
import { tempDir } from '../support/temp.ts';

function world(before: readonly SkillSource[] = []) {
  const directory = tempDir();
  const told: string[] = [];
  const skills = new Skills({
    sources: [...before, folderSource(() => directory, 'workspace')],
    report: (message) => told.push(message),
  });
  const put = (folder: string, file: string, text: string | Buffer) => {
    mkdirSync(join(directory, folder), { recursive: true });
    writeFileSync(join(directory, folder, file), text);
  };
  return { directory, told, skills, put };
}

const skill = (
  name: string,
  description: string,
  triggers: string[] = [],
  instructions: string | null = description,
) => ({ name, source: 'workspace', description, triggers, instructions, refused: null });

test('reads SKILL.toml, SKILL.md and its front matter, by name', async () => {
  const { skills, put, told } = world();
  put(
    'toml',
    'SKILL.toml',
    'prompts = ["One.", "Two."]\n[skill]\nname = "zeta"\ndescription = "From a table"\ntriggers = ["/z"]\n[[tools]]\nname = "x"\n',
  );
  put('toml', 'SKILL.md', '# Not read');
  put('plain', 'SKILL.md', '# Plain\n\nThe first line of text.\nThe second.\n');
  put(
    'front',
    'SKILL.md',
    '\uFEFF---\nname: code-review\nallowed-tools: [a]\nmetadata: { a: { b: 1 } }\ndescription: "Reviews: all of it"\ntriggers: [/review, review this]\n---\n# Text\nBody\n',
  );
  put(
    'items',
    'SKILL.md',
    '---\r\nname: items\r\ndescription: >\r\n  On two\r\n  lines\r\ntriggers:\r\n  - /a\r\n  - b c\r\n---\r\nBody\r\n',
  );
  put('one', 'SKILL.md', '---\ntriggers: 리뷰\n---\nOne');
  put('empty', 'SKILL.md', '---\n---\nEmpty');
  put('rule', 'SKILL.md', '---\nNo front matter, as it has no end.\n');
  expect(await skills.list()).toEqual([
    skill('code-review', 'Reviews: all of it', ['/review', 'review this'], '# Text\nBody'),
    skill('empty', 'Empty'),
    skill('items', 'On two lines', ['/a', 'b c'], 'Body'),
    skill('one', 'One', ['리뷰']),
    skill(
      'plain',
      'The first line of text.',
      [],
      '# Plain\n\nThe first line of text.\nThe second.',
    ),
    skill('rule', '---', [], '---\nNo front matter, as it has no end.'),
    skill('zeta', 'From a table', ['/z'], 'One.\n\nTwo.'),
  ]);
  expect(told).toEqual([]);
});

test('is empty where there is no folder, and follows the folder', async () => {
  const { directory, skills, put } = world();
  rmSync(directory, { recursive: true });
  expect(await skills.list()).toEqual([]);
  put('late', 'SKILL.md', 'Here now');
  expect(await skills.list()).toEqual([skill('late', 'Here now')]);
  renameSync(join(directory, 'late'), join(directory, 'later'));
  expect(await skills.list()).toEqual([skill('later', 'Here now')]);
});

test('refuses what is no skill, and says why once until that changes', async () => {
  const { directory, skills, put, told } = world();
  const outside = tempDir();
  writeFileSync(join(outside, 'SKILL.md'), 'secret');
  symlinkSync(outside, join(directory, 'linked'));
  mkdirSync(join(directory, 'inside'));
  symlinkSync(join(outside, 'SKILL.md'), join(directory, 'inside', 'SKILL.md'));
  put('big', 'SKILL.md', 'x'.repeat(64 * 1024 + 1));
  put('huge', 'SKILL.md', 'x'.repeat(10 * 1024 * 1024));
  put('bigger', 'SKILL.toml', '#'.repeat(256 * 1024 + 1));
  put('binary', 'SKILL.md', Buffer.from([0xff, 0xfe, 0x00]));
  put('none', 'README.md', 'Nothing');
  put('nameless', 'SKILL.toml', '[skill]\ndescription = "x"');
  put('garbled', 'SKILL.toml', '[skill');
  put('same', 'SKILL.toml', '[skill]\nname = "GOOD"');
  put('good', 'SKILL.md', 'Good');
  mkdirSync(join(directory, 'folder', 'SKILL.md'), { recursive: true });
  mkdirSync(join(directory, 'pipe'));
  execFileSync('mkfifo', [join(directory, 'pipe', 'SKILL.md')]);
  writeFileSync(join(directory, 'file.md'), 'no folder');
  expect(await skills.list()).toEqual([skill('good', 'Good')]);
  await skills.list();
  expect(told.sort()).toEqual([
    'big: SKILL.md is larger than 64 KiB',
    'bigger: SKILL.toml is larger than 256 KiB',
    'binary: SKILL.md is not UTF-8 text',
    'folder: SKILL.md is not a file',
    expect.stringMatching(/^garbled: SKILL.toml is not TOML/),
    'huge: SKILL.md is larger than 64 KiB',
    'inside: SKILL.md is a link',
    'linked: is a link',
    expect.stringMatching(/^nameless: SKILL.toml has a fault at skill.name/),
    'none: has neither a SKILL.toml nor a SKILL.md',
    'pipe: SKILL.md is not a file',
    'same: another skill is named GOOD',
  ]);
});

const bomb = ['a: &a [x]', ...'bcdefghi'].map((name, at) =>
  at === 0 ? name : `${name}: &${name} [*${'abcdefgh'[at - 1]}, *${'abcdefgh'[at - 1]}]`,
);

test.each([
  ['an alias', 'a: &a [x]\nb: *a', /has front matter with YAML aliases/],
  ['a bomb of aliases', bomb.join('\n'), /has front matter with YAML aliases/],
  ['brackets', '['.repeat(8000), /is nested too deep/],
  ['lists', '- '.repeat(4000), /is nested too deep/],
  ['indents', Array.from({ length: 90 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'), /too deep/],
  ['size', `a: ${'x'.repeat(8192)}`, /has front matter larger than 8 KiB/],
  ['two of a key', 'name: a\nname: b', /is not YAML: Map keys must be unique/],
  ['no YAML', 'name: [', /is not YAML/],
  ['keys that are no text', '? [a]\n: b', /is not YAML/],
  ['no mapping', 'only text', /has a fault at its root/],
  ['a name that is none', 'name: [a]', /has a fault at name/],
  ['a name of two lines', 'name: "a\\nb"', /at name: must be one line of text/],
  ['triggers that are none', 'triggers: { a: b }', /has a fault at triggers/],
  ['an empty phrase', 'triggers: ["..."]', /must have a word in it/],
  ['a phrase without end', `triggers: ["${'a '.repeat(17)}"]`, /must have at most 16 words/],
  ['a command of two words', 'triggers: ["/a b"]', /must be "\/" and one word, or a phrase/],
  ['too many triggers', `triggers: [${Array(65).fill('a')}]`, /has a fault at triggers/],
])('refuses front matter with %s, and goes on', async (_what, front, reason) => {
  const { skills, put, told } = world();
  put('bad', 'SKILL.md', `---\n${front}\n---\nBody`);
  put('good', 'SKILL.md', 'Good');
  expect(await skills.list()).toEqual([skill('good', 'Good')]);
  expect(told).toEqual([expect.stringMatching(reason)]);
  expect(await skills.components()).toMatchObject([
    { name: 'good', state: 'running', error: null },
    { name: 'bad', state: 'failed', error: expect.stringMatching(reason) },
  ]);
});

test('keys of the language do no harm', async () => {
  const { skills, put } = world();
  put('a', 'SKILL.md', '---\n__proto__: { description: x }\nconstructor: y\n---\nBody');
  expect(await skills.list()).toEqual([skill('a', 'Body')]);
});

const FOLDERS = process.env.GATEHOUSE_SOAK === '1' ? 10_000 : 1000;

test('reads at most 256 of very many folders, and tells of the others in a few words', async () => {
  const { directory, skills, put, told } = world();
  for (let index = 0; index < FOLDERS; index += 1)
    mkdirSync(join(directory, `s${String(index).padStart(5, '0')}`));
  for (let index = 0; index < 258; index += 1)
    put(`s${String(index).padStart(5, '0')}`, 'SKILL.md', 'x'.repeat(2000));
  const listed = await skills.list();
  expect(listed).toHaveLength(256);
  expect(listed[0]?.description).toHaveLength(1025);
  expect(told).toHaveLength(21);
  expect(told[0]).toBe('s00256: is beyond 256 folders');
  expect(told[20]).toBe(`${FOLDERS - 276} more faults`);
  // Within the time of this test rather than that of a hook.
  execFileSync('rm', ['-rf', directory]);
}, 120_000);

test('instructions are kept up to 16 KiB, of skills of all sources together up to 256', async () => {
  const many = Array.from({ length: 300 }, (_, at) => skill(`n${at}`, 'x'));
  const { skills, put, told } = world([
    { find: async () => ({ skills: many, broken: [], notes: [] }) },
  ]);
  put('a', 'SKILL.md', `---\ndescription: d\ntriggers: [go]\n---\n${'한'.repeat(6000)}`);
  const listed = await skills.list();
  expect(listed).toHaveLength(256);
  expect(listed[0]?.instructions).toBe('한'.repeat(5461));
  expect(told).toEqual(['a: its instructions are cut to 16 KiB', '45 skills are too many']);
});

test('a later source takes the place of an earlier one of the same name', async () => {
  const { skills, put } = world([builtinSource()]);
  const names = async () => (await skills.list()).map(({ name, source }) => `${name} ${source}`);
  expect(await names()).toEqual(['code-review builtin', 'summarize builtin']);
  put('mine', 'SKILL.md', '---\nname: CODE-Review\ntriggers: [mine]\n---\nMine');
  expect(await names()).toEqual(['CODE-Review workspace', 'summarize builtin']);
  expect(await skills.promptFor('/review')).toBeNull();
  expect(await skills.promptFor('mine')).toContain('\nMine\n');
});

type World = ReturnType<typeof world>;
const distrusts: [string, (here: World) => void][] = [
  ['a marker', ({ put }) => put('a', '.gatehouse-untrusted', '')],
  ['a marker of PRX', ({ put }) => put('a', '.openprx-untrusted-origin.json', '{}')],
  ['a folder open to all', ({ directory }) => chmodSync(join(directory, 'a'), 0o777)],
  ['a file open to all', ({ directory }) => chmodSync(join(directory, 'a', 'SKILL.md'), 0o666)],
  ['a parent open to all', ({ directory }) => chmodSync(directory, 0o777)],
];

test.each(distrusts)(
  'with %s a skill is listed, and never in the prompt',
  async (_what, distrust) => {
    const here = world([builtinSource()]);
    const { skills, put, told, directory } = here;
    put('a', 'SKILL.md', '---\ntriggers: [/a]\n---\nBody');
    put('b', 'SKILL.md', '---\nname: summarize\ntriggers: [/a]\n---\nOther');
    put('b', '.gatehouse-untrusted', '');
    expect(await skills.promptFor('/a')).toContain('Body');
    distrust(here);
    expect(await skills.list()).toContainEqual(skill('a', 'Body', ['/a'], null));
    expect(await skills.promptFor('/a')).toBeNull();
    // Nor does it push a trusted one aside.
    expect(await skills.promptFor('/summarize')).toContain('Summarize the text');
    expect(told).toContainEqual(expect.stringMatching(/^a: it is listed and not used: /));
    expect(await skills.components()).toContainEqual(
      expect.objectContaining({ name: 'a', state: 'stopped' }),
    );
    for (const path of ['.', 'a']) chmodSync(join(directory, path), 0o755);
    chmodSync(join(directory, 'a', 'SKILL.md'), 0o644);
    for (const marker of ['.gatehouse-untrusted', '.openprx-untrusted-origin.json'])
      rmSync(join(directory, 'a', marker), { force: true });
    await skills.refresh();
    expect(await skills.promptFor('/a')).toContain('Body');
  },
);

test('a file that breaks leaves the skill as it was, until it is mended or gone', async () => {
  const { directory, skills, put, told } = world();
  put('a', 'SKILL.md', '---\ntriggers: [/a]\n---\nOne');
  await skills.refresh();
  put('a', 'SKILL.md', '---\ntriggers: [\n---\nTwo');
  await skills.refresh();
  await skills.refresh();
  expect(await skills.promptFor('/a')).toContain('\nOne\n');
  const refused = expect.stringMatching(/^SKILL.md has front matter that is not YAML/);
  expect(await skills.components()).toMatchObject([
    { name: 'a', state: 'running', error: null, refused },
  ]);
  expect(told).toEqual([expect.stringMatching(/^a: SKILL.md .*; the skill stays as it was$/)]);
  // Trust is lost all the same.
  put('a', '.gatehouse-untrusted', '');
  await skills.refresh();
  expect(await skills.promptFor('/a')).toBeNull();
  rmSync(join(directory, 'a', '.gatehouse-untrusted'));
  put('a', 'SKILL.md', '---\ntriggers: [/a]\n---\nThree');
  await skills.refresh();
  expect(await skills.promptFor('/a')).toContain('\nThree\n');
  rmSync(join(directory, 'a', 'SKILL.md'));
  expect(await skills.list()).toEqual([]);
});

test('a folder that cannot be listed for a while keeps its skills', async () => {
  const { directory, skills, put, told } = world();
  put('a', 'SKILL.md', 'A');
  await skills.list();
  renameSync(directory, `${directory}-away`);
  writeFileSync(directory, 'a file for a while');
  expect(await skills.list()).toEqual([skill('a', 'A')]);
  expect(told).toEqual([`${directory} cannot be read (ENOTDIR)`]);
  rmSync(directory);
  renameSync(`${directory}-away`, directory);
  expect(await skills.list()).toEqual([skill('a', 'A')]);
});

test('changes within the stamp of a file system are noticed, of the same size too', async () => {
  const { skills, put } = world();
  for (let at = 0; at < 50; at += 1) {
    put('a', 'SKILL.md', `N${at % 10}`);
    expect((await skills.list())[0]?.description).toBe(`N${at % 10}`);
  }
});

test('what has not changed is not read again, nor made again', async () => {
  const { directory, skills, put } = world();
  put('a', 'SKILL.md', 'A');
  // The stamps of what was just made can still hide a change.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  try {
    const [before] = await skills.list();
    const [after] = await skills.list();
    expect(after).toBe(before);
    put('a', 'SKILL.md', 'B');
    expect((await skills.list())[0]?.description).toBe('B');
    put('b', 'SKILL.md', 'B');
    expect(await skills.list()).toHaveLength(2);
    chmodSync(directory, 0o777);
    expect(await skills.list()).toMatchObject([{ instructions: null }, { instructions: null }]);
  } finally {
    vi.useRealTimers();
  }
});

test('the folder itself may be a link, which is followed', async () => {
  const { directory, put } = world();
  const link = join(tempDir(), 'link');
  symlinkSync(directory, link);
  const skills = new Skills({
    sources: [folderSource(() => link, 'workspace')],
    report: expect.unreachable,
  });
  put('a', 'SKILL.md', 'A');
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 });
  try {
    expect(await skills.list()).toHaveLength(1);
    put('b', 'SKILL.md', 'B');
    expect(await skills.list()).toHaveLength(2);
  } finally {
    vi.useRealTimers();
  }
});

test('looks that are asked for at once each see what was there when they were', async () => {
  const { skills, put } = world();
  const looks = [skills.list()];
  put('a', 'SKILL.md', 'A');
  looks.push(skills.list(), skills.list());
  const [, second, third] = await Promise.all(looks);
  expect(second).toEqual([skill('a', 'A')]);
  expect(third).toEqual([skill('a', 'A')]);
});

test('plugins bring skills while they are in use', async () => {
  const folder = tempDir();
  const other = tempDir();
  const write = (plugin: string, name: string, text: string) => {
    mkdirSync(join(plugin, 'skills', name), { recursive: true });
    writeFileSync(join(plugin, 'skills', name, 'SKILL.md'), text);
  };
  write(folder, 'shared', 'From one');
  write(folder, 'bad', '---\nname: [\n---\n');
  write(other, 'shared', 'From two');
  const link = tempDir();
  symlinkSync('/etc', join(link, 'skills'));
  let plugins = [
    { name: 'one', folder },
    { name: 'two', folder: other },
    { name: 'linked', folder: link },
    { name: 'without', folder: tempDir() },
  ];
  const { skills, told } = world([builtinSource(), pluginSource(() => plugins)]);
  const shared = async () => (await skills.list()).find(({ name }) => name === 'shared');
  expect(await shared()).toMatchObject({ source: 'plugin:one', description: 'From one' });
  expect(told).toEqual([
    expect.stringMatching(/^plugin one: bad: SKILL.md has front matter that is not YAML/),
    `${join(link, 'skills')} is a link`,
  ]);
  plugins = plugins.slice(1);
  expect(await shared()).toMatchObject({ source: 'plugin:two' });
  plugins = [];
  expect(await shared()).toBeUndefined();
});
