/**
 * Owns what becomes of settings in the life of the built daemon: restarts, kill -9, editors that save the file in their own ways,
 * SIGHUP. What a request may change is tested in contract/prx/config.test.ts.
 */

import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { call, newHome, type Serving, serve } from '../cli/command.ts';
import { at, pluck } from '../contract/read.ts';
import { ADMIN_TOKEN } from '../support/daemon.ts';

const PATIENCE = { timeout: 30_000, interval: 25 };

/** The file that all daemons here begin with: a free port, and quick to follow changes. */
const toml = (maxTurns: number, debounceMs = 50) =>
  `[gateway]\nport = 0\n[reload]\ndebounce_ms = ${debounceMs}\n[agent]\nmax_turns = ${maxTurns}\n`;

class Home {
  readonly path = newHome();
  readonly file = join(this.path, 'gatehouse.toml');

  constructor(text: string) {
    this.write(text);
  }

  write(text: string): void {
    writeFileSync(this.file, text);
  }

  async serve(): Promise<Serving> {
    // Empty means absent: the port is not pinned by the environment.
    const env = { GATEHOUSE_ADMIN_TOKEN: ADMIN_TOKEN, GATEHOUSE_GATEWAY_PORT: '' };
    return await serve({ home: this.path, env });
  }
}

const get = async ({ addresses }: Serving, path: string) =>
  (await call(`${addresses.prx}/api/v1/${path}`, ADMIN_TOKEN)).body;

const patch = async ({ addresses }: Serving, body: unknown) =>
  await call(`${addresses.prx}/api/v1/config`, ADMIN_TOKEN, 'PATCH', body);

const maxTurns = async (serving: Serving) => at(await get(serving, 'config'), 'agent', 'max_turns');

/** Why the status says that the configuration is not as it should be. */
async function reasons(serving: Serving): Promise<unknown[]> {
  const status = await get(serving, 'status');
  const components = pluck(status, 'reasons', 'component');
  return pluck(status, 'reasons', 'reason').filter((_, index) => components[index] === 'config');
}

async function untilMaxTurns(serving: Serving, wanted: number): Promise<void> {
  await vi.waitUntil(async () => (await maxTurns(serving)) === wanted, PATIENCE);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const port = Number(Object(server.address()).port);
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

test('a port that was changed over the API is bound by the next start', async () => {
  const home = new Home(toml(60));
  const port = await freePort();
  const first = await home.serve();
  const before = first.addresses.prx;
  expect((await patch(first, { 'gateway.port': port })).body).toEqual({
    updated: ['gateway.port'],
    reload_required: true,
  });
  expect(await reasons(first)).toEqual(['A restart is needed for gateway.port']);
  expect(at(await get(first, 'config'), 'gateway', 'port')).toBe(0);
  expect((await first.process.stop()).code).toBe(0);
  const second = await home.serve();
  expect(second.addresses.prx).toBe(`http://127.0.0.1:${port}`);
  expect(second.addresses.prx).not.toBe(before);
  expect(await reasons(second)).toEqual([]);
});

test('a change that was answered survives kill -9', async () => {
  const home = new Home(toml(60));
  const rounds = 6;
  for (let round = 1; round <= rounds; round++) {
    const serving = await home.serve();
    if (round > 1) expect(await maxTurns(serving)).toBe(100 + round - 1);
    expect((await patch(serving, { 'agent.max_turns': 100 + round })).status).toBe(200);
    await serving.process.stop('SIGKILL');
  }
});

test('the file is followed however it is saved', async () => {
  const home = new Home(toml(60));
  const serving = await home.serve();
  expect(await maxTurns(serving)).toBe(60);
  home.write(toml(61));
  await untilMaxTurns(serving, 61);
  // As editors do: a new file in the place of the old one, several times over.
  for (const wanted of [62, 63, 64]) {
    writeFileSync(`${home.file}.new`, toml(wanted));
    renameSync(`${home.file}.new`, home.file);
    await untilMaxTurns(serving, wanted);
  }
  rmSync(home.file);
  await vi.waitUntil(async () => (await reasons(serving)).length > 0, PATIENCE);
  expect(await reasons(serving)).toEqual([expect.stringContaining('found none')]);
  expect(await maxTurns(serving)).toBe(64);
  home.write(toml(65));
  await untilMaxTurns(serving, 65);
  expect(await reasons(serving)).toEqual([]);
});

test('a broken file keeps the last good one, which the status and the log say without its secrets', async () => {
  const home = new Home(toml(60));
  const serving = await home.serve();
  home.write(`${toml(0)}[channels_config.telegram]\nbot_token = "hunter2 x"\n`);
  await vi.waitUntil(async () => (await reasons(serving)).length > 0, PATIENCE);
  expect(await reasons(serving)).toEqual([
    expect.stringContaining(`${home.file}:6: expected a whole number from 1 to 10000, found 0`),
    expect.stringContaining(`${home.file}:8: expected 1 to 4096 visible ASCII characters`),
  ]);
  expect(await maxTurns(serving)).toBe(60);
  expect(at(await get(serving, 'status'), 'status')).toBe('degraded');
  home.write(toml(61));
  await untilMaxTurns(serving, 61);
  expect(await reasons(serving)).toEqual([]);
  const { stderr } = await serving.process.stop();
  expect(stderr).toContain('configuration not taken over');
  expect(stderr).toContain('configuration changed: agent.max_turns');
  expect(stderr).not.toContain('hunter2');
});

test('a file that is only touched changes nothing, and one that is written in steps is read once', async () => {
  const home = new Home(toml(60, 300));
  const serving = await home.serve();
  utimesSync(home.file, new Date(), new Date());
  // Half a file would be a good one without the last section.
  home.write(toml(61, 300).slice(0, 40));
  home.write(toml(61, 300));
  await untilMaxTurns(serving, 61);
  const { stderr } = await serving.process.stop();
  expect(stderr.match(/configuration changed/g)).toHaveLength(1);
  expect(stderr).not.toContain('configuration not taken over');
});

test('SIGHUP reads the file at once, and a stored change stays above it', async () => {
  const home = new Home(toml(60, 60_000));
  const serving = await home.serve();
  await patch(serving, { 'memory.top_k': 5 });
  home.write(`${toml(61, 60_000)}[memory]\ntop_k = 6\n`);
  serving.process.child.kill('SIGHUP');
  await untilMaxTurns(serving, 61);
  expect(at(await get(serving, 'config'), 'memory', 'top_k')).toBe(5);
  expect((await serving.process.stop()).code).toBe(0);
});
