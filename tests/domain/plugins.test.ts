/**
 * Owns what the registry of plugins promises: it tells what is in the folder, swaps without a gap, and keeps the old when the new fails.
 * Running plugins is tested with the adapter.
 */
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeWebhookCheck } from '../../src/app/webhook-contract.ts';
import { openStore, type Store } from '../../src/db/open.ts';
import { events } from '../../src/db/schema/index.ts';
import { Journal } from '../../src/domain/audit/index.ts';
import { type PluginRuntime, Plugins } from '../../src/domain/plugins/index.ts';
import { silentLoggerOf } from '../support/log.ts';
import { tempDir } from '../support/temp.ts';
import { callerOf, freshGround, reasonOf, TestClock } from './ground.ts';

const manifest = (name: string, version: string) =>
  `[plugin]\nname = "${name}"\nversion = "${version}"\n[[capabilities]]\ntype = "tool"\nname = "get_${name}"\n`;

/** A runtime that loads what it is told to, and counts what is in memory. */
class TestRuntime implements PluginRuntime {
  refusal: string | null = null;
  inMemory: string[] = [];

  async load({ name, version }: { name: string; version: string }) {
    if (this.refusal !== null) throw new Error(this.refusal);
    const label = `${name} ${version}`;
    this.inMemory.push(label);
    return {
      tool: null,
      trouble: () => null,
      call: () => Promise.reject(new Error('nothing is called here')),
      memoryUsageBytes: () => 4096,
      unload: async () => void this.inMemory.splice(this.inMemory.indexOf(label), 1),
    };
  }
}

function put(directory: string, folder: string, text: string): void {
  mkdirSync(join(directory, folder), { recursive: true });
  writeFileSync(join(directory, folder, 'plugin.toml'), text);
}

function pluginsOver(store: Store, directory: string, runtime: PluginRuntime | null) {
  const reports: string[] = [];
  const clock = new TestClock();
  const plugins = new Plugins({
    settings: () => ({
      directory,
      cache: join(directory, '.cache'),
      most: { maxMemoryMb: 64, maxExecutionTimeMs: 1000 },
      grants: () => [],
    }),
    runtime,
    outbound: () => Promise.reject(new Error('nothing is sent here')),
    store,
    journal: new Journal(store, clock),
    clock,
    log: { ...silentLoggerOf('plugins'), warn: (message) => reports.push(message) },
  });
  const told = async () =>
    (await store.read.select().from(events).orderBy(events.seq)).map((row) => ({
      type: row.type,
      data: row.data,
    }));
  return { plugins, reports, told };
}

async function world() {
  const { store } = await freshGround();
  const directory = tempDir();
  put(directory, 'weather.d', manifest('weather', '1.0.0'));
  const runtime = new TestRuntime();
  const over = pluginsOver(store, directory, runtime);
  await over.plugins.start();
  return { ...over, store, directory, runtime };
}

const by = () => callerOf('plugin.test');
const loaded = (version: string) => ({
  name: 'weather',
  version,
  status: 'loaded',
  capabilities: ['tool:get_weather'],
  memoryUsageBytes: 4096,
  error: null,
});

