/**
 * Owns what the Docker adapter says to an engine, and what it makes of one that fails, hangs or dies. What a real one does with it is in
 * podman.test.ts.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { DockerEngine } from '../../../src/adapters/containers/index.ts';
import type { ContainerSpec } from '../../../src/domain/runtime/index.ts';
import { violations } from '../../../src/domain/runtime/index.ts';
import { DockerServer } from '../../support/docker-server.ts';
import { tempDir } from '../../support/temp.ts';

const signal = new AbortController().signal;
const MIB = 1024 * 1024;
const spec: ContainerSpec = {
  name: 'nanoclaw-test-1',
  image: 'agent:latest',
  labels: { 'org.gatehouse.run': 'run_1' },
  env: { TZ: 'UTC' },
  binds: [{ source: '/srv/a', target: '/in/a', readOnly: true }],
  user: '1000:1000',
  workdir: '/workspace/group',
  network: 'none',
  memoryBytes: 512 * MIB,
  cpus: 1.5,
  pids: 99,
  extraArgs: ['--env=TZ=Mars', '--label=team=blue', '--tmpfs=/scratch:size=1m'],
};

let server: DockerServer;
let engine: DockerEngine;
beforeEach(async () => {
  server = new DockerServer(join(tempDir(), 'docker.sock'));
  await server.start();
  onTestFinished(() => server.die());
  engine = new DockerEngine(server.socket, { call: 300, look: 100 });
});

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await sleep(5);
}

it('starts a container with everything that is never left out', async () => {
  await engine.start(spec, signal);
  const { body } = server.latest;
  expect(body).toMatchObject({
    Image: 'agent:latest',
    User: '1000:1000',
    WorkingDir: '/workspace/group',
    StdinOnce: true,
    OpenStdin: true,
    Tty: false,
    Env: ['TZ=UTC'],
    Labels: { 'org.gatehouse.run': 'run_1', team: 'blue' },
    HostConfig: {
      Privileged: false,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      ReadonlyRootfs: true,
      Init: true,
      NetworkMode: 'none',
      Memory: 512 * MIB,
      MemorySwap: 512 * MIB,
      NanoCpus: 1_500_000_000,
      PidsLimit: 99,
      LogConfig: { Type: 'none' },
      RestartPolicy: { Name: 'no' },
      Tmpfs: {
        '/tmp': 'rw,noexec,nosuid,nodev,size=64m,mode=1777',
        '/scratch': expect.stringContaining('size=1048576'),
      },
      Mounts: [{ Type: 'bind', Source: '/srv/a', Target: '/in/a', ReadOnly: true }],
    },
  });
  const calls = server.asked.map((one) => one.replace(/\?.*/, ''));
  const [created, attached, started] = [
    'POST /containers/create',
    'POST /containers/c1/attach',
    'POST /containers/c1/start',
  ].map((one) => calls.indexOf(one));
  expect([created, attached, started].every((at) => at !== -1)).toBe(true);
  expect(attached).toBeLessThan(started ?? -1);
});

it('passes on input and output in any pieces, and removes what has ended', async () => {
  const started = await engine.start(spec, signal);
  const container = server.latest;
  const given = started.input('hello');
  await until(() => container.input === 'hello');
  await given;
  server.write(container, 'stdout', 'a');
  server.write(container, 'stderr', 'b'.repeat(70_000));
  const frame = Buffer.from('\x01\0\0\0\0\0\0\x03xyz', 'latin1');
  for (const byte of frame) {
    container.connection?.write(Buffer.of(byte));
    await sleep(1);
  }
  server.end(container, 5);
  const texts = { stdout: '', stderr: '' };
  for await (const { stream, chunk } of started.output) texts[stream] += chunk.toString();
  expect(texts).toEqual({ stdout: 'axyz', stderr: 'b'.repeat(70_000) });
  expect(await started.ended).toEqual({ exitCode: 5, oomKilled: false });
  expect(server.containers.size).toBe(0);
});

it('notices the end without anybody reading', async () => {
  const started = await engine.start(spec, signal);
  server.latest.running = false;
  server.latest.exitCode = 9;
  expect(await started.ended).toMatchObject({ exitCode: 9 });
});

it('stops and kills, whatever state the container is in', async () => {
  const started = await engine.start(spec, signal);
  await started.stop(1);
  await started.stop(1);
  await started.kill();
  expect(await started.ended).toMatchObject({ exitCode: 143 });
  await started.kill();
  expect(server.asked).toContain('POST /containers/c1/stop?t=1');
});

