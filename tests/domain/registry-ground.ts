/**
 * Owns areas with components over fakes of what is outside, which count what is started: MCP servers, plugins and skills.
 * What the registry must make of them is left to the tests.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Connection, Connections } from '../../src/domain/connections/index.ts';
import { type PluginManifest, Plugins } from '../../src/domain/plugins/index.ts';
import { folderSource, Skills } from '../../src/domain/skills/index.ts';
import { silentLoggerOf } from '../support/log.ts';
import { tempDir } from '../support/temp.ts';
import { Outpost } from './connections-ground.ts';
import type { Ground } from './ground.ts';

/** What one component should be made from; one whose text begins with `bad` does not start. */
export type Wanted = string;

/** Everything a test changes between reloads: names with what they should be made from. */
export interface Wish {
  prompt: Wanted;
  readonly servers: Map<string, Wanted>;
  readonly plugins: Map<string, Wanted>;
  readonly skills: Map<string, Wanted>;
}

/** The areas over fakes of what is outside, with the starts and ends of every part counted. */
export function areasOver(ground: Ground, wish: Wish) {
  const posts = new Map<string, Outpost>();
  const directory = tempDir();
  const skillsDirectory = tempDir();
  const skills = new Skills({
    sources: [folderSource(() => skillsDirectory, 'workspace')],
    report: () => undefined,
  });
  const loads: string[] = [];
  const inMemory = new Set<string>();
  const connections = new Connections<Wanted, Connection>({
    configured: () => Object.fromEntries(wish.servers),
    connectorOf: (name, wanted) => {
      const post = posts.get(`${name} ${wanted}`) ?? new Outpost();
      if (wanted.startsWith('bad')) post.refusal = 'refused';
      posts.set(`${name} ${wanted}`, post);
      return post;
    },
    unreachable: 'no adapter',
    overlaps: () => true,
    onShift: () => undefined,
    clock: ground.clock,
    times: { connectMs: 1000, closeMs: 100, retryMs: () => 3 },
  });
  const plugins = new Plugins({
    settings: () => ({
      directory,
      cache: directory,
      most: { maxMemoryMb: 64, maxExecutionTimeMs: 1000 },
      grants: () => [],
    }),
    runtime: {
      async load({ name, wasm }: PluginManifest, { folder }: { folder: string }) {
        const text = readFileSync(join(folder, wasm), 'utf8');
        if (text.startsWith('bad')) throw new Error('bad module');
        const loaded = `${name} ${text}`;
        loads.push(loaded);
        inMemory.add(loaded);
        return {
          tool: null,
          memoryUsageBytes: () => 0,
          trouble: () => null,
          call: () => Promise.reject(new Error('it has nothing to call')),
          unload: async () => void inMemory.delete(loaded),
        };
      },
    },
    outbound: () => Promise.reject(new Error('there is no network')),
    store: ground.store,
    journal: ground.journal,
    clock: ground.clock,
    log: silentLoggerOf('plugins'),
  });
  return {
    connections,
    plugins,
    skills,
    putSkill(name: string, wanted: Wanted | null) {
      const folder = join(skillsDirectory, name);
      mkdirSync(folder, { recursive: true });
      if (wanted === null) rmSync(folder, { recursive: true });
      else {
        const table = wanted.startsWith('bad') ? '[skill' : '[skill]';
        const text = `${table}\nname = "${name}"\ndescription = "${wanted}"\n`;
        writeFileSync(join(folder, 'SKILL.toml'), text);
      }
    },
    putPlugin(name: string, wanted: Wanted | null) {
      if (wanted === null) {
        rmSync(join(directory, name), { recursive: true, force: true });
        return;
      }
      mkdirSync(join(directory, name), { recursive: true });
      const isBroken = wanted === 'bad-manifest';
      const manifest = isBroken ? '[plugin' : `[plugin]\nname = "${name}"\nversion = "1"\n`;
      writeFileSync(join(directory, name, 'plugin.toml'), manifest);
      writeFileSync(join(directory, name, 'plugin.wasm'), wanted);
    },
    openServers: () => [...posts].filter(([, one]) => one.open > 0).map(([key]) => key),
    pluginsInMemory: () => [...inMemory],
    startsOf: (kind: string, key: string) =>
      kind === 'plugin'
        ? loads.filter((one) => one === key).length
        : (posts.get(key)?.attempts ?? 0),
  };
}