describe('the list', () => {
  test('without a runtime tells what is installed and that it does not run', async () => {
    const { store } = await freshGround();
    const directory = tempDir();
    put(directory, 'weather.d', manifest('weather', '1.0.0'));
    const { plugins, told } = pluginsOver(store, directory, null);
    await plugins.start();
    expect(await plugins.list()).toEqual([
      {
        ...loaded('1.0.0'),
        status: 'error',
        memoryUsageBytes: 0,
        error: 'no runtime for plugins in this version',
      },
    ]);
    expect(plugins.count()).toEqual({ loaded: 0, total: 1 });
    expect(await reasonOf(plugins.reload('weather', by()))).toBe('plugin_not_loadable');
    expect(await told()).toEqual([]);
  });

  test('is empty where there is no folder', async () => {
    const { store } = await freshGround();
    const { plugins, reports } = pluginsOver(store, join(tempDir(), 'none'), null);
    await plugins.start();
    expect(await plugins.list()).toEqual([]);
    expect(reports).toEqual([]);
  });

  test('follows the folder: new ones are loaded, mended ones too, gone ones unloaded', async () => {
    const { plugins, directory, runtime } = await world();
    put(directory, 'broken', 'name = ');
    put(directory, 'maps', manifest('maps', '2.0.0'));
    expect(await plugins.list()).toMatchObject([
      { name: 'broken', version: 'unknown', error: expect.stringMatching(/is not TOML/) },
      { name: 'maps', status: 'loaded' },
      { name: 'weather', status: 'loaded' },
    ]);
    put(directory, 'broken', manifest('mended', '1.0.0'));
    rmSync(join(directory, 'weather.d'), { recursive: true });
    expect((await plugins.list()).map((one) => [one.name, one.status])).toEqual([
      ['maps', 'loaded'],
      ['mended', 'loaded'],
    ]);
    expect(runtime.inMemory).toEqual(['maps 2.0.0', 'mended 1.0.0']);
  });

  test.each([
    ['a manifest over 256 KiB', 'x = 1\n'.repeat(50_000), /larger than 256 KiB/],
    ['a name that leads elsewhere', manifest('../x', '1'), /fault at plugin.name/],
    ['no version', '[plugin]\nname = "a"', /fault at plugin.version/],
    [
      'a capability that there is not',
      `${manifest('a', '1')}[[capabilities]]\ntype = "x"\nname = "y"`,
      /fault at capabilities/,
    ],
  ])('tells %s as an error', async (_name, text, error) => {
    const { plugins, directory } = await world();
    put(directory, 'odd', text);
    const odd = (await plugins.list()).find((one) => one.name === 'odd');
    expect(odd).toMatchObject({ status: 'error', error: expect.stringMatching(error) });
  });

  test('passes over links, folders without a manifest and second ones of a name, and says so once', async () => {
    const { plugins, directory, reports } = await world();
    const outside = tempDir();
    put(outside, 'secret', manifest('secret', '1'));
    symlinkSync(join(outside, 'secret'), join(directory, 'linked'));
    put(directory, 'half', manifest('half', '1'));
    rmSync(join(directory, 'half', 'plugin.toml'));
    symlinkSync(join(outside, 'secret', 'plugin.toml'), join(directory, 'half', 'plugin.toml'));
    mkdirSync(join(directory, 'empty'));
    put(directory, 'zweather', manifest('weather', '9'));
    const names = (await plugins.list()).map((one) => [one.name, one.error]);
    await plugins.list();
    expect(names).toEqual([
      ['half', 'plugin.toml is a link'],
      ['weather', null],
    ]);
    expect(reports.sort()).toEqual([
      'empty is passed over: has no plugin.toml',
      'half cannot be loaded: plugin.toml is a link',
      'linked is passed over: is a link',
      'zweather is passed over: another plugin is named weather',
    ]);
  });
});

describe('reloading', () => {
  test('takes the new version and gives the old one up', async () => {
    const { plugins, directory, runtime, told } = await world();
    put(directory, 'weather.d', manifest('weather', '1.1.0'));
    // Until it is reloaded, what runs is what is told.
    expect(await plugins.list()).toEqual([loaded('1.0.0')]);
    expect(await plugins.reload('weather', by())).toEqual(loaded('1.1.0'));
    expect(runtime.inMemory).toEqual(['weather 1.1.0']);
    expect(await told()).toEqual([
      { type: 'plugin.loaded', data: { name: 'weather', version: '1.0.0' } },
      { type: 'plugin.loaded', data: { name: 'weather', version: '1.1.0' } },
    ]);
  });

  test.each([
    [
      'the runtime refuses it',
      (one: Awaited<ReturnType<typeof world>>) => {
        one.runtime.refusal = 'bad module';
      },
    ],
    [
      'its manifest is broken',
      (one: Awaited<ReturnType<typeof world>>) => put(one.directory, 'weather.d', '[plugin'),
    ],
  ])('keeps the old one when %s', async (_name, spoil) => {
    const one = await world();
    const { plugins, runtime, told } = one;
    spoil(one);
    expect(await reasonOf(plugins.reload('weather', by()))).toBe('plugin_not_loadable');
    expect(await plugins.list()).toEqual([loaded('1.0.0')]);
    expect(runtime.inMemory).toEqual(['weather 1.0.0']);
    expect(await told()).toHaveLength(1);
  });

  test('leaves nothing behind when the change cannot be stored', async () => {
    const { store } = await freshGround();
    const directory = tempDir();
    put(directory, 'weather.d', manifest('weather', '1.0.0'));
    const runtime = new TestRuntime();
    const refusing: Store = Object.create(store, {
      write: { value: () => Promise.reject(new Error('full')) },
    });
    const { plugins } = pluginsOver(refusing, directory, runtime);
    await plugins.start();
    put(directory, 'weather.d', manifest('weather', '1.1.0'));
    await expect(plugins.reload('weather', by())).rejects.toThrow('full');
    expect(runtime.inMemory).toEqual(['weather 1.0.0']);
    expect(await plugins.list()).toEqual([loaded('1.0.0')]);
  });

  test('of an unknown name is refused', async () => {
    const { plugins } = await world();
    for (const call of [
      plugins.reload('x', by()),
      plugins.disable('x', by()),
      plugins.enable('x', by()),
    ])
      expect(await reasonOf(call)).toBe('plugin_not_found');
  });
});

