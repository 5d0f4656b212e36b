/**
 * Owns what the registry of running components promises: what a reload says is what happened, one reload at a time, and nothing of it
 * before the start or after the end. What the areas rebuild is tested in registry-model.test.ts.
 */
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { auditAfter } from '../../src/db/audit.ts';
import { type Component, Registry, Revisions } from '../../src/domain/registry/index.ts';
import type { SettingProblem } from '../../src/domain/settings/index.ts';
import { callerOf, freshGround, quietCaller, reasonOf } from './ground.ts';

type Given = Pick<Component, 'revision'> & Partial<Component>;

const component = (name: string, given: Given): Component => ({
  kind: 'plugin',
  name,
  state: 'running',
  error: null,
  refused: null,
  ...given,
});

/** A registry over one area that the test leads. */
async function world(first: Readonly<Record<string, Given>> = {}) {
  const ground = await freshGround();
  const shown = new Map(Object.entries(first));
  const lead = {
    enabled: true,
    problems: [] as SettingProblem[],
    reloads: 0,
    /** What a reload waits for. */
    gate: () => Promise.resolve(),
  };
  const registry = new Registry({
    journal: ground.journal,
    settings: {
      reload: () => Promise.resolve({ changed: [], problems: lead.problems }),
    },
    isEnabled: () => lead.enabled,
    sources: [
      {
        list: async () => [...shown].map(([name, given]) => component(name, given)),
        async reload(signal) {
          lead.reloads += 1;
          const aborted = new Promise<void>((resolve) => {
            if (signal.aborted) resolve();
            signal.addEventListener('abort', () => resolve(), { once: true });
          });
          await Promise.race([lead.gate(), aborted]);
        },
      },
    ],
  });
  onTestFinished(() => registry.stop());
  const reload = () => registry.reload(quietCaller);
  return { ...ground, registry, shown, lead, reload };
}

const nothing = { reloaded: [], unchanged: [], failed: [] };

test('the components are told by id, and the generation is 1', async () => {
  const { registry } = await world({
    zeta: { revision: 'a' },
    alpha: { revision: 'b', state: 'failed', error: 'bad module', refused: null },
  });
  await registry.start();
  expect(await registry.metadata()).toEqual({
    generation: 1,
    components: [
      { id: 'plugin:alpha', kind: 'plugin', revision: 'b', state: 'failed', error: 'bad module' },
      { id: 'plugin:zeta', kind: 'plugin', revision: 'a', state: 'running', error: null },
    ],
  });
});

test('added, rebuilt and removed ones are told once and raise the generation once', async () => {
  const { registry, shown, reload } = await world({
    gone: { revision: 'a' },
    kept: { revision: 'a' },
    rebuilt: { revision: 'a' },
  });
  await registry.start();
  shown.delete('gone');
  shown.set('rebuilt', { revision: 'b' });
  shown.set('added', { revision: 'a' });
  expect(await reload()).toEqual({
    generation: 2,
    previousGeneration: 1,
    reloaded: ['plugin:added', 'plugin:gone', 'plugin:rebuilt'],
    unchanged: ['plugin:kept'],
    failed: [],
  });
  expect(await reload()).toEqual({
    ...nothing,
    generation: 2,
    previousGeneration: 2,
    unchanged: ['plugin:added', 'plugin:kept', 'plugin:rebuilt'],
  });
});

test('what could not start is told by every reload until it can, and raises nothing till then', async () => {
  const { registry, shown, reload } = await world({ old: { revision: 'a' } });
  await registry.start();
  shown.set('old', { revision: 'a', refused: 'bad module' });
  shown.set('new', { revision: 'a', state: 'failed', error: 'no file' });
  shown.set('slow', { revision: 'a', state: 'starting' });
  const failed = [
    { id: 'plugin:new', kind: 'plugin', error: 'no file' },
    { id: 'plugin:old', kind: 'plugin', error: 'bad module' },
    { id: 'plugin:slow', kind: 'plugin', error: 'still starting' },
  ];
  for (const _ of [1, 2])
    expect(await reload()).toEqual({ ...nothing, generation: 1, previousGeneration: 1, failed });
  expect(await registry.troubles()).toEqual([
    { component: 'plugin:old', reason: expect.stringContaining('bad module') },
  ]);
  shown.set('old', { revision: 'a' });
  shown.set('new', { revision: 'a' });
  shown.set('slow', { revision: 'a' });
  expect(await reload()).toMatchObject({
    generation: 2,
    reloaded: ['plugin:new', 'plugin:slow'],
    unchanged: ['plugin:old'],
    failed: [],
  });
});

test('one that could not start with the daemon is new once it has', async () => {
  const { registry, shown, reload } = await world({
    one: { revision: 'a', state: 'failed', error: 'bad module' },
  });
  await registry.start();
  expect(await reload()).toMatchObject({ generation: 1, failed: [{ id: 'plugin:one' }] });
  shown.set('one', { revision: 'a' });
  expect(await reload()).toMatchObject({ generation: 2, reloaded: ['plugin:one'] });
});

