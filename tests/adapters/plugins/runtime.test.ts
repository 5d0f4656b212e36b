/**
 * Owns what the runtime of plugins promises about loading: what is a plugin it can run, and in what words it refuses the rest.
 * What becomes of guests that misbehave once they are loaded is in contain.test.ts.
 */
import {
  mkdirSync,
  readdirSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { expect, test } from 'vitest';
import { makeWasmRuntime, wasmRuntime } from '../../../src/adapters/plugins/runtime.ts';
import { GuestRefusal, HostRefusal } from '../../../src/domain/plugins/index.ts';
import { tempDir } from '../../support/temp.ts';
import {
  behaviours,
  capability,
  component,
  execute,
  loadGuest,
  manifestOf,
  testHost,
  toolWat,
} from './guests.ts';

const probe = () => component(toolWat(''));
const MB = 1024 * 1024;

test('a tool is declared, called, and tells its memory', async () => {
  const plugin = await loadGuest(await probe(), manifestOf('plain'));
  expect(plugin.tool).toEqual({
    name: 'probe',
    description: 'probe',
    inputSchema: { type: 'object' },
  });
  expect(await execute(plugin, '{"a":"ä 語"}')).toEqual({
    success: true,
    output: '{"a":"ä 語"}',
    error: null,
  });
  // Two pages of linear memory and a heap.
  expect(plugin.memoryUsageBytes()).toBeGreaterThan(2 * 65_536);
  expect(plugin.memoryUsageBytes()).toBeLessThan(64 * MB);
  await plugin.unload(0);
  await expect(execute(plugin)).rejects.toThrow('plugin plain is being unloaded');
});

test('a call to the host is answered into the guest, a refusal too', async () => {
  let refuses = true;
  const { host, calls } = testHost(() => {
    if (refuses) throw new HostRefusal('not today');
    return null;
  });
  const plugin = await loadGuest(
    await component(toolWat(behaviours.publish)),
    manifestOf('talking'),
    host,
  );
  expect((await execute(plugin, '{"a":1}')).output).toBe('not today');
  refuses = false;
  expect((await execute(plugin, '{"a":1}')).output).toBe('{"a":1}');
  const call = { name: 'events.publish', args: { topic: 'probe', payload: '{"a":1}' } };
  expect(calls).toEqual([call, call]);
});

test('calls in flight end before an unload, those after it are refused', async () => {
  const plugin = await loadGuest(await probe(), manifestOf('plain'));
  const calls = Array.from({ length: 5 }, () => execute(plugin));
  const unloaded = plugin.unload(10_000);
  await expect(execute(plugin)).rejects.toThrow('being unloaded');
  expect(await Promise.all(calls)).toHaveLength(5);
  await unloaded;
});

test('nobody has to wait for a call that is given up', async () => {
  const plugin = await loadGuest(
    await component(toolWat(behaviours.loop)),
    manifestOf('looping', { resources: { maxExecutionTimeMs: 60_000 } }),
  );
  const giveUp = new AbortController();
  const call = plugin.call(
    { name: 'tool.execute', args: { input: '{}' } },
    { depth: 0, signal: giveUp.signal },
  );
  giveUp.abort();
  await expect(call).rejects.toThrow('nobody waits');
});

test('the three other worlds are called, and their errors are the plugin’s own words', async () => {
  // Each answers what it was given last: 4 is the place of the text, 0 says whether it is an error.
  const face = (name: string, params: string) => `
    (func (export "prx:plugin/${name}") (param ${params}) (result i32)
      (i32.store8 (i32.const 0) (i32.gt_s (local.get 3) (i32.const 10)))
      (i32.store (i32.const 4) (local.get 2)) (i32.store (i32.const 8) (local.get 3))
      (i32.const 0))`;
  const wat = `(module
    (memory (export "memory") 1) (global $top (mut i32) (i32.const 64))
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
      (global.set $top (i32.add (global.get $top) (local.get 3)))
      (i32.sub (global.get $top) (local.get 3)))
    (data (i32.const 32) "ran")
    (func (export "prx:plugin/cron-exports@0.1.0#run") (result i32)
      (i32.store8 (i32.const 0) (i32.const 0))
      (i32.store (i32.const 4) (i32.const 32)) (i32.store (i32.const 8) (i32.const 3))
      (i32.const 0))
    ${face('hook-exports@0.1.0#on-event', 'i32 i32 i32 i32')}
    ${face('middleware-exports@0.1.0#process', 'i32 i32 i32 i32')})`;
  const plugin = await loadGuest(
    await component(wat, ['hook', 'middleware', 'cron']),
    manifestOf('many', {
      capabilities: [
        capability('hook', 'h', { events: ['*'] }),
        capability('middleware', 'm'),
        capability('cron', 'c', { schedule: '* * * * *' }),
      ],
    }),
  );
  const on = { depth: 0 };
  const process = (data: string) =>
    plugin.call({ name: 'middleware.process', args: { stage: 'inbound', data } }, on);
  expect(plugin.tool).toBeNull();
  expect(await plugin.call({ name: 'cron.run', args: {} }, on)).toBe('ran');
  expect(await process('short')).toBe('short');
  await expect(process('a long text indeed')).rejects.toEqual(
    new GuestRefusal('a long text indeed'),
  );
  const event = (payload: string) =>
    plugin.call({ name: 'hook.on-event', args: { event: 'e', payload } }, on);
  expect(await event('{}')).toBeNull();
  await expect(event('{"long":"long"}')).rejects.toThrow('{"long":"long"}');
});

test.each([
  ['text', 'not wasm at all', 'plugin.wasm is not WebAssembly'],
  ['nothing', '', 'plugin.wasm is not WebAssembly'],
  ['a component cut short', 'half', 'is no valid component'],
  ['a core module', 'core', 'plugin.wasm is a core module, and plugins are components'],
])('%s is refused', async (_name, what, reason) => {
  const made = await probe();
  const wasm =
    what === 'half' ? made.slice(0, 600) : what === 'core' ? await parse('(module)') : what;
  await expect(loadGuest(wasm, manifestOf('odd'))).rejects.toThrow(reason);
});

test('no file, a link and a file that is too large are refused', async () => {
  const folder = tempDir();
  const load = () =>
    wasmRuntime.load(manifestOf('odd'), { folder, cache: join(folder, 'cache') }, testHost().host);
  await expect(load()).rejects.toThrow('plugin.wasm does not exist');
  const elsewhere = join(tempDir(), 'other.wasm');
  writeFileSync(elsewhere, await probe());
  symlinkSync(elsewhere, join(folder, 'plugin.wasm'));
  await expect(load()).rejects.toThrow('plugin.wasm is a link');
  mkdirSync(join(folder, 'large'));
  writeFileSync(join(folder, 'large', 'plugin.wasm'), '');
  truncateSync(join(folder, 'large', 'plugin.wasm'), 128 * MB + 1);
  await expect(
    wasmRuntime.load(
      manifestOf('odd'),
      { folder: join(folder, 'large'), cache: folder },
      testHost().host,
    ),
  ).rejects.toThrow('plugin.wasm is larger than 128 MiB');
});

test.each([
  ['memory beyond the limit', toolWat('', '', 200), /begins with more memory than 8 MiB/],
  ['a table that is too large', toolWat('', '(table 200000 funcref)'), /too large a table/],
])('a component with %s is refused', async (_name, wat, reason) => {
  await expect(loadGuest(await component(wat), manifestOf('odd'))).rejects.toThrow(reason);
});

test('a component that loops at its start is refused', async () => {
  const folder = tempDir();
  const wasm = await component(toolWat('', '(func $s (loop $l (br $l))) (start $s)'));
  writeFileSync(join(folder, 'plugin.wasm'), wasm);
  const load = makeWasmRuntime(4000).load(
    manifestOf('odd', { resources: { maxExecutionTimeMs: 500 } }),
    { folder, cache: join(folder, 'cache') },
    testHost().host,
  );
  await expect(load).rejects.toThrow(/longer than 4000 ms/);
});

test('names that would be code in the glue are refused before it runs', async () => {
  Reflect.deleteProperty(globalThis, 'broken');
  const evil = "x'];globalThis.broken=1;//";
  const wasm = await parse(`(component
    (core module $m (func (export "${evil}")))
    (core instance $i (instantiate $m))
    (func $run (canon lift (core func $i "${evil}")))
    (export "run" (func $run)))`);
  await expect(loadGuest(wasm, manifestOf('evil', { capabilities: [] }))).rejects.toThrow(
    'has names in it that are not plain text',
  );
});

test('files, sockets and HTTP of WASI are not there', async () => {
  const wasm = await parse(`(component
    (import "wasi:http/outgoing-handler@0.2.0" (instance $n (export "handle" (func))))
    (core func $handle (canon lower (func $n "handle")))
    (core module $m (import "" "h" (func)) (func (export "run")))
    (core instance $i (instantiate $m (with "" (instance (export "h" (func $handle))))))
    (func $run (canon lift (core func $i "run")))
    (export "run" (func $run)))`);
  await expect(loadGuest(wasm, manifestOf('net', { capabilities: [] }))).rejects.toThrow(
    'imports wasi:http/outgoing-handler, which plugins do not get',
  );
});

test.each([
  ['another tool', [capability('tool', 'other')], 'get-spec names probe, and the manifest other'],
  [
    'a hook it does not export',
    [capability('hook', 'h')],
    'does not export prx:plugin/hook-exports',
  ],
  ['a provider', [capability('provider', 'p')], 'it has provider:p, which cannot be run here'],
  ['two tools', [capability('tool', 'probe'), capability('tool', 'b')], 'more than one tool'],
])('a manifest with %s is refused', async (_name, capabilities, reason) => {
  await expect(loadGuest(await probe(), manifestOf('odd', { capabilities }))).rejects.toThrow(
    reason,
  );
});

test('the cache is private, is used again, and keeps two versions', async () => {
  const folder = tempDir();
  const cache = join(folder, 'cache');
  for (const pages of [2, 3, 4, 4]) {
    writeFileSync(join(folder, 'plugin.wasm'), await component(toolWat('', '', pages)));
    const plugin = await wasmRuntime.load(manifestOf('kept'), { folder, cache }, testHost().host);
    await plugin.unload(0);
  }
  const kept = readdirSync(join(cache, 'kept'));
  expect(kept).toHaveLength(2);
  for (const name of kept) expect(statSync(join(cache, 'kept', name)).mode & 0o077).toBe(0);
});
