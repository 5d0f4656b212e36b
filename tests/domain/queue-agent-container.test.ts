/**
 * Owns the tests of one container whose engine does not do as it is told, or whose agent does not stop writing. Turns over whole queues
 * are in queue-turns.test.ts.
 */
import { setImmediate as soon } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AgentContainer } from '../../src/domain/queue/agent-container.ts';
import { ContainerFault } from '../../src/domain/queue/container-fault.ts';
import {
  type ContainerEnd,
  EngineError,
  type OutputChunk,
} from '../../src/domain/runtime/index.ts';
import { silentLoggerOf } from '../support/log.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** A container in which nothing happens but what a test has it do. */
function container(onKill: (count: number) => void) {
  const chunks: OutputChunk[] = [];
  const calls = { kill: 0, stop: 0 };
  let settle: (end: ContainerEnd) => void = () => undefined;
  const ended = new Promise<ContainerEnd>((resolve) => {
    settle = resolve;
  });
  let isOver = false;
  async function* output(): AsyncGenerator<OutputChunk> {
    while (!isOver) {
      const next = chunks.shift();
      if (next === undefined) await soon();
      else yield next;
    }
  }
  const finish = () => {
    isOver = true;
    settle({ exitCode: 137, oomKilled: false });
  };
  const made = new AgentContainer({
    name: 'one',
    started: {
      id: 'one',
      input: () => Promise.resolve(),
      output: output(),
      ended,
      async stop() {
        calls.stop += 1;
      },
      async kill() {
        calls.kill += 1;
        onKill(calls.kill);
      },
    },
    bounds: { silenceMs: 0, totalMs: 0, idleMs: 1_000_000, outputBytes: 1000 },
    log: silentLoggerOf('queue'),
    runLog: { path: '', write: () => undefined, close: () => Promise.resolve() },
    askToClose: async () => {
      await ended;
      await soon();
    },
    onEnd: () => Promise.resolve(),
  });
  const write = (text: string) => chunks.push({ stream: 'stdout', chunk: Buffer.from(text) });
  return { made, calls, finish, write };
}

test('an engine that could not end a container is asked again, until it is gone', async () => {
  const one = container((count) => {
    if (count < 3) throw new EngineError('timeout', 'Killing a container was not done in time');
    one.finish();
  });
  const stopped = one.made.stop(new ContainerFault('cancelled', 'gone'));
  await vi.advanceTimersByTimeAsync(61_000);
  await stopped;
  expect(one.calls.kill).toBe(3);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(one.calls.kill).toBe(3);
});

test('however much a container writes above its bound, the engine is asked once to end it', async () => {
  const one = container(() => undefined);
  for (let count = 0; count < 200; count += 1) one.write('x'.repeat(100));
  while (one.calls.kill === 0) await soon();
  for (let count = 0; count < 500; count += 1) await soon();
  expect(one.calls.kill).toBe(1);
  one.finish();
  await one.made.ended;
});

test('a container that ends while it is asked to leaves no timer behind', async () => {
  const one = container(() => undefined);
  const closed = one.made.close();
  one.finish();
  await one.made.ended;
  await closed;
  expect(vi.getTimerCount()).toBe(0);
});

test('whoever must have a container gone is told in time that the engine does not end it', async () => {
  const one = container(() => undefined);
  const ended = one.made.end(new ContainerFault('cancelled', 'gone'));
  await vi.advanceTimersByTimeAsync(4999);
  expect(one.calls.kill).toBe(0);
  await vi.advanceTimersByTimeAsync(20_001);
  await ended;
  expect(one.calls.kill).toBe(1);
  expect(one.made.isIdle).toBe(false);
  one.finish();
  await one.made.ended;
});
