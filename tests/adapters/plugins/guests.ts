/**
 * Owns small plugins for tests: components made from text in a few milliseconds, that behave as a test wants, and a host for them.
 * What must become of them is left to the tests.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { componentEmbed, componentNew, parse } from '@bytecodealliance/jco-transpile/wasm-tools';
import { onTestFinished } from 'vitest';
import { wasmRuntime } from '../../../src/adapters/plugins/runtime.ts';
import { buildWit } from '../../../src/adapters/plugins/wit.ts';
import type {
  Capability,
  HostCalls,
  LoadedPlugin,
  PluginHost,
  PluginManifest,
  Resources,
} from '../../../src/domain/plugins/index.ts';
import { tempDir } from '../../support/temp.ts';

/** Addresses in the memory of the guests. */
const RESULT = 0;
const NAME = 64;
const SCHEMA = 128;

/**
 * A core module with a tool `probe`.
 * @param execute Instructions before the answer, which is the text that `$ptr` and `$len` say, at first the input
 */
export function toolWat(execute: string, more = '', pages = 2): string {
  const schema = '{"type":"object"}';
  return `(module
    (import "prx:host/log@0.1.0" "log" (func $log (param i32 i32 i32)))
    (import "prx:host/kv@0.1.0" "list-keys" (func $list-keys (param i32 i32 i32)))
    (import "prx:host/events@0.1.0" "publish" (func $publish (param i32 i32 i32 i32 i32)))
    (memory (export "memory") ${pages})
    (global $top (mut i32) (i32.const 4096))
    (global $count (mut i32) (i32.const 0))
    ${more}
    (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
      (local.set $at (i32.and (i32.add (global.get $top) (i32.const 7)) (i32.const -8)))
      (global.set $top (i32.add (local.get $at) (local.get 3)))
      (local.get $at))
    (data (i32.const ${NAME}) "probe")
    (data (i32.const ${SCHEMA}) "${schema.replaceAll('"', '\\22')}")
    (func $text (param $at i32) (param $ptr i32) (param $len i32)
      (i32.store (local.get $at) (local.get $ptr))
      (i32.store (i32.add (local.get $at) (i32.const 4)) (local.get $len)))
    (func (export "prx:plugin/tool-exports@0.1.0#get-spec") (result i32)
      (call $text (i32.const ${RESULT}) (i32.const ${NAME}) (i32.const 5))
      (call $text (i32.const ${RESULT + 8}) (i32.const ${NAME}) (i32.const 5))
      (call $text (i32.const ${RESULT + 16}) (i32.const ${SCHEMA}) (i32.const ${schema.length}))
      (i32.const ${RESULT}))
    (func (export "prx:plugin/tool-exports@0.1.0#execute") (param $ptr i32) (param $len i32) (result i32)
      ${execute}
      (i32.store8 (i32.const ${RESULT}) (i32.const 1))
      (call $text (i32.const ${RESULT + 4}) (local.get $ptr) (local.get $len))
      (i32.store8 (i32.const ${RESULT + 12}) (i32.const 0))
      (global.set $top (i32.const 4096))
      (i32.const ${RESULT})))`;
}

