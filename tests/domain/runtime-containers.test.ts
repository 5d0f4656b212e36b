/**
 * Owns what is done with the containers of an install beside running them: removing what was left over, and auditing what runs.
 */
import { expect, it } from 'vitest';
import { auditLog } from '../../src/db/schema/index.ts';
import {
  type ContainerFacts,
  type ContainerSpec,
  EngineError,
  labelsOf,
  Orphans,
  Runtime,
  Watch,
} from '../../src/domain/runtime/index.ts';
import { silentLoggerOf } from '../support/log.ts';
import { freshGround, reasonOf } from './ground.ts';
import { FakeEngine, placeOf } from './runtime-ground.ts';

const factsOf = (id: string, over: Partial<ContainerFacts> = {}): ContainerFacts => ({
  id,
  name: `nanoclaw-${id}`,
  image: 'agent:latest',
  labels: labelsOf('mine', `run_${id}`, 'dev'),
  isRunning: true,
  privileged: false,
  capAdd: [],
  capDropAll: true,
  noNewPrivileges: true,
  readOnlyRoot: true,
  network: 'none',
  pidMode: '',
  ipcMode: '',
  usernsMode: '',
  devices: [],
  user: '1000:1000',
  memoryBytes: 1000,
  pids: 10,
  binds: [],
  ...over,
});

async function make() {
  const ground = await freshGround();
  const { clock, journal, store } = ground;
  const engine = new FakeEngine();
  const specs = new Map<string, ContainerSpec>();
  const parts = {
    runtime: new Runtime({ clock, candidates: () => [placeOf('here', engine)] }),
    installId: () => Promise.resolve('mine'),
    journal,
    clock,
    log: silentLoggerOf('containers'),
  };
  const noted = async () =>
    (await store.read.select().from(auditLog).orderBy(auditLog.seq)).map(
      ({ event, actor, target, details }) => ({ event, actor, target, ...details }),
    );
  return {
    ...ground,
    engine,
    specs,
    noted,
    orphans: new Orphans(parts),
    watch: new Watch({
      ...parts,
      intervalMs: () => 60_000,
      specOf: (runId) => specs.get(runId) ?? null,
    }),
  };
}

it('removes what no run knows, and nothing of another install', async () => {
  const { orphans, engine, noted } = await make();
  engine.containers = [
    factsOf('a'),
    factsOf('b', { isRunning: false }),
    factsOf('c'),
    factsOf('d', { labels: labelsOf('other', 'run_a', 'dev') }),
    factsOf('e', { labels: {} }),
  ];
  expect(await orphans.remove(() => new Set(['run_c']))).toEqual(['nanoclaw-a', 'nanoclaw-b']);
  expect(engine.containers.map(({ id }) => id)).toEqual(['c', 'd', 'e']);
  const note = { event: 'container.stopped', actor: 'system:containers', group: 'dev' };
  expect(await noted()).toMatchObject([
    { ...note, target: 'nanoclaw-a', runId: 'run_a' },
    { ...note, target: 'nanoclaw-b', runId: 'run_b' },
  ]);
  expect(await orphans.remove(() => new Set(['run_c']))).toEqual([]);
  expect(await noted()).toHaveLength(2);
});

it('leaves what begins to run while it looks', async () => {
  const { orphans, engine } = await make();
  const known = new Set<string>();
  const list = engine.list.bind(engine);
  engine.list = async (labels) => {
    known.add('run_new');
    engine.containers = [factsOf('old'), factsOf('new')];
    return await list(labels);
  };
  expect(await orphans.remove(() => new Set(known))).toEqual(['nanoclaw-old']);
  expect(engine.containers.map(({ id }) => id)).toEqual(['new']);
});

it('goes on after one that cannot be removed', async () => {
  const { orphans, engine } = await make();
  engine.containers = [factsOf('a'), factsOf('b')];
  engine.stuck.set('a', new EngineError('failed', 'is stuck'));
  expect(await orphans.remove(() => new Set())).toEqual(['nanoclaw-b']);
  engine.trouble = new EngineError('timeout', 'hangs');
  expect(await reasonOf(orphans.remove(() => new Set()))).toBe('container_engine_timed_out');
});

it('notes what a running container may not be, once', async () => {
  const { watch, engine, noted } = await make();
  engine.containers = [
    factsOf('good'),
    factsOf('bad', { privileged: true, network: 'host' }),
    factsOf('ended', { privileged: true, isRunning: false }),
    factsOf('other', { privileged: true, labels: labelsOf('other', 'run_x', 'dev') }),
  ];
  expect((await watch.audit()).map(({ finding }) => finding.kind)).toEqual([
    'privileged',
    'network',
  ]);
  expect(await watch.audit()).toEqual([]);
  const note = { event: 'audit.finding', severity: 'critical', allowed: false, group: 'dev' };
  expect(await noted()).toMatchObject([
    { ...note, target: 'nanoclaw-bad', finding: 'privileged', message: 'It is privileged' },
    { ...note, target: 'nanoclaw-bad', finding: 'network' },
  ]);
  engine.containers = [
    factsOf('bad', { privileged: true, network: 'host', devices: ['/dev/kvm'] }),
  ];
  expect((await watch.audit()).map(({ finding }) => finding.kind)).toEqual(['devices']);
});

it('compares with what the run was started with', async () => {
  const { watch, engine, specs } = await make();
  const bind = { source: '/srv/a', target: '/in/a', readOnly: true };
  specs.set('run_a', {
    name: 'a',
    image: 'x',
    labels: {},
    env: {},
    binds: [bind],
    user: '1000:1000',
    workdir: '/',
    network: 'bridge',
    memoryBytes: 500,
    cpus: 1,
    pids: 10,
    extraArgs: [],
  });
  const binds = [bind, { source: '/etc', target: '/etc', readOnly: true }];
  engine.containers = [factsOf('a', { network: 'bridge', binds })];
  const found = (await watch.audit()).map(({ finding }) => finding.kind);
  expect(found).toEqual(['memory_unlimited', 'mount']);
});

it('audits at its own pace, and outlives an engine that fails', async () => {
  const { watch, engine, clock, noted } = await make();
  engine.containers = [factsOf('a', { privileged: true })];
  engine.trouble = new EngineError('unavailable', 'gone');
  await watch.tick();
  expect(await noted()).toEqual([]);
  engine.trouble = null;
  clock.advance(10_000);
  await watch.tick();
  expect(await noted()).toHaveLength(1);
  engine.containers = [factsOf('b', { privileged: true })];
  clock.advance(59_999);
  await watch.tick();
  expect(await noted()).toHaveLength(1);
  clock.advance(1);
  await watch.tick();
  expect(await noted()).toHaveLength(2);
  const { list } = engine;
  engine.list = () => Promise.reject(new EngineError('failed', 'no'));
  clock.advance(60_000);
  await watch.tick();
  engine.list = list;
});
