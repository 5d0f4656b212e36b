/**
 * Owns what is mounted, and how: names that are fine, where a mount may be written to, and what is kept of every judgement.
 * What is never mounted is in mounts-escapes.test.ts.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { writeDocument } from '../../src/db/documents.ts';
import { BUILT_IN, Mounts, toBind } from '../../src/domain/mounts/index.ts';
import { callerOf, freshGround, quietCaller } from './ground.ts';
import { plantTree, ROOTS } from './mounts-ground.ts';

const ask = { hostPath: '/tmp', readOnly: true, isMain: true };

test('without an allowlist nothing is mounted', async () => {
  const { store, journal } = await freshGround();
  const mounts = new Mounts({ store, journal, homeDir: '/root', ownPlaces: () => [] });
  const nothing = { allowed: false, reason: 'no_allowlist', source: null };
  expect(await mounts.judge(ask)).toMatchObject(nothing);
  await mounts.load();
  expect(mounts.get()).toBeNull();
  await store.write((tx) =>
    writeDocument(tx, 'containers.mount_allowlist', { allowedRoots: ['/tmp'] }),
  );
  await mounts.load();
  // One that cannot be read is none.
  expect(await mounts.judge(ask)).toMatchObject(nothing);
});

test('an empty allowlist allows nothing', async () => {
  const { mounts, judge } = await plantTree();
  await mounts.set({ allowedRoots: [], blockedPatterns: [], nonMainReadOnly: false }, quietCaller);
  expect(await judge('~/shared')).toMatchObject({ reason: 'outside_allowed_roots' });
});

test.each([
  '..data',
  '..foo',
  '...',
  '.hidden',
  '.environment',
  'my.environment/app',
  'ssh',
  '.sshd',
  'dockerfiles',
  '.dockerignored',
  'awsome',
  'credentialed',
  'pay-roll',
  'with space',
  'a,b',
  "it's",
  'back\\slash',
  '개발팀 👩‍💻',
  'ünïcode',
  'A'.repeat(255),
  'site/deep/..down/x',
  '-rf',
  '$HOME',
])('%j is a name as good as any', async (name) => {
  const { projects, dir, judge } = await plantTree();
  const path = dir(join(projects, name));
  for (const written of [path, `~/projects/${name}`, `${path}/`])
    expect(await judge(written, { containerPath: undefined })).toMatchObject({
      allowed: true,
      source: path,
      matchedRoot: projects,
      target: `/workspace/extra/${name.split('/').at(-1)}`,
    });
});

test('links are fine as long as they lead to where mounts are allowed', async () => {
  const { top, projects, shared, link, file, judge } = await plantTree();
  const site = join(projects, 'site');
  expect(await judge(link(join(shared, 'to-site'), site))).toMatchObject({ source: site });
  expect(await judge(link(join(top, 'from-outside'), site))).toMatchObject({ source: site });
  const notes = file(join(shared, 'notes.txt'));
  expect(await judge(notes)).toMatchObject({ allowed: true, source: notes });
});

test('a root may be a link itself, but none to everything', async () => {
  const { top, home, mounts, projects, link, dir, judge } = await plantTree();
  link(join(home, 'all'), '/');
  link(join(home, 'work'), projects);
  dir(join(top, 'elsewhere'));
  await mounts.set({ ...ROOTS, allowedRoots: ['~/all', '~/work'] }, quietCaller);
  expect(await judge('~/projects/site')).toMatchObject({ matchedRoot: projects });
  expect(await judge(join(top, 'elsewhere'))).toMatchObject({ reason: 'outside_allowed_roots' });
});

test.each([
  ['site', '/workspace/extra/site'],
  ['./a//b/', '/workspace/extra/a/b'],
  ['/workspace/extra/site', '/workspace/extra/site'],
  ['/workspace/extra/a//./b', '/workspace/extra/a/b'],
  ['..data', '/workspace/extra/..data'],
  ['a/..b', '/workspace/extra/a/..b'],
  ['팀', '/workspace/extra/팀'],
])('what is to appear at %j appears at %j', async (containerPath, target) => {
  const { judge } = await plantTree();
  expect(await judge('~/shared', { containerPath })).toMatchObject({ allowed: true, target });
});

test.each([
  // [root, asked read-only, main, others may write, read-only in the end]
  ['~/projects/site', true, true, false, true],
  ['~/projects/site', false, true, false, false],
  ['~/projects/site', false, false, false, true],
  ['~/projects/site', false, false, true, false],
  ['~/shared', false, true, true, true],
])('%s, read-only %s, main %s, others may write %s: read-only %s', async (...row) => {
  const [path, readOnly, isMain, othersWrite, expected] = row;
  const { mounts, judge } = await plantTree();
  await mounts.set({ ...ROOTS, nonMainReadOnly: !othersWrite }, quietCaller);
  expect(await judge(path, { readOnly, isMain })).toMatchObject({
    allowed: true,
    readOnly: expected,
  });
});

test('of two roots the first one counts', async () => {
  const { mounts, judge } = await plantTree();
  const inner = { path: '~/projects/site', allowReadWrite: false };
  const outer = { path: '~/projects', allowReadWrite: true };
  const asked = { readOnly: false, isMain: true };
  for (const [allowedRoots, readOnly] of [
    [[inner, outer], true],
    [[outer, inner], false],
  ] as const) {
    await mounts.set({ ...ROOTS, allowedRoots }, quietCaller);
    expect(await judge('~/projects/site', asked)).toMatchObject({ readOnly });
  }
});

test.each([
  ['payroll', '~/shared/Payroll-2026', 'payroll'],
  ['payroll', '~/shared/x.PAYROLL', 'payroll'],
  ['top/secret', '~/shared/top/secrets', 'top/secret'],
  ['ñ', '~/shared/n\u0303', 'ñ'],
])('a pattern of one’s own, %s, blocks %s', async (pattern, path, matchedPattern) => {
  const { home, mounts, dir, judge } = await plantTree();
  dir(join(home, path.slice(2)));
  await mounts.set({ ...ROOTS, blockedPatterns: [pattern] }, quietCaller);
  expect(await judge(path)).toMatchObject({ reason: 'blocked_pattern', matchedPattern });
});

test('built-in patterns that are sent back do not become broader', async () => {
  const { projects, mounts, dir, judge } = await plantTree();
  const stored = await mounts.set(
    { ...ROOTS, blockedPatterns: [...BUILT_IN, 'forbidden', 'forbidden'] },
    quietCaller,
  );
  expect(stored.blockedPatterns).toEqual(['forbidden']);
  expect(await judge(dir(join(projects, 'my.environment')))).toMatchObject({ allowed: true });
  expect(await judge(dir(join(projects, '.ssh')))).toMatchObject({ matchedPattern: '.ssh' });
});

test.each([
  [{ allowedRoots: ['/'] }, 'allowedRoots.0'],
  [{ allowedRoots: ['~/ok', '//'] }, 'allowedRoots.1'],
  [{ allowedRoots: ['/..'] }, 'allowedRoots.0'],
  [{ allowedRoots: ['/a/../.'] }, 'allowedRoots.0'],
  [{ allowedRoots: [`~${'/..'.repeat(20)}`] }, 'allowedRoots.0'],
  [{ allowedRoots: ['projects'] }, 'allowedRoots.0'],
  [{ allowedRoots: ['~root'] }, 'allowedRoots.0'],
  [{ allowedRoots: [''] }, 'allowedRoots.0'],
  [{ allowedRoots: ['/a\n'] }, 'allowedRoots.0'],
  [{ blockedPatterns: [''] }, 'blockedPatterns.0'],
  [{ blockedPatterns: ['ok', ' '] }, 'blockedPatterns.1'],
  [{ blockedPatterns: ['/'] }, 'blockedPatterns.0'],
  [{ blockedPatterns: ['\u200B\u00AD'] }, 'blockedPatterns.0'],
])('an allowlist with %j is refused, and the one before goes on', async (part, path) => {
  const { mounts } = await plantTree();
  const before = mounts.get();
  const caller = callerOf('mount.allowlist_updated');
  await expect(mounts.set({ ...ROOTS, ...part }, caller)).rejects.toMatchObject({
    reason: 'validation_failed',
    details: { issues: [{ in: 'body', path }] },
  });
  expect(mounts.get()).toBe(before);
  expect(caller.audit.written).toBe(false);
});

test('the allowlist is kept over a restart', async () => {
  const { mounts, store, journal, home } = await plantTree();
  const again = new Mounts({ store, journal, homeDir: home, ownPlaces: () => [] });
  await again.load();
  expect(again.get()).toEqual(mounts.get());
});

test('the judgement of a caller is in its audit entry', async () => {
  const { mounts, projects, dir, audit } = await plantTree();
  dir(join(projects, '.ssh'));
  for (const path of ['~/projects/.ssh', '~/projects/site', '/nowhere'])
    await mounts.validate(
      { hostPath: path, readOnly: true, isMain: false },
      'team',
      callerOf('mount.validated'),
    );
  const base = { group: 'team' };
  expect(await audit()).toMatchObject([
    {
      event: 'mount.validated',
      target: join(projects, '.ssh'),
      details: { ...base, severity: 'warning', allowed: false, reason: 'blocked_pattern' },
    },
    {
      target: join(projects, 'site'),
      details: { ...base, severity: 'info', allowed: true, hostPath: '~/projects/site' },
    },
    { target: '/nowhere', details: { allowed: false, reason: 'host_path_not_found' } },
  ]);
});

test('a run gets the mounts that are allowed now, and the others leave an entry each', async () => {
  const { mounts, projects, shared, audit } = await plantTree();
  const wanted = [
    { hostPath: '~/projects/site', readOnly: false },
    { hostPath: '~/shared', containerPath: 'docs' },
    { hostPath: '/etc' },
    // The place of another one, and a place inside of one.
    { hostPath: '~/shared', containerPath: 'site' },
    { hostPath: '~/shared', containerPath: 'docs/more' },
    { hostPath: '~/projects/gatehouse/data', containerPath: 'data' },
  ];
  const allowed = await mounts.forRun({ name: 'team', isMain: true, mounts: wanted });
  expect(allowed.map(toBind)).toEqual([
    { source: join(projects, 'site'), target: '/workspace/extra/site', readOnly: false },
    { source: shared, target: '/workspace/extra/docs', readOnly: true },
  ]);
  const details = { group: 'team', allowed: false, severity: 'warning' };
  expect(await audit()).toMatchObject(
    [
      ['/etc', 'outside_allowed_roots'],
      [shared, 'invalid_container_path'],
      [shared, 'invalid_container_path'],
      [join(projects, 'gatehouse', 'data'), 'blocked_pattern'],
    ].map(([target, reason]) => ({
      event: 'mount.rejected',
      target,
      details: { ...details, reason },
    })),
  );
});

test('a mount that is swapped while the others are judged is left out', async () => {
  const { mounts, projects, audit } = await plantTree();
  const site = join(projects, 'site');
  const { judge } = mounts;
  vi.spyOn(mounts, 'judge').mockImplementation(async (asked) => {
    const verdict = await judge.call(mounts, asked);
    if (asked.hostPath === '~/shared' && existsSync(site)) renameSync(site, `${site}-moved`);
    return verdict;
  });
  const wanted = ['~/projects/site', '~/shared'].map((hostPath) => ({ hostPath }));
  const allowed = await mounts.forRun({ name: 'team', isMain: false, mounts: wanted });
  expect(allowed).toMatchObject([{ target: '/workspace/extra/shared' }]);
  expect(await audit()).toMatchObject([{ event: 'mount.rejected', target: site }]);
});

test('what changes between the judgement and the run does not hold any more', async () => {
  const { mounts, projects, judge } = await plantTree();
  const site = join(projects, 'site');
  const verdict = await judge(site, { readOnly: false, isMain: true });
  if (!verdict.allowed) throw new Error('not allowed at first');
  expect(await mounts.recheck(verdict)).toBe(true);
  renameSync(site, join(projects, 'moved'));
  mkdirSync(site);
  // Another folder of the same name.
  expect(await mounts.recheck(verdict)).toBe(false);
  rmSync(site, { recursive: true });
  expect(await mounts.recheck(verdict)).toBe(false);
  renameSync(join(projects, 'moved'), site);
  expect(await mounts.recheck(verdict)).toBe(true);
  await mounts.set({ ...ROOTS, allowedRoots: ['~/projects'] }, quietCaller);
  // Not writable any more.
  expect(await mounts.recheck(verdict)).toBe(false);
  await mounts.set({ ...ROOTS, allowedRoots: ['~/shared'] }, quietCaller);
  expect(await mounts.recheck(verdict)).toBe(false);
});

test('a store that cannot be written leaves the allowlist as it was', async () => {
  const { mounts, store } = await plantTree();
  const before = mounts.get();
  await store.close();
  await expect(mounts.set(ROOTS, quietCaller)).rejects.toThrow();
  expect(mounts.get()).toBe(before);
});