/** Instructions for `toolWat`. */
export const behaviours = {
  echo: '',
  loop: '(loop $l (br $l))',
  /** Only when the input has a length of more than 10. */
  loopIfLong: '(if (i32.gt_s (local.get $len) (i32.const 10)) (then (loop $l (br $l))))',
  allocate:
    '(loop $l (br_if $l (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))) (unreachable)',
  trap: '(unreachable)',
  /** A page of memory with every call; out of memory, it breaks off. */
  grow: '(if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable)))',
  /** Answers with the 97th letter of ASCII, `a`, at its first call, and the next one at each further. */
  count: `(i32.store8 (i32.const 3000) (i32.add (global.get $count) (i32.const 97)))
    (global.set $count (i32.rem_u (i32.add (global.get $count) (i32.const 1)) (i32.const 26)))
    (local.set $ptr (i32.const 3000)) (local.set $len (i32.const 1))`,
  publish: `(call $publish (i32.const ${NAME}) (i32.const 5) (local.get $ptr) (local.get $len) (i32.const 32))
    (if (i32.load8_u (i32.const 32)) (then
      (local.set $ptr (i32.load (i32.const 36))) (local.set $len (i32.load (i32.const 40)))))`,
  callForEver: `(loop $l (call $list-keys (i32.const 0) (i32.const 0) (i32.const 32)) (br $l))`,
  logForEver: `(loop $l (call $log (i32.const 2) (i32.const ${NAME}) (i32.const 5)) (br $l))`,
} as const;

/** Makes a component of a core module. */
export async function component(wat: string, worlds: readonly string[] = ['tool']) {
  const embedded = await componentEmbed({
    binary: await parse(wat),
    witSource: buildWit(worlds, { withWasi: true }),
    world: 'plugin',
  });
  return await componentNew(embedded, []);
}

/** What a manifest has of a capability, with defaults. */
export function capability(type: Capability['type'], name: string, more: Partial<Capability> = {}) {
  return { type, name, description: '', priority: 100, events: [], schedule: null, ...more };
}

/** A manifest of a plugin with a tool `probe`, unless something else is said. */
export function manifestOf(
  name: string,
  more: Partial<Omit<PluginManifest, 'resources'>> & { resources?: Partial<Resources> } = {},
): PluginManifest {
  return {
    name,
    version: '1.0.0',
    description: '',
    wasm: 'plugin.wasm',
    capabilities: [capability('tool', 'probe')],
    permissions: { required: [], optional: [], httpAllowlist: [] },
    config: {},
    ...more,
    resources: {
      maxMemoryMb: 8,
      maxExecutionTimeMs: 10_000,
      maxHttpRequestsPerCall: 2,
      maxKvStorageMb: 1,
      ...more.resources,
    },
  };
}

/** A call to the host, before it is looked at. */
interface AnyCall {
  readonly name: keyof HostCalls;
  readonly args: unknown;
}

/** A host that answers with what a test says, and keeps what it is told. */
export function testHost(answer: (call: AnyCall) => unknown = () => null) {
  const calls: AnyCall[] = [];
  const reports: string[] = [];
  const host: PluginHost = {
    async call(call) {
      calls.push(call);
      const given: ReturnType<typeof JSON.parse> = await answer(call);
      return given;
    },
    report: (level, message) => void reports.push(`${level} ${message}`),
  };
  return { host, calls, reports };
}

/** Puts a component into a folder and loads it; it is unloaded after the running test. */
export async function loadGuest(
  wasm: Uint8Array | string,
  manifest: PluginManifest,
  host: PluginHost = testHost().host,
): Promise<LoadedPlugin> {
  const folder = join(tempDir(), manifest.name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'plugin.wasm'), wasm);
  const loaded = await wasmRuntime.load(manifest, { folder, cache: join(folder, 'cache') }, host);
  onTestFinished(() => loaded.unload(0));
  return loaded;
}

/** Calls a plugin's tool many times. @returns the least memory that it had after a call, as a collection of garbage leaves it */
export async function leastMemory(
  plugin: LoadedPlugin,
  calls: number,
  input: string,
): Promise<number> {
  let bytes = Number.POSITIVE_INFINITY;
  for (let call = 0; call < calls; call += 1) {
    if (!(await execute(plugin, input)).success) throw new Error(`call ${call} failed`);
    bytes = Math.min(bytes, plugin.memoryUsageBytes());
  }
  return bytes;
}

/** Has a plugin's tool executed. */
export const execute = (plugin: LoadedPlugin, input = '{}') =>
  plugin.call({ name: 'tool.execute', args: { input } }, { depth: 0 });
