/**
 * Owns the proof that no way out of the allowed roots is mounted: hundreds of tries in a real tree, and races with somebody who swaps
 * links meanwhile. What is allowed, and how, is in mounts.test.ts.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { renameSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, dirname, join, relative } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { type AllowedMount, BUILT_IN } from '../../src/domain/mounts/index.ts';
import { plantTree, type Tree } from './mounts-ground.ts';

/** Every way we know to write the path of something that must not be mounted. */
function waysTo(tree: Tree, target: string, index: number): string[] {
  const { projects, link, dir } = tree;
  const nest = dir(join(projects, `nest-${index}`, 'deep'));
  const site = join(projects, 'site');
  const parent = dirname(target);
  const viaParent = join(link(join(nest, 'parent'), parent), basename(target));
  const links = [
    link(join(nest, 'absolute'), target),
    link(join(nest, 'relative'), relative(nest, target)),
    link(join(nest, 'second'), join(nest, 'absolute')),
    link(join(nest, '..harmless'), target),
  ];
  return [
    target,
    `${target}/`,
    target.replaceAll('/', '//'),
    `${target}/.`,
    `${site}/${relative(site, target)}`,
    `~/projects/site/${relative(site, target)}`,
    `${projects}/../projects/site/../${relative(projects, target)}`,
    `/proc/self/root${target}`,
    `/proc/self/cwd/${relative(process.cwd(), target)}`,
    viaParent,
    ...links,
    ...links.map((one) => `${one}/`),
  ];
}

/** Names that are a built-in pattern to a person or to some file system. */
const disguises = (pattern: string): string[] => [
  pattern,
  pattern.toUpperCase(),
  `${pattern}.bak`,
  `${pattern}_old`,
  `${pattern}/inner`,
  Array.from(pattern, (one) => (/[!-.0-~]/.test(one) ? fullWidth(one) : one)).join(''),
  Array.from(pattern).join('\u200D'),
  pattern.replace(/[a-z]/g, (one) => String.fromCodePoint(BOLD_A + (one.codePointAt(0) ?? 0) - 97)),
  pattern.replace('s', '\u017F').replace('k', '\u212A'),
];
/** Capitals of mathematics, which have no small ones. */
const BOLD_A = 0x1d400;
const fullWidth = (one: string) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xfee0);

test('of more than three hundred ways out none is mounted', async () => {
  const tree = await plantTree();
  const { top, home, projects, data, config, dir, file, link, hardLink } = tree;
  const outside = dir(join(top, 'outside'));
  const secret = file(join(outside, 'secret.txt'));
  const targets = [
    outside,
    secret,
    dir(join(home, 'projects-secret')),
    dir(join(home, 'project')),
    dir(join(home, '..data')),
    dir(join(home, 'Projects')),
    dir(join(projects, '.ssh')),
    file(join(home, '.aws', 'credentials')),
    dir(join(projects, 'payroll-2026')),
    home,
    top,
    data,
    join(data, 'groups'),
    dirname(data),
    projects,
    config,
    join(config, 'old'),
    dir(join(projects, 'late')),
    '/',
    '/etc',
    '/etc/passwd',
    '/usr',
    '/proc',
    '/proc/self',
    '/proc/1',
    '/sys',
    '/dev',
    '/dev/shm',
    '/dev/null',
    '/run',
    '/var',
    '/var/run',
    '/var/run/docker.sock',
    '/tmp',
  ];
  const tries = targets.flatMap((target, index) => waysTo(tree, target, index));
  for (const [index, name] of BUILT_IN.flatMap(disguises).entries())
    tries.push(dir(join(projects, `named-${index}`, name)));
  for (const name of ['prod.env', 'my-credentials', 'x.ssh', 'id_rsa.pub', 'deploy_id_rsa', '.env'])
    tries.push(file(join(projects, 'files', name)));
  const server = createServer().listen(join(projects, 'engine.sock'));
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  execFileSync('mkfifo', [join(projects, 'pipe')]);
  tries.push(
    join(projects, 'engine.sock'),
    link(join(projects, 's'), join(projects, 'engine.sock')),
  );
  tries.push(join(projects, 'pipe'), link(join(projects, 'p'), join(projects, 'pipe')));
  tries.push(link(join(projects, 'null'), '/dev/null'), link(join(projects, 'loop'), 'loop'));
  // The same file under a harmless name.
  const linked = hardLink(join(projects, 'notes.txt'), secret);
  tries.push(linked, link(join(projects, 'notes'), linked));
  tries.push(
    dir(join(projects, 'a:ro')),
    dir(join(projects, 'a\nb')),
    dir(join(projects, 'a\u2028b')),
  );
  tries.push(link(join(projects, 'colon'), join(projects, 'a:ro')));
  tries.push(
    '',
    '.',
    '..',
    'projects/site',
    '~root',
    '~ana/projects',
    '~/',
    '~',
    '~/..',
    '~~',
    ' ',
  );
  tries.push(`${projects}/site\0`, `${projects}/site:/etc`, `${projects}/${'x'.repeat(5000)}`);
  tries.push(`${projects}/site/none`, `${projects}/site/none/..`, `${secret}/..`, '\\', 'C:\\');

  expect(new Set(tries).size).toBeGreaterThan(300);
  const passed: string[] = [];
  for (const hostPath of new Set(tries)) {
    const verdict = await tree.judge(hostPath, { readOnly: false, isMain: true });
    if (verdict.allowed) passed.push(hostPath);
  }
  expect(passed).toEqual([]);
}, 60_000);

