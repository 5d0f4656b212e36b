/**
 * Owns that published MCP servers work over every transport: listed, called, ended from outside and back by themselves.
 * Servers that misbehave are in misbehaving.test.ts.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { tempDir } from '../../support/temp.ts';
import { children, published, serversOf, settingsOf } from './ground.ts';

describe('over standard input and output', () => {
  test('server-everything: its tools, its resources and its prompts', async () => {
    const world = await serversOf({ everything: published('server-everything') });
    await world.until('everything', 'connected');
    expect(world.one('everything').tools).toContain('get-sum');
    expect(world.tools()).toContain('mcp_everything_get-sum');
    expect(await world.call('mcp_everything_get-sum', { a: 2, b: 40 })).toEqual({
      content: 'The sum of 2 and 40 is 42.',
      failed: false,
    });
    expect((await world.call('mcp_everything_get-tiny-image')).content).toMatch(
      /\[image image\/png, \d+ bytes\]/,
    );
    expect((await world.call('mcp_everything_get-sum', { a: 'two' })).failed).toBe(true);
    const resources = await world.call('mcp_everything_list_resources');
    const uri = /^\S+/.exec(resources.content)?.[0];
    expect(await world.call('mcp_everything_read_resource', { uri })).toMatchObject({
      failed: false,
    });
    expect((await world.call('mcp_everything_list_prompts')).content).toMatch(
      /^simple-prompt\(\)/m,
    );
    const prompt = await world.call('mcp_everything_get_prompt', { name: 'simple-prompt' });
    expect(prompt.content).toMatch(/^user: /);
    await expect(world.call('mcp_everything_read_resource', { uri: 'no:where' })).rejects.toThrow(
      /MCP error/,
    );
  });

  test('server-filesystem and server-memory do their work', async () => {
    const folder = tempDir();
    mkdirSync(join(folder, 'notes'));
    writeFileSync(join(folder, 'notes', 'a.txt'), 'hello');
    const memory = join(folder, 'memory.jsonl');
    const world = await serversOf({
      files: published('server-filesystem', join(folder, 'notes')),
      memory: { ...published('server-memory'), env: { MEMORY_FILE_PATH: memory } },
    });
    await Promise.all([world.until('files', 'connected'), world.until('memory', 'connected')]);
    const path = join(folder, 'notes', 'a.txt');
    expect(await world.call('mcp_files_read_text_file', { path })).toEqual({
      content: 'hello',
      failed: false,
    });
    expect(await world.call('mcp_files_read_text_file', { path: '/etc/passwd' })).toMatchObject({
      failed: true,
    });
    const entities = [{ name: 'Ada', entityType: 'person', observations: ['writes programs'] }];
    await world.call('mcp_memory_create_entities', { entities });
    expect((await world.call('mcp_memory_read_graph')).content).toContain('writes programs');
  });

  test('one that is killed is back by itself, as one process', async () => {
    const world = await serversOf({ memory: published('server-memory') });
    await world.until('memory', 'connected');
    const [first] = children('server-memory');
    if (first === undefined) return expect.unreachable();
    process.kill(first, 'SIGKILL');
    await vi.waitUntil(() => children('server-memory').some((pid) => pid !== first), {
      timeout: 30_000,
    });
    await world.until('memory', 'connected');
    expect(children('server-memory')).toHaveLength(1);
    expect((await world.call('mcp_memory_read_graph')).failed).toBe(false);
  });
});

/** Starts server-everything over HTTP. @returns the process, once it listens */
async function listening(mode: 'sse' | 'streamableHttp', port: number): Promise<ChildProcess> {
  const { command, args } = published('server-everything', mode);
  const child = spawn(command ?? '', args, {
    env: { PATH: process.env.PATH, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise<void>((resolve) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      if (/on port/.test(chunk.toString())) resolve();
    });
  });
  return child;
}

/** A port that nobody listened on a moment ago: the published server cannot be told to take any. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : expect.unreachable();
}

test.each([
  ['streamable_http', 'streamableHttp', '/mcp'],
  ['http', 'streamableHttp', '/mcp'],
  ['sse', 'sse', '/sse'],
] as const)('over %s: called, and back after it was killed', async (transport, mode, path) => {
  const port = await freePort();
  const first = await listening(mode, port);
  const url = `http://127.0.0.1:${port}${path}`;
  const world = await serversOf({ remote: settingsOf({ transport, url, allowPrivate: true }) });
  await world.until('remote', 'connected');
  const sum = { content: 'The sum of 1 and 2 is 3.', failed: false };
  expect(await world.call('mcp_remote_get-sum', { a: 1, b: 2 })).toEqual(sum);
  first.kill('SIGKILL');
  await world.untilError('remote', /./);
  expect(world.tools()).toEqual([]);
  await listening(mode, port);
  await world.until('remote', 'connected');
  expect(await world.call('mcp_remote_get-sum', { a: 1, b: 2 })).toEqual(sum);
});
