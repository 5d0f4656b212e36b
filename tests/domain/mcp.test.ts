/**
 * Owns what the registry of MCP servers promises beside what channels do: transports, tools, and that disabled servers are not there.
 * Keeping connections open is tested with channels, over the same code.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeWebhookCheck } from '../../src/app/webhook-contract.ts';
import { events } from '../../src/db/schema/index.ts';
import { McpServers, type McpSettings } from '../../src/domain/mcp/index.ts';
import { Outpost } from './connections-ground.ts';
import { BEGIN, freshGround, reasonOf } from './ground.ts';

async function serversOf(configured: Record<string, McpSettings>) {
  const ground = await freshGround();
  const posts = new Map<string, Outpost>();
  const servers = new McpServers({
    configured: () => configured,
    adapters: {
      stdio: (name) => {
        const post = posts.get(name) ?? new Outpost();
        posts.set(name, post);
        return post;
      },
    },
    journal: ground.journal,
    clock: ground.clock,
    report: (error) => expect.unreachable(String(error)),
    times: { retryMs: () => 5 },
  });
  onTestFinished(() => servers.stop());
  servers.start();
  const statusOf = (name: string) => servers.list().find((one) => one.name === name)?.status;
  const until = (name: string, status: string) =>
    vi.waitUntil(() => statusOf(name) === status, { interval: 2 });
  const told = async () =>
    (await ground.store.read.select().from(events).orderBy(events.seq)).map((row) => ({
      type: row.type,
      data: row.data,
    }));
  return { servers, posts, until, told };
}

test('lists every enabled server with its tools; one whose transport nothing speaks says so', async () => {
  const { servers, until } = await serversOf({
    filesystem: { enabled: true, transport: 'stdio' },
    remote: { enabled: true, transport: 'http' },
    off: { enabled: false, transport: 'stdio' },
  });
  await until('filesystem', 'connected');
  expect(servers.list()).toEqual([
    {
      name: 'filesystem',
      transport: 'stdio',
      status: 'connected',
      tools: ['read', 'write'],
      connectedAt: BEGIN,
      error: null,
    },
    {
      name: 'remote',
      transport: 'http',
      status: 'disconnected',
      tools: [],
      connectedAt: null,
      error: 'no adapter for this transport in this version',
    },
  ]);
  expect(servers.down().map((one) => one.name)).toEqual(['remote']);
  for (const name of ['off', 'nobody', 'constructor'])
    expect(await reasonOf((async () => servers.reconnect(name))())).toBe('mcp_server_not_found');
});

test('reconnecting reads the tools anew; each change is told once, as the contract has it', async () => {
  const { servers, posts, until, told } = await serversOf({
    filesystem: { enabled: true, transport: 'stdio' },
  });
  await until('filesystem', 'connected');
  const post = posts.get('filesystem') ?? expect.unreachable();
  post.tools = ['read'];
  servers.reconnect('filesystem');
  expect(servers.list()).toMatchObject([{ status: 'reconnecting', tools: [] }]);
  servers.reconnect('filesystem');
  await until('filesystem', 'connected');
  expect(servers.list()).toMatchObject([{ tools: ['read'] }]);
  await vi.waitUntil(async () => (await told()).length >= 3, { interval: 2 });
  const all = await told();
  expect(all).toEqual([
    { type: 'mcp.connected', data: { name: 'filesystem', tools: ['read', 'write'] } },
    { type: 'mcp.disconnected', data: { name: 'filesystem', error: null } },
    { type: 'mcp.connected', data: { name: 'filesystem', tools: ['read'] } },
  ]);
  const faultOf = makeWebhookCheck();
  for (const { type, data } of all)
    expect(
      faultOf({ id: 'evt_1', event: type, timestamp: '2026-01-01T00:00:00Z', data }),
    ).toBeNull();
});
