/**
 * Owns what instructions promise: what is set is what an agent is told, and nothing that an agent does in its own folder leads out of it.
 */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditAfter } from '../../src/db/audit.ts';
import { merge } from '../../src/domain/namespaces/merge.ts';
import { BEGIN, callerOf, quietCaller, reasonOf } from './ground.ts';
import { freshNamespaces, PLAIN } from './namespaces-ground.ts';

/** Namespaces `team` and the main one `boss`. */
async function freshTeams() {
  const ground = await freshNamespaces();
  await ground.namespaces.create('team', PLAIN, quietCaller);
  await ground.namespaces.create('boss', { ...PLAIN, isMain: true }, quietCaller);
  const folder = join(ground.home, 'groups', 'team');
  const entries = async () =>
    (await auditAfter(ground.store.read, 0, 100)).map(({ event, target, details }) => ({
      event,
      target,
      details,
    }));
  return { ...ground, folder, path: join(folder, 'CLAUDE.md'), entries };
}

const NONE = { content: '', path: null, updatedAt: null, sizeBytes: 0 };

test('there are none until some are set, and none once they are cleared', async () => {
  const { instructions, path, home } = await freshTeams();
  expect(await instructions.get('team')).toEqual({ name: 'team', ...NONE });
  expect(await instructions.getGlobal()).toEqual({ name: 'global', ...NONE });
  expect(await instructions.textFor('team')).toBe('');
  const content = '# 팀\n한국어로 답해 👩‍💻\n';
  const by = callerOf('instructions.updated');
  expect(await instructions.set('team', content, by)).toEqual({
    name: 'team',
    content,
    path: 'groups/team/CLAUDE.md',
    updatedAt: BEGIN,
    sizeBytes: Buffer.byteLength(content),
  });
  expect(by.audit).toMatchObject({ written: true, target: 'team' });
  expect(readFileSync(path, 'utf8')).toBe(content);
  expect(readdirSync(join(home, 'groups')).sort()).toEqual(['boss', 'team']);
  expect(await instructions.set('team', '', quietCaller)).toEqual({ name: 'team', ...NONE });
  expect(existsSync(path)).toBe(false);
  expect(await instructions.set('team', '', quietCaller)).toEqual({ name: 'team', ...NONE });
});

test('the global ones are readable to every namespace', async () => {
  const { instructions, home } = await freshTeams();
  await instructions.setGlobal('Be brief.', quietCaller);
  const folder = join(home, 'groups', 'global');
  expect(statSync(folder).mode & 0o777).toBe(0o755);
  expect(statSync(join(folder, 'CLAUDE.md')).mode & 0o444).toBe(0o444);
  expect(await instructions.getGlobal()).toMatchObject({
    content: 'Be brief.',
    path: 'groups/global/CLAUDE.md',
  });
});

test('of an unknown namespace there are none', async () => {
  const { instructions } = await freshTeams();
  for (const name of ['nobody', 'global', '..', 'team/../boss']) {
    expect(await reasonOf(instructions.get(name))).toBe('namespace_not_found');
    expect(await reasonOf(instructions.set(name, 'x', quietCaller))).toBe('namespace_not_found');
    expect(await reasonOf(instructions.textFor(name))).toBe('namespace_not_found');
  }
});

test('they are 256 KiB at most, as bytes', async () => {
  const { instructions } = await freshTeams();
  const fits = `${'한'.repeat(87_381)}.`;
  expect(await instructions.set('team', fits, quietCaller)).toMatchObject({ sizeBytes: 262_144 });
  for (const set of [
    () => instructions.set('team', `${fits}.`, quietCaller),
    () => instructions.setGlobal(`${fits}.`, quietCaller),
    () => instructions.preview('team', { own: `${fits}.` }, quietCaller),
    () => instructions.preview('team', { global: `${fits}.` }, quietCaller),
  ])
    expect(await reasonOf(set())).toBe('payload_too_large');
  expect((await instructions.get('team')).content).toBe(fits);
});

test('an agent is told the global ones, then its own; the main one only its own', async () => {
  const { instructions } = await freshTeams();
  await instructions.setGlobal('Be brief.\n', quietCaller);
  expect(await instructions.textFor('team')).toBe('Be brief.\n');
  await instructions.set('team', 'Answer in English.', quietCaller);
  await instructions.set('boss', 'Decide.', quietCaller);
  expect(await instructions.textFor('team')).toBe('Be brief.\n\nAnswer in English.');
  expect(await instructions.textFor('boss')).toBe('Decide.');
});

