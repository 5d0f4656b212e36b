/**
 * Owns the commands for those who write plugins: a new one, building, checking and trying it, all without a daemon.
 * What a plugin is, and running it, belongs to domain/plugins and adapters/plugins.
 */
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { wasmRuntime } from '../adapters/plugins/runtime.ts';
import { buildWit } from '../adapters/plugins/wit.ts';
import {
  type HostCalls,
  HostRefusal,
  type LoadedPlugin,
  type PluginHost,
  type PluginManifest,
  readManifest,
} from '../domain/plugins/index.ts';
import { CommandError } from './errors.ts';
import { newFiles } from './plugin-files.ts';

const COMPONENTIZE = '@bytecodealliance/componentize-js';
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/;
const UNLOAD_MS = 1000;

/** Makes a folder with a plugin in JavaScript. @throws CommandError */
export async function newPlugin(name: string): Promise<void> {
  if (!NAME.test(name))
    throw new CommandError('a name has letters, digits, ".", "_" and "-", at most 64');
  try {
    await mkdir(name);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw new CommandError(`${name} is there already`);
    throw error;
  }
  for (const [file, text] of Object.entries(newFiles(name)))
    await writeFile(join(name, file), text);
  say(`made ${name}; next: cd ${name} && npm install && gatehouse plugin build`);
}

/** Builds the component of a plugin from its `plugin.wat`, else its `plugin.js`. @throws CommandError */
export async function buildPlugin(folder: string): Promise<void> {
  const manifest = await manifestOf(folder);
  const worlds = manifest.capabilities.map(({ type }) => type);
  const wat = await textOf(join(folder, 'plugin.wat'));
  const wasm = wat === null ? await fromJs(folder, worlds) : await fromWat(wat, worlds);
  const file = join(folder, manifest.wasm);
  await writeFile(`${file}.new`, wasm);
  await rename(`${file}.new`, file);
  say(`built ${file}, ${wasm.length} bytes`);
}

/** Checks that a plugin can be loaded. @throws CommandError */
export async function validatePlugin(folder: string): Promise<void> {
  await withPlugin(folder, async (plugin, { name, version, capabilities, permissions }) => {
    say(`${name} ${version} can be loaded`);
    for (const one of capabilities) say(`  ${one.type}:${one.name}`);
    if (plugin.tool !== null) say(`  takes ${JSON.stringify(plugin.tool.inputSchema)}`);
    if (permissions.required.length > 0)
      say(`  needs plugins.installed.${name}.grants = ${JSON.stringify(permissions.required)}`);
  });
}

/** Calls the tool of a plugin and prints what it answers. @throws CommandError */
export async function testPlugin(folder: string, input: string): Promise<void> {
  if (!isJsonObject(input)) throw new CommandError('the input must be a JSON object');
  await withPlugin(folder, async (plugin, { name }) => {
    if (plugin.tool === null) throw new CommandError(`${name} has no tool`);
    say(JSON.stringify(plugin.tool));
    const answer = await plugin.call({ name: 'tool.execute', args: { input } }, { depth: 0 });
    if (!answer.success) throw new CommandError(`${name}: ${answer.error ?? answer.output}`);
    say(answer.output);
  });
}

