/**
 * Owns what the nanoclaw tag `runtime` promises: what is said of the engine, building an image, and telling of one, with an engine that
 * works, fails, hangs or is not there. Building on a real one is in tests/scenarios/agent-image.test.ts.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DockerEngine } from '../../../src/adapters/containers/index.ts';
import { builtIn } from '../../../src/app/outside.ts';
import type { BuildSpec } from '../../../src/domain/runtime/index.ts';
import { startTestDaemon } from '../../support/daemon.ts';
import { DockerServer } from '../../support/docker-server.ts';
import { at } from '../read.ts';
import { type Clients, clientsOf } from '../served.ts';
import { until } from './platforms.ts';

const HASTE_MS = 300;

/** How long a build may take: a test need not wait for half an hour. */
let buildMs = 60_000;

/** Gives up early. */
class HastyEngine extends DockerEngine {
  constructor(socket: string) {
    super(socket, { call: HASTE_MS, look: HASTE_MS });
  }

  override async build(spec: BuildSpec, onOutput: (text: string) => void, signal: AbortSignal) {
    return await super.build(
      spec,
      onOutput,
      AbortSignal.any([signal, AbortSignal.timeout(buildMs)]),
    );
  }
}

let folder: string;
let server: DockerServer;
let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let clients: Clients;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-docker-'));
  server = new DockerServer(join(folder, 'docker.sock'));
  await server.start();
  const engine = new HastyEngine(server.socket);
  const place = { title: 'Docker at a socket', open: () => Promise.resolve(engine) };
  daemon = await startTestDaemon({ outside: { ...builtIn, engines: () => [place] } });
  clients = clientsOf(daemon.addresses);
});
afterAll(async () => {
  await daemon.stop();
  await server.die();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  server.fault = () => null;
  server.build = { lines: [{ stream: 'Step 1/5\n' }] };
  await call('getRuntime', { query: { refresh: true } });
});

type Options = Parameters<Clients['nanoclaw']['call']>[1];
const call = async (id: string, options: Options = {}) => await clients.nanoclaw.call(id, options);
const faultOf = ({ status, body }: { status: number; body: unknown }) => [
  status,
  at(body, 'error'),
];
const statusOf = async (imageTag: string) =>
  (await call('getImageStatus', { query: { imageTag } })).body;

describe('getRuntime', () => {
  it('tells of the engine', async () => {
    expect(await call('getRuntime')).toMatchObject({
      status: 200,
      body: {
        available: true,
        backend: 'docker',
        version: '24.0.7',
        networking: {
          hostGateway: 'host.docker.internal',
          extraRunArgs: ['--add-host=host.docker.internal:host-gateway'],
        },
        message: 'Docker 24.0.7 is ready',
      },
    });
  });

  it('keeps what it found until it is asked to look again', async () => {
    await server.die();
    expect((await call('getRuntime')).body).toMatchObject({ available: true });
    const gone = await call('getRuntime', { query: { refresh: true } });
    expect(gone).toMatchObject({
      status: 200,
      body: { available: false, backend: null, version: null, networking: null },
    });
    expect(at(gone.body, 'message')).toContain('Docker at a socket');
    await server.start();
    expect((await call('getRuntime', { query: { refresh: true } })).body).toMatchObject({
      available: true,
    });
  });

  it('answers in time when the engine hangs', async () => {
    server.fault = () => 'hang';
    const { status, body } = await call('getRuntime', { query: { refresh: true } });
    expect([status, at(body, 'available')]).toEqual([200, false]);
    expect(at(body, 'message')).toContain('not done in time');
  });

  it('says so when containers are turned off', async () => {
    const off = await startTestDaemon();
    const { nanoclaw } = clientsOf(off.addresses);
    expect((await nanoclaw.call('getRuntime')).body).toMatchObject({
      available: false,
      message: 'Containers are turned off',
    });
    await off.stop();
  });
});

