/**
 * Owns what building images promises: one at a time, the end of the log kept, bounded in time, noted in the audit log.
 */
import { expect, it } from 'vitest';
import { auditLog } from '../../src/db/schema/index.ts';
import { EngineError, Images, Runtime } from '../../src/domain/runtime/index.ts';
import { silentLoggerOf } from '../support/log.ts';
import { callerOf, freshGround, quietCaller, reasonOf } from './ground.ts';
import { FakeEngine, placeOf } from './runtime-ground.ts';

async function make(limitMs = 60_000) {
  const ground = await freshGround();
  const { clock, journal, store } = ground;
  const engine = new FakeEngine();
  const runtime = new Runtime({ clock, candidates: () => [placeOf('here', engine)] });
  const images = new Images({
    runtime,
    journal,
    clock,
    log: silentLoggerOf('containers'),
    settings: () => ({ image: 'agent:latest', baseImage: 'node:22', contextDir: '/ctx' }),
    limitMs,
  });
  const events = async () =>
    (await store.read.select().from(auditLog).orderBy(auditLog.seq)).map(
      ({ event, target, details }) => [event, target, details.message ?? null],
    );
  return { ...ground, engine, runtime, images, events };
}

it('builds the default image from what the settings say', async () => {
  const { images, engine, clock, events } = await make();
  engine.build = async (spec, onOutput) => {
    expect(spec).toEqual({
      tag: 'agent:latest',
      contextDir: '/ctx',
      buildArgs: { BASE_IMAGE: 'node:22' },
      labels: {},
    });
    onOutput('Step 1\n');
    clock.advance(5000);
    onOutput('key sk-abcdefghijklmnopqrstuvwxyz\n');
    return true;
  };
  expect((await images.status(undefined)).build).toMatchObject({ state: 'idle', output: '' });
  const build = await images.build(undefined, callerOf('runtime.image_built'));
  expect(build).toMatchObject({ id: expect.stringMatching(/^build_/), tag: 'agent:latest' });
  const output = 'Step 1\nkey ***REDACTED***\n';
  expect(await build.ended).toEqual({
    tag: 'agent:latest',
    success: true,
    message: 'Image built successfully',
    output,
  });
  const began = clock.now() - 5000;
  const state = { state: 'succeeded', startedAt: began, finishedAt: clock.now(), output };
  expect((await images.status('agent')).build).toEqual(state);
  expect(await events()).toEqual([
    ['image.build_started', 'agent:latest', 'A build has begun'],
    ['runtime.image_built', 'agent:latest', null],
    ['image.build_completed', 'agent:latest', 'Image built successfully'],
  ]);
});

it('runs one build at a time', async () => {
  const { images, engine } = await make();
  let end: (isGood: boolean) => void = () => undefined;
  engine.build = () => new Promise((resolve) => (end = resolve));
  const all = ['a', 'b', 'c'].map((tag) => images.build(tag, quietCaller));
  const settled = await Promise.allSettled(all);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(await reasonOf(images.build('d', quietCaller))).toBe('build_running');
  expect((await images.status('a')).build).toMatchObject({ state: 'building', finishedAt: null });
  end(false);
  const [first] = await Promise.all(all.slice(0, 1));
  expect(await first?.ended).toMatchObject({ success: false });
  expect((await images.status('a')).build.state).toBe('failed');
  expect((await images.build('d', quietCaller)).tag).toBe('d');
  end(true);
});

it('keeps the last 64 KiB of a log, in whole characters', async () => {
  const { images, engine } = await make();
  engine.build = async (_, onOutput) => {
    for (let n = 0; n < 30_000; n += 1) onOutput('€');
    onOutput(`${'x'.repeat(1_000_000)}ä`);
    for (let n = 0; n < 3000; n += 1) onOutput('ä\n');
    return true;
  };
  const { ended } = await images.build(undefined, quietCaller);
  const { output } = await ended;
  expect(Buffer.byteLength(output)).toBeLessThanOrEqual(65_536);
  expect(Buffer.byteLength(output)).toBeGreaterThan(65_530);
  expect(output).toMatch(/^x+ä(?:ä\n){3000}$/);
});

it.each([
  ['unavailable', 'container_engine_unavailable'],
  ['failed', 'container_engine_failed'],
] as const)('tells that the engine ended it: %s', async (kind, reason) => {
  const { images, engine } = await make();
  engine.build = () => Promise.reject(new EngineError(kind, 'the reason'));
  const { ended } = await images.build(undefined, quietCaller);
  expect(await reasonOf(ended)).toBe(reason);
  const { build } = await images.status(undefined);
  expect(build).toMatchObject({ state: 'failed', output: 'the reason\n' });
});

it('is ended by its limit, and when the daemon stops', async () => {
  const { images, engine } = await make(30);
  engine.build = (_, __, signal) =>
    new Promise((_resolve, reject) => {
      const late = () => reject(new EngineError('timeout', 'too late'));
      if (signal.aborted) late();
      else signal.addEventListener('abort', late);
    });
  const { ended } = await images.build(undefined, quietCaller);
  expect(await reasonOf(ended)).toBe('container_engine_timed_out');
  const second = await images.build(undefined, quietCaller);
  await images.stop();
  expect(await reasonOf(second.ended)).toBe('container_engine_timed_out');
});

it('refuses names of images, and says so before it asks the engine', async () => {
  const { images, engine } = await make();
  engine.trouble = new EngineError('unavailable', 'gone');
  for (const tag of ['-x', '', 'a b', `a@sha256:${'0'.repeat(64)}`])
    expect(await reasonOf(images.build(tag, quietCaller))).toBe('image_tag_invalid');
  expect(await reasonOf(images.status('--help'))).toBe('image_tag_invalid');
  expect(await reasonOf(images.build('a', quietCaller))).toBe('container_engine_unavailable');
  expect(await reasonOf(images.status('a'))).toBe('container_engine_unavailable');
});

it('tells of an image', async () => {
  const { images, engine } = await make();
  const facts = { id: 'sha256:1', createdAt: 5, sizeBytes: 7 };
  engine.images.set('agent:latest', facts);
  expect(await images.status(undefined)).toMatchObject({ tag: 'agent:latest', image: facts });
  expect(await images.status('other')).toMatchObject({ tag: 'other', image: null });
});
