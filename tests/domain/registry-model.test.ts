/**
 * Owns comparing the registry over real areas with a small model: after any changes of settings and files, some of them broken, a
 * reload says exactly what happened, rebuilds nothing else, and loses nothing that ran.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  connectionsSource,
  filesSource,
  Registry,
  Revisions,
  settingsSource,
} from '../../src/domain/registry/index.ts';
import { freshGround, quietCaller } from './ground.ts';
import { areasOver, type Wanted, type Wish } from './registry-ground.ts';

/** What should be so after each reload. */
class Model {
  generation = 1;
  readonly running = new Map<string, Wanted>();
  readonly known = new Map<string, Wanted>();
  /** How often something of this making has been started. */
  readonly starts = new Map<string, number>();

  reload(wish: Wish) {
    const wanted = new Map([
      ['system_prompt:agent', wish.prompt],
      ...[...wish.servers].map(([name, one]) => [`mcp_server:${name}`, one] as const),
      ...[...wish.plugins].map(([name, one]) => [`plugin:${name}`, one] as const),
      ...[...wish.skills].map(([name, one]) => [`skill:${name}`, one] as const),
    ]);
    const reloaded: string[] = [];
    const unchanged: string[] = [];
    const failed: string[] = [];
    for (const [id, making] of wanted) {
      const isNew = this.running.get(id) !== making;
      if (isNew && making.startsWith('bad')) {
        failed.push(id);
        continue;
      }
      if (isNew) this.#start(id, making);
      (this.known.get(id) === making ? unchanged : reloaded).push(id);
      this.known.set(id, making);
    }
    for (const id of [...this.running.keys()]) if (!wanted.has(id)) this.running.delete(id);
    for (const id of [...this.known.keys()]) {
      if (wanted.has(id)) continue;
      this.known.delete(id);
      reloaded.push(id);
    }
    if (reloaded.length > 0) this.generation += 1;
    return {
      generation: this.generation,
      reloaded: reloaded.sort(),
      unchanged: unchanged.sort(),
      failed: failed.sort(),
    };
  }

  #start(id: string, making: Wanted): void {
    this.running.set(id, making);
    const key = `${id} ${making}`;
    this.starts.set(key, (this.starts.get(key) ?? 0) + 1);
  }

  /** What runs of one kind, as `name making`. */
  of(kind: string): string[] {
    return [...this.running]
      .filter(([id]) => id.startsWith(`${kind}:`))
      .map(([id, making]) => `${id.slice(kind.length + 1)} ${making}`)
      .sort();
  }
}

const wanted = fc.constantFrom('good-1', 'good-2', 'bad-1', 'bad-manifest');
const change = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      part: fc.constantFrom('servers' as const, 'plugins' as const, 'skills' as const),
      name: fc.constantFrom('a', 'b'),
      wanted: fc.option(wanted, { freq: 6 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      part: fc.constant('prompt' as const),
      wanted: fc.constantFrom('good-1', 'good-2'),
    }),
  },
);
/** Some changes, and then a reload; a file that cannot be used is mended afterwards. */
const round = fc.record({
  changes: fc.array(change, { maxLength: 4, size: 'max' }),
  isFileBroken: fc.constantFrom(false, false, false, false, false, true),
});

/** What chance seldom finds: the old goes on, and then is what is wanted again. */
const thereAndBack = (['good-1', 'bad-1', 'good-1', 'good-2'] as const).map((one) => ({
  changes: (['servers', 'skills', 'plugins'] as const).map((part) => ({
    part,
    name: 'a' as const,
    wanted: one,
  })),
  isFileBroken: false,
}));

test('after any changes a reload says what happened and nothing else did', async () => {
  const ground = await freshGround();
  const check = fc.asyncProperty(
    fc.array(round, { minLength: 4, maxLength: 12, size: 'max' }),
    async (rounds) => {
      const wish: Wish = {
        prompt: 'good-1',
        servers: new Map(),
        plugins: new Map(),
        skills: new Map(),
      };
      const file = { isBroken: false };
      const areas = areasOver(ground, wish);
      const revisions = new Revisions();
      const registry = new Registry({
        journal: ground.journal,
        settings: {
          reload: async () => ({
            changed: [],
            problems: file.isBroken ? [{ keys: [], message: 'is no TOML', source: 'file' }] : [],
          }),
        },
        isEnabled: () => true,
        sources: [
          settingsSource('system_prompt', revisions, () => [
            { name: 'agent', making: wish.prompt, error: null },
          ]),
          connectionsSource('mcp_server', revisions, {
            links: () => areas.connections.list(),
            off: () => [],
            settle: (signal) => areas.connections.settle(signal),
          }),
          filesSource('plugin', revisions, areas.plugins),
          filesSource('skill', revisions, areas.skills),
        ],
      });
      const model = new Model();
      model.running.set('system_prompt:agent', 'good-1');
      model.known.set('system_prompt:agent', 'good-1');
      const reload = async () => {
        const expected = model.reload(wish);
        const done = await registry.reload(quietCaller);
        expect({
          generation: done.generation,
          reloaded: done.reloaded,
          unchanged: done.unchanged,
          failed: done.failed.map((one) => one.id),
        }).toEqual(expected);
        await expect.poll(() => areas.openServers().sort()).toEqual(model.of('mcp_server'));
        await expect.poll(() => areas.pluginsInMemory().sort()).toEqual(model.of('plugin'));
        const skills = (await areas.skills.list()).map((one) => `${one.name} ${one.description}`);
        expect(skills).toEqual(model.of('skill'));
        for (const [key, times] of model.starts) {
          const [kind = '', making = ''] = key.split(/:(.*)/);
          if (kind === 'plugin' || kind === 'mcp_server')
            expect([key, areas.startsOf(kind, making)]).toEqual([key, times]);
        }
      };
      try {
        areas.connections.start();
        await areas.plugins.start();
        await registry.start();
        for (const { changes, isFileBroken } of rounds) {
          for (const one of changes) {
            if (one.part === 'prompt') wish.prompt = one.wanted;
            else if (one.wanted === null) wish[one.part].delete(one.name);
            else wish[one.part].set(one.name, one.wanted);
            if (one.part === 'plugins') areas.putPlugin(one.name, one.wanted);
            if (one.part === 'skills') areas.putSkill(one.name, one.wanted);
          }
          file.isBroken = isFileBroken;
          if (isFileBroken)
            await expect(registry.reload(quietCaller)).rejects.toThrow('is no TOML');
          else await reload();
        }
        file.isBroken = false;
        await reload();
      } finally {
        await registry.stop();
        await areas.connections.stop();
        await areas.plugins.stop();
      }
    },
  );
  const isLong = process.env.GATEHOUSE_SOAK === '1';
  await fc.assert(check, {
    numRuns: isLong ? 2000 : 40,
    endOnFailure: true,
    examples: [[thereAndBack]],
  });
}, 600_000);
