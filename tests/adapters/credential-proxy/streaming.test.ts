/**
 * Owns what is promised of requests through the credential proxy that last: streams both ways, limits, cutting, stopping, and many at once.
 */
import { once } from 'node:events';
import {
  Agent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { connect } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { expect, it, onTestFinished, vi } from 'vitest';
import { makeProxyCarrier } from '../../../src/adapters/credential-proxy/index.ts';
import { quietCaller } from '../../domain/ground.ts';
import { begin, startProxy, startUpstream, until } from './ground.ts';

type Started = Awaited<ReturnType<typeof startProxy>>;

/** Begins a request and waits for the head of its answer. */
async function open({ proxy, token }: Started, path = '/'): Promise<IncomingMessage> {
  const outgoing = begin({ port: proxy.state().port, path: `/c/${token}${path}` });
  const answered = once(outgoing, 'response');
  outgoing.end();
  const [incoming]: IncomingMessage[] = await answered;
  if (incoming === undefined) throw new Error('no answer');
  return incoming;
}

/** An upstream that leaves every answer to the test. */
async function startSilent() {
  const waiting: ServerResponse[] = [];
  const upstream = await startUpstream((_incoming, outgoing) => void waiting.push(outgoing));
  const next = async (): Promise<ServerResponse> => {
    await until(() => expect(waiting.length).toBeGreaterThan(0));
    const [first] = waiting.splice(0, 1);
    if (first === undefined) throw new Error('nobody asked');
    return first;
  };
  return { ...upstream, next };
}

async function startOver(url: string, limits: Parameters<typeof makeProxyCarrier>[0] = {}) {
  const started = await startProxy({ carrier: makeProxyCarrier(limits) });
  await started.map({ name: 'one', upstreamUrl: url });
  return started;
}

const outcomeOf = async (incoming: IncomingMessage) =>
  await readText(incoming).catch((error: unknown) => `cut: ${String(error)}`);

it('passes each event of a stream on as it comes', async () => {
  const upstream = await startSilent();
  const started = await startOver(upstream.url);
  const opening = open(started);
  const outgoing = await upstream.next();
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
  const incoming = await opening;
  expect(incoming.headers['content-type']).toBe('text/event-stream');
  // The next one is sent after the one before has arrived, so a stream that is held back never ends.
  for (const event of ['data: one\n\n', 'data: s\n\n', 'data: two secrets\n\n']) {
    outgoing.write(event);
    const [chunk] = await once(incoming, 'data');
    expect(String(chunk)).toBe(event);
  }
  outgoing.end();
  await once(incoming, 'end');
});

it('passes a body on while it is still being sent', async () => {
  const seen: string[] = [];
  const upstream = await startUpstream((incoming, outgoing) => {
    incoming.on('data', (chunk) => seen.push(String(chunk)));
    incoming.on('end', () => outgoing.end('done'));
  });
  const { proxy, token } = await startOver(upstream.url);
  const outgoing = begin({
    port: proxy.state().port,
    path: `/c/${token}/`,
    method: 'POST',
    headers: { 'transfer-encoding': 'chunked' },
  });
  const answered = once(outgoing, 'response');
  outgoing.write('one');
  await until(() => expect(seen.join('')).toBe('one'));
  outgoing.end('two');
  const [incoming]: IncomingMessage[] = await answered;
  expect(incoming && (await readText(incoming))).toBe('done');
  expect(seen.join('')).toBe('onetwo');
});

it('cuts an answer whose upstream breaks off, so that half of it does not look whole', async () => {
  const upstream = await startSilent();
  const started = await startOver(upstream.url);
  const opening = open(started);
  const outgoing = await upstream.next();
  outgoing.write('half');
  const incoming = await opening;
  outgoing.destroy();
  expect(await outcomeOf(incoming)).toContain('cut');
  await until(() => expect(started.proxy.state().figures).toMatchObject({ errors: 1, active: 0 }));
});

it('gives up the upstream when the container hangs up, and counts no error', async () => {
  const upstream = await startSilent();
  const started = await startOver(upstream.url);
  const opening = open(started);
  const outgoing = await upstream.next();
  outgoing.write('half');
  const incoming = await opening;
  const closed = once(outgoing, 'close');
  incoming.destroy();
  await closed;
  await until(() =>
    expect(started.proxy.state().figures).toMatchObject({ requests: 1, errors: 0, active: 0 }),
  );
});

it.each([
  ['a declared length, before it comes', { 'content-length': '2048' }, 0],
  ['a length that only shows', { 'transfer-encoding': 'chunked' }, 2048],
])('refuses a body over the bound by %s', async (_name, headers, length) => {
  const upstream = await startUpstream((incoming) => incoming.resume());
  const { proxy, token } = await startOver(upstream.url, { maxRequestBytes: 1024 });
  const { port } = proxy.state();
  const outgoing = begin({ port, path: `/c/${token}/`, method: 'POST', headers });
  const answered = once(outgoing, 'response');
  outgoing.flushHeaders();
  outgoing.write('x'.repeat(length));
  const [incoming]: IncomingMessage[] = await answered;
  expect(incoming?.statusCode).toBe(413);
  outgoing.destroy();
  await until(() => expect(proxy.state().figures).toMatchObject({ errors: 0, active: 0 }));
});

it('takes headers up to a bound', async () => {
  const upstream = await startUpstream();
  const { send } = await startOver(upstream.url);
  const of = (length: number) => ({ headers: { 'x-own': 'x'.repeat(length) } });
  expect((await send('/', of(12_000))).status).toBe(200);
  expect((await send('/', of(33_000))).status).toBe(431);
});

it.each([
  ['before its answer', { firstByteMs: 50 }, false],
  ['within its answer', { idleMs: 50 }, true],
])('gives up an upstream that is silent %s', async (_name, limits, begins) => {
  const upstream = await startSilent();
  const started = await startOver(upstream.url, limits);
  const opening = open(started);
  const outgoing = await upstream.next();
  if (begins) outgoing.write('half');
  const incoming = await opening;
  const said = await outcomeOf(incoming);
  if (begins) expect(said).toContain('cut');
  else expect([incoming.statusCode, JSON.parse(said).error]).toEqual([504, 'upstream_timeout']);
  await until(() => expect(started.proxy.state().figures.errors).toBe(1));
});

it('cuts what is under way when the container is dismissed', async () => {
  const upstream = await startSilent();
  const started = await startOver(upstream.url);
  const opening = open(started);
  const outgoing = await upstream.next();
  outgoing.write('half');
  const incoming = await opening;
  const dismissed = started.proxy.dismiss(started.token);
  expect(await outcomeOf(incoming)).toContain('cut');
  await dismissed;
});

it('stops for new requests at once, and lets a stream under way end', async () => {
  const upstream = await startSilent();
  const started = await startOver(upstream.url);
  const { proxy, socketPath } = started;
  const { port } = proxy.state();
  const opening = open(started);
  const outgoing = await upstream.next();
  outgoing.write('half ');
  const incoming = await opening;
  const stopping = proxy.stop(quietCaller);
  await until(() => expect(proxy.state().running).toBe(false));
  for (const to of [{ port }, { socketPath }]) {
    const [error] = await once(begin({ ...to, path: '/' }).end(), 'error');
    expect(['ECONNREFUSED', 'ENOENT']).toContain(error.code);
  }
  outgoing.end('whole');
  expect(await readText(incoming)).toBe('half whole');
  expect(await stopping).toMatchObject({ running: false, changed: true, portBefore: port });
});

it('refuses further requests on a connection that is busy while it stops', async () => {
  const upstream = await startSilent();
  const { proxy, token } = await startOver(upstream.url);
  const socket = connect(proxy.state().port, '127.0.0.1');
  const said = readText(socket);
  const get = `GET /c/${token}/ HTTP/1.1\r\nhost: a\r\n\r\n`;
  socket.write(get);
  const outgoing = await upstream.next();
  const stopping = proxy.stop(quietCaller);
  await until(() => expect(proxy.state().running).toBe(false));
  socket.write(get);
  outgoing.end('the first');
  await stopping;
  expect(await said).toMatch(/^HTTP\/1.1 200 .*the first.*HTTP\/1.1 503 /s);
});

it('cuts a stream that does not end within the grace of five seconds', async () => {
  const upstream = await startSilent();
  const real = makeProxyCarrier();
  const graces: number[] = [];
  const started = await startProxy({
    carrier: {
      async listen(place, gate) {
        const { port, stop } = await real.listen(place, gate);
        const stopSooner = async (graceMs: number) => {
          graces.push(graceMs);
          await stop(100);
        };
        return { port, stop: stopSooner };
      },
    },
  });
  await started.map({ name: 'one', upstreamUrl: upstream.url });
  const opening = open(started);
  const outgoing = await upstream.next();
  outgoing.write('half');
  const incoming = await opening;
  const [said] = await Promise.all([outcomeOf(incoming), started.proxy.stop(quietCaller)]);
  expect(said).toContain('cut');
  expect(graces).toEqual([5000, 5000]);
});

it('carries a thousand streams at once in bounded memory', async () => {
  const held: ServerResponse[] = [];
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.write('x'.repeat(1024));
    held.push(outgoing);
  });
  const started = await startOver(upstream.url);
  global.gc?.();
  const before = process.memoryUsage();
  const runs = await Promise.all(
    Array.from({ length: 20 }, (_, at) => started.admit(`run_many_${at}`)),
  );
  const opened = await Promise.all(
    runs.flatMap(({ token }) => Array.from({ length: 50 }, () => open({ ...started, token }))),
  );
  expect(held).toHaveLength(1000);
  expect(started.proxy.state().figures.active).toBe(1000);
  const { heapUsed, external } = process.memoryUsage();
  const perStream = (heapUsed + external - before.heapUsed - before.external) / 1000;
  // Client and upstream are in this process too.
  expect(perStream).toBeLessThan(300 * 1024);
  const texts = opened.map((incoming) => readText(incoming));
  for (const outgoing of held) outgoing.end('end');
  for (const said of await Promise.all(texts)) expect(said).toHaveLength(1027);
  await until(() =>
    expect(started.proxy.state().figures).toMatchObject({ requests: 1000, errors: 0, active: 0 }),
  );
}, 60_000);

