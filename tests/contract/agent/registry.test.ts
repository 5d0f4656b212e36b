/**
 * Owns what the agent tag `registry` promises: what components there are, what a reload of each kind answers, and when there is no
 * registry. What a reload rebuilds is tested in tests/domain.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestDaemon } from '../../support/daemon.ts';
import { type RegistryDaemon, startRegistryDaemon } from '../prx/registry-daemon.ts';
import { at } from '../read.ts';
import { type Clients, clientsOf, serveBeside } from '../served.ts';

const readers = ['getRuntimeMetadata', 'getRuntimeMetadataLegacy'] as const;
const reloaders = ['reloadRegistry', 'reloadRegistryLegacy'] as const;

describe('the registry', () => {
  let world: RegistryDaemon;
  let clients: Clients;
  beforeAll(async () => {
    world = await startRegistryDaemon();
    clients = clientsOf(world.daemon.addresses);
    await vi.waitUntil(() => world.telegram.open === 1 && world.filesystem.open === 1, {
      timeout: 30_000,
    });
    await vi.waitUntil(() => world.discord.attempts > 0, { timeout: 30_000 });
  });
  afterAll(() => world.stop());

  const reload = async () => at((await clients.agent.call('reloadRegistry')).body, 'data');

  it.each(readers)('tells every component at %s', async (operation) => {
    const { status, body } = await clients.agent.call(operation);
    expect(status).toBe(200);
    const told = at(body, 'data', 'components');
    const byId = Array.isArray(told) ? told.map((one) => [at(one, 'id'), at(one, 'state')]) : [];
    expect(Object.fromEntries(byId)).toMatchObject({
      'channel:discord': 'failed',
      'channel:slack': 'failed',
      'channel:telegram': 'running',
      'mcp_server:filesystem': 'running',
      'mcp_server:off': 'stopped',
      'mcp_server:search': 'failed',
      'provider:offline': 'running',
      'system_prompt:agent': 'running',
    });
    expect(told).toContainEqual({
      id: 'channel:discord',
      kind: 'channel',
      revision: expect.stringMatching(/^[0-9a-f]{16}$/),
      state: 'failed',
      error: 'Invalid bot token',
    });
    expect(JSON.stringify(body)).not.toContain('bot_token');
  });

  it.each(reloaders)('rebuilds nothing where nothing has changed, at %s', async (operation) => {
    const before = at((await clients.agent.call('getRuntimeMetadata')).body, 'data', 'generation');
    const { status, body } = await clients.agent.call(operation);
    expect(status).toBe(200);
    expect(at(body, 'data')).toMatchObject({
      generation: before,
      previous_generation: before,
      reloaded: [],
      unchanged: expect.arrayContaining(['channel:telegram', 'mcp_server:filesystem']),
      failed: expect.arrayContaining([
        { id: 'channel:slack', kind: 'channel', error: expect.stringContaining('no adapter') },
      ]),
    });
    expect(world.telegram.attempts).toBe(1);
    expect(world.filesystem.attempts).toBe(1);
  });

  it('takes over what the file says now, and keeps what does not start', async () => {
    const generation = Number(
      at((await clients.agent.call('getRuntimeMetadata')).body, 'data', 'generation'),
    );
    world.configure('[agent]\nsystem_prompt = "Be brief."\n');
    world.put('plugins/weather', 'plugin.toml', '[plugin]\nname = "weather"\nversion = "1.0.0"\n');
    expect(await reload()).toMatchObject({
      generation: generation + 1,
      previous_generation: generation,
      reloaded: ['plugin:weather', 'system_prompt:agent'],
    });
    world.put('plugins/weather', 'plugin.toml', '[plugin]\nname = "weather"\nversion = "1.1.0"\n');
    world.runtime.refusal = 'bad module';
    expect(await reload()).toMatchObject({
      generation: generation + 1,
      reloaded: [],
      failed: expect.arrayContaining([
        { id: 'plugin:weather', kind: 'plugin', error: 'bad module' },
      ]),
    });
    const status = await clients.prx.call('getStatus');
    expect(at(status.body, 'reasons')).toContainEqual({
      component: 'plugin:weather',
      reason: expect.stringContaining('bad module'),
    });
    const listed = await clients.prx.call('listPlugins');
    expect(at(listed.body, 'plugins', 0)).toMatchObject({ version: '1.0.0', status: 'loaded' });
    world.runtime.refusal = null;
    expect(await reload()).toMatchObject({
      generation: generation + 2,
      reloaded: ['plugin:weather'],
    });
  });

  it.each(reloaders)(
    'answers 409 to a file that cannot be used, and changes nothing, at %s',
    async (operation) => {
      const before = (await clients.agent.call('getRuntimeMetadata')).body;
      world.configure('[agent]\nmax_turns = "many"\n');
      const answer = await clients.agent.call(operation);
      expect(answer).toMatchObject({
        status: 409,
        body: { success: false, data: null, error: { code: 'RUNTIME_UNAVAILABLE' } },
      });
      expect(JSON.stringify(answer.body)).toContain('agent.max_turns');
      expect((await clients.agent.call('getRuntimeMetadata')).body).toEqual(before);
      world.configure('[agent]\nsystem_prompt = "Be brief."\n');
      await reload();
    },
  );

  it('tells a secret by its revision alone, also a wrong one', async () => {
    world.configure(
      '[agent]\nsystem_prompt = "Be brief."\n[mcp.servers.secret]\ncommand = "x"\nenv = { TOKEN = "hunter2" }\n',
    );
    const revisionOf = async () => {
      const { body } = await clients.agent.call('getRuntimeMetadata');
      const told = at(body, 'data', 'components');
      expect(JSON.stringify(body)).not.toContain('hunter');
      return Array.isArray(told) ? told.find((one) => at(one, 'id') === 'mcp_server:secret') : null;
    };
    expect(await reload()).toMatchObject({ reloaded: ['mcp_server:secret'] });
    const first = await revisionOf();
    world.configure(
      '[agent]\nsystem_prompt = "Be brief."\n[mcp.servers.secret]\ncommand = "x"\nenv = { TOKEN = "hunter3" }\n',
    );
    expect(await reload()).toMatchObject({ reloaded: ['mcp_server:secret'] });
    expect(at(await revisionOf(), 'revision')).not.toBe(at(first, 'revision'));
  });

  it('answers reloads that come together one after the other', async () => {
    world.configure('[agent]\nsystem_prompt = "Be very brief."\n');
    const answers = await Promise.all([1, 2, 3].map(() => reload()));
    const generations = answers.map((one) => at(one, 'generation'));
    expect(new Set(generations).size).toBe(1);
    const changed = answers.filter(
      (one) => at(one, 'previous_generation') !== at(one, 'generation'),
    );
    expect(changed).toHaveLength(1);
  });
});

describe('without', () => {
  it('INTERNAL_RUNTIME_CONTROL_ENABLED there is no registry', async () => {
    const daemon = await startTestDaemon();
    const { agent } = clientsOf(daemon.addresses);
    for (const operation of [...readers, ...reloaders]) {
      expect(await agent.call(operation)).toMatchObject({
        status: 404,
        body: { success: false, data: null, error: { code: 'NOT_FOUND' } },
      });
    }
    await daemon.stop();
  });

  it('its components, which have been stopped, it answers 409', async () => {
    const daemon = await startTestDaemon({ env: { INTERNAL_RUNTIME_CONTROL_ENABLED: 'true' } });
    const served = await serveBeside(daemon);
    await daemon.services.registry.stop();
    for (const operation of [...readers, ...reloaders]) {
      expect(await served.clients.agent.call(operation)).toMatchObject({
        status: 409,
        body: { success: false, data: null, error: { code: 'RUNTIME_UNAVAILABLE' } },
      });
    }
    await served.stop();
    await daemon.stop();
  });
});
