/**
 * Owns reloading the components of a whole daemon: under way when it stops, many at once beside changes of the file, and what is not
 * rebuilt by any of it. What a single reload answers is tested in tests/contract/agent.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { builtIn } from '../../src/app/outside.ts';
import { at } from '../contract/read.ts';
import { clientsOf } from '../contract/served.ts';
import { Outpost } from '../domain/connections-ground.ts';
import { quietCaller, reasonOf } from '../domain/ground.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { tempDir } from '../support/temp.ts';

const server = (name: string, args: string) =>
  `[mcp.servers.${name}]\ncommand = "${name}"\nargs = ["${args}"]\n`;

/** A daemon with servers that the test leads; each is one outpost for all of its settings. */
async function world(debounceMs: number) {
  const home = tempDir();
  const steady = new Outpost();
  const moved = new Outpost();
  const configure = (text: string) =>
    writeFileSync(join(home, 'gatehouse.toml'), `${server('steady', 'x')}${text}`);
  configure(server('moved', '0'));
  const daemon = await startTestDaemon({
    home,
    env: {
      INTERNAL_RUNTIME_CONTROL_ENABLED: 'true',
      GATEHOUSE_RELOAD_DEBOUNCE_MS: String(debounceMs),
    },
    outside: { ...builtIn, mcp: { stdio: (name) => (name === 'steady' ? steady : moved) } },
  });
  onTestFinished(() => daemon.stop());
  await expect.poll(() => steady.open + moved.open).toBe(2);
  const { agent } = clientsOf(daemon.addresses);
  return { daemon, home, steady, moved, configure, reload: () => agent.call('reloadRegistry') };
}

test('a reload that is under way when the daemon stops is answered, and holds nothing up', async () => {
  const { daemon, moved, configure, reload } = await world(60_000);
  moved.hangs = true;
  configure(server('moved', '1'));
  const running = reload();
  await expect.poll(() => moved.attempts).toBe(2);
  const waiting = reasonOf(daemon.services.registry.reload(quietCaller));
  await daemon.stop();
  expect(await running).toMatchObject({
    status: 200,
    body: { data: { failed: [{ id: 'mcp_server:moved', error: 'still connecting' }] } },
  });
  expect(await waiting).toBe('runtime_unavailable');
  expect(moved.open).toBe(0);
});

test('many reloads beside changes of the file: each change is told once, and nothing else is touched', async () => {
  const { daemon, steady, moved, configure, reload } = await world(10);
  const told: unknown[] = [];
  let generation = 1;
  for (let round = 1; round <= 10; round += 1) {
    configure(server('moved', String(round)));
    const answers = await Promise.all([reload(), reload(), reload()]);
    for (const { body } of answers) {
      const reloaded = at(body, 'data', 'reloaded');
      told.push(...(Array.isArray(reloaded) ? reloaded : []));
      generation = Math.max(generation, Number(at(body, 'data', 'generation')));
    }
  }
  expect(told).toEqual(Array.from({ length: 10 }, () => 'mcp_server:moved'));
  expect(generation).toBe(11);
  expect(steady).toMatchObject({ attempts: 1, open: 1 });
  await expect.poll(() => moved.open).toBe(1);
  expect(moved.attempts).toBe(11);
  expect((await daemon.services.registry.metadata()).generation).toBe(11);
});

test('a reload looks at the files itself, however long they are left to settle', async () => {
  const { home, steady, reload } = await world(60_000);
  const extra = { mcpServers: { extra: { command: 'node' } } };
  writeFileSync(join(home, 'mcp.json'), JSON.stringify(extra));
  expect(at((await reload()).body, 'data', 'reloaded')).toEqual(['mcp_server:extra']);
  writeFileSync(join(home, 'mcp.json'), '{"mcpServers":{}}');
  expect(at((await reload()).body, 'data', 'reloaded')).toEqual(['mcp_server:extra']);
  expect(steady).toMatchObject({ attempts: 1, open: 1 });
});
