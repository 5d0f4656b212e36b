/**
 * Owns what the workspace file of MCP servers may say, and what becomes of the rest of it. That it is followed is tested in
 * tests/scenarios/mcp.test.ts.
 */
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { WorkspaceServers } from '../../src/domain/mcp/index.ts';
import { settingsOf } from '../adapters/mcp/ground.ts';
import { tempDir } from '../support/temp.ts';

function workspace(file = 'mcp.json') {
  const folder = tempDir();
  const servers = new WorkspaceServers({
    settings: () => ({ folder, file, launchers: ['npx', 'node'] }),
    defaults: { startupTimeoutMs: 10_000, requestTimeoutMs: 10_000, toolNamePrefix: 'mcp' },
  });
  const write = async (content: unknown) => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(servers.path, text);
    await servers.read();
  };
  return { servers, write, folder };
}

test('servers as other clients write them', async () => {
  const { servers, write } = workspace();
  await write({
    mcpServers: {
      files: { command: 'npx', args: ['-y', 'server'], env: { A: 'b' }, autoApprove: ['read'] },
      typed: { type: 'stdio', command: 'node' },
      web: { url: 'https://mcp.example.com/mcp', headers: { Authorization: 'Bearer x' } },
      stream: { type: 'streamable-http', url: 'https://mcp.example.com/mcp' },
      old: { type: 'sse', url: 'https://mcp.example.com/sse' },
      off: { command: 'npx', disabled: true },
    },
    inputs: [],
  });
  const url = 'https://mcp.example.com/mcp';
  expect(servers.servers).toEqual({
    files: settingsOf({ command: 'npx', args: ['-y', 'server'], env: { A: 'b' } }),
    typed: settingsOf({ command: 'node' }),
    web: settingsOf({ transport: 'http', url, headers: { Authorization: 'Bearer x' } }),
    stream: settingsOf({ transport: 'streamable_http', url }),
    old: settingsOf({ transport: 'sse', url: 'https://mcp.example.com/sse' }),
    off: settingsOf({ command: 'npx', enabled: false }),
  });
  expect(servers.misread()).toEqual([]);
});

const only = 'the workspace file may start npx, node only (mcp.launchers)';
const noPath = 'the workspace file may name a launcher only, not a path of a program';

describe('a server that may not be used says why', () => {
  test.each([
    ['another program', { command: 'bash', args: ['-c', 'id'] }, only],
    ['a shell line', { command: 'npx server' }, only],
    ['a path', { command: '/usr/bin/node' }, noPath],
    ['a path that ends well', { command: './npx' }, noPath],
    ['a Windows path', { command: 'C:\\npx' }, noPath],
    ['no program', {}, 'the workspace file has no "command"'],
    ['an empty program', { command: '' }, /something unusable for "command"/],
    ['no list', { command: 'npx', args: 'x' }, /something unusable for "args"/],
    ['a number', { command: 'npx', env: { A: 1 } }, /something unusable for "env.A"/],
    ['no object', 'npx', /something unusable for this server/],
    ['an unknown way', { type: 'pigeon', command: 'npx' }, /something unusable for "type"/],
    ['a way of every object', { type: 'constructor' }, /something unusable for "type"/],
    ['no URL', { type: 'http' }, 'the workspace file has no http or https URL for "url"'],
    ['another scheme', { url: 'file:///etc' }, /has no http or https URL/],
  ])('%s', async (_what, value, fault) => {
    const { servers, write } = workspace();
    await write({ mcpServers: { odd: value, fine: { command: 'npx' } } });
    expect(servers.servers.odd?.fault).toMatch(fault);
    expect(servers.servers.fine?.fault).toBeNull();
  });
});

test('no server of the file may go to private addresses, whatever it says', async () => {
  const { servers, write } = workspace();
  const url = 'http://127.0.0.1/mcp';
  await write({ mcpServers: { web: { url, allow_private: true, allowPrivate: true } } });
  expect(servers.servers.web?.allowPrivate).toBe(false);
});

test('names that cannot be told are left out, and so is what is too many', async () => {
  const { servers, write } = workspace();
  const names = ['ok', 'a b', '../x', '', 'constructor', 'x'.repeat(65)];
  await write({ mcpServers: Object.fromEntries(names.map((name) => [name, { command: 'npx' }])) });
  expect(Object.keys(servers.servers)).toEqual(['ok']);
  expect(servers.misread()[0]?.reason).toMatch(/^5 of 6 servers are left out/);
  const many = Array.from({ length: 150 }, (_, index) => [`s${index}`, { command: 'npx' }]);
  await write({ mcpServers: Object.fromEntries(many) });
  expect(Object.keys(servers.servers)).toHaveLength(100);
});

test('a file that cannot be read leaves the servers there were, and says so without its text', async () => {
  const { servers, write, folder } = workspace();
  await write({ mcpServers: { files: { command: 'npx' } } });
  for (const [text, reason] of [
    ['{"mcpServers": hunter2', /mcp\.json is not JSON$/],
    ['[]', /mcp\.json has no map "mcpServers"$/],
    ['{"__proto__": {}, "mcpServers": {}}', /mcp\.json is not JSON$/],
    [' '.repeat(2_000_000), /mcp\.json is larger than 1024 KiB$/],
  ] as const) {
    await write(text);
    expect(Object.keys(servers.servers)).toEqual(['files']);
    expect(servers.misread()).toEqual([
      { name: 'workspace_file', reason: expect.stringMatching(reason) },
    ]);
  }
  const linked = workspace();
  symlinkSync(join(folder, 'mcp.json'), linked.servers.path);
  await linked.servers.read();
  expect(linked.servers.misread()[0]?.reason).toMatch(/is a link$/);
});

test('without a file there are no servers, and nothing is wrong; an absolute path is taken as it is', async () => {
  const { servers } = workspace();
  await servers.read();
  expect([servers.servers, servers.misread()]).toEqual([{}, []]);
  const elsewhere = join(tempDir(), 'other.json');
  expect(workspace(elsewhere).servers.path).toBe(elsewhere);
});