async function withPlugin(
  folder: string,
  use: (plugin: LoadedPlugin, manifest: PluginManifest) => Promise<void>,
): Promise<void> {
  const manifest = await manifestOf(folder);
  const cache = await mkdtemp(join(tmpdir(), 'gatehouse-plugin-'));
  try {
    const host = tryingHost(manifest);
    const plugin = await wasmRuntime.load(manifest, { folder, cache }, host);
    try {
      await use(plugin, manifest);
    } finally {
      await plugin.unload(UNLOAD_MS);
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const text = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${manifest.name}: ${text}`);
  } finally {
    await rm(cache, { recursive: true, force: true });
  }
}

/** A host that keeps keys for as long as the command runs, writes the log to standard error, and grants nothing else. */
function tryingHost({ name: plugin }: PluginManifest): PluginHost {
  const values = new Map<string, Uint8Array>();
  const refuse = (): never => {
    throw new HostRefusal('only log, config and kv are there while a plugin is tried');
  };
  const calls: {
    [Name in keyof HostCalls]: (args: HostCalls[Name]['args']) => HostCalls[Name]['answer'];
  } = {
    'log.log': ({ level, message }) => {
      process.stderr.write(`${plugin} ${level}: ${message}\n`);
      return null;
    },
    'kv.get': ({ key }) => values.get(key) ?? null,
    'kv.set': ({ key, value }) => {
      values.set(key, value);
      return null;
    },
    'kv.delete': ({ key }) => values.delete(key),
    'kv.list-keys': ({ prefix }) =>
      [...values.keys()].filter((key) => key.startsWith(prefix)).sort(),
    'http-outbound.request': refuse,
    'memory.store': refuse,
    'memory.recall': refuse,
    'events.publish': refuse,
    'events.subscribe': refuse,
    'events.unsubscribe': refuse,
  };
  return {
    call: async ({ name, args }) => calls[name](args),
    report: () => undefined,
  };
}

async function fromWat(wat: string, worlds: readonly string[]): Promise<Uint8Array> {
  const { componentEmbed, componentNew, parse } = await import(
    '@bytecodealliance/jco-transpile/wasm-tools'
  );
  const witSource = buildWit(worlds, { withWasi: true });
  try {
    const binary = await parse(wat);
    return await componentNew(await componentEmbed({ binary, witSource, world: 'plugin' }), []);
  } catch (error) {
    throw new CommandError(`plugin.wat: ${error instanceof Error ? error.message : error}`);
  }
}

async function fromJs(folder: string, worlds: readonly string[]): Promise<Uint8Array> {
  const source = await textOf(join(folder, 'plugin.js'));
  if (source === null) throw new CommandError(`${folder} has neither plugin.js nor plugin.wat`);
  const found = await findComponentize(resolve(folder));
  if (found === null)
    throw new CommandError(
      `${COMPONENTIZE} is missing: npm install --save-dev ${COMPONENTIZE} in ${folder}`,
    );
  const tool: unknown = await import(pathToFileURL(found).href);
  const componentize: unknown = Reflect.get(Object(tool), 'componentize');
  if (typeof componentize !== 'function')
    throw new CommandError(`${found} is no ${COMPONENTIZE} that can be used`);
  const options = {
    sourcePath: resolve(folder, 'plugin.js'),
    witWorld: buildWit(worlds, { withWasi: false }),
    worldName: 'plugin',
    // Plugins get neither; HTTP goes over the host.
    disableFeatures: ['http', 'fetch-event'],
  };
  try {
    const made: unknown = await Reflect.apply(componentize, undefined, [options]);
    const component: unknown = Reflect.get(Object(made), 'component');
    if (component instanceof Uint8Array) return component;
  } catch (error) {
    throw new CommandError(`plugin.js: ${error instanceof Error ? error.message : error}`);
  }
  throw new CommandError(`${COMPONENTIZE} made nothing`);
}

/** Where the compiler is installed: in the project of the plugin, or in one around it. */
async function findComponentize(folder: string): Promise<string | null> {
  for (let at = folder; ; at = dirname(at)) {
    const home = join(at, 'node_modules', COMPONENTIZE);
    const text = await textOf(join(home, 'package.json'));
    if (text !== null) {
      const entry: unknown = Object(JSON.parse(text)).exports?.import;
      return typeof entry === 'string' ? join(home, entry) : null;
    }
    if (dirname(at) === at) return null;
  }
}

async function manifestOf(folder: string): Promise<PluginManifest> {
  const manifest = await readManifest(folder);
  if (manifest === undefined) throw new CommandError(`${folder} has no plugin.toml`);
  if ('fault' in manifest) throw new CommandError(`${folder}: ${manifest.fault}`);
  return manifest;
}

async function textOf(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? error.code : undefined;

const say = (text: string) => void process.stdout.write(`${text}\n`);
