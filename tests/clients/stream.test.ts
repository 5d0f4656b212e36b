/**
 * Owns what the TypeScript client makes of streams that are cut, hang, lie or go on for ever: resuming, waits and giving up.
 * Streams of a real daemon are in daemon.test.ts.
 */
import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { stream } from '../../clients/typescript/src/index.ts';
import { createWatched, rejection } from './ambient.ts';
import { cut, hang, json, logEvent, plain, prxError, serveScript, sse } from './scripted-server.ts';

/** Takes so many events and leaves. */
async function take<E>(events: AsyncIterable<E>, count: number): Promise<E[]> {
  const taken: E[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) break;
  }
  return taken;
}

const GAP = 'event: gap\ndata: {"reason":"history_gone","missed":3}\n\n';
const path = { id: 'sess_1' };
const body = { content: 'Hi' };

describe('a stream that can be resumed', () => {
  it('goes on after the last event through cuts and closes, and hands gaps on', async () => {
    await using server = await serveScript(
      sse(`retry: 3000\n\n${logEvent('1')}${logEvent('2')}id: 3\nevent: log\ndata: {"ha`, 'cut'),
      cut,
      json(503, prxError('unavailable'), { 'retry-after': '9' }),
      plain(502, '<p>bad gateway</p>'),
      sse(GAP + logEvent('7')),
      sse(logEvent('8'), 'hang'),
    );
    const { client, waits } = createWatched(server.url);
    const events = await take(stream(client.streamLogs, { query: { level: 'warn' } }), 5);
    expect(events.map((one) => (one.event === 'gap' ? one.data.reason : one.id))).toEqual([
      '1',
      '2',
      'history_gone',
      '7',
      '8',
    ]);
    expect(server.seen.map((one) => one.headers['last-event-id'])).toEqual([
      undefined,
      '2',
      '2',
      '2',
      '2',
      '7',
    ]);
    expect(server.seen.every((one) => one.url === '/api/v1/logs/stream?level=warn')).toBe(true);
    expect(server.seen[0]?.headers.accept).toBe('text/event-stream');
    // What the server asks, and a part of it left to chance that grows until an event comes.
    expect(waits).toEqual([3_125, 3_250, 9_500, 4_000, 3_125]);
  });

  it('is opened where the caller was before', async () => {
    await using server = await serveScript(sse(logEvent('6'), 'hang'));
    const { client } = createWatched(server.url);
    await take(stream(client.listLogs, { lastEventId: '5' }), 1);
    expect(server.seen[0]).toMatchObject({
      url: '/api/v1/logs',
      headers: { 'last-event-id': '5' },
    });
  });

  it('gives up after so many cuts in a row, but not while events come', async () => {
    await using server = await serveScript(
      sse(logEvent('1')),
      sse(logEvent('2')),
      sse(logEvent('3')),
      sse(': nothing\n\n'),
    );
    const { client } = createWatched(server.url);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const one of stream(client.streamLogs, { reopens: 2 })) {
        if (one.event === 'log') seen.push(one.id);
      }
    })();
    expect(await rejection(reading)).toMatchObject({ code: 'stream_cut' });
    expect(seen).toEqual(['1', '2', '3']);
    expect(server.seen).toHaveLength(5);
  });

  it('is opened again when nothing comes for too long; a heartbeat is something', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const lines: ReadableStreamDefaultController<Uint8Array>[] = [];
    const { client } = createWatched('http://127.0.0.1', {
      fetch: async (_, { signal }) => {
        const start = (line: ReadableStreamDefaultController<Uint8Array>) => {
          lines.push(line);
          signal?.addEventListener('abort', () => line.error(signal.reason));
        };
        const body = new ReadableStream<Uint8Array>({ start });
        return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
      },
    });
    const events = stream(client.streamLogs, { silenceMs: 100 });
    const say = (text: string) => lines.at(-1)?.enqueue(new TextEncoder().encode(text));
    const first = events.next();
    for (let beat = 0; beat < 4; beat += 1) {
      await vi.advanceTimersByTimeAsync(90);
      say(': heartbeat\n\n');
    }
    say(logEvent('1'));
    expect((await first).value).toMatchObject({ id: '1' });
    const second = events.next();
    await vi.advanceTimersByTimeAsync(99);
    expect(lines).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(lines).toHaveLength(2);
    say(logEvent('2'));
    expect((await second).value).toMatchObject({ id: '2' });
    await events.return();
  });

  it.each([
    ['a refusal', json(403, prxError('forbidden')), 'forbidden'],
    [
      'a wait without end',
      json(503, prxError('unavailable'), { 'retry-after': '999999999' }),
      'unavailable',
    ],
    ['another media type', plain(200, 'log', 'text/plain'), 'unexpected_response'],
    ['broken JSON', sse('event: log\ndata: {"a\n\n', 'hang'), 'unexpected_response'],
  ])('ends at once with %s', async (_, step, code) => {
    await using server = await serveScript(step);
    const { client } = createWatched(server.url);
    expect(await rejection(take(stream(client.streamLogs), 1))).toMatchObject({ code });
    expect(server.seen).toHaveLength(1);
  });

  it('is not read past an event without an end', async () => {
    await using server = await serveScript((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const line = `data: ${'x'.repeat(1024 * 1024)}\n`;
      const pump = () => {
        while (!response.destroyed && response.write(line));
      };
      response.on('drain', pump);
      pump();
    });
    const { client } = createWatched(server.url);
    expect(await rejection(take(stream(client.streamLogs), 1))).toMatchObject({
      code: 'unexpected_response',
      message: expect.stringContaining('16777216 characters'),
    });
  });

  it('hangs up when the caller leaves, and ends with the reason of a signal', async () => {
    const closed: Promise<unknown>[] = [];
    await using server = await serveScript((response, request) => {
      closed.push(once(request.socket, 'close'));
      sse(logEvent('1'), 'hang')(response, request);
    });
    const { client } = createWatched(server.url);
    await take(stream(client.streamLogs), 1);
    await closed[0];
    const controller = new AbortController();
    const reading = (async () => {
      for await (const _ of stream(client.streamLogs, { signal: controller.signal })) {
        controller.abort(new Error('enough'));
      }
    })();
    expect(String(await rejection(reading))).toBe('Error: enough');
    await closed[1];
  });
});