describe('an engine that goes away while a container runs', () => {
  it('dies', async () => {
    const started = await engine.start(spec, signal);
    const read = (async () => {
      for await (const { chunk } of started.output) void chunk;
    })();
    const lost = [read, started.ended].map((one) =>
      expect(one).rejects.toMatchObject({ kind: 'unavailable' }),
    );
    await server.die();
    await Promise.all(lost);
    await expect(started.kill()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('hangs', async () => {
    const started = await engine.start(spec, signal);
    server.fault = () => 'hang';
    await expect(started.kill()).rejects.toMatchObject({ kind: 'timeout' });
    await expect(started.ended).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('is slow only now and then', async () => {
    const started = await engine.start(spec, signal);
    let hung = 0;
    server.fault = (_, path) => {
      if (!path.endsWith('/json') || hung >= 2) return null;
      hung += 1;
      return 'hang';
    };
    await until(() => hung === 2);
    server.end(server.latest, 0);
    for await (const { chunk } of started.output) void chunk;
    expect(await started.ended).toMatchObject({ exitCode: 0 });
  });
});

describe('a failure', () => {
  const callsWith = (until: AbortSignal) => ({
    probe: () => engine.probe(until),
    image: () => engine.image('agent:latest', until),
    list: () => engine.list({ a: 'b' }, until),
    start: () => engine.start(spec, until),
    remove: () => engine.remove('c9', until),
  });
  const calls = callsWith(signal);
  const names = ['probe', 'image', 'list', 'start', 'remove'] as const;

  it.each(names)('of %s is told without secrets', async (name) => {
    server.fault = () => 500;
    const error: unknown = await calls[name]().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'EngineError',
      kind: 'failed',
      message: expect.stringContaining('it is broken'),
    });
    expect(String(error)).not.toContain('sk-abc');
  });

  it.each(names)('of %s that is cut off means that nobody is there', async (name) => {
    server.fault = () => 'drop';
    await expect(calls[name]()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it.each(names)('of %s by nobody at all', async (name) => {
    await server.die();
    await expect(calls[name]()).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it.each(names)('of %s that hangs ends when its caller gives up', async (name) => {
    server.fault = () => 'hang';
    const gone = callsWith(AbortSignal.timeout(50));
    await expect(gone[name]()).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('half way into a start leaves no container', async () => {
    for (const part of ['/attach', '/start']) {
      server.fault = (_, path) => (path.endsWith(part) ? 500 : null);
      await expect(engine.start(spec, signal)).rejects.toMatchObject({ kind: 'failed' });
      expect(server.containers.size).toBe(0);
    }
  });

  it('to find what is gone is none', async () => {
    expect(await engine.image('agent:latest', signal)).toBeNull();
    await engine.remove('c9', signal);
  });
});

describe.each([
  ['Docker', 404, {}],
  ['Podman, amid a removal', 500, { cause: 'no such container', response: 500 }],
  ['Podman, after a removal', 500, { cause: 'container has already been removed', response: 500 }],
])('a container that somebody else removed, as %s says it,', (_, status, body) => {
  beforeEach(() => {
    server.missing = [status, { message: 'container c1 is not there', ...body }];
  });

  it('has ended', async () => {
    const started = await engine.start(spec, signal);
    server.containers.clear();
    expect(await started.ended).toEqual({ exitCode: null, oomKilled: false });
    await started.stop(1);
    await started.kill();
  });

  it('is removed', async () => {
    await engine.remove('c1', signal);
  });

  it('is not listed', async () => {
    await engine.start(spec, signal);
    server.fault = (_, path) => {
      if (path === '/containers/c1/json') server.containers.clear();
      return null;
    };
    expect(await engine.list({ a: 'b' }, signal)).toEqual([]);
  });
});

describe('a build', () => {
  const build = (onOutput: (text: string) => void = () => undefined, late = signal) => {
    const contextDir = tempDir();
    mkdirSync(join(contextDir, 'sub'));
    writeFileSync(join(contextDir, 'Dockerfile'), 'FROM scratch\n');
    writeFileSync(join(contextDir, 'sub', 'file'), 'x');
    const buildArgs = { BASE_IMAGE: 'node:22' };
    return engine.build({ tag: 'agent:2', contextDir, buildArgs, labels: {} }, onOutput, late);
  };

  it('tells its log and its end', async () => {
    server.build = { lines: [{ stream: 'Step 1\n' }, { status: 'Pulling' }, { aux: { ID: 'x' } }] };
    let log = '';
    expect(
      await build((text) => {
        log += text;
      }),
    ).toBe(true);
    expect(log).toBe('Step 1\nPulling\n');
    const asked = server.asked.find((one) => one.startsWith('POST /build')) ?? '';
    const query = new URL(asked.slice(5), 'http://docker').searchParams;
    expect([query.get('t'), query.get('buildargs')]).toEqual([
      'agent:2',
      '{"BASE_IMAGE":"node:22"}',
    ]);
  });

  it('that fails says why', async () => {
    server.build = { lines: [{ stream: 'Step 1\n' }, { error: 'no such base' }] };
    let log = '';
    expect(
      await build((text) => {
        log += text;
      }),
    ).toBe(false);
    expect(log).toBe('Step 1\nno such base\n');
  });

  it('ends with its engine, and with its caller', async () => {
    server.build = { lines: [{ stream: 'Step 1\n' }], until: new Promise(() => undefined) };
    let dying = build(() => void server.die());
    await expect(dying).rejects.toMatchObject({ kind: 'unavailable' });
    await server.start();
    dying = build(undefined, AbortSignal.timeout(100));
    await expect(dying).rejects.toMatchObject({ kind: 'timeout' });
  });
});

it('tells of containers as the policy looks at them', async () => {
  await engine.start(spec, signal);
  const [facts] = await engine.list({ 'org.gatehouse.run': 'run_1' }, signal);
  if (facts === undefined) throw new Error('it is not in the list');
  const allowed = { binds: [], network: 'none', maxMemoryBytes: 512 * MIB, maxPids: 99 } as const;
  expect(violations(facts, allowed)).toEqual([]);
  const filters = JSON.stringify({ label: ['org.gatehouse.run=run_1'] });
  const asked = `GET /containers/json?${new URLSearchParams({ all: 'true', filters })}`;
  expect(server.asked.map(decodeURIComponent)).toContain(decodeURIComponent(asked));
});
