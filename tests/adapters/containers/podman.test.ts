/**
 * Owns what the Docker adapter promises on a real engine. What it does when an engine fails is in docker.test.ts.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { DockerEngine } from '../../../src/adapters/containers/index.ts';
import type {
  ContainerEnd,
  ContainerSpec,
  StartedContainer,
} from '../../../src/domain/runtime/index.ts';
import {
  INSTALL_LABEL,
  labelsOf,
  RUN_LABEL,
  violations,
} from '../../../src/domain/runtime/index.ts';
import { baseImage, describeWithEngine, podmanSocket, removeImage } from '../../support/podman.ts';
import { tempDir } from '../../support/temp.ts';

const INSTALL = `podman-test-${process.pid}`;
const signal = new AbortController().signal;
const MIB = 1024 * 1024;

describeWithEngine('Podman', { timeout: 60_000 }, () => {
  let engine: DockerEngine;
  let image: string;
  let made = 0;

  beforeAll(async () => {
    image = baseImage();
    engine = new DockerEngine(await podmanSocket(), { call: 10_000, look: 200 });
  }, 120_000);

  afterAll(async () => {
    for (const { id } of await engine.list({ [INSTALL_LABEL]: INSTALL }, signal))
      await engine.remove(id, signal);
  }, 60_000);

  /** A container that runs a script of the shell, which comes in on its input. */
  const specOf = (over: Partial<ContainerSpec> = {}): ContainerSpec => {
    made += 1;
    return {
      name: `gatehouse-test-${process.pid}-${made}`,
      image,
      labels: labelsOf(INSTALL, `run_${made}`, 'test'),
      env: {},
      binds: [],
      user: '1000:1000',
      workdir: '/tmp',
      network: 'none',
      memoryBytes: 256 * MIB,
      cpus: 1,
      pids: 64,
      extraArgs: [],
      ...over,
    };
  };
  interface Ran extends ContainerEnd {
    readonly stdout: string;
    readonly stderr: string;
  }

  const collect = async (started: StartedContainer): Promise<Ran> => {
    const texts = { stdout: '', stderr: '' };
    for await (const { stream, chunk } of started.output) texts[stream] += chunk.toString();
    return { ...texts, ...(await started.ended) };
  };

  const run = async (script: string, over: Partial<ContainerSpec> = {}): Promise<Ran> => {
    const started = await engine.start(specOf(over), signal);
    const ran = collect(started);
    await started.input(script);
    return await ran;
  };

  it('says who it is', async () => {
    expect(await engine.probe(signal)).toMatchObject({
      product: 'Podman',
      version: expect.stringMatching(/^\d/),
      hostGateway: 'host.containers.internal',
    });
  });

  it('builds an image, and says why it cannot', async () => {
    const contextDir = tempDir();
    const tag = `localhost/gatehouse-test-built:${process.pid}`;
    const build = async (dockerfile: string) => {
      writeFileSync(join(contextDir, 'Dockerfile'), dockerfile);
      let log = '';
      const spec = { tag, contextDir, buildArgs: { BASE_IMAGE: image }, labels: {} };
      const isGood = await engine.build(
        spec,
        (text) => {
          log += text;
        },
        signal,
      );
      return { isGood, log };
    };
    onTestFinished(() => removeImage(tag));
    writeFileSync(join(contextDir, 'file'), 'what is in the folder\n');
    const good = 'ARG BASE_IMAGE\nFROM $BASE_IMAGE\nCOPY file /file\nRUN cat /file\n';
    expect(await build(good)).toEqual({
      isGood: true,
      log: expect.stringContaining('what is in the folder'),
    });
    expect(await engine.image(tag, signal)).toEqual({
      id: expect.stringMatching(/^(?:sha256:)?[0-9a-f]{64}$/),
      createdAt: expect.any(Number),
      sizeBytes: expect.any(Number),
    });
    expect((await run('cat /file\n', { image: tag })).stdout).toBe('what is in the folder\n');
    const bad = await build('ARG BASE_IMAGE\nFROM $BASE_IMAGE\nRUN echo no >&2; exit 3\n');
    expect(bad).toEqual({ isGood: false, log: expect.stringContaining('exit status 3') });
  });

  it('runs what comes in, and tells its outputs apart', async () => {
    const ran = await run('echo out; echo err >&2; exit 3\n');
    expect(ran).toEqual({ stdout: 'out\n', stderr: 'err\n', exitCode: 3, oomKilled: false });
  });

  it('loses nothing of what is written at once, and keeps no container', async () => {
    const script = 'seq 1 20000; seq 1 20000 >&2\n';
    const ran = await run(script);
    const all = Array.from({ length: 20_000 }, (_, n) => `${n + 1}\n`).join('');
    expect([ran.stdout === all, ran.stderr === all, ran.exitCode]).toEqual([true, true, 0]);
    expect(await engine.list({ [INSTALL_LABEL]: INSTALL }, signal)).toEqual([]);
  });

  it('is slowed down by a reader that is slow', async () => {
    const started = await engine.start(specOf(), signal);
    await started.input('head -c 8000000 /dev/zero\n');
    let size = 0;
    for await (const { chunk } of started.output) {
      if (size === 0) await new Promise((resolve) => setTimeout(resolve, 500));
      size += chunk.length;
    }
    expect([size, (await started.ended).exitCode]).toEqual([8_000_000, 0]);
  });

  it('gives it no rights, no network and no place to write but /tmp', async () => {
    const script = `
      id -u; grep -E '^Cap(Eff|Bnd|Prm)|^NoNewPrivs' /proc/self/status | tr -d '\\t'
      ls /sys/class/net; touch /x 2>&1; touch /workspace/x 2>&1
      echo 'echo ran' > /tmp/f && sh /tmp/f; chmod +x /tmp/f; /tmp/f 2>&1
      df -k /tmp | tail -1 | tr -s ' ' | cut -d' ' -f2
    `;
    const { stdout, stderr } = await run(script);
    expect(stderr).toBe('');
    expect(stdout.trim().split('\n')).toEqual([
      '1000',
      'CapPrm:0000000000000000',
      'CapEff:0000000000000000',
      'CapBnd:0000000000000000',
      'NoNewPrivs:1',
      'lo',
      'touch: /x: Read-only file system',
      'touch: /workspace/x: Read-only file system',
      'ran',
      expect.stringContaining('Permission denied'),
      '65536',
    ]);
  });

  it('sees what it is given, and writes where it may', async () => {
    const folder = tempDir();
    mkdirSync(join(folder, 'a'));
    mkdirSync(join(folder, 'b'), { mode: 0o777 });
    chmodSync(join(folder, 'b'), 0o777);
    chmodSync(folder, 0o755);
    const { stdout } = await run('echo "$WHO"; touch /in/a/x 2>&1; touch /in/b/x && echo good\n', {
      env: { WHO: 'me=you' },
      binds: [
        { source: join(folder, 'a'), target: '/in/a', readOnly: true },
        { source: join(folder, 'b'), target: '/in/b', readOnly: false },
      ],
    });
    expect(stdout).toBe('me=you\ntouch: /in/a/x: Read-only file system\ngood\n');
  });

  it('takes the arguments that are allowed', async () => {
    const { stdout } = await run(
      'echo "$MODE"; hostname; ulimit -n; df -k /var | tail -1 | tr -s " " | cut -d" " -f2\n',
      {
        extraArgs: [
          '--env',
          'MODE=x y',
          '--hostname=box',
          '--ulimit',
          'nofile=100:200',
          '--ulimit=nproc=50',
          '--tmpfs=/var:size=1m',
        ],
      },
    );
    expect(stdout).toBe('x y\nbox\n100\n1024\n');
  });

  it('never takes one that is not', async () => {
    const refused = engine.start(specOf({ extraArgs: ['--privileged'] }), signal);
    await expect(refused).rejects.toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('--privileged'),
    });
  });

  it('contains what takes too much memory', async () => {
    const ran = await run('tail /dev/zero\n', { memoryBytes: 32 * MIB });
    expect(ran.exitCode).toBe(137);
    expect((await run('echo fine\n')).stdout).toBe('fine\n');
  });

  it('contains what makes too many processes', async () => {
    const script = 'n=0; while [ $n -lt 200 ]; do sleep 30 & n=$((n+1)); done; echo all\n';
    const ran = await run(script, { pids: 16 });
    expect(ran.stdout).toBe('');
    expect(ran.stderr).toContain("can't fork");
  });

  it('stops it, at first kindly', async () => {
    const started = await engine.start(specOf(), signal);
    await started.input('trap "echo bye; exit 7" TERM; echo up; while true; do sleep 0.1; done\n');
    let text = '';
    for await (const { chunk } of started.output) {
      if (text === '') void started.stop(10);
      text += chunk.toString();
    }
    expect([text, (await started.ended).exitCode]).toEqual(['up\nbye\n', 7]);
    await started.stop(1);
    await started.kill();
  });

  it('kills it', async () => {
    const started = await engine.start(specOf(), signal);
    const ran = collect(started);
    await started.input('trap "" TERM; sleep 60\n');
    await started.kill();
    expect(await ran).toMatchObject({ exitCode: 137 });
  });

  it('tells of containers, which follow the policy', async () => {
    const spec = specOf();
    const started = await engine.start(spec, signal);
    const [facts] = await engine.list(
      { [INSTALL_LABEL]: INSTALL, [RUN_LABEL]: spec.labels[RUN_LABEL] ?? '' },
      signal,
    );
    if (facts === undefined) throw new Error('it is not in the list');
    expect(facts).toMatchObject({ id: started.id, name: spec.name, isRunning: true });
    const allowed = {
      binds: [],
      network: 'none',
      maxMemoryBytes: spec.memoryBytes,
      maxPids: spec.pids,
    } as const;
    expect(violations(facts, allowed)).toEqual([]);
    await started.kill();
    await started.ended;
  });

  it('does not start what there is no image of', async () => {
    expect(await engine.image('localhost/gatehouse-none:1', signal)).toBeNull();
    const refused = engine.start(specOf({ image: 'localhost/gatehouse-none:1' }), signal);
    await expect(refused).rejects.toMatchObject({ name: 'EngineError', kind: 'failed' });
  });
});
