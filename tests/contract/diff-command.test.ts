/**
 * Owns `npm run contract:diff`: which commit it reads, what it prints, and the exit code a gate goes by.
 * What is a break and what is not is tested in diff.test.ts.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compareWith } from '../../scripts/contract-diff/index.ts';
import { contract, type Draft, edited } from './diff-contract.ts';

const script = resolve('scripts/contract-diff/index.ts');
const tsx = resolve('node_modules/tsx/dist/cli.mjs');
const root = mkdtempSync(join(tmpdir(), 'gatehouse-diff-'));
const file = join(root, 'src/generated/things/openapi.json');

const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...args], {
    cwd: root,
  });
const write = (document: object) => writeFileSync(file, JSON.stringify(document));
const run = (...args: string[]) =>
  spawnSync(process.execPath, [tsx, script, ...args], { cwd: root, encoding: 'utf8' });

beforeAll(() => {
  mkdirSync(join(file, '..'), { recursive: true });
  git('init', '-q');
  writeFileSync(join(root, 'README.md'), 'Nothing yet.\n');
  git('add', '.');
  git('commit', '-q', '-m', 'Nothing');
  git('tag', 'empty');
  write(contract());
  git('add', '.');
  git('commit', '-q', '-m', 'Things');
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const removal = (draft: Draft) => delete draft.thing.note;

test('an incompatible change is refused, and each one named', () => {
  write(edited(removal));
  const { status, stdout } = run('HEAD');
  expect(stdout).toBe(
    [
      'things 1.0.0 -> 1.0.0: 1 incompatible, 0 new or wider: refused: incompatible changes need version 2.0.0',
      '  incompatible: GET /things/{}, answer 200, application/json .note: property removed',
      '',
    ].join('\n'),
  );
  expect(status).toBe(1);
});

test('with a major version it passes', () => {
  write(
    edited((draft) => {
      removal(draft);
      draft.info.version = '2.0.0';
    }),
  );
  const { lines, isRefused } = compareWith('HEAD', root);
  expect(lines[0]).toBe('things 1.0.0 -> 2.0.0: 1 incompatible, 0 new or wider: fine');
  expect(isRefused).toBe(false);
});

test('an addition passes with a warning', () => {
  write(edited((draft) => Object.assign(draft.thing, { fresh: { type: 'string' } })));
  const { status, stdout } = run('HEAD');
  expect(stdout).toContain('additions ask for version 1.1.0');
  expect(stdout).toContain('new or wider: GET /things/{}, answer 200, application/json .fresh');
  expect(status).toBe(0);
});

test('a contract that is gone is refused', () => {
  rmSync(file);
  expect(compareWith('HEAD', root)).toEqual({
    lines: ['things: refused: the contract is gone'],
    isRefused: true,
  });
});

test.each([
  ['no commit is named', [], 'usage: npm run contract:diff -- <git ref>'],
  ['there is no such commit', ['nowhere'], 'there is no commit nowhere here'],
])('it says so when %s', (_, args, said) => {
  const { status, stderr } = run(...args);
  expect(stderr).toBe(`${said}\n`);
  expect(status).toBe(2);
});

test.each([
  ['--all', 'there is no commit --all here'],
  ['empty', 'commit empty holds no contracts in src/generated'],
])('%s is nothing to compare with', (ref, said) => {
  expect(() => compareWith(ref, root)).toThrow(said);
});

test('a contract that is not JSON is said', () => {
  writeFileSync(file, '{');
  expect(() => compareWith('HEAD', root)).toThrow('src/generated/things/openapi.json is not JSON');
});

test('the gate is an npm script', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(scripts['contract:diff']).toBe('tsx scripts/contract-diff/index.ts');
});
