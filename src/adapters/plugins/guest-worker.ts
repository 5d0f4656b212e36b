/**
 * Owns one running guest on a thread of its own: starting it inside of its memory limit, and its calls, one after the other.
 * Time is kept by guest.ts, which ends this thread when a call takes too long.
 */
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { GuestCall } from '../../domain/plugins/index.ts';
import { Bridge } from './bridge.ts';
import { boundModule, ModuleRefused } from './core-module.ts';
import { hostImports } from './host-imports.ts';
import type { Answered, GuestOutcome, GuestStart, RawSpec, Started, Usage } from './protocol.ts';
import { wasiImports } from './wasi.ts';

/** Below the threads that answer requests. */
const PRIORITY = 10;
const MAX_TABLES = 16;
const MAX_ANSWER_LENGTH = 4 * 1024 * 1024;
/** From here on a guest that breaks off is taken to have run out of memory. */
const NEARLY_ALL = 0.9;
/** The glue writes these names into JavaScript as they are; a quote in one would end its text there. */
const HARMLESS = /^[\x20-\x7e]*$/;
const HARMFUL = /['"`\\]/;

const start: GuestStart = workerData;
const bridge = new Bridge(start.hostPort, start.flag);
const memories = new Set<WebAssembly.Memory>();

const exported = await instantiate();
send({ spec: readSpec() });
// On Linux a thread has a priority of its own; elsewhere this would slow the whole daemon down.
if (process.platform === 'linux') setPriority(PRIORITY);

parentPort?.on('message', (call: GuestCall) => {
  bridge.reset();
  send({ outcome: run(call) });
});

function send(what: Omit<Started, keyof Usage> | Omit<Answered, keyof Usage>): void {
  const linear = linearBytes();
  const usage: Usage = {
    memoryBytes: linear + getHeapStatistics().used_heap_size,
    linearBytes: linear,
  };
  parentPort?.postMessage({ ...what, ...usage });
}

/** The component's exports by name. @throws Error in words for the operator */
async function instantiate(): Promise<Readonly<Record<string, unknown>>> {
  const { folder, modules } = start.prepared;
  const compiled = new Map<string, WebAssembly.Module>();
  const own = new Map<WebAssembly.Module, { memories: number; tables: number }>();
  for (const name of modules) {
    const bounded = boundModule(readFileSync(join(folder, name)), start.maxMemoryBytes);
    const module = new WebAssembly.Module(bounded.bytes);
    checkNames(module);
    compiled.set(name, module);
    own.set(module, bounded);
  }
  const used = { memories: 0, tables: 0 };
  // Only now, as the names are written in it.
  const glue: unknown = await import(pathToFileURL(join(folder, 'component.mjs')).href);
  const exports = callAt(
    glue,
    'instantiate',
    (name: string) => compiled.get(name),
    { ...hostImports(bridge, start.config), ...wasiImports(bridge) },
    (module: WebAssembly.Module, imports?: unknown) => {
      const { memories: more = 0, tables = 0 } = own.get(module) ?? {};
      used.memories += more;
      used.tables += tables;
      // The limit is one of each memory, so there is one memory.
      if (used.memories > 1) throw new ModuleRefused('has more than one memory');
      if (used.tables > MAX_TABLES) throw new ModuleRefused(`has more than ${MAX_TABLES} tables`);
      const instance = new WebAssembly.Instance(module, imports);
      for (const one of Object.values(instance.exports))
        if (one instanceof WebAssembly.Memory) memories.add(one);
      return instance;
    },
  );
  return { ...Object(exports) };
}

function checkNames(module: WebAssembly.Module): void {
  const names = [
    ...WebAssembly.Module.imports(module).flatMap((one) => [one.module, one.name]),
    ...WebAssembly.Module.exports(module).map((one) => one.name),
  ];
  if (!names.every((name) => HARMLESS.test(name) && !HARMFUL.test(name)))
    throw new ModuleRefused('has names in it that are not plain text');
}

function readSpec(): RawSpec | null {
  if (!start.hasTool) return null;
  const answer = invoke('tool', 'getSpec');
  return {
    name: textAt(answer, 'name'),
    description: textAt(answer, 'description'),
    parametersSchema: textAt(answer, 'parametersSchema'),
  };
}

function run(call: GuestCall): GuestOutcome {
  try {
    return { answer: answer(call) };
  } catch (error) {
    // The error of a `result` is handed on as it is, and in these interfaces it is a text.
    if (typeof error === 'string') return { refusal: error.slice(0, MAX_ANSWER_LENGTH) };
    const reason = error instanceof Error ? error.message : String(error);
    const isMemory = linearBytes() >= start.maxMemoryBytes * NEARLY_ALL;
    return { fault: reason.slice(0, 300), isMemory };
  }
}

function answer(call: GuestCall): Extract<GuestOutcome, { answer: unknown }>['answer'] {
  switch (call.name) {
    case 'tool.execute': {
      const result = invoke('tool', 'execute', call.args.input);
      const error = Reflect.get(Object(result), 'error');
      return {
        success: Reflect.get(Object(result), 'success') === true,
        output: textAt(result, 'output'),
        error: error === undefined ? null : textAt(result, 'error'),
      };
    }
    case 'hook.on-event':
      invoke('hook', 'onEvent', call.args.event, call.args.payload);
      return null;
    case 'middleware.process':
      return checked(invoke('middleware', 'process', call.args.stage, call.args.data));
    case 'cron.run':
      return checked(invoke('cron', 'run'));
  }
}

function invoke(world: string, name: string, ...args: string[]): unknown {
  const face: unknown = exported[`prx:plugin/${world}-exports@0.1.0`];
  return callAt(face, name, ...args);
}

function callAt(value: unknown, name: string, ...args: unknown[]): unknown {
  const found: unknown = Reflect.get(Object(value), name);
  if (typeof found !== 'function') throw new Error(`it has no ${name}`);
  return Reflect.apply(found, undefined, args);
}

function textAt(value: unknown, name: string): string {
  return checked(Reflect.get(Object(value), name));
}

function checked(value: unknown): string {
  if (typeof value !== 'string') throw new Error('its answer is no text');
  if (value.length > MAX_ANSWER_LENGTH)
    throw new Error(`its answer is longer than ${MAX_ANSWER_LENGTH} characters`);
  return value;
}

function linearBytes(): number {
  return [...memories].reduce((sum, one) => sum + one.buffer.byteLength, 0);
}
