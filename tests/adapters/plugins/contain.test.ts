/**
 * Owns what the runtime of plugins promises about hostile guests: each is stopped, and nobody else notices.
 * What well-behaved ones can do is in runtime.test.ts.
 */

import { getPriority } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import {
  behaviours,
  component,
  execute,
  leastMemory,
  loadGuest,
  manifestOf,
  testHost,
  toolWat,
} from './guests.ts';

const LONG = JSON.stringify({ text: 'x'.repeat(20) });

test('a guest that loops for ever is stopped, the event loop and a sibling do not notice, and it answers again', async () => {
  const { host, reports } = testHost();
  const looping = await loadGuest(
    await component(toolWat(behaviours.loopIfLong)),
    manifestOf('looping', { resources: { maxExecutionTimeMs: 3000 } }),
    host,
  );
  const sibling = await loadGuest(await component(toolWat('')), manifestOf('sibling'));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const begun = performance.now();
  const stopped = expect(execute(looping, LONG)).rejects.toThrow(
    'plugin looping was stopped: it took longer than 3000 ms',
  );
  let calls = 0;
  for (; performance.now() - begun < 2000; calls += 1) await execute(sibling);
  await stopped;
  delay.disable();
  expect(calls).toBeGreaterThan(100);
  // Shut out by the guest it would be three seconds; the other threads of a busy machine take some of its time.
  expect(delay.max / 1e6).toBeLessThan(1000);
  expect(looping.trouble()).toEqual({
    reason: 'tool.execute was stopped: it took longer than 3000 ms (1 of 5 times in a row)',
    isFinal: false,
  });
  expect(await execute(looping)).toMatchObject({ success: true, output: '{}' });
  expect(looping.trouble()).toBeNull();
  expect(reports).toEqual([
    'info version 1.0.0 is loaded',
    'warn tool.execute was stopped: it took longer than 3000 ms (1 of 5 times in a row)',
  ]);
});

test('five stops in a row are the last ones, and what waits is refused', async () => {
  const { host, reports } = testHost();
  const looping = await loadGuest(
    await component(toolWat(behaviours.loopIfLong)),
    manifestOf('looping', { resources: { maxExecutionTimeMs: 500 } }),
    host,
  );
  const ends = Array.from({ length: 6 }, () => execute(looping, LONG).catch(String));
  expect(await ends[5]).toBe(
    'Error: plugin looping is stopped: tool.execute was stopped: it took longer than 500 ms (5 of 5 times in a row)',
  );
  expect(looping.trouble()?.isFinal).toBe(true);
  expect(reports.at(-1)).toMatch(/^error .* it is not called again until it is reloaded$/);
  await expect(execute(looping)).rejects.toThrow('is stopped');
  expect(looping.memoryUsageBytes()).toBe(0);
}, 60_000);

test('a guest that allocates without end gets no more than its limit', async () => {
  const greedy = await loadGuest(
    await component(toolWat(behaviours.allocate)),
    manifestOf('greedy', { resources: { maxMemoryMb: 16 } }),
  );
  const before = process.memoryUsage().rss;
  await expect(execute(greedy)).rejects.toThrow(
    'plugin greedy was stopped: it needed more memory than 16 MiB',
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  expect(greedy.trouble()).toMatchObject({ isFinal: false });
});

test('a guest whose memory only grows is replaced between two calls, before it is at its limit', async () => {
  const { host, reports } = testHost();
  const growing = await loadGuest(
    await component(toolWat(behaviours.grow)),
    manifestOf('growing'),
    host,
  );
  for (let call = 0; call < 400; call += 1) expect((await execute(growing)).success).toBe(true);
  expect(growing.memoryUsageBytes()).toBeGreaterThan(0);
  expect(reports).toEqual(['info version 1.0.0 is loaded']);
});

test('a guest that needs nearly all of its memory is not replaced at every call', async () => {
  const large = await loadGuest(
    await component(toolWat(behaviours.count, '', 7 * 16)),
    manifestOf('large'),
  );
  const answers: string[] = [];
  for (let call = 0; call < 250; call += 1) answers.push((await execute(large)).output);
  const alphabet = 'abcdefghijklmnopqrstuvwxyz';
  const hundred = alphabet.repeat(4).slice(0, 100);
  expect(answers.join('')).toBe((hundred + hundred + hundred).slice(0, 250));
});

test('a guest that breaks off is replaced and does not count as stopped', async () => {
  const { host, reports } = testHost();
  const broken = await loadGuest(
    await component(
      toolWat(`(if (i32.gt_s (local.get $len) (i32.const 10)) (then ${behaviours.trap}))`),
    ),
    manifestOf('broken'),
    host,
  );
  await expect(execute(broken, LONG)).rejects.toThrow(/broke off: .*unreachable/);
  expect(reports.at(-1)).toMatch(/^warn tool.execute broke off/);
  expect(broken.trouble()).toBeNull();
  expect(await execute(broken)).toMatchObject({ success: true });
});

test.each([
  ['calls', behaviours.callForEver, 10_000, 5000],
  ['logs', behaviours.logForEver, 256, 1000],
])(
  'a guest that %s without end costs the host a bounded number of calls',
  async (_name, code, most, maxExecutionTimeMs) => {
    const { host, calls } = testHost(({ name }) => (name === 'kv.list-keys' ? [] : null));
    const noisy = await loadGuest(
      await component(toolWat(code)),
      manifestOf('noisy', { resources: { maxExecutionTimeMs } }),
      host,
    );
    await expect(execute(noisy)).rejects.toThrow(
      /called the host more than 10000 times|longer than \d000 ms/,
    );
    expect(calls.length).toBeLessThanOrEqual(most);
  },
);

test('threads of guests run below those of the daemon', async () => {
  const before = getPriority();
  await execute(await loadGuest(await component(toolWat('')), manifestOf('polite')));
  expect(getPriority()).toBe(before);
});

test('1000 calls leave nothing behind', async () => {
  const plugin = await loadGuest(await component(toolWat('')), manifestOf('steady'));
  const before = await leastMemory(plugin, 1000, '{}');
  const handles = process.getActiveResourcesInfo().length;
  for (let call = 0; call < 1000; call += 1) {
    const input = JSON.stringify({ call });
    expect((await execute(plugin, input)).output).toBe(input);
  }
  expect((await leastMemory(plugin, 1000, '{}')) - before).toBeLessThan(4 * 1024 * 1024);
  expect(process.getActiveResourcesInfo().length).toBeLessThanOrEqual(handles);
});
