/**
 * Owns what plugins are called for: tools, events of the journal and of each other, texts, schedules.
 * Whether they may call the host back is in plugins-host.test.ts.
 */
import { expect, test, vi } from 'vitest';
import { GuestRefusal } from '../../src/domain/plugins/index.ts';
import { callerOf, endless, makeSession } from './ground.ts';
import { scope, stageOf } from './plugins-ground.ts';

const tool = '[[capabilities]]\ntype = "tool"\nname = "say"\n';
const hook = (events: string) =>
  `[[capabilities]]\ntype = "hook"\nname = "h"\nevents = ${events}\n[permissions]\nrequired = ["events"]\n`;
const middleware = (priority: number) =>
  `[[capabilities]]\ntype = "middleware"\nname = "m"\npriority = ${priority}\n`;
const cron = (schedule: string) =>
  `[[capabilities]]\ntype = "cron"\nname = "c"\nschedule = "${schedule}"\n`;
const context = { sessionId: 's', callId: 'c', signal: endless };

test('tools have names that models take, and a call goes to what is loaded by then', async () => {
  const long = 'a.very.long.name.of.a.plugin.that.goes.on.and.on';
  const { plugins, runtime } = await stageOf({ 'my.plugin': tool, [long]: tool });
  const say = { name: 'say', description: 'Says', inputSchema: { type: 'object' } };
  runtime.tools.set('my.plugin', say).set(long, { ...say, name: 'something-rather-long' });
  await plugins.start();
  const tools = plugins.tools();
  expect(tools.map((one) => one.name)).toEqual([
    expect.stringMatching(/^plugin_a_very_long_name_of_a_plugin_that_goes_on_and_on_[\w-]*$/),
    'plugin_my_plugin_say',
  ]);
  expect(tools[0]?.name.length).toBe(64);
  const mine = tools[1];
  expect(mine).toMatchObject({ description: 'Says', source: 'plugin:my.plugin' });
  runtime.behave.set('my.plugin', () => ({ success: true, output: 'hello', error: null }));
  expect(await mine?.call({ a: 1 }, context)).toEqual({ content: 'hello', failed: false });
  runtime.behave.set('my.plugin', () => ({ success: false, output: '', error: 'no' }));
  expect(await mine?.call({ a: 1 }, context)).toEqual({ content: 'no', failed: true });
  await plugins.disable('my.plugin', callerOf('plugin.test'));
  expect(plugins.tools()).toHaveLength(1);
  await expect(mine?.call({}, context)).rejects.toThrow('not loaded any more');
});

test('hooks get the events they name, once they are committed, and nobody waits for them', async () => {
  const stage = await stageOf(
    { all: hook('["*"]'), some: hook('["session.*"]'), none: hook('["message.sent"]') },
    { grants: { all: ['events'], some: ['events'], none: ['events'] } },
  );
  const { plugins, runtime, logged } = stage;
  const got: string[] = [];
  for (const name of ['all', 'some', 'none'])
    runtime.behave.set(name, (call) => {
      if (call.name === 'hook.on-event') got.push(`${name} ${call.args.event}`);
      if (name === 'all') throw new Error('broken');
      return null;
    });
  await plugins.start();
  const id = await makeSession(stage);
  await vi.waitFor(() => expect(got).toContain('some session.created'), { timeout: 30_000 });
  expect(got.filter((one) => !one.startsWith('all'))).toEqual(['some session.created']);
  expect(id).toMatch(/^sess_/);
  expect(logged.filter((one) => one.includes('lost'))).toHaveLength(1);
  await plugins.disable('some', callerOf('plugin.test'));
  await makeSession(stage);
  await vi.waitFor(
    () => expect(got.filter((one) => one === 'all session.created')).toHaveLength(2),
    { timeout: 30_000 },
  );
  expect(got.filter((one) => one.startsWith('some'))).toHaveLength(1);
});

test('messages between plugins go to whoever subscribed, and in circles eight times at most', async () => {
  const stage = await stageOf(
    { a: hook('[]'), b: '[permissions]\nrequired = ["events"]\n' },
    { grants: { a: ['events'], b: ['events'] } },
  );
  const { plugins, runtime } = stage;
  const depths: number[] = [];
  runtime.behave.set('a', async (call, depth, host) => {
    if (call.name !== 'hook.on-event') return null;
    depths.push(depth);
    const { event: topic = '', payload = '' } = call.args;
    const again = { topic, payload };
    await host.call({ name: 'events.publish', args: again }, scope(depth));
    return null;
  });
  await plugins.start();
  const [a, b] = ['a', 'b'].map((name) => runtime.hosts.get(name));
  const subscribe = (pattern: string) =>
    a?.call({ name: 'events.subscribe', args: { pattern } }, scope());
  const publish = (topic: string, payload = '{}') =>
    b?.call({ name: 'events.publish', args: { topic, payload } }, scope());
  const id = await subscribe('weather.*');
  await publish('weathering');
  await publish('weather.rain');
  await vi.waitFor(() => expect(depths).toEqual([1, 2, 3, 4, 5, 6, 7, 8]), { timeout: 30_000 });
  await expect(publish('x', 'no json')).rejects.toThrow('not JSON');
  await expect(publish('x', `"${'x'.repeat(65_536)}"`)).rejects.toThrow('at most 65536 bytes');
  await expect(publish('')).rejects.toThrow('a topic has 1 to 256 bytes');
  await expect(subscribe('a.*.b')).rejects.toThrow('a pattern is');
  await expect(
    b?.call({ name: 'events.subscribe', args: { pattern: '*' } }, scope()),
  ).rejects.toThrow('only plugins with a hook can subscribe');
  const unsubscribe = (host: typeof a) =>
    host?.call({ name: 'events.unsubscribe', args: { id: id ?? 0n } }, scope());
  await expect(unsubscribe(b)).rejects.toThrow('no such subscription');
  await unsubscribe(a);
  await publish('weather.rain');
  expect(depths).toHaveLength(8);
});