test('a preview takes drafts, changes nothing and leaves its entry', async () => {
  const { instructions } = await freshTeams();
  await instructions.setGlobal('Be brief.', quietCaller);
  const by = callerOf('instructions.previewed');
  expect(await instructions.preview('team', { own: 'Answer in English.' }, by)).toEqual({
    text: 'Be brief.\n\nAnswer in English.',
    sections: [
      { source: 'global', content: 'Be brief.' },
      { source: 'group', content: 'Answer in English.' },
    ],
    length: 29,
  });
  expect(by.audit).toMatchObject({ written: true, target: 'team' });
  expect(await instructions.preview('team', { global: '' }, quietCaller)).toMatchObject({
    text: '',
    sections: [],
    length: 0,
  });
  expect(await instructions.preview('boss', { global: 'x', own: 'y' }, quietCaller)).toMatchObject({
    text: 'y',
  });
  expect(await instructions.textFor('team')).toBe('Be brief.');
  const unknown = instructions.preview('nobody', {}, quietCaller);
  expect(await reasonOf(unknown)).toBe('namespace_not_found');
});

test.each([
  ['', '', ''],
  ['a', '', 'a'],
  ['', 'b', 'b'],
  [' \n', 'b', 'b'],
  ['a\n', 'b\n', 'a\n\nb\n'],
])('%j and %j make %j', (global, own, text) => {
  expect(merge({ global, own }).text).toBe(text);
});

test('characters are counted as people count code points', () => {
  expect(merge({ global: '', own: '👍팀' }).length).toBe(2);
});

const secret = '/etc/hostname';
test.each<[string, (path: string, home: string) => void]>([
  ['a link to a file', (path) => symlinkSync(secret, path)],
  ['a link to nothing', (path) => symlinkSync('nowhere', path)],
  ['a link to a folder', (path) => symlinkSync('/etc', path)],
  ['a link to itself', (path) => symlinkSync('CLAUDE.md', path)],
  ['a link to another namespace', (path) => symlinkSync('../boss/CLAUDE.md', path)],
  ['a folder', (path) => mkdirSync(join(path, 'deep'), { recursive: true })],
  ['a pipe', (path) => void execFileSync('mkfifo', [path])],
  ['too large', (path) => writeFileSync(path, 'x'.repeat(262_145))],
  ['no text', (path) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00]))],
])('a file that is %s counts as none, which is kept once, and is replaced', async (_, plant) => {
  const { instructions, folder, path, home, entries, store } = await freshTeams();
  writeFileSync(join(home, 'groups', 'boss', 'CLAUDE.md'), 'of the boss');
  plant(path, home);
  for (let n = 0; n < 3; n += 1) {
    expect(await instructions.get('team')).toEqual({ name: 'team', ...NONE });
    expect(await instructions.textFor('team')).toBe('');
  }
  const details = { group: 'team', allowed: false, severity: 'warning' };
  expect(await entries()).toMatchObject([
    { event: 'instructions.refused', target: 'team', details },
  ]);
  expect(JSON.stringify(await auditAfter(store.read, 0, 10))).not.toContain('of the boss');
  expect(await instructions.set('team', 'new', quietCaller)).toMatchObject({ content: 'new' });
  expect(lstatSync(path).isFile()).toBe(true);
  expect(readFileSync(join(home, 'groups', 'boss', 'CLAUDE.md'), 'utf8')).toBe('of the boss');
  // Made again, it is told again.
  rmSync(path);
  plant(path, home);
  await instructions.get('team');
  expect(await entries()).toHaveLength(2);
  expect(await instructions.set('team', '', quietCaller)).toEqual({ name: 'team', ...NONE });
  expect(existsSync(path)).toBe(false);
  const others = readdirSync(folder).filter((name) => !name.startsWith('CLAUDE.md.aside-'));
  expect(others).toEqual([]);
});

test('a file with further names is replaced, not written to', async () => {
  const { instructions, path, home } = await freshTeams();
  const other = join(home, 'other');
  writeFileSync(other, 'kept');
  linkSync(other, path);
  await instructions.set('team', 'new', quietCaller);
  expect(readFileSync(other, 'utf8')).toBe('kept');
});

test('any time that an agent gives its file is told as a time', async () => {
  const { instructions, path } = await freshTeams();
  await instructions.set('team', 'x', quietCaller);
  utimesSync(path, 4_000_000_000, 9_000_000_000);
  expect((await instructions.get('team')).updatedAt).toBe(BEGIN);
  utimesSync(path, 0, 1_000);
  expect((await instructions.get('team')).updatedAt).toBe(1_000_000);
  execFileSync('touch', ['-d', '1960-01-01', path]);
  expect((await instructions.get('team')).updatedAt).toBe(0);
});

test('a folder that is gone is made again', async () => {
  const { instructions, folder } = await freshTeams();
  rmSync(folder, { recursive: true });
  expect(await instructions.get('team')).toEqual({ name: 'team', ...NONE });
  expect(await instructions.set('team', 'x', quietCaller)).toMatchObject({ content: 'x' });
});

test('what cannot be kept in the audit log is not changed, and nothing is left behind', async () => {
  const { instructions, home, path, store } = await freshTeams();
  await instructions.set('team', 'before', quietCaller);
  await store.close();
  await expect(instructions.set('team', 'after', callerOf('x'))).rejects.toThrow();
  await expect(instructions.set('team', '', callerOf('x'))).rejects.toThrow();
  expect(readFileSync(path, 'utf8')).toBe('before');
  expect(readdirSync(join(home, 'groups')).sort()).toEqual(['boss', 'team']);
});
