/**
 * Owns what the host promises plugins: only what is granted, and that within limits.
 * How a call gets out of a guest is tested with the adapter.
 */
import { describe, expect, test, vi } from 'vitest';
import type { HostCall, PluginHost } from '../../src/domain/plugins/index.ts';
import { scope, stageOf } from './plugins-ground.ts';

const all = { p: ['http-outbound', 'memory', 'events'] };
const wants = '[permissions]\noptional = ["http-outbound", "memory", "events"]\n';
const bytes = (text: string) => new TextEncoder().encode(text);

async function hostOf(text: string, options: Parameters<typeof stageOf>[1] = { grants: all }) {
  const stage = await stageOf({ p: text }, options);
  await stage.plugins.start();
  const host = stage.runtime.hosts.get('p');
  if (host === undefined) throw new Error('p was not loaded');
  return { ...stage, host };
}

const set = (host: PluginHost, key: string, value: Uint8Array) =>
  host.call({ name: 'kv.set', args: { key, value } }, scope());

describe('grants', () => {
  const calls: HostCall[] = [
    { name: 'memory.store', args: { text: 'x', category: '' } },
    { name: 'memory.recall', args: { query: 'x', limit: 1 } },
    { name: 'events.publish', args: { topic: 't', payload: '{}' } },
    {
      name: 'http-outbound.request',
      args: { method: 'GET', url: 'https://example.com/', headers: [], body: null },
    },
  ];

  test.each(calls)(
    '$name is refused where it is not granted, and in the log once',
    async (call) => {
      for (const [text, grants] of [
        [wants, {}],
        ['', all],
      ] as const) {
        const { host, logged } = await hostOf(text, { grants });
        const [permission] = call.name.split('.');
        for (let time = 0; time < 2; time += 1)
          await expect(host.call(call, scope())).rejects.toThrow(
            `the permission ${permission} is not granted`,
          );
        expect(logged).toEqual([
          `warn p: called ${call.name} without the permission ${permission}`,
        ]);
      }
    },
  );

  test.each([
    ['memory', 'it requires memory: allow that in plugins.installed.p.grants'],
    ['filesystem', 'it requires filesystem, which plugins cannot have here'],
  ])('a plugin that requires %s is not loaded without', async (permission, error) => {
    const { plugins, logged } = await stageOf({
      p: `[permissions]\nrequired = ["${permission}"]\n`,
    });
    await plugins.start();
    expect(await plugins.list()).toMatchObject([{ status: 'error', error }]);
    expect(logged).toEqual([`warn p cannot be loaded: ${error}`]);
  });

  test('the operator bounds what a manifest asks for', async () => {
    const { runtime } = await hostOf(
      '[resources]\nmax_memory_mb = 4096\nmax_execution_time_ms = 5\n',
    );
    expect(runtime.manifests.get('p')?.resources).toMatchObject({
      maxMemoryMb: 64,
      maxExecutionTimeMs: 5,
    });
  });
});

describe('keys and values', () => {
  test('are kept over a restart, each plugin for itself', async () => {
    const { plugins, runtime } = await stageOf({ p: '', q: '' });
    await plugins.start();
    const hosts = () => ['p', 'q'].flatMap((name) => runtime.hosts.get(name) ?? []);
    const get = (host: PluginHost | undefined, key: string) =>
      host?.call({ name: 'kv.get', args: { key } }, scope());
    const [p, q] = hosts();
    if (p === undefined || q === undefined) throw new Error('not loaded');
    const value = Uint8Array.from([0, 255, 1]);
    await set(p, 'a/1', value);
    await set(p, 'a/1', value);
    await set(p, 'ä', bytes('x'));
    expect(await get(q, 'a/1')).toBeNull();
    await plugins.stop();
    await plugins.start();
    await plugins.list();
    const [again] = hosts();
    expect(await get(again, 'a/1')).toEqual(value);
    const keys = (prefix: string) =>
      again?.call({ name: 'kv.list-keys', args: { prefix } }, scope());
    expect(await keys('')).toEqual(['a/1', 'ä']);
    expect(await keys('a')).toEqual(['a/1']);
    expect(await keys('%')).toEqual([]);
    const gone = () => again?.call({ name: 'kv.delete', args: { key: 'ä' } }, scope());
    expect([await gone(), await gone()]).toEqual([true, false]);
  });

  test('stay within the limit of the manifest, and a value can be replaced at it', async () => {
    const { host } = await hostOf('[resources]\nmax_kv_storage_mb = 1\n');
    const half = new Uint8Array(600_000);
    await set(host, 'a', half);
    await set(host, 'a', half);
    await expect(set(host, 'b', half)).rejects.toThrow('more than 1 MB would be kept');
    await expect(set(host, '', half)).rejects.toThrow('a key has 1 to 512 bytes');
    await expect(set(host, 'x\0y', half)).rejects.toThrow('no NUL');
    await expect(set(host, 'x'.repeat(513), half)).rejects.toThrow('a key has 1 to 512 bytes');
    await expect(set(host, 'c', new Uint8Array(1_048_577))).rejects.toThrow('a value has at most');
  });
});

