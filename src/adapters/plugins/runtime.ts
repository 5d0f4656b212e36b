/**
 * Owns the runtime of plugins: WebAssembly components, each on a thread of its own.
 * Making components ready is in prepare.ts, running them in guest.ts.
 */
import { join } from 'node:path';
import type { PluginManifest, PluginRuntime, ToolDeclaration } from '../../domain/plugins/index.ts';
import { Guest } from './guest.ts';
import { prepare } from './prepare.ts';
import type { Prepared, RawSpec } from './protocol.ts';

/** What this runtime can call, and the interface of the component that it needs. */
const WORLDS = ['tool', 'hook', 'middleware', 'cron'];
const MAX_DESCRIPTION = 4096;
const MAX_SCHEMA = 65_536;

/** Makes a runtime of WebAssembly components. @param leastStartMs How long starting one has at least, also if its calls have less */
export function makeWasmRuntime(leastStartMs: number): PluginRuntime {
  return {
    async load(manifest, { folder, cache }, host) {
      const prepared = await prepare({
        file: join(folder, manifest.wasm),
        cache: join(cache, manifest.name),
      });
      checkWorlds(manifest, prepared);
      const guest = await Guest.start({ prepared, manifest, host, leastStartMs }, (spec) =>
        declarationOf(spec, manifest),
      );
      host.report('info', `version ${manifest.version} is loaded`);
      return guest;
    },
  };
}

/** Runs WebAssembly components. Starting compiles them, so it has some time. */
export const wasmRuntime: PluginRuntime = makeWasmRuntime(10_000);

function checkWorlds({ capabilities }: PluginManifest, prepared: Prepared): void {
  for (const { type, name } of capabilities) {
    if (!WORLDS.includes(type)) throw new Error(`it has ${type}:${name}, which cannot be run here`);
    const face = `prx:plugin/${type}-exports@0.1.0`;
    if (!prepared.exports.includes(face))
      throw new Error(
        `its manifest has ${type}:${name}, and its component does not export ${face}`,
      );
  }
  if (capabilities.filter((one) => one.type === 'tool').length > 1)
    throw new Error('its manifest has more than one tool, and a component declares one');
}

/** @throws Error when it is no tool, or not the one in the manifest */
function declarationOf(
  spec: RawSpec | null,
  { capabilities }: PluginManifest,
): ToolDeclaration | null {
  if (spec === null) return null;
  const { name, description, parametersSchema } = spec;
  const announced = capabilities.find((one) => one.type === 'tool')?.name;
  if (name !== announced)
    throw new Error(`get-spec names ${name.slice(0, 128)}, and the manifest ${announced}`);
  if (description.length > MAX_DESCRIPTION || parametersSchema.length > MAX_SCHEMA)
    throw new Error('get-spec answers too long a description or schema');
  return { name, description, inputSchema: readSchema(parametersSchema) };
}

function readSchema(text: string): Readonly<Record<string, unknown>> {
  let schema: unknown;
  try {
    schema = JSON.parse(text);
  } catch {
    throw new Error('get-spec answers a schema that is not JSON');
  }
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    throw new Error('get-spec answers a schema that is not an object');
  if (Reflect.get(schema, 'type') !== 'object')
    throw new Error('get-spec answers a schema of something else than an object');
  return { ...schema };
}
