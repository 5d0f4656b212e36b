/**
 * Owns what the PRX tag `mcp` promises: every enabled server with its tools, and reconnecting one.
 * How states change is tested in tests/domain.
 */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { at } from '../read.ts';
import { clientsOf } from '../served.ts';
import { type RegistryDaemon, startRegistryDaemon } from './registry-daemon.ts';

let world: RegistryDaemon;
beforeAll(async () => {
  world = await startRegistryDaemon();
});
afterAll(() => world.stop());

const list = async () => Object((await world.prx.call('listMcpServers')).body).servers;
const untilConnected = () =>
  vi.waitUntil(async () => at(await list(), 0, 'status') === 'connected', {
    timeout: 30_000,
    interval: 10,
  });

describe('the agent API', () => {
  it('tells of the same servers', async () => {
    await untilConnected();
    const { agent } = clientsOf(world.daemon.addresses);
    const { servers } = Object((await world.prx.call('listMcpServers')).body);
    const { data } = Object((await agent.call('getStatus')).body);
    expect(Object.keys(data.mcp)).toEqual(servers.map((one: { name: string }) => one.name));
    expect(data.mcp.filesystem).toMatchObject({
      tools: ['read_file', 'write_file', 'list_directory'],
    });
    expect(data.mcp.search).toMatchObject({ status: 'disconnected', tools: [] });
  });
});

describe('listMcpServers', () => {
  it('lists every enabled server, by name, with its tools', async () => {
    await untilConnected();
    expect(await list()).toEqual([
      {
        name: 'filesystem',
        transport: 'stdio',
        status: 'connected',
        tools: ['read_file', 'write_file', 'list_directory'],
        connected_at: '2026-03-21T10:00:00Z',
      },
      {
        name: 'search',
        transport: 'http',
        status: 'disconnected',
        tools: [],
        error: 'no adapter for this transport in this version',
      },
    ]);
    expect(at((await world.prx.call('getStatus')).body, 'reasons')).toContainEqual({
      component: 'mcp:search',
      reason: 'no adapter for this transport in this version',
    });
  });
});

describe('reconnectMcpServer', () => {
  it('answers at once, and the server comes back', async () => {
    await untilConnected();
    const answer = await world.prx.call('reconnectMcpServer', { path: { name: 'filesystem' } });
    expect(answer).toMatchObject({
      status: 200,
      body: { name: 'filesystem', status: 'reconnecting' },
    });
    await untilConnected();
    expect(world.filesystem).toMatchObject({ attempts: 2, open: 1, most: 1 });
  });

  it.each(['off', 'nobody'])(
    'answers 404 to %s, which is not enabled or not there',
    async (name) => {
      expect(await world.prx.call('reconnectMcpServer', { path: { name } })).toMatchObject({
        status: 404,
        body: {
          error: {
            code: 'not_found',
            message: `MCP server ${name} is not configured`,
            details: null,
          },
        },
      });
    },
  );
});