test('a name that is no text is not mounted', async () => {
  const { projects, judge } = await plantTree();
  execFileSync('sh', ['-c', `mkdir "$(printf '${projects}/bad\\377')"`]);
  execFileSync('sh', ['-c', `ln -s "$(printf '${projects}/bad\\377')" '${projects}/good'`]);
  expect(await judge(join(projects, 'good'))).toMatchObject({ allowed: false });
});

test.each([
  '..',
  '../x',
  'a/../b',
  'a/..',
  '..\0',
  '/etc',
  '/',
  '//',
  '/workspace',
  '/workspace/extra',
  '/workspace/extra/',
  '/workspace/extra/.',
  '/workspace/extra/..',
  '/workspace/extra/../ipc',
  '/workspace/extra/a/../../group',
  '/workspace/extraordinary/x',
  '//workspace/extra/x',
  '/WORKSPACE/extra/x',
  '',
  ' ',
  '\t',
  '.',
  './',
  './/.',
  'a/ /b',
  'a:b',
  'a:ro',
  '/workspace/extra/a:/etc',
  'a\nb',
  'a\u007fb',
  'a\u0085b',
  'a\u2028b',
  'x'.repeat(256),
  `${'x/'.repeat(600)}x`,
])('no mount appears at %j', async (containerPath) => {
  const { projects, judge } = await plantTree();
  expect(await judge(join(projects, 'site'), { containerPath })).toMatchObject({
    allowed: false,
    reason: 'invalid_container_path',
  });
});

/** Swaps what bears a name, again and again, in a thread of its own. @returns how to end it, with the name as it was at first */
async function startSwapping(path: string, other: string): Promise<() => Promise<void>> {
  const aside = `${path}.aside`;
  const worker = new Worker(
    `const { renameSync } = require('node:fs');
     const { parentPort, workerData } = require('node:worker_threads');
     const { path, other, aside } = workerData;
     let isOver = false;
     parentPort.on('message', () => { isOver = true; });
     parentPort.postMessage('begun');
     const swap = () => {
       for (let n = 0; n < 50; n += 1) {
         renameSync(path, aside); renameSync(other, path);
         renameSync(path, other); renameSync(aside, path);
       }
       if (isOver) parentPort.close(); else setImmediate(swap);
     };
     swap();`,
    { eval: true, workerData: { path, other, aside } },
  );
  await once(worker, 'message');
  const ended = once(worker, 'exit');
  return async () => {
    worker.postMessage('end');
    await ended;
  };
}

test.each([
  ['the path itself', 'flip', ''],
  ['a folder above it', 'above', '/inner'],
])(
  'who swaps %s with a link while it is judged gains nothing',
  async (_, name, below) => {
    const { top, projects, dir, judge, mounts } = await plantTree();
    dir(`${join(top, 'outside', name)}${below}`);
    const path = join(projects, name);
    const asked = `${path}${below}`;
    dir(asked);
    const quiet = await judge(asked);
    const link = join(projects, `${name}-link`);
    symlinkSync(join(top, 'outside', name), link);
    const end = await startSwapping(path, link);
    const allowed: AllowedMount[] = [];
    for (let n = 0; n < 300; n += 1) {
      const verdict = await judge(asked);
      if (verdict.allowed) allowed.push(verdict);
    }
    await end();
    const isJudged = (one: AllowedMount) => quiet.allowed && one.identity === quiet.identity;
    for (const one of allowed) {
      expect(one.source).toBe(asked);
      expect(await mounts.recheck(one)).toBe(isJudged(one));
    }
    // The link stays now: what was allowed before does not hold any more.
    renameSync(path, join(projects, 'kept'));
    renameSync(link, path);
    if (quiet.allowed) allowed.push(quiet);
    expect(allowed.length).toBeGreaterThan(0);
    for (const one of allowed) expect(await mounts.recheck(one)).toBe(false);
  },
  60_000,
);
