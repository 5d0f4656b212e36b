/**
 * Owns what the daemon does with a real container engine: building the image of agents through its API, tidying up what an earlier daemon
 * left, and living through an engine that is killed. Agents in containers are in scenarios of their own.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { DockerEngine } from '../../src/adapters/containers/index.ts';
import { type ContainerSpec, INSTALL_LABEL, labelsOf } from '../../src/domain/runtime/index.ts';
import { type Clients, clientsOf } from '../contract/served.ts';
import { startTestDaemon } from '../support/daemon.ts';
import {
  baseImage,
  describeWithEngine,
  listening,
  podmanSocket,
  removeImage,
  startPodman,
} from '../support/podman.ts';

const signal = new AbortController().signal;
const TAG = `localhost/gatehouse-test-agent:${process.pid}`;
const OTHER = `another-install-${process.pid}`;

async function until<T>(look: () => Promise<T> | T, isIt: (found: T) => boolean): Promise<T> {
  for (;;) {
    const found = await look();
    if (isIt(found)) return found;
    await sleep(50);
  }
}

describeWithEngine('a daemon with a container engine', { timeout: 120_000 }, () => {
  let image: string;
  let home: string;
  beforeAll(() => {
    image = baseImage();
    home = mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  }, 120_000);
  afterAll(() => {
    removeImage(TAG);
    rmSync(home, { recursive: true, force: true });
  });

  const startOn = async (socket: string) => {
    const env = {
      GATEHOUSE_CONTAINERS_ENGINE: 'docker',
      GATEHOUSE_CONTAINERS_SOCKET: socket,
      GATEHOUSE_CONTAINERS_BASE_IMAGE: image,
      GATEHOUSE_CONTAINERS_IMAGE: TAG,
    };
    const daemon = await startTestDaemon({ env, home });
    return { daemon, ...clientsOf(daemon.addresses), parts: daemon.services.containersRuntime };
  };
  const runtimeOf = async (nanoclaw: Clients['nanoclaw'], refresh = true) =>
    (await nanoclaw.call('getRuntime', { query: { refresh } })).body;

  let made = 0;
  const specOf = (installId: string): ContainerSpec => {
    made += 1;
    return {
      name: `gatehouse-scenario-${process.pid}-${made}`,
      image,
      labels: labelsOf(installId, `run_${made}`, 'dev'),
      env: {},
      binds: [],
      user: '1000:1000',
      workdir: '/tmp',
      network: 'none',
      memoryBytes: 128 * 1024 * 1024,
      cpus: 1,
      pids: 32,
      extraArgs: [],
    };
  };

  it('builds the image of agents from nothing but a base', async () => {
    const { daemon, nanoclaw } = await startOn(await podmanSocket());
    onTestFinished(() => daemon.stop());
    expect(await runtimeOf(nanoclaw)).toMatchObject({
      available: true,
      backend: 'docker',
      message: expect.stringMatching(/^Podman \S+ is ready$/),
    });
    expect((await nanoclaw.call('getImageStatus')).body).toMatchObject({ exists: false });
    const { status, body } = await nanoclaw.call('buildImage');
    expect([status, body]).toMatchObject([200, { success: true, imageTag: TAG }]);
    expect((await nanoclaw.call('getImageStatus')).body).toMatchObject({
      exists: true,
      imageId: expect.any(String),
      sizeBytes: expect.any(Number),
      build: { state: 'succeeded' },
    });
  });

  it('removes at its start what an earlier one left, and nothing else', async () => {
    const socket = await podmanSocket();
    const engine = new DockerEngine(socket);
    const first = await startOn(socket);
    const installId = await first.parts.installId();
    const left = await engine.start(specOf(installId), signal);
    await left.input('sleep 600\n');
    const others = await engine.start(specOf(OTHER), signal);
    onTestFinished(async () => await others.kill());
    await first.daemon.stop();
    const second = await startOn(socket);
    onTestFinished(() => second.daemon.stop());
    const mine = { [INSTALL_LABEL]: installId };
    await until(
      () => engine.list(mine, signal),
      (found) => found.length === 0,
    );
    expect(await left.ended).toMatchObject({ oomKilled: false });
    expect(await engine.list({ [INSTALL_LABEL]: OTHER }, signal)).toHaveLength(1);
  });

  it('lives through an engine that is killed, and tidies up when it is back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-podman-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const socket = join(folder, 'podman.sock');
    const log = join(folder, 'log');
    let podman = startPodman(socket, log);
    onTestFinished(() => void podman.kill('SIGKILL'));
    await listening(socket);
    const { daemon, nanoclaw, parts } = await startOn(socket);
    onTestFinished(() => daemon.stop());
    const engine = await parts.runtime.engine();
    const installId = await parts.installId();
    const started = await engine.start(specOf(installId), signal);
    await started.input('sleep 600\n');

    podman.kill('SIGKILL');
    const from = performance.now();
    await expect(started.ended).rejects.toMatchObject({ kind: 'unavailable' });
    expect(performance.now() - from).toBeLessThan(5000);
    expect(await nanoclaw.call('getImageStatus')).toMatchObject({ status: 503 });
    expect(await runtimeOf(nanoclaw)).toMatchObject({ available: false });

    podman = startPodman(socket, log);
    await listening(socket);
    await until(
      () => runtimeOf(nanoclaw, false),
      (found) => JSON.stringify(found).includes('"available":true'),
    );
    // Its container went on meanwhile.
    await until(
      () => engine.list({ [INSTALL_LABEL]: installId }, signal),
      (found) => found.length === 0,
    );
  });
});
