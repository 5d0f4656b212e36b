/**
 * Owns that the pages for people say what is true: links, commands, settings, files and counts that they name exist.
 * The tour is run by tests/scenarios/tour.test.ts; errors.md and configuration.md have tests of their own.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { configKeys, configSections } from '../../src/config/index.ts';
import { agentOperations } from '../../src/generated/agent/bindings.ts';
import { nanoclawOperations } from '../../src/generated/nanoclaw/bindings.ts';
import { prxOperations } from '../../src/generated/prx/bindings.ts';

const files = ['.', 'docs', 'docs/decisions', 'bench'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
);
const pages = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }));

/** Everything that the pages name and that `isWrong` says is not so, with the page that names it. */
function wrong(pattern: RegExp, isWrong: (name: string, file: string) => boolean): string[] {
  return pages.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)]
      .map((match) => match[1] ?? '')
      .filter((name) => isWrong(name, file))
      .map((name) => `${file}: ${name}`),
  );
}

/** Headings as the anchors that links use. */
const anchors = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

test('every link to another page, and to a heading in it, leads somewhere', () => {
  const isDead = (link: string, file: string) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? file : join(dirname(file), path);
    return !existsSync(target) || (anchor !== undefined && !anchors(target).includes(anchor));
  };
  expect(pages.length).toBeGreaterThan(15);
  expect(wrong(/\]\(([^)\s]+)\)/g, isDead)).toEqual([]);
});

test('every npm script that is named exists', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(
    readFileSync('package.json', 'utf8'),
  );
  expect(wrong(/npm run ([\w:-]+)/g, (name) => scripts[name] === undefined)).toEqual([]);
  expect(wrong(/npm (start|test)\b/g, (name) => scripts[name] === undefined)).toEqual([]);
});

test('every command of the program that is named exists', () => {
  const source = readFileSync('src/cli/run.ts', 'utf8');
  const known = [...source.matchAll(/(?:command\(\w+, |\.command\()'([a-z]+)/g)].map(
    ([, word]) => word,
  );
  expect(known).toContain('serve');
  expect(wrong(/node dist\/main\.js ([a-z]+)/g, (name) => !known.includes(name))).toEqual([]);
});

test('every setting that is named exists, by its key and by its environment name', () => {
  const sections = configSections.map((one) => one.name).join('|');
  const keys = new Set(configKeys.map((one) => one.key));
  const key = new RegExp(`\`((?:${sections})\\.[a-z_]+)\``, 'g');
  // A file may be named like a key.
  expect(wrong(key, (name) => name !== 'mcp.json' && !keys.has(name))).toEqual([]);
  const section = /`\[([a-z_]+)\]`/g;
  expect(wrong(section, (name) => !configSections.some((one) => one.name === name))).toEqual([]);
  const environment = new Set(configKeys.flatMap((one) => one.environment));
  const others = new Set([
    'GATEHOUSE_HOME',
    'GATEHOUSE_CONFIG',
    'GATEHOUSE_SOAK',
    // Of the commands, not of the daemon.
    'GATEHOUSE_TOKEN',
    'GATEHOUSE_URL_PRX',
    'GATEHOUSE_URL_AGENT',
    'GATEHOUSE_URL_NANOCLAW',
  ]);
  const isUnknown = (name: string) => !environment.has(name) && !others.has(name);
  expect(wrong(/\b(GATEHOUSE_[A-Z_]*[A-Z])\b/g, isUnknown)).toEqual([]);
});

test('every file of the tree that is named exists', () => {
  const isMissing = (path: string) => !/[<*{]/.test(path) && !existsSync(path);
  expect(wrong(/`((?:src|scripts|tests|openapi|docs)\/[^`\s]*)`/g, isMissing)).toEqual([]);
});

test('README counts what is in the contracts', () => {
  const readme = readFileSync('README.md', 'utf8');
  const rows = [...readme.matchAll(/^\| (prx|agent|nanoclaw): .*\| (\d+) +\|$/gm)];
  const counts = { prx: prxOperations, agent: agentOperations, nanoclaw: nanoclawOperations };
  expect(rows.map(([, api, all]) => [api, Number(all)])).toEqual(
    (['prx', 'agent', 'nanoclaw'] as const).map((api) => [api, counts[api].length]),
  );
});