describe('buildImage', () => {
  it('answers with the end of the log', async () => {
    expect(await call('buildImage')).toMatchObject({
      status: 200,
      body: {
        success: true,
        imageTag: 'aigo-agent-runner:latest',
        message: 'Image built successfully',
        output: 'Step 1/5\n',
      },
    });
    const asked = server.asked.find((one) => one.startsWith('POST /build')) ?? '';
    expect(new URL(asked.slice(5), 'http://docker').searchParams.get('buildargs')).toBe(
      '{"BASE_IMAGE":"docker.io/library/node:22-slim"}',
    );
  });

  it('answers 200 to a build that fails', async () => {
    server.build = { lines: [{ stream: 'Step 1/5\n' }, { error: 'no base' }] };
    const answer = await call('buildImage', { body: { imageTag: 'mine:2' } });
    expect(answer).toMatchObject({
      status: 200,
      body: { success: false, imageTag: 'mine:2', output: 'Step 1/5\nno base\n' },
    });
    expect(await statusOf('mine:2')).toMatchObject({
      exists: false,
      message: 'Image not found',
      build: { state: 'failed', output: 'Step 1/5\nno base\n' },
    });
  });

  it.each([
    { query: { async: true }, body: { imageTag: 'later' } },
    { body: { imageTag: 'later', async: true } },
  ])('answers 202 at once to %j, and 409 to another one', async (options) => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    server.build = { lines: [{ stream: 'Step 1/5\n' }], until: ended };
    expect(await call('buildImage', options)).toMatchObject({
      status: 202,
      body: {
        success: true,
        imageTag: 'later',
        message: 'Build started',
        buildId: expect.stringMatching(/^build_/),
        state: 'building',
      },
    });
    expect(faultOf(await call('buildImage'))).toEqual([409, 'already_running']);
    expect(await statusOf('later')).toMatchObject({
      message: 'Image is being built',
      build: { state: 'building', finishedAt: null },
    });
    end();
    await until(async () => at(await statusOf('later'), 'build', 'state') === 'succeeded');
  });

  it.each(['-t', '--privileged', '', 'a b', 'A', 'x;id', '$(id)', 'a:b:c', 'a'.repeat(300)])(
    'answers 400 to the tag %j',
    async (imageTag) => {
      expect(faultOf(await call('buildImage', { body: { imageTag } }))).toEqual([
        400,
        'invalid_image_tag',
      ]);
      expect(faultOf(await call('getImageStatus', { query: { imageTag } }))).toEqual([
        400,
        'invalid_image_tag',
      ]);
    },
  );

  it.each([{ contextDir: '/' }, { imageTag: 5 }, { async: 'yes' }, []])(
    'answers 400 to the body %j',
    async (body) => {
      expect(faultOf(await call('buildImage', { body }))).toEqual([400, 'validation_failed']);
    },
  );

  it('answers 502 when the engine refuses', async () => {
    server.fault = (_, path) => (path === '/build' ? 500 : null);
    const answer = await call('buildImage');
    expect(faultOf(answer)).toEqual([502, 'upstream_error']);
    expect(JSON.stringify(answer.body)).not.toContain('sk-abc');
  });

  it('answers 503 when the engine goes meanwhile, and when it is gone', async () => {
    server.build = { lines: [{ stream: 'Step 1/5\n' }], until: new Promise(() => undefined) };
    const building = call('buildImage', { body: { imageTag: 'broken' } });
    await until(() => server.asked.at(-1)?.includes('t=broken') === true);
    await server.die();
    expect(faultOf(await building)).toEqual([503, 'runtime_unavailable']);
    const gone = await call('buildImage');
    expect(faultOf(gone)).toEqual([503, 'runtime_unavailable']);
    expect(Number(gone.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(faultOf(await call('getImageStatus'))).toEqual([503, 'runtime_unavailable']);
    await server.start();
    await call('getRuntime', { query: { refresh: true } });
    expect(await statusOf('broken')).toMatchObject({ build: { state: 'failed' } });
  });

  it('answers 504 when it takes too long', async () => {
    buildMs = HASTE_MS;
    server.build = { lines: [{ stream: 'Step 1/5\n' }], until: new Promise(() => undefined) };
    expect(faultOf(await call('buildImage'))).toEqual([504, 'upstream_timeout']);
    buildMs = 60_000;
  });
});

describe('getImageStatus', () => {
  it('tells of an image that exists', async () => {
    server.images.set('mine:1', { Id: 'sha256:12', Created: '2026-03-15T10:00:00Z', Size: 12 });
    expect(await statusOf('mine:1')).toEqual({
      exists: true,
      imageTag: 'mine:1',
      message: 'Image exists',
      imageId: 'sha256:12',
      createdAt: '2026-03-15T10:00:00Z',
      sizeBytes: 12,
      build: { state: 'idle', startedAt: null, finishedAt: null, output: '' },
    });
  });

  it('tells of the default image when none is named', async () => {
    expect((await call('getImageStatus')).body).toMatchObject({
      exists: false,
      imageTag: 'aigo-agent-runner:latest',
    });
  });

  it('answers 502 and 504 when the engine refuses or hangs', async () => {
    server.fault = () => 500;
    expect(faultOf(await call('getImageStatus'))).toEqual([502, 'upstream_error']);
    server.fault = () => 'hang';
    expect(faultOf(await call('getImageStatus'))).toEqual([504, 'upstream_timeout']);
  });
});
