/**
 * Owns how the daemon ends on a signal, as clients and its folder see it, with the built daemon as a process of its own.
 * What a second process may do with the store meanwhile is in tests/db.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ChildDaemon, spawnDaemon } from '../support/daemon.ts';
import { ask, request, Wire } from '../support/raw-http.ts';
import { tempDir } from '../support/temp.ts';
import { demand, jsonHeaders } from './edge.ts';

const JSON_HEADERS = jsonHeaders('prx');
const OK = '{"user_id":"u"}';

async function start(env: Record<string, string> = {}, home = tempDir()): Promise<ChildDaemon> {
  const daemon = await spawnDaemon({ env, home });
  onTestFinished(() => {
    daemon.process.kill('SIGKILL');
  });
  return daemon;
}

const create = (url: string) => request(url, 'POST /api/v1/sessions HTTP/1.1', JSON_HEADERS, OK);

/** A connection with a request that wants the rest of its body. */
async function sendHalf(url: string): Promise<Wire> {
  const wire = await Wire.open(url);
  const whole = create(url);
  wire.send(whole.subarray(0, whole.length - 5));
  // An answer on another connection shows that what was sent before it has been read.
  await ask(url, request(url, 'GET /api/v1/status/health HTTP/1.1'));
  return wire;
}
const REST = Buffer.from(OK.slice(-5));

/** A connection that has had an answer and asks nothing more. */
async function rest(url: string): Promise<Wire> {
  const wire = await Wire.open(url);
  expect((await wire.send(request(url, 'GET /nope HTTP/1.1')).next())?.status).toBe(404);
  return wire;
}

/** Waits until nobody listens there any more. */
async function untilRefused(url: string): Promise<void> {
  for (;;) {
    const wire = await Wire.open(url).catch(() => null);
    if (wire === null) return;
    wire.cut();
  }
}

const seconds = async (job: Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await job;
  return (performance.now() - begun) / 1000;
};

describe('on SIGTERM', () => {
  it('new connections are refused, idle ones closed, and what is under way finishes', async () => {
    const home = tempDir();
    const daemon = await start({ GATEHOUSE_SERVER_KEEP_ALIVE_TIMEOUT_SECS: '600' }, home);
    const { prx, agent, nanoclaw } = daemon.addresses;
    const idle = await Promise.all([prx, agent, nanoclaw].map(rest));
    const silent = await Promise.all([prx, agent, nanoclaw].map((url) => Wire.open(url)));
    const slow = await sendHalf(prx);
    const ended = daemon.end('SIGTERM');
    await Promise.all([prx, agent, nanoclaw].map(untilRefused));
    for (const wire of [...idle, ...silent]) expect(await wire.closed).toBe('end');
    const answer = await slow.send(REST).next();
    expect(answer).toMatchObject({ status: 201 });
    // The connection is not kept for its keep-alive time, and neither is the daemon.
    expect(await seconds(ended)).toBeLessThan(8);
    expect(await ended).toBe(0);

    const again = await start({}, home);
    const { id } = JSON.parse(answer?.body ?? '');
    const url = again.addresses.prx;
    const read = request(url, `GET /api/v1/sessions/${id} HTTP/1.1`, JSON_HEADERS);
    expect(await ask(url, read)).toMatchObject({ status: 200 });
    expect(await again.end('SIGINT')).toBe(0);
  });

  it('a request that comes on an open connection is told to go', async () => {
    const daemon = await start();
    const url = daemon.addresses.prx;
    const wire = await sendHalf(url);
    const ended = daemon.end('SIGTERM');
    await untilRefused(url);
    wire.send(Buffer.concat([REST, create(url), create(url)]));
    expect(await wire.next()).toMatchObject({ status: 201 });
    const refused = await wire.next();
    demand('prx', 'createSession', refused, 503);
    expect(refused?.headers).toMatchObject({ connection: 'close', 'retry-after': '1' });
    expect(await wire.next()).toBeNull();
    expect(await ended).toBe(0);
  });

  it('a streamed turn goes on to its end and is durable', async () => {
    const home = tempDir();
    const daemon = await start({}, home);
    const url = daemon.addresses.prx;
    const { id } = JSON.parse((await ask(url, create(url)))?.body ?? '');
    const path = `/api/v1/sessions/${id}/messages`;
    const wire = await Wire.open(url);
    wire.send(
      request(
        url,
        `POST ${path} HTTP/1.1`,
        { ...JSON_HEADERS, Accept: 'text/event-stream' },
        JSON.stringify({ content: 'a '.repeat(130_000) }),
      ),
    );
    await wire.until((received) => received.includes('event: token'));
    wire.socket.pause();
    const ended = daemon.end('SIGTERM');
    await untilRefused(url);
    wire.socket.resume();
    expect((await wire.next())?.body).toContain('event: done');
    expect(await ended).toBe(0);

    const again = await start({}, home);
    const { prx } = again.addresses;
    const list = await ask(prx, request(prx, `GET ${path} HTTP/1.1`, JSON_HEADERS));
    expect(JSON.parse(list?.body ?? '').total).toBe(2);
    await again.end('SIGTERM');
  });

  it('a client that never finishes is cut after the grace', async () => {
    const daemon = await start({ GATEHOUSE_SERVER_SHUTDOWN_GRACE_SECS: '1' });
    const stuck = await sendHalf(daemon.addresses.prx);
    const ended = daemon.end('SIGTERM');
    const took = await seconds(ended);
    expect(took).toBeGreaterThan(0.9);
    // The default is ten.
    expect(took).toBeLessThan(8);
    expect(await ended).toBe(0);
    await stuck.closed;
  });

  it('a second signal ends it at once', async () => {
    const daemon = await start({ GATEHOUSE_SERVER_SHUTDOWN_GRACE_SECS: '600' });
    await sendHalf(daemon.addresses.prx);
    const ended = daemon.end('SIGTERM');
    await untilRefused(daemon.addresses.prx);
    daemon.process.kill('SIGINT');
    expect(await seconds(ended)).toBeLessThan(20);
    expect(await ended).toBe(1);
  });

  it('1,000 idle connections hold nothing up', async () => {
    const daemon = await start({ GATEHOUSE_SERVER_KEEP_ALIVE_TIMEOUT_SECS: '600' });
    const { prx } = daemon.addresses;
    const wires = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => (index % 2 ? rest(prx) : Wire.open(prx))),
    );
    const ended = daemon.end('SIGTERM');
    expect(await seconds(ended)).toBeLessThan(20);
    expect(await ended).toBe(0);
    await Promise.all(wires.map((wire) => wire.closed));
  });
});

describe('a signal while it starts', () => {
  it.each(['gatehouse.lock', 'gatehouse.db', 'admin.sock'])('once there is %s', async (file) => {
    const home = tempDir();
    const env = { PATH: process.env.PATH, GATEHOUSE_HOME: home };
    const child = spawn(process.execPath, ['dist/main.js', 'serve', '--json'], {
      env: {
        ...env,
        GATEHOUSE_GATEWAY_PORT: '0',
        GATEHOUSE_MANAGEMENT_PORT: '0',
        GATEHOUSE_CONTAINERS_PORT: '0',
        GATEHOUSE_CONTAINERS_PROXY_PORT: '0',
      },
      stdio: 'ignore',
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    const ended = once(child, 'exit');
    while (!existsSync(join(home, file)))
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    // The lock is free and the store whole: the next one starts at once.
    const next = await start({}, home);
    expect(await next.end('SIGTERM')).toBe(0);
  });
});
