/**
 * Owns what the registry of MCP servers promises beside what channels do: transports, tools and their names, and that disabled ones are not there.
 * Keeping connections open is tested with channels, over the same code.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { makeWebhookCheck } from '../../src/app/webhook-contract.ts';
import { events } from '../../src/db/schema/index.ts';
import { McpServers, type McpSettings } from '../../src/domain/mcp/index.ts';
import { settingsOf } from '../adapters/mcp/ground.ts';
import { silentLoggerOf } from '../support/log.ts';
import { Outpost } from './connections-ground.ts';
import { BEGIN, freshGround, reasonOf } from './ground.ts';

async function serversOf(
  configured: Record<string, McpSettings>,
  retryMs: (failures: number) => number = () => 5,
) {
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
    loggerOf: silentLoggerOf,
    report: (error) => expect.unreachable(String(error)),
    times: { retryMs },
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
  return { servers, posts, until, told, clock: ground.clock };
}

test('lists every enabled server with its tools; one whose transport nothing speaks says so', async () => {
  const { servers, until } = await serversOf({
    filesystem: settingsOf({}),
    remote: settingsOf({ transport: 'http' }),
    off: settingsOf({ enabled: false }),
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
    filesystem: settingsOf({}),
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

/** Tools of one server are offered, by their names. */
async function offered(configured: Record<string, McpSettings>, toolsOf: Record<string, string[]>) {
  const world = await serversOf(configured);
  for (const name of Object.keys(configured)) {
    await world.until(name, 'connected');
    const post = world.posts.get(name) ?? expect.unreachable();
    post.tools = toolsOf[name] ?? [];
    world.servers.reconnect(name);
    await world.until(name, 'connected');
  }
  return world;
}

test('tools are offered by safe names, as far as they are allowed and not denied', async () => {
  const world = await offered(
    {
      files: settingsOf({ allowTools: ['read', 'write'], denyTools: ['write'] }),
      web: settingsOf({ toolNamePrefix: 'x' }),
    },
    { files: ['read', 'write', 'remove'], web: ['get page', 'get/page'] },
  );
  const tools = world.servers.tools();
  expect(tools.map(({ name, source }) => [name, source])).toEqual([
    ['mcp_files_read', 'mcp:files'],
    ['x_web_get_page', 'mcp:web'],
    [expect.stringMatching(/^x_web_get_page_[0-9a-f]{8}$/), 'mcp:web'],
  ]);
  expect(world.servers.tools()).toBe(tools);
  expect(world.servers.list()[0]?.tools).toEqual(['read', 'write', 'remove']);
});

test('names of two servers that are one when joined stay apart, and are never too long', async () => {
  const long = 'l'.repeat(64);
  const world = await offered(
    { a: settingsOf({}), a_b: settingsOf({}), [long]: settingsOf({ toolNamePrefix: long }) },
    { a: ['b_c'], a_b: ['c', 'd'], [long]: ['one', 'two', 'two'] },
  );
  const names = world.servers.tools().map((tool) => tool.name);
  expect(names).toHaveLength(5);
  expect(new Set(names).size).toBe(5);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
  expect(names).toContain('mcp_a_b_c');
});

test('a tool is called by the connection there is then; without one it says so', async () => {
  const world = await serversOf({ files: settingsOf({}) });
  await world.until('files', 'connected');
  const [tool] = world.servers.tools();
  if (tool === undefined) return expect.unreachable();
  const call = () =>
    tool.call({}, { sessionId: 's', callId: 'c', signal: new AbortController().signal });
  world.servers.reconnect('files');
  await expect(call()).rejects.toThrow('MCP server files is not connected');
  await world.until('files', 'connected');
  expect(await call()).toEqual({ content: 'read', failed: false });
  const post = world.posts.get('files') ?? expect.unreachable();
  post.tools = ['other'];
  world.servers.reconnect('files');
  await world.until('files', 'connected');
  await expect(call()).rejects.toThrow('MCP server files has no tool read any more');
  await world.servers.stop();
  expect(world.servers.tools()).toEqual([]);
});

test('one that breaks as soon as it is open is tried ever more rarely; one that held is tried soon', async () => {
  const failures: number[] = [];
  const world = await serversOf({ files: settingsOf({}) }, (count) => {
    failures.push(count);
    return 5;
  });
  await world.until('files', 'connected');
  const post = world.posts.get('files') ?? expect.unreachable();
  const breakOnce = async () => {
    const { attempts } = post;
    post.break('gone');
    await vi.waitUntil(() => post.attempts > attempts, { interval: 2 });
    await world.until('files', 'connected');
  };
  await breakOnce();
  await breakOnce();
  await breakOnce();
  world.clock.advance(60_000);
  await breakOnce();
  expect(failures).toEqual([1, 2, 3, 1]);
});

test('one that cannot be tried says why, and is not tried', async () => {
  const fault = 'the workspace file has no "command"';
  const { servers, posts } = await serversOf({ odd: settingsOf({ fault }) });
  expect(servers.list()).toMatchObject([{ name: 'odd', status: 'disconnected', error: fault }]);
  expect(servers.down()).toEqual([{ name: 'odd', reason: fault }]);
  servers.reconnect('odd');
  expect(posts.size).toBe(0);
});
