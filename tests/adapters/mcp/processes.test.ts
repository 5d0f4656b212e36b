/**
 * Owns that the programs of MCP servers get nothing they should not have, and that they end: whole, always, and without a trace.
 * What they say is in published.test.ts and misbehaving.test.ts.
 */
import { expect, onTestFinished, test, vi } from 'vitest';
import { children, fake, isAlive, openFiles, serversOf } from './ground.ts';

const ROUNDS = process.env.GATEHOUSE_SOAK === '1' ? 1000 : 50;

const gone = (pid: number) => vi.waitUntil(() => !isAlive(pid), { timeout: 30_000, interval: 5 });

test('a program gets what is configured and a few harmless variables, nothing else of the daemon', async () => {
  vi.stubEnv('ANTHROPIC_API_KEY', 'key-of-the-daemon');
  vi.stubEnv('GATEHOUSE_ADMIN_TOKEN', 'token-of-the-daemon');
  vi.stubEnv('LANG', 'C.UTF-8');
  onTestFinished(() => void vi.unstubAllEnvs());
  const env = {
    API_BASE: 'https://api.example.com',
    NODE_OPTIONS: '--require=/tmp/evil.js',
    LD_PRELOAD: '/tmp/evil.so',
    DYLD_INSERT_LIBRARIES: '/tmp/evil.dylib',
    PATH: '/tmp/evil',
    BASH_ENV: '/tmp/evil.sh',
  };
  const world = await serversOf({ fake: fake('good', '', { env }) });
  await world.until('fake', 'connected');
  const { content } = await world.call('mcp_fake_environment');
  const got: Record<string, string> = JSON.parse(content);
  expect(got).toMatchObject({
    API_BASE: 'https://api.example.com',
    LANG: 'C.UTF-8',
    PATH: process.env.PATH,
  });
  expect(content).not.toMatch(/evil|of-the-daemon/);
  expect(Object.keys(got).filter((name) => /GATEHOUSE|ANTHROPIC|VITEST/.test(name))).toEqual([]);
  expect(world.logged).toEqual([
    'warn mcp::fake not handed to the program, since it runs other code by them: NODE_OPTIONS,LD_PRELOAD,DYLD_INSERT_LIBRARIES,PATH,BASH_ENV',
  ]);
});

test('standard error goes into the log: bounded, paced, without the secrets it was given', async () => {
  const env = { SERVICE_KEY: 'plain-looking-value' };
  const world = await serversOf({ fake: fake('good', '', { env }) });
  await world.until('fake', 'connected');
  await world.call('mcp_fake_stderr', {
    lines: 1,
    text: '\u001b[31mkey plain-looking-value\u001b[0m',
  });
  await world.call('mcp_fake_stderr', { lines: 1, text: 'y'.repeat(100_000) });
  await vi.waitUntil(() => world.logged.length >= 2, { interval: 5 });
  expect(world.logged).toEqual([
    'info mcp::fake key ***REDACTED***',
    `info mcp::fake ${'y'.repeat(2000)}`,
  ]);
  await world.call('mcp_fake_stderr', { lines: 5000, text: 'again' });
  await vi.waitUntil(
    async () => {
      await world.call('mcp_fake_stderr', { lines: 1, text: 'end' });
      return world.logged.some((line) => / lines are left out$/.test(line));
    },
    { timeout: 30_000, interval: 50 },
  );
  expect(world.logged.length).toBeLessThan(300);
});

test('what a server has started ends with it, also when the server was killed alone', async () => {
  const world = await serversOf({ fake: fake('good') });
  await world.until('fake', 'connected');
  const first = Number((await world.call('mcp_fake_child')).content);
  const [server] = children('mcp-fake');
  if (server === undefined) return expect.unreachable();
  process.kill(server, 'SIGKILL');
  await gone(first);
  await world.until('fake', 'connected');
  const second = Number((await world.call('mcp_fake_child')).content);
  expect(isAlive(second)).toBe(true);
  await world.servers.stop();
  expect(isAlive(second)).toBe(false);
  expect(children('mcp-fake')).toEqual([]);
});

test.each(['stubborn', 'mute'])(
  'a %s program is ended too, before stopping is over',
  async (mode) => {
    const world = await serversOf({ fake: fake(mode) });
    await vi.waitUntil(() => children('mcp-fake', mode).length === 1, { timeout: 30_000 });
    if (mode === 'stubborn') await world.until('fake', 'connected');
    await world.servers.stop();
    expect(children('mcp-fake', mode)).toEqual([]);
  },
);

test('reconnecting wins over the wait of an attempt that failed; taking away wins over an attempt', async () => {
  const world = await serversOf({ fake: fake('crash', 'x'), mute: fake('mute') });
  await world.untilError('fake', /ended with code 2/);
  world.configured.fake = fake('good');
  await world.until('fake', 'connected');
  await vi.waitUntil(() => children('mcp-fake', 'mute').length === 1, { timeout: 30_000 });
  delete world.configured.mute;
  world.servers.follow();
  await vi.waitUntil(() => children('mcp-fake', 'mute').length === 0, { timeout: 30_000 });
  expect(world.servers.list().map(({ name }) => name)).toEqual(['fake']);
});

test(`after ${ROUNDS} reconnects there is one process each, and nothing is left open`, {
  timeout: 1_200_000,
}, async () => {
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => void warnings.push(warning);
  process.on('warning', onWarning);
  onTestFinished(() => void process.off('warning', onWarning));
  const world = await serversOf({ one: fake('good', 'one'), two: fake('good', 'two') });
  await Promise.all([world.until('one', 'connected'), world.until('two', 'connected')]);
  const before = { files: openFiles(), handles: process.getActiveResourcesInfo().length };
  for (let round = 0; round < ROUNDS; round += 1) {
    const [pid, ...others] = children('mcp-fake', 'one');
    if (pid === undefined) return expect.unreachable(`none before round ${round}`);
    expect(others, `round ${round}`).toEqual([]);
    // By turns: asked for, lost, and both at once.
    if (round % 3 !== 0) process.kill(pid, 'SIGKILL');
    if (round % 3 !== 1) world.servers.reconnect('one');
    // It says connected until the loss is noticed: only another process shows that it was.
    await vi.waitUntil(
      () => {
        const now = children('mcp-fake', 'one');
        const isOther = now.length === 1 && now[0] !== pid;
        return isOther && world.one('one').status === 'connected';
      },
      { interval: 4, timeout: 30_000 },
    );
  }
  expect(children('mcp-fake')).toHaveLength(2);
  expect((await world.call('mcp_one_echo')).content).toBe('{}');
  await vi.waitFor(
    () => {
      expect(openFiles()).toBeLessThanOrEqual(before.files);
      expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(before.handles + 2);
    },
    { timeout: 30_000 },
  );
  expect(warnings).toEqual([]);
});