it('does not read an upstream faster than the container does', async () => {
  let sent = 0;
  const upstream = await startUpstream((_incoming, outgoing) => {
    const more = () => {
      while (sent < 200 * 1024 * 1024) {
        sent += 65_536;
        if (!outgoing.write(Buffer.alloc(65_536))) return;
      }
      outgoing.end();
    };
    outgoing.on('drain', more);
    more();
  });
  const started = await startOver(upstream.url);
  const incoming = await open(started);
  incoming.pause();
  let last = -1;
  await vi.waitFor(
    () => {
      const isStill = sent === last;
      last = sent;
      expect(isStill).toBe(true);
    },
    { interval: 200, timeout: 30_000 },
  );
  expect(sent).toBeLessThan(64 * 1024 * 1024);
  incoming.destroy();
}, 20_000);

it.each([
  ['the upstream', ''],
  ['the proxy', 'm/map_unknown/'],
])('answers before a long body is there, where %s does, and goes on', async (_name, path) => {
  const upstream = await startUpstream((_incoming, outgoing) => {
    outgoing.writeHead(404).end('early');
  });
  const { proxy, token } = await startOver(upstream.url);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const { port } = proxy.state();
  for (let round = 0; round < 3; round += 1) {
    const outgoing = httpRequest({
      host: '127.0.0.1',
      port,
      agent,
      path: `/c/${token}/${path}`,
      method: 'POST',
    });
    const answered = once(outgoing, 'response');
    outgoing.end(Buffer.alloc(5 * 1024 * 1024));
    const [incoming]: IncomingMessage[] = await answered;
    expect(incoming?.statusCode).toBe(404);
    if (incoming !== undefined) await readText(incoming);
  }
});

it('lets one container have so many requests under way, and another one its own all the same', async () => {
  const upstream = await startSilent();
  const started = await startOver(upstream.url);
  const { proxy, token } = started;
  const { port } = proxy.state();
  const held = Array.from({ length: 64 }, () => {
    const outgoing = begin({ port, path: `/c/${token}/` });
    outgoing.on('error', () => undefined).end();
    return outgoing;
  });
  await until(() => expect(proxy.state().figures.active).toBe(64));
  const refused = await open(started);
  expect(refused.statusCode).toBe(429);
  await readText(refused);
  const opening = open({ ...started, ...(await started.admit('run_2')) });
  await until(() => expect(proxy.state().figures.active).toBe(65));
  for (let count = 0; count < 65; count += 1) (await upstream.next()).end('done');
  expect(await readText(await opening)).toBe('done');
  for (const one of held) one.destroy();
  await until(() => expect(proxy.state().figures.active).toBe(0));
});
