/**
 * Owns that a server which breaks the rules gets a clear state or result of its own, and nothing else suffers.
 * The end of its processes is in processes.test.ts.
 */
import { expect, test, vi } from 'vitest';
import { children, fake, serversOf, settingsOf } from './ground.ts';

const quick = { startupTimeoutMs: 1500 };

test('each that cannot start says why, while a good one works', async () => {
  const world = await serversOf({
    good: fake('good'),
    missing: settingsOf({ command: 'no-such-program-here' }),
    folder: settingsOf({ command: '/' }),
    garbage: fake('garbage', '3', quick),
    chatty: fake('garbage', '2000'),
    mute: fake('mute', '', quick),
    crash: fake('crash', 'no licence'),
    endless: fake('no-newline'),
    banner: fake('banner'),
  });
  await Promise.all([
    world.untilError('missing', /^no-such-program-here: there is no such program$/),
    world.untilError('folder', /^\/: it may not be run$/),
    world.untilError('garbage', /within 1.5 s; it printed what is no MCP message: welcome!$/),
    world.untilError('chatty', /^it printed more than 1000 lines that are no MCP messages$/),
    world.untilError('mute', /^it did not answer within 1.5 s$/),
    world.untilError('crash', /^the program ended with code 2: cannot start: no licence$/),
    world.untilError('endless', /^it sent a message of more than 16 MiB$/),
    world.until('good', 'connected'),
    world.until('banner', 'connected'),
  ]);
  expect(await world.call('mcp_good_echo', { a: 1 })).toEqual({
    content: '{"a":1}',
    failed: false,
  });
  expect(new Set(world.tools().map((name) => name.split('_')[1]))).toEqual(
    new Set(['good', 'banner']),
  );
});

test('tools whose schemas are none, or that are there twice, are left out and told of', async () => {
  const world = await serversOf({ odd: fake('not-schemas') });
  await world.until('odd', 'connected');
  expect(world.one('odd').tools).toEqual(['fine', 'bare']);
  expect(world.logged).toEqual([
    'warn mcp::odd a tool is left out: "text" has no name of 1 to 256 characters, or no input schema',
    'warn mcp::odd a tool is left out: the input schema of "list" does not describe an object',
    expect.stringContaining('the input schema of "broken" is no JSON Schema: /properties must be'),
    'warn mcp::odd a tool is left out: the input schema of "deep" is nested deeper than 64',
    'warn mcp::odd a tool is left out: the input schema of "wide" is larger than 64 KiB',
    'warn mcp::odd a tool is left out: one without a proper name has no name of 1 to 256 characters, or no input schema',
    'warn mcp::odd a tool is left out: one without a proper name has no name of 1 to 256 characters, or no input schema',
    'warn mcp::odd a tool is left out: "fine" is there twice',
  ]);
});

test('names that are one when made safe stay apart; the list has them as they are', async () => {
  const world = await serversOf({ same: fake('same-names') });
  await world.until('same', 'connected');
  expect(world.one('same').tools).toEqual(['a.b', 'a b', 'a/b', 'x'.repeat(100)]);
  const names = world.tools();
  expect(names[0]).toBe('mcp_same_a_b');
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^[A-Za-z0-9_-]{1,64}$/);
});

test('a list without end is cut', async () => {
  const world = await serversOf({ huge: fake('endless-list') });
  await world.until('huge', 'connected');
  expect(world.one('huge').tools).toHaveLength(1000);
  expect(world.logged).toEqual(['warn mcp::huge offers 1000 tools or more: the rest is left out']);
});

test('a result of 10 MB is cut; one of 20 MB ends the connection, which comes back', async () => {
  const world = await serversOf({ fake: fake('good') });
  await world.until('fake', 'connected');
  const { content } = await world.call('mcp_fake_big', { bytes: 10_000_000 });
  expect(content).toHaveLength(1_000_000 + '\n[cut: 10000000 characters in all]'.length);
  const reason = 'it sent a message of more than 16 MiB';
  await expect(world.call('mcp_fake_big', { bytes: 20_000_000 })).rejects.toThrow(reason);
  await world.until('fake', 'connected');
  expect((await world.call('mcp_fake_echo')).content).toBe('{}');
});

test('one that ends during a call fails the call with its reason, and comes back', async () => {
  const world = await serversOf({ fake: fake('good') });
  await world.until('fake', 'connected');
  await expect(world.call('mcp_fake_die')).rejects.toThrow('the program ended with code 3');
  await world.until('fake', 'connected');
  expect((await world.call('mcp_fake_echo')).content).toBe('{}');
});

test('one that hangs is noticed by pings, and comes back', async () => {
  const times = { pingEveryMs: 100, pingTimeoutMs: 300 };
  const world = await serversOf({ fake: fake('good') }, times);
  await world.until('fake', 'connected');
  const [pid] = children('mcp-fake');
  if (pid === undefined) return expect.unreachable();
  process.kill(pid, 'SIGSTOP');
  await world.untilError('fake', /^it did not answer within 0.3 s$/);
  await world.until('fake', 'connected');
});

test('one that hangs in a call is noticed when the time of the call is up; a call that only lasts is not that', async () => {
  const world = await serversOf(
    { fake: fake('good', '', { requestTimeoutMs: 300 }) },
    { pingTimeoutMs: 300 },
  );
  await world.until('fake', 'connected');
  await expect(world.call('mcp_fake_freeze')).rejects.toThrow('Request timed out');
  await world.untilError('fake', /^it did not answer within 0.3 s$/);
  await world.until('fake', 'connected');
  await expect(world.call('mcp_fake_sleep')).rejects.toThrow('Request timed out');
  expect((await world.call('mcp_fake_echo')).content).toBe('{}');
});

test('a call ends with its signal', async () => {
  const world = await serversOf({ fake: fake('good') });
  await world.until('fake', 'connected');
  const controller = new AbortController();
  const call = world.call('mcp_fake_sleep', {}, controller.signal);
  controller.abort();
  await expect(call).rejects.toThrow('the call was given up');
  await expect(world.call('mcp_fake_echo', {}, AbortSignal.abort())).rejects.toThrow('given up');
});

test('a changed list is read again, also when it changes without end', async () => {
  const world = await serversOf({ fake: fake('good') });
  await world.until('fake', 'connected');
  await world.call('mcp_fake_change', { name: 'brand_new' });
  await vi.waitUntil(() => world.tools().includes('mcp_fake_brand_new'), { timeout: 30_000 });
  await world.call('mcp_fake_flood', { times: 5000 });
  await world.call('mcp_fake_change', { name: 'last' });
  await vi.waitUntil(() => world.tools().includes('mcp_fake_last'), { timeout: 30_000 });
  expect(world.one('fake').status).toBe('connected');
});

test.each(['sampling/createMessage', 'elicitation/create', 'roots/list', 'made/up'])(
  'a server that asks for %s is refused with the reason',
  async (method) => {
    const world = await serversOf({ fake: fake('good') });
    await world.until('fake', 'connected');
    const { content } = await world.call('mcp_fake_ask', { method });
    expect(JSON.parse(content)).toEqual({
      code: -32601,
      message: expect.stringContaining(
        `${method} is not offered: this client has no sampling, no elicitation and no roots`,
      ),
    });
  },
);
