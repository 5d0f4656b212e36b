/**
 * Owns what the adapter of Apple's engine asks of its command and makes of the answers. The command itself cannot be had here: a small one
 * of our own prints what it prints.
 */
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { AppleEngine } from '../../../src/adapters/containers/index.ts';
import type { ContainerSpec } from '../../../src/domain/runtime/index.ts';
import { violations } from '../../../src/domain/runtime/index.ts';
import { tempDir } from '../../support/temp.ts';

const signal = new AbortController().signal;
const MIB = 1024 * 1024;
const spec: ContainerSpec = {
  name: 'nanoclaw-test-1',
  image: 'agent:latest',
  labels: { 'org.gatehouse.run': 'run_1' },
  env: { A: '; touch /tmp/x $(id)' },
  binds: [
    { source: '/srv/a', target: '/in/a', readOnly: true },
    { source: '/srv/b c', target: '/in/b', readOnly: false },
  ],
  user: '1000:1000',
  workdir: '/workspace/group',
  network: 'none',
  memoryBytes: 512 * MIB,
  cpus: 1.5,
  pids: 99,
  extraArgs: ['--tmpfs=/scratch', '--ulimit=nofile=10'],
};

/** A container as `container list` prints it. */
const listed = (over: Record<string, unknown> = {}) => ({
  status: { state: 'running', networks: [] },
  configuration: {
    id: 'nanoclaw-test-1',
    image: { reference: 'agent:latest' },
    labels: { 'org.gatehouse.run': 'run_1' },
    readOnly: true,
    initProcess: { user: { id: { uid: 1000, gid: 1000 } } },
    resources: { cpus: 2, memoryInBytes: 512 * MIB },
    mounts: [
      { source: '/srv/a', destination: '/in/a', options: ['ro'], type: { virtiofs: {} } },
      { source: 'tmpfs', destination: '/tmp', options: [], type: { tmpfs: {} } },
    ],
    ...over,
  },
});

let binary: string;
let engine: AppleEngine;
const initial: Record<string, unknown> = {
  asked: [],
  fault: {},
  up: true,
  image: null,
  buildFails: false,
  containers: [],
  running: {},
};
const set = (over: Record<string, unknown>) =>
  writeFileSync(`${binary}.json`, JSON.stringify({ ...initial, ...over }));
const asked = (): string[][] => JSON.parse(readFileSync(`${binary}.json`, 'utf8')).asked;

beforeEach(() => {
  binary = join(tempDir(), 'container.mjs');
  copyFileSync('tests/support/apple-container.mjs', binary);
  chmodSync(binary, 0o755);
  set({});
  engine = new AppleEngine(binary);
});

it('says who it is, and starts its service where that does not run', async () => {
  const facts = {
    product: 'Apple Container',
    version: '1.0.0',
    hostGateway: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
    extraRunArgs: [],
  };
  expect(await engine.probe(signal)).toEqual(facts);
  expect(asked().at(-1)).toEqual(['system', 'status']);
  set({ up: false });
  expect(await engine.probe(signal)).toEqual(facts);
  expect(asked().at(-1)).toEqual(['system', 'start']);
});

it('runs a container with everything that is never left out, as single arguments', async () => {
  const started = await engine.start(spec, signal);
  await started.input('hello');
  const texts = { stdout: '', stderr: '' };
  for await (const { stream, chunk } of started.output) texts[stream] += chunk.toString();
  expect(texts).toEqual({ stdout: 'got hello', stderr: 'noise\n' });
  expect(await started.ended).toEqual({ exitCode: 3, oomKilled: false });
  await started.stop(1);
  await started.kill();
  const args = asked().find(([verb]) => verb === 'run');
  expect(args).toEqual([
    ...['run', '--interactive', '--rm', '--progress', 'none', '--name', 'nanoclaw-test-1'],
    ...['--user', '1000:1000', '--workdir', '/workspace/group', '--memory', '512M', '--cpus', '2'],
    ...['--cap-drop', 'ALL', '--read-only', '--init', '--tmpfs', '/tmp', '--ulimit', 'nproc=99'],
    ...['--network', 'none', '--no-dns', '--tmpfs', '/scratch', '--ulimit', 'nofile=10:10'],
    ...['--label', 'org.gatehouse.run=run_1', '--env', 'A=; touch /tmp/x $(id)'],
    ...['--mount', 'type=bind,source=/srv/a,target=/in/a,readonly'],
    ...['--mount', 'type=bind,source=/srv/b c,target=/in/b', 'agent:latest'],
  ]);
});

it.each([
  ['stop', 143],
  ['kill', 137],
] as const)('ends a container: %s', async (how, exitCode) => {
  const started = await engine.start(spec, signal);
  await started.input('wait');
  while (!Object.hasOwn(JSON.parse(readFileSync(`${binary}.json`, 'utf8')).running, spec.name))
    await new Promise((resolve) => setTimeout(resolve, 10));
  await started[how](1);
  expect(await started.ended).toEqual({ exitCode, oomKilled: false });
});