test('one that breaks without having changed is left alone', async () => {
  const { registry, shown, reload } = await world({ one: { revision: 'a' } });
  await registry.start();
  shown.set('one', { revision: 'a', state: 'failed', error: 'connection lost' });
  expect(await reload()).toMatchObject({ generation: 1, unchanged: ['plugin:one'], failed: [] });
});

test('a configuration that cannot be used changes nothing, and the answer says where it is wrong', async () => {
  const { registry, shown, lead, reload } = await world({ one: { revision: 'a' } });
  await registry.start();
  shown.set('one', { revision: 'b' });
  lead.problems = [{ keys: ['agent.max_turns'], message: 'must be a number', source: 'x.toml:3' }];
  await expect(reload()).rejects.toMatchObject({
    reason: 'runtime_unavailable',
    message: expect.stringContaining('x.toml:3: must be a number'),
    details: { problems: [{ keys: ['agent.max_turns'], source: 'x.toml:3' }] },
  });
  expect(lead.reloads).toBe(0);
  expect((await registry.metadata()).generation).toBe(1);
  lead.problems = [];
  expect(await reload()).toMatchObject({ generation: 2, reloaded: ['plugin:one'] });
});

test('a reload leaves its audit entry, also when an area fails on the way; then nothing is lost of it', async () => {
  const { registry, shown, lead, store } = await world({ one: { revision: 'a' } });
  await registry.start();
  shown.set('one', { revision: 'b' });
  lead.gate = () => Promise.reject(new Error('the folder is gone'));
  const by = callerOf('registry.reloaded');
  await expect(registry.reload(by)).rejects.toThrow('the folder is gone');
  expect(await auditAfter(store.read, 0, 10)).toMatchObject([{ event: 'registry.reloaded' }]);
  lead.gate = () => Promise.resolve();
  const again = await registry.reload(callerOf('registry.reloaded'));
  expect(again).toMatchObject({ generation: 2, reloaded: ['plugin:one'] });
  expect(await auditAfter(store.read, 0, 10)).toHaveLength(2);
});

test('reloads run one after the other, each with its own result; of too many the last are refused', async () => {
  const { registry, shown, lead, reload } = await world({ one: { revision: '0' } });
  await registry.start();
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  lead.gate = () => gate;
  const runs = Array.from({ length: 17 }, () => reload());
  expect(await reasonOf(reload())).toBe('runtime_unavailable');
  await expect.poll(() => lead.reloads).toBe(1);
  shown.set('one', { revision: '1' });
  open();
  const results = await Promise.all(runs);
  expect(results[0]).toMatchObject({ generation: 2, reloaded: ['plugin:one'] });
  for (const one of results.slice(1))
    expect(one).toMatchObject({ generation: 2, previousGeneration: 2, reloaded: [] });
  expect(lead.reloads).toBe(17);
  expect(await reload()).toMatchObject({ generation: 2 });
});

test('before the start and from the stop on nothing is told or reloaded; what is under way ends at once', async () => {
  const { registry, lead, reload } = await world({ one: { revision: 'a' } });
  expect(await reasonOf(reload())).toBe('runtime_unavailable');
  expect(await reasonOf(registry.metadata())).toBe('runtime_unavailable');
  await registry.start();
  lead.gate = () => new Promise(() => {});
  const running = reload();
  const waiting = reasonOf(reload());
  await expect.poll(() => lead.reloads).toBe(1);
  await registry.stop();
  expect(await running).toMatchObject({ unchanged: ['plugin:one'] });
  expect(await waiting).toBe('runtime_unavailable');
  expect(lead.reloads).toBe(1);
  expect(await reasonOf(reload())).toBe('runtime_unavailable');
  expect(await reasonOf(registry.metadata())).toBe('runtime_unavailable');
});

test('switched off there is no registry', async () => {
  const { registry, lead, reload } = await world();
  await registry.start();
  lead.enabled = false;
  expect(await reasonOf(registry.metadata())).toBe('registry_disabled');
  expect(await reasonOf(reload())).toBe('registry_disabled');
});

test('a revision is the same for the same making, and tells nobody what that was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const revisions = new Revisions();
      const copy: unknown = JSON.parse(JSON.stringify(one));
      expect(revisions.of(copy)).toBe(revisions.of(one));
      expect(revisions.of([one, 1])).not.toBe(revisions.of([other, 2]));
      expect(new Revisions().of(one)).not.toBe(revisions.of(one));
    }),
  );
  const revisions = new Revisions();
  expect(revisions.of({ a: 1, b: { c: 2, d: 3 } })).toBe(revisions.of({ b: { d: 3, c: 2 }, a: 1 }));
  expect(revisions.of({ a: 1, b: undefined })).toBe(revisions.of({ a: 1 }));
  expect(revisions.of('a')).toMatch(/^[0-9a-f]{16}$/);
});
