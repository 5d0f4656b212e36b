/**
 * Owns what finding a container engine promises: which one is taken, how long that holds, and noticing that it goes and comes back.
 */
import { describe, expect, it } from 'vitest';
import { EngineError, Runtime } from '../../src/domain/runtime/index.ts';
import { DomainError } from '../../src/domain/shared/index.ts';
import { reasonOf, TestClock } from './ground.ts';
import { FakeEngine, placeOf } from './runtime-ground.ts';

const gone = new EngineError('unavailable', 'nobody is there');

function make(engine = new FakeEngine()) {
  const clock = new TestClock();
  const runtime = new Runtime({ clock, candidates: () => [placeOf('a place', engine)] });
  const changes: [string, boolean][] = [];
  runtime.onChange(({ message }, isBack) => changes.push([message, isBack]));
  return { clock, runtime, engine, changes };
}

describe('finding', () => {
  it('takes the first that answers, in order', async () => {
    const [apple, docker] = [new FakeEngine('apple_container'), new FakeEngine()];
    const candidates = () => [placeOf('n', null), placeOf('a', apple), placeOf('d', docker)];
    const runtime = new Runtime({ clock: new TestClock(), candidates });
    expect(await runtime.find()).toEqual({
      available: true,
      backend: 'apple_container',
      version: '24.0.7',
      networking: { hostGateway: 'host.docker.internal', extraRunArgs: [] },
      message: 'Apple Container 24.0.7 is ready',
    });
    expect(await runtime.engine()).toBe(apple);
    apple.trouble = gone;
    expect(await runtime.find(true)).toMatchObject({ backend: 'docker' });
    expect(await runtime.engine()).toBe(docker);
  });

  it('says why there is none', async () => {
    const { runtime, engine } = make();
    engine.trouble = gone;
    const none = { available: false, backend: null, version: null, networking: null };
    const message = 'No container engine answers: a place: nobody is there';
    expect(await runtime.find()).toEqual({ ...none, message });
    const off = new Runtime({ clock: new TestClock(), candidates: () => [] });
    expect(await off.find()).toEqual({ ...none, message: 'Containers are turned off' });
    const nothing = new Runtime({ clock: new TestClock(), candidates: () => [placeOf('x', null)] });
    expect(await nothing.find()).toEqual({ ...none, message: 'No container engine answers' });
  });

  it('holds for ten seconds, and not for other places', async () => {
    const { runtime, engine, clock } = make();
    await runtime.find();
    clock.advance(9_999);
    await runtime.find();
    expect(engine.probes).toBe(1);
    clock.advance(1);
    await runtime.find();
    expect(engine.probes).toBe(2);
    await runtime.find(true);
    expect(engine.probes).toBe(3);

    let title = 'a';
    const moved = new Runtime({ clock, candidates: () => [placeOf(title, engine)] });
    await moved.find();
    title = 'b';
    await moved.find();
    expect(engine.probes).toBe(5);
  });

  it('is done once for all who ask at the same time', async () => {
    const { runtime, engine } = make();
    const all = [runtime.find(), runtime.find(true), runtime.engine(), runtime.find(true)];
    await Promise.all(all);
    expect(engine.probes).toBe(1);
  });

  it('does not wait for a place that hangs when an earlier one answers', async () => {
    const [good, hung] = [new FakeEngine(), new FakeEngine()];
    hung.probing = new Promise(() => undefined);
    const candidates = () => [placeOf('g', good), placeOf('h', hung)];
    const runtime = new Runtime({ clock: new TestClock(), candidates });
    expect(await runtime.engine()).toBe(good);
  });
});

describe('an engine that is not there', () => {
  it('is told with the time after which to ask again', async () => {
    const { runtime, engine, clock } = make();
    engine.trouble = gone;
    await runtime.find();
    clock.advance(3_500);
    const error: unknown = await runtime.engine().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ reason: 'container_engine_unavailable', retryAfter: 7 });
  });

  it('is found by itself when it comes back', async () => {
    const { runtime, engine, clock, changes } = make();
    await runtime.find();
    engine.trouble = gone;
    expect(await reasonOf(runtime.use((one) => one.list({}, AbortSignal.timeout(1000))))).toBe(
      'container_engine_unavailable',
    );
    expect(await reasonOf(runtime.engine())).toBe('container_engine_unavailable');
    engine.trouble = null;
    expect(await reasonOf(runtime.engine())).toBe('container_engine_unavailable');
    clock.advance(10_000);
    expect(await runtime.engine()).toBe(engine);
    expect(changes).toEqual([
      ['Docker 24.0.7 is ready', true],
      ['No container engine answers: a place: nobody is there', false],
      ['Docker 24.0.7 is ready', true],
    ]);
  });

  it('has come back even when nobody looked meanwhile', async () => {
    const { runtime, engine, changes } = make();
    await runtime.find();
    engine.trouble = gone;
    await reasonOf(runtime.use((one) => one.list({}, AbortSignal.timeout(1000))));
    engine.trouble = null;
    await runtime.engine();
    expect(changes.map(([, isBack]) => isBack)).toEqual([true, true]);
  });

  it('is looked through again after it was too slow: what it did late is known to nobody', async () => {
    const { runtime, engine, changes } = make();
    await runtime.find();
    engine.trouble = new EngineError('timeout', 'Starting a container was not done in time');
    await reasonOf(runtime.use((one) => one.list({}, AbortSignal.timeout(1000))));
    engine.trouble = null;
    await runtime.engine();
    expect(changes.map(([, isBack]) => isBack)).toEqual([true, true]);
  });
});

it.each([
  ['unavailable', 'container_engine_unavailable', 2],
  ['timeout', 'container_engine_timed_out', 2],
  ['failed', 'container_engine_failed', 1],
] as const)('a call that ends with %s is told as %s', async (kind, reason, probes) => {
  const { runtime, engine } = make();
  const error = new EngineError(kind, 'why');
  expect(await reasonOf(runtime.use(() => Promise.reject(error)))).toBe(reason);
  await runtime.engine();
  expect(engine.probes).toBe(probes);
});

it('passes on what is no fault of the engine', async () => {
  const { runtime } = make();
  await expect(runtime.use(() => Promise.reject(new TypeError('oops')))).rejects.toThrow('oops');
});
