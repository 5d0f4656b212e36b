/**
 * Owns what the nanoclaw tag `mounts` promises: verdicts in its words, and an allowlist that is replaced as a whole or not at all.
 * What is allowed is tested in tests/domain.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proxySocketsDir } from '../../../src/app/credential-proxy.ts';
import { startTestDaemon } from '../../support/daemon.ts';
import { at } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let clients: Clients;
let root: string;
beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'gatehouse-mounts-')));
  for (const name of ['site', '.ssh']) mkdirSync(join(root, name));
  daemon = await startTestDaemon();
  clients = clientsOf(daemon.addresses);
});
afterAll(async () => {
  await daemon.stop();
  rmSync(root, { recursive: true });
});

const call = async (id: string, body?: unknown) =>
  await clients.nanoclaw.call(id, body === undefined ? {} : { body });
const judge = async (body: unknown) => await call('validateMount', body);

const BUILT_IN = [
  '.ssh',
  '.gnupg',
  '.gpg',
  '.aws',
  '.azure',
  '.gcloud',
  '.kube',
  '.docker',
  'credentials',
  '.env',
  '.netrc',
  '.npmrc',
  '.pypirc',
  'id_rsa',
  'id_ed25519',
  'private_key',
  '.secret',
  '.config/nanoclaw',
  '.local/bin',
];

describe('before an allowlist is set', () => {
  it('there are the built-in patterns and no roots', async () => {
    expect(await call('getMountAllowlist')).toMatchObject({
      status: 200,
      body: {
        allowedRoots: [],
        roots: [],
        blockedPatterns: BUILT_IN,
        defaultBlockedPatterns: BUILT_IN,
        nonMainReadOnly: true,
      },
    });
  });

  it('nothing is allowed', async () => {
    expect(await judge({ hostPath: join(root, 'site') })).toMatchObject({
      status: 200,
      body: { allowed: false, reason: 'no_allowlist', canonicalHostPath: null },
    });
  });
});

describe('the allowlist', () => {
  it('takes bare paths as read-only, and answers what is stored', async () => {
    const description = 'Code under version control';
    const allowedRoots = [{ path: root, allowReadWrite: true, description }, '~/projects'];
    const { status, body } = await call('setMountAllowlist', {
      allowedRoots,
      blockedPatterns: ['payroll', '.ssh'],
    });
    const stored = {
      allowedRoots: [root, '~/projects'],
      roots: [
        { path: root, allowReadWrite: true, description },
        { path: '~/projects', allowReadWrite: false },
      ],
      blockedPatterns: [...BUILT_IN, 'payroll'],
      defaultBlockedPatterns: BUILT_IN,
      nonMainReadOnly: true,
    };
    expect([status, body]).toEqual([
      200,
      { ...stored, message: expect.stringMatching(/built-in/) },
    ]);
    expect((await call('getMountAllowlist')).body).toEqual(stored);
    const query = { event: 'mount.allowlist_updated' };
    const { body: log } = await clients.nanoclaw.call('getAuditLog', { query });
    expect(log).toMatchObject([{ event: 'mount.allowlist_updated', target: 'mount-allowlist' }]);
  });

  const good = { allowedRoots: ['/srv'], blockedPatterns: [] };
  it.each<[unknown]>([
    [{ allowedRoots: ['/srv'] }],
    [{ ...good, allowedRoots: ['/'] }],
    [{ ...good, allowedRoots: ['/srv/..'] }],
    [{ ...good, allowedRoots: ['srv'] }],
    [{ ...good, allowedRoots: [{ path: '/srv' }] }],
    [{ ...good, allowedRoots: [{ path: '/', allowReadWrite: true }] }],
    [{ ...good, allowedRoots: ['/srv\0'] }],
    [{ ...good, allowedRoots: Array.from({ length: 201 }, (_, n) => `/srv/${n}`) }],
    [{ ...good, blockedPatterns: [''] }],
    [{ ...good, blockedPatterns: [' '] }],
    [{ ...good, blockedPatterns: ['x'.repeat(257)] }],
    [{ ...good, nonMainReadOnly: 'no' }],
    [{ ...good, more: 1 }],
    [[]],
  ])('is not replaced by %j', async (body) => {
    const before = (await call('getMountAllowlist')).body;
    const answer = await call('setMountAllowlist', body);
    expect([answer.status, at(answer.body, 'error')]).toEqual([400, 'validation_failed']);
    expect((await call('getMountAllowlist')).body).toEqual(before);
  });
});

describe('a check', () => {
  it('tells how a mount would be made', async () => {
    const hostPath = `${root}/../${root.split('/').at(-1)}/site`;
    for (const containerPath of [undefined, 'site', '/workspace/extra/site'])
      expect((await judge({ hostPath, containerPath, readOnly: false })).body).toEqual({
        allowed: true,
        canonicalHostPath: join(root, 'site'),
        message: 'Mount validated successfully',
        reason: 'ok',
        matchedRoot: root,
        resolvedContainerPath: '/workspace/extra/site',
        effectiveReadOnly: true,
      });
    const { body } = await judge({ hostPath, readOnly: false, isMain: true });
    expect(at(body, 'effectiveReadOnly')).toBe(false);
  });

  it('is made as for the namespace that is named', async () => {
    await call('createNamespace', { name: 'boss', isMain: true });
    await call('createNamespace', { name: 'team' });
    const hostPath = join(root, 'site');
    const check = async (group: string) =>
      at(
        (await judge({ hostPath, readOnly: false, isMain: true, group })).body,
        'effectiveReadOnly',
      );
    expect([await check('boss'), await check('team')]).toEqual([false, true]);
    const answer = await judge({ hostPath, group: 'nobody' });
    expect([answer.status, at(answer.body, 'error')]).toEqual([404, 'not_found']);
  });

  it('tells why a mount would not be made', async () => {
    expect((await judge({ hostPath: join(root, '.ssh') })).body).toEqual({
      allowed: false,
      canonicalHostPath: join(root, '.ssh'),
      message: 'Path contains blocked pattern: .ssh',
      reason: 'blocked_pattern',
      matchedPattern: '.ssh',
    });
    for (const [hostPath, containerPath, reason] of [
      [join(root, 'none'), 'x', 'host_path_not_found'],
      ['site', 'x', 'host_path_not_found'],
      ['', 'x', 'host_path_not_found'],
      ['/usr', 'x', 'outside_allowed_roots'],
      ['/proc/self/environ', 'x', 'blocked_pattern'],
      [join(root, 'site'), 'a:b', 'invalid_container_path'],
      [join(root, 'site'), '../x', 'invalid_container_path'],
      [join(root, 'site'), '/etc', 'invalid_container_path'],
    ])
      expect(await judge({ hostPath, containerPath })).toMatchObject({
        status: 200,
        body: { allowed: false, reason },
      });
  });

  it('never allows the data folder of the daemon, nor what it lies in', async () => {
    const { home } = daemon;
    await call('setMountAllowlist', { allowedRoots: [tmpdir()], blockedPatterns: [] });
    for (const hostPath of [home, join(home, 'groups'), tmpdir()])
      expect((await judge({ hostPath, containerPath: 'x' })).body).toMatchObject({
        allowed: false,
        reason: 'blocked_pattern',
        matchedPattern: 'the data folder',
      });
  });

  it('never allows the sockets of the credential proxy where the data folder has too long a path for them', async () => {
    const home = join(root, 'h'.repeat(100));
    const other = await startTestDaemon({ home });
    try {
      const { nanoclaw } = clientsOf(other.addresses);
      const body = { allowedRoots: [tmpdir()], blockedPatterns: [] };
      await nanoclaw.call('setMountAllowlist', { body });
      const mount = { hostPath: proxySocketsDir(home), containerPath: 'x' };
      expect((await nanoclaw.call('validateMount', { body: mount })).body).toMatchObject({
        allowed: false,
        reason: 'blocked_pattern',
        matchedPattern: 'the credential proxy',
      });
    } finally {
      await other.stop();
    }
  });

  it.each<[unknown]>([
    [{}],
    [{ hostPath: 5 }],
    [{ hostPath: `${'x'.repeat(4097)}` }],
    [{ hostPath: '/a\0b' }],
    [{ hostPath: '/a', containerPath: 'b\0' }],
    [{ hostPath: '/a', readOnly: 'yes' }],
    [{ hostPath: '/a', group: '..' }],
    [{ hostPath: '/a', more: 1 }],
  ])('answers 400 to %j', async (body) => {
    expect((await judge(body)).status).toBe(400);
  });
});