test('a plugin that is gone is not subscribed any more, and the queue of messages has an end', async () => {
  const { plugins, runtime, logged } = await stageOf(
    { a: hook('[]') },
    { grants: { a: ['events'] } },
  );
  let calls = 0;
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  runtime.behave.set('a', async () => {
    calls += 1;
    await gate;
    return null;
  });
  await plugins.start();
  const host = runtime.hosts.get('a');
  await host?.call({ name: 'events.subscribe', args: { pattern: '*' } }, scope());
  const publish = () =>
    host?.call({ name: 'events.publish', args: { topic: 't', payload: '1' } }, scope());
  for (let time = 0; time < 1025; time += 1) await publish();
  expect(calls).toBe(1024);
  expect(logged).toEqual(['warn the queue of events is full: t is lost']);
  open();
  await plugins.reload('a', callerOf('plugin.test'));
  await publish();
  expect(calls).toBe(1024);
});

test('middleware changes a text by priority, may stop it, and is passed over when it fails', async () => {
  const { plugins, runtime, logged } = await stageOf({
    first: middleware(1),
    second: middleware(2),
    zeroth: middleware(-1),
  });
  const change = (mark: string) =>
    vi.fn((call) => JSON.stringify({ text: `${JSON.parse(call.args.data).text}${mark}` }));
  runtime.behave.set('first', change('1')).set('second', change('2')).set('zeroth', change('0'));
  await plugins.start();
  expect(await plugins.middleware('inbound', 'x')).toEqual({ text: 'x012' });
  for (const broken of [
    () => 'no json',
    () => '{"text":1}',
    () => {
      throw new Error('stopped');
    },
  ]) {
    runtime.behave.set('first', broken);
    expect(await plugins.middleware('outbound', 'x')).toEqual({ text: 'x02' });
  }
  expect(logged.filter((one) => one.includes('first: its middleware is passed over'))).toHaveLength(
    3,
  );
  runtime.behave.set('zeroth', () => {
    throw new GuestRefusal('not such words');
  });
  expect(await plugins.middleware('inbound', 'x')).toEqual({
    blockedBy: 'zeroth',
    reason: 'not such words',
  });
});

test('schedules run in UTC when they are due, not twice at once, and not for what was missed', async () => {
  const { plugins, runtime, clock, logged } = await stageOf({
    hourly: cron('0 * * * *'),
    noon: cron('0 12 * * *'),
  });
  const runs: string[] = [];
  let end = () => {};
  runtime.behave.set('noon', () => {
    runs.push('noon');
    return 'done';
  });
  runtime.behave.set('hourly', () => {
    runs.push('hourly');
    return new Promise((resolve) => {
      end = () => resolve('done');
    });
  });
  await plugins.start();
  await plugins.tick();
  expect(runs).toEqual([]);
  clock.advance(3_600_000);
  await plugins.tick();
  await plugins.tick();
  expect(runs).toEqual(['hourly']);
  clock.advance(3_600_000);
  await plugins.tick();
  expect(runs).toEqual(['hourly']);
  end();
  await vi.waitFor(() => expect(logged).toContain('info hourly: cron c: done'), {
    timeout: 30_000,
  });
  clock.advance(5 * 3_600_000);
  await plugins.tick();
  expect(runs).toEqual(['hourly', 'hourly']);
  clock.advance(5 * 3_600_000);
  await plugins.tick();
  expect(runs).toContain('noon');
});

test.each([
  ['a cron without a schedule', '[[capabilities]]\ntype = "cron"\nname = "c"\n', 'capabilities'],
  ['a schedule that there is not', cron('61 * * * *'), 'schedule'],
  ['a schedule of six fields', cron('* * * * * *'), 'schedule'],
  ['too much memory', '[resources]\nmax_memory_mb = 5000\n', 'max_memory_mb'],
  ['files', '[permissions]\nfilesystem_allowlist = ["/"]\n', 'filesystem_allowlist'],
  [
    'a wildcard in the middle',
    '[permissions]\nhttp_allowlist = ["https://*.x/"]\n',
    'http_allowlist',
  ],
  ['an unknown key', '[resources]\nmax_memory = 5\n', 'Unrecognized key'],
  ['a path as component', 'wasm = "../x.wasm"\n', 'plugin.wasm'],
  ['an absolute path as component', 'wasm = "/etc/x.wasm"\n', 'plugin.wasm'],
])('a manifest with %s is refused', async (_name, text, where) => {
  const { plugins } = await stageOf({ p: text });
  await plugins.start();
  expect(await plugins.list()).toMatchObject([
    { status: 'error', error: expect.stringContaining(where) },
  ]);
});
