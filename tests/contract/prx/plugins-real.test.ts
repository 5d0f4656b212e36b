/**
 * Owns what the operations of plugins tell of real ones in the built daemon: a shipped example, a runaway, and a version that does not load.
 * What each operation answers in every case is in plugins.test.ts, the engine itself in tests/adapters.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { component } from '../../adapters/plugins/guests.ts';
import { type ChildDaemon, spawnDaemon } from '../../support/daemon.ts';
import { makeSession, pluck } from '../read.ts';
import { clientsOf } from '../served.ts';

const RUNAWAY = `(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 64))
  (func (export "prx:plugin/hook-exports@0.1.0#on-event") (param i32 i32 i32 i32) (result i32)
    (loop $l (br $l))
    (i32.const 0)))`;
const MANIFEST = `[plugin]
name = "runaway"
version = "1.0.0"
[[capabilities]]
type = "hook"
name = "spin"
events = ["session.*"]
[resources]
max_execution_time_ms = 1000
`;

let home: string;
let daemon: ChildDaemon;
let prx: ReturnType<typeof clientsOf>['prx'];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  cpSync('examples/plugins/dice', join(home, 'plugins', 'dice'), { recursive: true });
  mkdirSync(join(home, 'plugins', 'runaway'));
  writeFileSync(join(home, 'plugins', 'runaway', 'plugin.toml'), MANIFEST);
  writeFileSync(
    join(home, 'plugins', 'runaway', 'plugin.wasm'),
    await component(RUNAWAY, ['hook']),
  );
  daemon = await spawnDaemon({ home, env: { GATEHOUSE_LOGGING_LEVEL: 'warn' } });
  prx = clientsOf(daemon.addresses).prx;
}, 60_000);

afterAll(async () => {
  await daemon.end('SIGTERM');
  rmSync(home, { recursive: true, force: true });
});

const list = async () => Object((await prx.call('listPlugins')).body).plugins;

test('a runaway is stopped, told in the list and in the log, and requests do not notice', async () => {
  expect(await list()).toMatchObject([
    { name: 'dice', status: 'loaded', capabilities: ['tool:roll_die'] },
    { name: 'runaway', status: 'loaded', capabilities: ['hook:spin'] },
  ]);
  for (let time = 0; time < 5; time += 1) await makeSession(prx);
  const times: number[] = [];
  await vi.waitFor(
    async () => {
      for (let time = 0; time < 50; time += 1) {
        const begun = performance.now();
        await prx.call('getHealth');
        times.push(performance.now() - begun);
      }
      expect(await list()).toMatchObject([
        { name: 'dice', status: 'loaded' },
        {
          name: 'runaway',
          status: 'error',
          error: 'hook.on-event was stopped: it took longer than 1000 ms (5 of 5 times in a row)',
        },
      ]);
    },
    { timeout: 40_000, interval: 10 },
  );
  const sorted = times.sort((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? Number.POSITIVE_INFINITY;
  // Each run of the runaway would take a second.
  expect(p99).toBeLessThan(500);
  const { body } = await prx.call('listLogs', { query: { module: 'plugins', limit: 100 } });
  const messages = pluck(body, 'entries', 'message').map(String);
  expect(
    messages.filter((one) => one.startsWith('runaway: hook.on-event was stopped')),
  ).toHaveLength(5);
  expect((await prx.call('reloadPlugin', { path: { name: 'runaway' } })).status).toBe(200);
  expect(await list()).toMatchObject([{}, { name: 'runaway', status: 'loaded' }]);
}, 60_000);

test('a version that does not load is refused with the reason, and the one before goes on', async () => {
  writeFileSync(join(home, 'plugins', 'dice', 'plugin.wasm'), 'not wasm');
  expect(await prx.call('reloadPlugin', { path: { name: 'dice' } })).toMatchObject({
    status: 409,
    body: { error: { details: { reason: 'plugin.wasm is not WebAssembly' } } },
  });
  expect(await list()).toMatchObject([{ name: 'dice', status: 'loaded' }, {}]);
});