describe('disabling', () => {
  test('keeps it in memory, is told once, and is undone by enabling or reloading', async () => {
    const { plugins, runtime, told } = await world();
    const disabled = { ...loaded('1.0.0'), status: 'disabled' };
    expect(await plugins.disable('weather', by())).toEqual(disabled);
    expect(await plugins.disable('weather', by())).toEqual(disabled);
    expect(plugins.count()).toEqual({ loaded: 0, total: 1 });
    expect(runtime.inMemory).toEqual(['weather 1.0.0']);
    expect(await plugins.enable('weather', by())).toEqual(loaded('1.0.0'));
    expect(await plugins.enable('weather', by())).toEqual(loaded('1.0.0'));
    await plugins.disable('weather', by());
    expect(await plugins.reload('weather', by())).toEqual(loaded('1.0.0'));
    expect(runtime.inMemory).toEqual(['weather 1.0.0']);
    const types = (await told()).map((one) => one.type);
    expect(types).toEqual([
      'plugin.loaded',
      'plugin.disabled',
      'plugin.loaded',
      'plugin.disabled',
      'plugin.loaded',
    ]);
    const faultOf = makeWebhookCheck();
    for (const { type, data } of await told())
      expect(
        faultOf({ id: 'evt_1', event: type, timestamp: '2026-01-01T00:00:00Z', data }),
      ).toBeNull();
  });

  test('outlives a restart', async () => {
    const ground = await freshGround();
    const directory = tempDir();
    put(directory, 'weather.d', manifest('weather', '1.0.0'));
    const first = pluginsOver(ground.store, directory, new TestRuntime());
    await first.plugins.start();
    await first.plugins.disable('weather', by());
    await first.plugins.stop();
    const again = await openStore({ url: `file:${ground.file}` });
    const second = pluginsOver(again, directory, new TestRuntime());
    await second.plugins.start();
    expect(await second.plugins.list()).toMatchObject([{ name: 'weather', status: 'disabled' }]);
    await again.close();
  });

  test('quiets a plugin in error; enabling it while it cannot be loaded is refused', async () => {
    const { plugins, runtime, directory } = await world();
    runtime.refusal = 'bad module';
    put(directory, 'maps', manifest('maps', '1.0.0'));
    expect((await plugins.list())[0]).toMatchObject({ status: 'error', error: 'bad module' });
    expect(await plugins.disable('maps', by())).toMatchObject({ status: 'disabled', error: null });
    expect(await reasonOf(plugins.enable('maps', by()))).toBe('plugin_not_loadable');
    expect((await plugins.list())[0]).toMatchObject({ status: 'disabled' });
    runtime.refusal = null;
    expect(await plugins.enable('maps', by())).toMatchObject({ status: 'loaded' });
  });
});

test('a plugin whose folder is renamed stays loaded, once', async () => {
  const { plugins, directory, runtime } = await world();
  renameSync(join(directory, 'weather.d'), join(directory, 'weather-2'));
  expect(await plugins.list()).toEqual([loaded('1.0.0')]);
  expect(runtime.inMemory).toEqual(['weather 1.0.0']);
});