test('memories are found by their words, best first; the oldest goes beyond 500', async () => {
  const { host, clock } = await hostOf(wants);
  const store = (text: string) =>
    host.call({ name: 'memory.store', args: { text, category: 'note' } }, scope());
  const recall = async (query: string, limit = 10) =>
    (await host.call({ name: 'memory.recall', args: { query, limit } }, scope())).map(
      ({ text, category, importance }) => ({ text, category, importance }),
    );
  for (const text of ['The cat sleeps', 'A dog and a cat', '고양이 그림']) {
    await store(text);
    clock.advance(1);
  }
  expect(await recall('dog CAT')).toEqual([
    { text: 'A dog and a cat', category: 'note', importance: 1 },
    { text: 'The cat sleeps', category: 'note', importance: 0.5 },
  ]);
  expect(await recall('고양이')).toMatchObject([{ text: '고양이 그림' }]);
  expect(await recall('', 1)).toMatchObject([{ text: '고양이 그림' }]);
  await expect(store('x'.repeat(4097))).rejects.toThrow('a text has 1 to 4096 bytes');
  for (let time = 0; time < 498; time += 1) {
    clock.advance(1);
    await store('filler');
  }
  expect(await recall('sleeps')).toEqual([]);
  expect(await recall('dog')).toHaveLength(1);
});

describe('HTTP requests', () => {
  const allow = (list: string) => `${wants}http_allowlist = ${list}\n`;
  const get = (url: string) => ({
    name: 'http-outbound.request' as const,
    args: { method: 'GET', url, headers: [], body: null },
  });

  test.each([
    ['[]', 'https://api.example.com/'],
    ['["https://api.example.com/v1"]', 'https://api.example.com/v1/x'],
    ['["https://api.example.com*"]', 'https://api.example.com.evil.example/'],
    ['["https://api.example.com/v1/*"]', 'https://api.example.com/v1/../v2'],
    ['["https://api.example.com/v1/*"]', 'https://api.example.com/v1/%2e%2e/v2'],
    ['["https://api.example.com/*"]', 'http://api.example.com/'],
    ['["https://api.example.com/*"]', 'https://api.example.com:444/'],
    ['["https://api.example.com/*"]', 'https://api.example.com@evil.example/'],
    ['["https://api.example.com/*"]', 'no url'],
  ])('the list %s does not cover %s', async (list, url) => {
    const outbound = vi.fn();
    const { host } = await hostOf(allow(list), { grants: all, outbound });
    await expect(host.call(get(url), scope())).rejects.toThrow('not in the http_allowlist');
    expect(outbound).not.toHaveBeenCalled();
  });

  test('what the list covers is sent, as often as the manifest says', async () => {
    const answer = { status: 204, headers: [], body: new Uint8Array() };
    const { host } = await hostOf(
      `${allow('["https://api.example.com/v1/*"]')}[resources]\nmax_http_requests_per_call = 2\n`,
      { grants: all, outbound: () => Promise.resolve(answer) },
    );
    const once = scope();
    const call = get('https://API.example.com:443/v1/x?y=1');
    expect(await host.call(call, once)).toEqual(answer);
    await host.call(call, once);
    await expect(host.call(call, once)).rejects.toThrow('at most 2 HTTP requests');
    expect(await host.call(call, scope())).toEqual(answer);
  });
});

test('a failure of the host is told to the operator and not to the plugin', async () => {
  const { host, logged } = await hostOf(`${wants}http_allowlist = ["https://a.example/*"]\n`, {
    grants: all,
    outbound: () => Promise.reject(new Error('disk at /secret is full')),
  });
  const args = { method: 'GET', url: 'https://a.example/', headers: [], body: null };
  await expect(host.call({ name: 'http-outbound.request', args }, scope())).rejects.toThrow(
    /^the host could not do it$/,
  );
  expect(logged).toEqual(['error p: http-outbound.request failed: disk at /secret is full']);
});