describe('a stream that cannot be resumed', () => {
  const token = 'event: token\ndata: {"content":"Hel"}\n\n';
  const done = 'event: done\ndata: {"id":"msg_1","content":"Hello"}\n\n';

  it('ends after its last event, though the server goes on', async () => {
    await using server = await serveScript(sse(token + done + token, 'hang'));
    const { client } = createWatched(server.url);
    const events = await take(stream(client.sendMessage, { path, body }), 9);
    expect(events.map((one) => one.event)).toEqual(['token', 'done']);
    expect(server.seen).toMatchObject([
      { method: 'POST', url: '/api/v1/sessions/sess_1/messages', body: '{"content":"Hi"}' },
    ]);
  });

  it('hands an error event on as its last', async () => {
    const failed = `event: error\ndata: ${JSON.stringify(prxError('unavailable'))}\n\n`;
    await using server = await serveScript(sse(token + failed, 'hang'));
    const { client } = createWatched(server.url);
    const events = await take(stream(client.sendMessage, { path, body }), 9);
    const last = events.at(-1);
    expect(last?.event === 'error' && last.data.error.code).toBe('unavailable');
  });

  it.each([
    ['closed', 'close'],
    ['cut', 'cut'],
  ] as const)('is never sent again when it is %s before', async (_, end) => {
    await using server = await serveScript(sse(token, end));
    const { client } = createWatched(server.url);
    const failure = await rejection(take(stream(client.sendMessage, { path, body }), 9));
    expect(failure).toMatchObject({ code: 'stream_cut', api: 'prx' });
    expect(server.seen).toHaveLength(1);
  });

  it('times out when nothing comes', async () => {
    await using server = await serveScript(sse(token, 'hang'), hang);
    const { client } = createWatched(server.url);
    const reading = take(stream(client.sendMessage, { path, body, silenceMs: 60 }), 9);
    expect(await rejection(reading)).toMatchObject({ code: 'timeout' });
    const late = take(stream(client.sendMessage, { path, body, totalTimeoutMs: 60 }), 1);
    expect(await rejection(late)).toMatchObject({ code: 'timeout' });
    // On a busy machine the second one may not even have arrived.
    expect(server.seen.length).toBeLessThanOrEqual(2);
  });
});

it('a refusal that streams for ever is given up in time', async () => {
  await using server = await serveScript((response) => {
    response.writeHead(500, { 'content-type': 'text/event-stream' }).write(': still here\n\n');
  });
  const { client } = createWatched(server.url, { timeoutMs: 100 });
  const options = { path, body, timeoutMs: 100 };
  expect(await rejection(take(stream(client.sendMessage, options), 1))).toMatchObject({
    code: 'timeout',
  });
  expect(await rejection(take(stream(client.streamLogs, { reopens: 1 }), 1))).toMatchObject({
    code: 'timeout',
  });
});
