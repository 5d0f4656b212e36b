/**
 * Owns what a chain of providers promises when some of them fail: further tries, the next one, the circuit breaker. What one call to a
 * model promises is tested in model.test.ts.
 */
import { describe, expect, test } from 'vitest';
import { Chain, type ChainOptions, type Link } from '../../../src/adapters/providers/chain.ts';
import { offlineProvider } from '../../../src/adapters/providers/offline.ts';
import { TestClock } from '../../domain/ground.ts';
import { silentLoggerOf } from '../../support/log.ts';
import { endless, failureOf, hear, providerOf, requestOf, startServer } from './ground.ts';

/** A chain over an Anthropic and an OpenAI server, whose waits are written down and not waited for. */
async function world(options: Partial<ChainOptions> = {}) {
  const clock = new TestClock();
  const waits: number[] = [];
  const first = await startServer('anthropic');
  const second = await startServer('openai');
  const link = (provider: Link['provider']): Link => ({ provider, fault: null });
  const chain = new Chain({
    primary: link(providerOf('anthropic', first.url, { clock })),
    fallbacks: [link(providerOf('openai', second.url, { clock }))],
    maxRetries: 2,
    breaker: { failures: 100, openMs: 30_000 },
    clock,
    log: silentLoggerOf('providers'),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    random: () => 0.5,
    ...options,
  });
  const ask = () => chain.answer(requestOf(), endless());
  return { chain, clock, waits, first, second, ask };
}

const down = { status: 503 };

