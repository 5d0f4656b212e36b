/**
 * Owns MCP servers as an operator meets them in a whole daemon: configured, written into the workspace file, listed, called, reconnected,
 * killed and gone with the daemon. What holds for one server alone is in tests/adapters/mcp.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { children, childrenOf, isAlive } from '../adapters/mcp/ground.ts';
import { clientsOf } from '../contract/served.ts';
import { spawnDaemon, startTestDaemon } from '../support/daemon.ts';
import { tempDir } from '../support/temp.ts';

const script = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const published = (name: string) =>
  script(`node_modules/@modelcontextprotocol/${name}/dist/index.js`);
const FAKE = script('tests/support/mcp-fake.mjs');

/** A daemon with servers that work, one that does not, and one that its configuration takes away from the workspace file. */
async function start() {
  const home = tempDir();
  const notes = tempDir();
  writeFileSync(join(notes, 'a.txt'), 'hello');
  const node = JSON.stringify(process.execPath);
  const server = (name: string, ...args: string[]) =>
    `[mcp.servers.${name}]\ncommand = ${node}\nargs = ${JSON.stringify(args)}\n`;
  writeFileSync(
    join(home, 'gatehouse.toml'),
    [
      '[reload]\ndebounce_ms = 20\n',
      server('everything', published('server-everything')),
      server('files', published('server-filesystem'), notes),
      server('memory', published('server-memory')),
      `env = { MEMORY_FILE_PATH = ${JSON.stringify(join(notes, 'memory.jsonl'))} }\n`,
      server('crash', FAKE, 'crash', 'no licence'),
      '[mcp.servers.inside]\ntransport = "sse"\nurl = "http://127.0.0.1:1/sse"\n',
    ].join(''),
  );
  const daemon = await startTestDaemon({ home });
  onTestFinished(() => daemon.stop());
  const { prx } = clientsOf(daemon.addresses);
  const list = async () => Object((await prx.call('listMcpServers')).body).servers;
  const one = async (name: string) =>
    (await list()).find((server: { name: string }) => server.name === name);
  const until = (name: string, expected: object) =>
    vi.waitFor(async () => expect(await one(name)).toMatchObject(expected), {
      timeout: 30_000,
      interval: 20,
    });
  const call = async (name: string, input: Record<string, unknown>) => {
    const tool = daemon.services.mcp.tools().find((each) => each.name === name);
    const { signal } = new AbortController();
    const context = { sessionId: 'sess_1', callId: 'call_1', signal };
    return await (tool ?? expect.unreachable(name)).call(input, context);
  };
  return { daemon, home, notes, prx, list, one, until, call };
}

const connected = { status: 'connected' };

test('published servers are listed, called, killed and back, and reconnected; a broken one harms nobody', async () => {
  const world = await start();
  for (const name of ['everything', 'files', 'memory']) await world.until(name, connected);
  await world.until('crash', { error: 'the program ended with code 2: cannot start: no licence' });
  await world.until('inside', { transport: 'sse', error: expect.stringMatching(/private/) });
  expect((await world.one('files')).tools).toContain('read_text_file');
  const path = join(world.notes, 'a.txt');
  expect((await world.call('mcp_files_read_text_file', { path })).content).toBe('hello');
  expect((await world.call('mcp_everything_echo', { message: 'hi' })).content).toBe('Echo: hi');

  const [pid] = children('server-filesystem');
  if (pid === undefined) return expect.unreachable();
  process.kill(pid, 'SIGKILL');
  await vi.waitUntil(() => children('server-filesystem').some((each) => each !== pid), {
    timeout: 30_000,
  });
  await world.until('files', connected);
  expect((await world.call('mcp_files_read_text_file', { path })).content).toBe('hello');

  const before = children('server-memory');
  const answer = await world.prx.call('reconnectMcpServer', { path: { name: 'memory' } });
  expect(answer).toMatchObject({ status: 200, body: { name: 'memory', status: 'reconnecting' } });
  await world.until('memory', connected);
  const after = children('server-memory');
  expect(after).toHaveLength(1);
  expect(after).not.toEqual(before);

  await world.daemon.stop();
  expect(children('server-')).toEqual([]);
});

describe('the workspace file', () => {
  test('is followed while the daemon runs; the configuration wins, and mistakes are told', async () => {
    const world = await start();
    const write = (content: unknown) =>
      writeFileSync(
        join(world.home, 'mcp.json'),
        typeof content === 'string' ? content : JSON.stringify(content),
      );
    const mine = { command: 'node', args: [FAKE] };
    write({ mcpServers: { mine, files: mine, shell: { command: 'sh', args: ['-c', 'id'] } } });
    await world.until('mine', { ...connected, transport: 'stdio' });
    expect((await world.call('mcp_mine_echo', {})).content).toBe('{}');
    await world.until('files', { tools: expect.arrayContaining(['read_text_file']) });
    expect(await world.one('shell')).toMatchObject({
      status: 'disconnected',
      error: expect.stringMatching(/may start npx, .* only/),
    });
    write('{ "mcpServers": ');
    const troubles = async () => Object((await world.prx.call('getStatus')).body).reasons ?? [];
    await vi.waitFor(
      async () =>
        expect(await troubles()).toContainEqual({
          component: 'mcp:workspace_file',
          reason: expect.stringMatching(/mcp\.json is not JSON$/),
        }),
      { timeout: 30_000 },
    );
    expect(await world.one('mine')).toMatchObject(connected);
    write({ mcpServers: {} });
    await vi.waitUntil(() => children('mcp-fake').length === 0, { timeout: 30_000 });
    expect(await world.one('mine')).toBeUndefined();
  });
});

test('when the daemon is killed, its servers see the end of their input and go', async () => {
  const home = tempDir();
  writeFileSync(
    join(home, 'gatehouse.toml'),
    `[mcp.servers.memory]\ncommand = ${JSON.stringify(process.execPath)}\nargs = [${JSON.stringify(FAKE)}]\n`,
  );
  const daemon = await spawnDaemon({ home });
  const { prx } = clientsOf(daemon.addresses);
  await vi.waitFor(
    async () =>
      expect((await prx.call('listMcpServers')).body).toMatchObject({ servers: [connected] }),
    { timeout: 30_000 },
  );
  const [pid] = childrenOf(daemon.process.pid ?? Number.NaN, 'mcp-fake');
  if (pid === undefined) return expect.unreachable();
  await daemon.end('SIGKILL');
  await vi.waitUntil(() => !isAlive(pid), { timeout: 30_000 });
});
