/**
 * Owns what the PRX tag `plugins` promises: what is installed, reloading, disabling and enabling.
 * What happens to what runs is tested in tests/domain.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { at } from '../read.ts';
import { type RegistryDaemon, startRegistryDaemon } from './registry-daemon.ts';

let world: RegistryDaemon;
beforeAll(async () => {
  world = await startRegistryDaemon();
});
afterAll(() => world.stop());
beforeEach(() => {
  world.runtime.refusal = null;
  put('1.2.0');
});

const put = (version: string) =>
  world.put(
    'plugins/weather',
    'plugin.toml',
    `[plugin]\nname = "weather"\nversion = "${version}"\n[[capabilities]]\ntype = "tool"\nname = "get_weather"\n`,
  );

const list = async () => Object((await world.prx.call('listPlugins')).body).plugins;
const path = { name: 'weather' };
const loaded = { name: 'weather', status: 'loaded', version: '1.2.0' };
const conflict = {
  status: 409,
  body: {
    error: {
      code: 'conflict',
      message: 'Plugin weather cannot be loaded',
      details: { reason: 'bad module' },
    },
  },
};

describe('listPlugins', () => {
  it('lists what is installed, and why something is not loaded', async () => {
    world.put('plugins/broken', 'plugin.toml', '[plugin]\nname = "broken"\n');
    expect(await list()).toEqual([
      {
        name: 'broken',
        version: 'unknown',
        status: 'error',
        capabilities: [],
        memory_usage_bytes: 0,
        error: expect.stringContaining('plugin.toml has a fault at plugin.version'),
      },
      { ...loaded, capabilities: ['tool:get_weather'], memory_usage_bytes: 2_097_152 },
    ]);
    const { body } = await world.prx.call('getStatus');
    expect(body).toMatchObject({ status: 'degraded', plugins: { loaded: 1, total: 2 } });
    expect(JSON.stringify(at(body, 'reasons'))).toContain('plugin:broken');
  });
});

describe('reloadPlugin', () => {
  it('answers the version it found', async () => {
    expect(await world.prx.call('reloadPlugin', { path })).toMatchObject({
      status: 200,
      body: loaded,
    });
    put('1.3.0');
    expect((await world.prx.call('reloadPlugin', { path })).body).toEqual({
      ...loaded,
      version: '1.3.0',
    });
  });

  it('answers 409 with the reason when it cannot be loaded, and the old one stays', async () => {
    await world.prx.call('reloadPlugin', { path });
    world.runtime.refusal = 'bad module';
    put('1.3.0');
    expect(await world.prx.call('reloadPlugin', { path })).toMatchObject(conflict);
    expect(await list()).toContainEqual(expect.objectContaining(loaded));
  });
});

describe('disablePlugin and enablePlugin', () => {
  it('turn a plugin off and on again; twice is the same as once', async () => {
    await world.prx.call('reloadPlugin', { path });
    for (let time = 0; time < 2; time += 1)
      expect(await world.prx.call('disablePlugin', { path })).toMatchObject({
        status: 200,
        body: { name: 'weather', status: 'disabled' },
      });
    expect(await list()).toContainEqual(
      expect.objectContaining({ name: 'weather', status: 'disabled' }),
    );
    for (let time = 0; time < 2; time += 1)
      expect(await world.prx.call('enablePlugin', { path })).toMatchObject({
        status: 200,
        body: loaded,
      });
  });

  it('answer 409 to enabling what cannot be loaded', async () => {
    world.runtime.refusal = 'bad module';
    world.put('plugins/maps', 'plugin.toml', '[plugin]\nname = "maps"\nversion = "1"\n');
    expect(await world.prx.call('enablePlugin', { path: { name: 'maps' } })).toMatchObject({
      status: 409,
      body: { error: { code: 'conflict', details: { reason: 'bad module' } } },
    });
  });
});

it.each(['reloadPlugin', 'disablePlugin', 'enablePlugin'])(
  '%s answers 404 to an unknown name',
  async (operation) => {
    expect(await world.prx.call(operation, { path: { name: 'nobody' } })).toMatchObject({
      status: 404,
      body: {
        error: { code: 'not_found', message: 'Plugin nobody is not installed', details: null },
      },
    });
  },
);
