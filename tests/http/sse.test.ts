/**
 * Owns how an event stream behaves on a real connection: heartbeat, slow and stalled readers, revoked tokens, hanging up, shutdown.
 * What events say is in tests/contract/prx/logs.test.ts.
 */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemCaller } from '../../src/domain/shared/index.ts';
import { ADMIN_TOKEN, startTestDaemon } from '../support/daemon.ts';

const BUDGET = 65_536;

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
let stopped: boolean;
beforeEach(async () => {
  stopped = false;
  daemon = await startTestDaemon({
    env: { GATEHOUSE_LOGGING_STREAM_BUFFER_BYTES: String(BUDGET) },
  });
  // From here on: only the hearts of streams beat by the test's hand.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(async () => {
  vi.useRealTimers();
  if (!stopped) await daemon.stop();
});

const beat = () => vi.advanceTimersByTime(15_000);

/** One reader, with what it has read so far. */
interface Reader {
  readonly response: IncomingMessage;
  text: string;
  readonly ended: Promise<'ended' | 'cut'>;
}

/** Opens a log stream; `paused` reads nothing until the response is resumed. */
async function open(options: { token?: string; paused?: boolean } = {}): Promise<Reader> {
  const authorization = `Bearer ${options.token ?? ADMIN_TOKEN}`;
  const url = `${daemon.addresses.prx}/api/v1/logs/stream?level=trace&module=test`;
  const request = get(url, { agent: false, headers: { authorization } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  const ended = new Promise<'ended' | 'cut'>((resolve) => {
    response.once('end', () => resolve('ended'));
    response.once('error', () => resolve('cut'));
  });
  const reader: Reader = { response, text: '', ended };
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    reader.text += chunk;
  });
  if (options.paused === true) response.pause();
  return reader;
}

function append(message: string) {
  const entry = {
    at: Date.now(),
    level: 'info',
    module: 'test',
    message,
    sessionId: null,
  } as const;
  daemon.services.logs.append(entry);
}

const readers = () => daemon.services.logs.readers;

describe('an event stream', () => {
  it('is kept alive by a comment every 15 seconds', async () => {
    const reader = await open();
    beat();
    await vi.waitFor(() => expect(reader.text).toBe(': heartbeat\n\n'), { timeout: 30_000 });
    beat();
    await vi.waitFor(() => expect(reader.text).toBe(': heartbeat\n\n: heartbeat\n\n'), {
      timeout: 30_000,
    });
    reader.response.destroy();
  });

  it('ends when its token is revoked, at the next heartbeat', async () => {
    const by = systemCaller('test');
    const { tokens } = daemon.services;
    const { token, secret } = await tokens.create({ name: 'reader', scopes: ['logs:read'] }, by);
    const reader = await open({ token: secret });
    beat();
    await vi.waitFor(() => expect(reader.text).toContain('heartbeat'), { timeout: 30_000 });
    await tokens.revoke(token.id, by);
    append('still there');
    await vi.waitFor(() => expect(reader.text).toContain('still there'), { timeout: 30_000 });
    beat();
    expect(await reader.ended).toBe('ended');
    expect(reader.text).not.toContain('retry:');
    expect(readers()).toBe(0);
  });

  it('frees everything when its reader hangs up', async () => {
    const [one, two] = [await open(), await open()];
    expect(readers()).toBe(2);
    one.response.destroy();
    await vi.waitFor(() => expect(readers()).toBe(1), { timeout: 30_000 });
    two.response.destroy();
    await vi.waitFor(() => expect(readers()).toBe(0), { timeout: 30_000 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends at shutdown at once, and says when to come back', async () => {
    const reader = await open();
    append('last words');
    const begun = performance.now();
    stopped = true;
    await daemon.stop();
    expect(await reader.ended).toBe('ended');
    expect(reader.text).toMatch(/retry: \d+\n\n$/);
    // Far within the grace of ten seconds that running requests have.
    expect(performance.now() - begun).toBeLessThan(5000);
  });

  it('encodes an event once for all its readers', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => open()));
    const stringify = vi.spyOn(JSON, 'stringify');
    append('for everybody');
    await vi.waitFor(
      () => {
        for (const reader of all) expect(reader.text).toContain('for everybody');
      },
      { timeout: 30_000 },
    );
    const times = stringify.mock.results.filter(({ value }) => String(value).includes('everybody'));
    stringify.mockRestore();
    expect(times).toHaveLength(1);
    for (const reader of all) reader.response.destroy();
  });
});

describe('a slow reader', () => {
  const EVENTS = 6000;
  const FILLER = 'x'.repeat(2000);

  it('gets one gap for what it missed, and the rest in order', async () => {
    const slow = await open({ paused: true });
    for (let n = 0; n < EVENTS; n += 1) {
      append(`${n} ${FILLER}`);
      // The stream is written between these.
      if (n % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    slow.response.resume();
    await vi.waitFor(() => expect(slow.text).toContain('event: gap'), { timeout: 30_000 });
    append('at last');
    await vi.waitFor(() => expect(slow.text).toContain('at last'), { timeout: 30_000 });
    slow.response.destroy();
    const gaps = [...slow.text.matchAll(/event: gap\ndata: (.*)\n/g)];
    expect(gaps).toHaveLength(1);
    const { reason, missed } = JSON.parse(gaps[0]?.[1] ?? '{}');
    expect(reason).toBe('slow_reader');
    const numbers = [...slow.text.matchAll(/"message":"(\d+) /g)].map(([, n]) => Number(n));
    expect(numbers.length + missed).toBe(EVENTS);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, n) => n));
  });

  it('is cut off when it takes nothing for a minute, and others notice nothing', async () => {
    const stalled = await open({ paused: true });
    const quick = await open();
    for (let n = 0; n < EVENTS; n += 1) {
      append(`${n} ${FILLER}`);
      if (n % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    for (let n = 0; n < 3; n += 1) beat();
    expect(readers()).toBe(2);
    beat();
    await vi.waitFor(() => expect(readers()).toBe(1), { timeout: 30_000 });
    await vi.waitFor(() => expect(quick.text).toContain(`"message":"${EVENTS - 1} `), {
      timeout: 30_000,
    });
    expect(quick.text).not.toContain('event: gap');
    stalled.response.resume();
    expect(await stalled.ended).toBe('cut');
    quick.response.destroy();
  });
});