it.each([
  { binds: [{ source: '/srv/a,readonly', target: '/in', readOnly: true }] },
  { extraArgs: ['--privileged'] },
  { extraArgs: ['--hostname=x'] },
])('starts nothing with %j', async (over) => {
  await expect(engine.start({ ...spec, ...over }, signal)).rejects.toMatchObject({
    kind: 'failed',
  });
  expect(asked()).toEqual([]);
});

it('builds an image', async () => {
  const build = { tag: 'agent:2', contextDir: '/ctx', buildArgs: { BASE_IMAGE: 'n' }, labels: {} };
  let log = '';
  const add = (text: string) => {
    log += text;
  };
  expect(await engine.build(build, add, signal)).toBe(true);
  expect(asked().at(-1)).toEqual(
    'build --progress plain --tag agent:2 --build-arg BASE_IMAGE=n /ctx'.split(' '),
  );
  expect(log).toContain('load build definition');
  set({ buildFails: true });
  expect(await engine.build(build, add, signal)).toBe(false);
  expect(log).toContain('failed to solve');
});

it.each([
  {
    name: 'agent:latest',
    index: { digest: 'sha256:1' },
    variants: [{ size: 5, config: { created: '2026-03-15T10:00:00Z' } }, { size: 7 }],
  },
  {
    id: 'sha256:1',
    configuration: { creationDate: '2026-03-15T10:00:00Z' },
    variants: [{ size: 12 }],
  },
])('tells of an image, as each version prints it', async (image) => {
  expect(await engine.image('agent:latest', signal)).toBeNull();
  set({ image });
  const createdAt = Date.parse('2026-03-15T10:00:00Z');
  const facts = { id: 'sha256:1', createdAt, sizeBytes: 12 };
  expect(await engine.image('agent:latest', signal)).toEqual(facts);
});

it('tells of containers, and removes them', async () => {
  const old = { ...listed({ id: 'old', labels: {} }), status: 'stopped' };
  set({ containers: [listed(), old] });
  const all = await engine.list({}, signal);
  expect(all.map(({ id, isRunning }) => [id, isRunning])).toEqual([
    ['nanoclaw-test-1', true],
    ['old', false],
  ]);
  const [facts] = await engine.list({ 'org.gatehouse.run': 'run_1' }, signal);
  if (facts === undefined) throw new Error('it is not in the list');
  const allowed = {
    binds: [{ source: '/srv/a', target: '/in/a', readOnly: true }],
    network: 'none',
    maxMemoryBytes: 512 * MIB,
    maxPids: 99,
  } as const;
  expect(violations(facts, allowed, { isMachine: true })).toEqual([]);
  const networks = [{ network: 'default' }];
  set({ containers: [{ ...listed(), status: { state: 'running', networks } }] });
  const [other] = await engine.list({}, signal);
  expect(other).toMatchObject({ network: 'default' });
  await engine.remove('nanoclaw-test-1', signal);
  await engine.remove('nanoclaw-test-1', signal);
  expect(await engine.list({}, signal)).toEqual([]);
});

describe('a command that', () => {
  it('is not there is an engine that is not', async () => {
    const none = new AppleEngine(join(tempDir(), 'container'));
    for (const call of [none.probe(signal), none.list({}, signal), none.start(spec, signal)])
      await expect(call).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('finds no service is one too', async () => {
    set({ fault: { list: 'XPC connection error: Connection invalid' } });
    await expect(engine.list({}, signal)).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('fails says why, without secrets', async () => {
    set({ fault: { list: 'bad sk-abcdefghijklmnopqrstuvwxyz' } });
    const error: unknown = await engine.list({}, signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'failed', message: 'Error: bad ***REDACTED***' });
  });

  it('hangs is ended', async () => {
    set({ fault: { list: 'hang' } });
    const late = engine.list({}, AbortSignal.timeout(300));
    await expect(late).rejects.toMatchObject({ kind: 'timeout' });
  });

  it.each([['{'], [[{ status: 'running' }]], [{ a: 1 }]])(
    'prints %j is not believed',
    async (containers) => {
      set({ containers });
      await expect(engine.list({}, signal)).rejects.toMatchObject({ kind: 'failed' });
    },
  );

  it('is killed leaves nobody to say what became of its container', async () => {
    const started = await engine.start(spec, signal);
    await started.input('wait');
    const pidOf = () => JSON.parse(readFileSync(`${binary}.json`, 'utf8')).running[spec.name];
    while (pidOf() === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
    process.kill(pidOf(), 'SIGKILL');
    await expect(started.ended).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