describe('another try', () => {
  test.each([408, 409, 429, 500, 503, 529])('is made after %i, later each time', async (status) => {
    const { first, second, waits, ask } = await world();
    first.script([{ status }, { status }, 'third time']);
    const { tokens, usage } = await hear(ask());
    expect(tokens.join('')).toBe('third time');
    expect(usage).toMatchObject([{ provider: 'anthropic', model: 'anthropic-model' }]);
    expect(waits).toEqual([375, 750]);
    expect(second.requests).toEqual([]);
  });

  test('is made after a connection that was cut before the first token', async () => {
    const { first, waits, ask } = await world();
    first.script(['drop', { text: 'one', dropAfter: 0 }, 'third time']);
    expect((await hear(ask())).tokens.join('')).toBe('third time');
    expect(waits).toHaveLength(2);
  });

  test('is made after tool calls that were cut, and each call is told once', async () => {
    const { first, ask } = await world();
    const toolCalls = [
      { id: 'a', name: 'x', input: {} },
      { id: 'b', name: 'y', input: { long: 'arguments' } },
    ];
    first.script([{ toolCalls, dropAfter: 2 }, { toolCalls }]);
    expect((await hear(ask())).calls.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  test('waits as long as the provider says, and a minute at most', async () => {
    const { first, waits, ask } = await world();
    first.script([
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 429, headers: { 'retry-after': '3600' } },
      'now',
    ]);
    expect((await hear(ask())).tokens.join('')).toBe('now');
    expect(waits).toEqual([7000, 60_000]);
  });

  test('waits apart from others, and not for ever', async () => {
    for (const [value, expected] of [
      [0, [250, 500, 1000, 2000, 4000, 4000]],
      [0.999_999, [500, 1000, 2000, 4000, 8000, 8000]],
    ] as const) {
      const { first, waits, ask } = await world({ maxRetries: 6, random: () => value });
      first.respond = (_, n) => (n <= 6 ? down : 'ok');
      await hear(ask());
      expect(waits.map(Math.round)).toEqual(expected);
    }
  });

  test('is not made once the caller has gone', async () => {
    const leave = new AbortController();
    const { chain, first, second } = await world({
      sleep: async (_, signal) => {
        leave.abort(new Error('gone'));
        signal.throwIfAborted();
      },
    });
    first.respond = () => down;
    await expect(hear(chain.answer(requestOf(), leave.signal))).rejects.toThrow('gone');
    expect(first.requests).toHaveLength(1);
    expect(second.requests).toHaveLength(0);
    expect(chain.states()[0]).toMatchObject({ state: 'failing' });
  });
});

describe('the next provider', () => {
  test('is asked when the first gives no answer, and told of with the usage', async () => {
    const { chain, first, second, ask } = await world();
    first.respond = () => down;
    second.script([{ text: 'from the second', usage: { input: 10, output: 3 } }]);
    const { tokens, usage } = await hear(ask());
    expect(tokens.join('')).toBe('from the second');
    expect(usage).toMatchObject([{ provider: 'openai', model: 'openai-model', input: 10 }]);
    expect(first.requests).toHaveLength(3);
    expect({ name: chain.name, model: chain.model }).toEqual({
      name: 'anthropic',
      model: 'anthropic-model',
    });
    expect(chain.states()).toEqual([
      {
        name: 'anthropic',
        model: 'anthropic-model',
        state: 'failing',
        error: 'anthropic answered 503: refused with 503',
      },
      { name: 'openai', model: 'openai-model', state: 'ready', error: null },
    ]);
  });

  test.each([400, 401, 403, 404, 413, 422])('is asked at once after %i', async (status) => {
    const { first, waits, ask } = await world();
    first.respond = () => ({ status });
    expect((await hear(ask())).tokens).toEqual(['ok']);
    expect(first.requests).toHaveLength(1);
    expect(waits).toEqual([]);
  });

  test('is not asked once a part of the answer was passed on', async () => {
    const { chain, first, second, ask } = await world();
    first.script([{ text: 'one two three', dropAfter: 1 }]);
    const { heard, error } = await failureOf(ask());
    expect(heard).toBe('one');
    expect(error.message).toMatch(/^anthropic (closed|broke)/);
    expect(first.requests).toHaveLength(1);
    expect(second.requests).toEqual([]);
    expect(chain.states()[0].state).toBe('failing');
  });

  test('that fails too is told of with the first, and the shorter wait', async () => {
    const { first, second, ask } = await world({ maxRetries: 0 });
    first.respond = () => ({ status: 429, headers: { 'retry-after': '30' }, message: 'slow' });
    second.respond = () => ({ status: 503, headers: { 'retry-after': '9' }, message: 'full' });
    const { error } = await failureOf(ask());
    expect(error.message).toBe('anthropic answered 429: slow; openai answered 503: full');
    expect(error.retryAfter).toBe(9);
  });

  test('can be the one that needs no model', async () => {
    const { first, ask } = await world({ fallbacks: [{ provider: offlineProvider, fault: null }] });
    first.respond = () => down;
    expect((await hear(ask())).usage).toMatchObject([{ provider: 'offline' }]);
  });

  test('is asked in place of one that cannot be asked, which the status tells before anyone asks', async () => {
    const fault = 'providers.anthropic.api_key is not set';
    const unasked = await startServer('anthropic');
    const primary = { provider: providerOf('anthropic', unasked.url), fault };
    const { chain, ask } = await world({ primary });
    await expect(chain.check()).rejects.toThrow(fault);
    expect(chain.states()[0]).toMatchObject({ state: 'open', error: fault });
    expect((await hear(ask())).usage).toMatchObject([{ provider: 'openai' }]);
    expect(unasked.requests).toEqual([]);
  });
});

describe('the circuit breaker', () => {
  const breaker = { failures: 3, openMs: 30_000 };

  test('passes over a provider after failures in a row, whichever call they are of', async () => {
    const { chain, clock, first, ask } = await world({ maxRetries: 1, breaker });
    first.respond = () => down;
    await hear(ask());
    await chain.check();
    expect(chain.states()[0].state).toBe('failing');
    await hear(ask());
    // The third failure is the last that is asked for.
    expect(first.requests).toHaveLength(3);
    await expect(chain.check()).rejects.toThrow('anthropic answered 503');
    clock.advance(29_999);
    await hear(ask());
    expect(first.requests).toHaveLength(3);
    expect(chain.states()[0].state).toBe('open');
  });

  test('lets one call through when its time is over: a failure opens it again, an answer closes it', async () => {
    const { chain, clock, first, second, ask } = await world({ maxRetries: 0, breaker });
    first.respond = () => down;
    for (let call = 0; call < 3; call += 1) await hear(ask());
    clock.advance(30_000);
    await hear(ask());
    expect(first.requests).toHaveLength(4);
    await hear(ask());
    expect(first.requests).toHaveLength(4);
    clock.advance(30_000);
    first.respond = () => ({ text: 'well again', hangAfter: 1 });
    const probing = new AbortController();
    const probe = chain.answer(requestOf(), probing.signal);
    await probe.next();
    // While the probe is under way, everybody else goes to the second.
    expect((await hear(ask())).usage).toMatchObject([{ provider: 'openai' }]);
    expect(first.requests).toHaveLength(5);
    // A probe that its caller gives up leaves the way open for the next.
    probing.abort();
    await expect(probe.next()).rejects.toThrow('abort');
    first.respond = () => 'well again';
    const asked = second.requests.length;
    expect((await hear(ask())).usage).toMatchObject([{ provider: 'anthropic' }]);
    expect(chain.states()[0]).toMatchObject({ state: 'ready', error: null });
    await chain.check();
    expect(second.requests).toHaveLength(asked);
    for (let call = 0; call < 2; call += 1) first.script([down]);
    await hear(ask());
    expect(chain.states()[0].state).toBe('failing');
  });

  test('does not count what a caller did, nor an answer given in between', async () => {
    const { chain, first, ask } = await world({ maxRetries: 0, breaker });
    const leave = new AbortController();
    first.script([down, down]);
    for (let call = 0; call < 2; call += 1) await hear(ask());
    first.script([{ status: 400 }, 'hang']);
    await hear(ask());
    const hanging = hear(chain.answer(requestOf(), leave.signal));
    await first.untilRequests(4);
    leave.abort();
    await expect(hanging).rejects.toThrow('abort');
    expect(chain.states()[0].state).toBe('failing');
    await hear(ask());
    expect(chain.states()[0].state).toBe('ready');
    first.script([down, down]);
    for (let call = 0; call < 2; call += 1) await hear(ask());
    expect(chain.states()[0].state).toBe('failing');
  });

  test('says so when nobody is left, with the time of the next try', async () => {
    const { first, second, clock, ask } = await world({
      maxRetries: 0,
      breaker: { failures: 1, openMs: 30_000 },
    });
    first.respond = () => ({ status: 401 });
    second.respond = () => down;
    await failureOf(ask());
    clock.advance(10_000);
    const { error } = await failureOf(ask());
    expect(error.message).toMatch(
      /^anthropic is passed over for now: anthropic answered 401.*; openai/,
    );
    expect(error.retryAfter).toBe(20);
    expect(first.requests.length + second.requests.length).toBe(2);
  });
});
