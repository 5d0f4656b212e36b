/**
 * Owns plugins for tests of the domain that need no engine: what a test says happens when they are called.
 * Real ones are in tests/adapters/plugins.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Store } from '../../src/db/open.ts';
import {
  type GuestCalls,
  type LoadedPlugin,
  type Outbound,
  type PluginHost,
  type PluginManifest,
  type PluginRuntime,
  Plugins,
  type ToolDeclaration,
} from '../../src/domain/plugins/index.ts';
import type { LogFields } from '../../src/lib/log.ts';
import { silentLoggerOf } from '../support/log.ts';
import { tempDir } from '../support/temp.ts';
import { freshGround } from './ground.ts';

/** A call to a plugin, before it is looked at. */
interface AnyCall {
  readonly name: keyof GuestCalls;
  readonly args: Readonly<Record<string, string>>;
}

/** What happens when a plugin is called; what is answered is taken as it is. */
type Behave = (call: AnyCall, depth: number, host: PluginHost) => unknown;

/** A runtime that calls functions of tests. */
class Stage implements PluginRuntime {
  readonly behave = new Map<string, Behave>();
  readonly tools = new Map<string, ToolDeclaration>();
  readonly hosts = new Map<string, PluginHost>();
  readonly manifests = new Map<string, PluginManifest>();

  async load(manifest: PluginManifest, _place: unknown, host: PluginHost): Promise<LoadedPlugin> {
    const { name } = manifest;
    this.hosts.set(name, host);
    this.manifests.set(name, manifest);
    return {
      tool: this.tools.get(name) ?? null,
      trouble: () => null,
      memoryUsageBytes: () => 0,
      unload: () => Promise.resolve(),
      call: async (call, { depth }) => {
        const answer: ReturnType<typeof JSON.parse> = await this.behave.get(name)?.(
          call,
          depth,
          host,
        );
        return answer;
      },
    };
  }
}

/** Plugins over a fresh store. */
export async function stageOf(
  manifests: Readonly<Record<string, string>>,
  options: { grants?: Readonly<Record<string, string[]>>; outbound?: Outbound; store?: Store } = {},
) {
  const ground = await freshGround();
  const directory = tempDir();
  for (const [name, text] of Object.entries(manifests)) {
    mkdirSync(join(directory, name));
    const head = `[plugin]\nname = "${name}"\nversion = "1.0.0"\n`;
    writeFileSync(join(directory, name, 'plugin.toml'), head + text);
  }
  const runtime = new Stage();
  const logged: string[] = [];
  const keep = (level: string) => (message: string, fields?: LogFields) => {
    const { error } = fields ?? {};
    logged.push(`${level} ${message}${error instanceof Error ? `: ${error.message}` : ''}`);
  };
  const plugins = new Plugins({
    settings: () => ({
      directory,
      cache: join(directory, '.cache'),
      most: { maxMemoryMb: 64, maxExecutionTimeMs: 1000 },
      grants: (name) => options.grants?.[name] ?? [],
    }),
    runtime,
    outbound: options.outbound ?? (() => Promise.reject(new Error('nothing is sent here'))),
    store: ground.store,
    journal: ground.journal,
    clock: ground.clock,
    log: {
      ...silentLoggerOf('plugins'),
      info: keep('info'),
      warn: keep('warn'),
      error: keep('error'),
    },
  });
  onTestFinished(() => plugins.stop());
  return { ...ground, plugins, runtime, logged };
}

/** In which a host is called by a test. */
export const scope = (depth = 0) => ({
  depth,
  signal: new AbortController().signal,
  httpRequests: 0,
});
