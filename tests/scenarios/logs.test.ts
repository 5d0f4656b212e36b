/**
 * Owns the log of a daemon that is restarted, killed and read by many: nothing stored is missed, no number comes twice, and stalled
 * readers cost no more than their budget. The daemon is the built one, in a process of its own.
 */
import { spawnSync } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { at, makeSession, pluck, textAt } from '../contract/read.ts';
import { clientsOf } from '../contract/served.ts';
import { ADMIN_TOKEN, spawnDaemon } from '../support/daemon.ts';
import { tempDir } from '../support/temp.ts';

const env = { GATEHOUSE_LOGGING_LEVEL: 'info' };
const query = { module: 'http::access' };

/** The numbers of a row of events. */
const numbers = (events: readonly unknown[]) =>
  events.map((event) => Number(textAt(event, 'id').slice('log_'.length)));

describe.each(['SIGTERM', 'SIGKILL'] as const)('after a restart by %s', (signal) => {
  it('a reader goes on where it was', async () => {
    const home = tempDir();
    const first = await spawnDaemon({ env, home });
    const before = clientsOf(first.addresses).prx;
    const live = await before.open('streamLogs', { query });
    const seen: unknown[] = [];
    for (let n = 0; n < 20; n += 1) {
      await makeSession(before);
      seen.push((await live.events.next()).value);
    }
    // What the list answers is in the store.
    await before.call('listLogs', { query });
    const id = textAt(seen[9], 'id');
    await makeSession(before);
    const last = (await live.events.next()).value;
    await live.events.return();
    await first.end(signal);

    const second = await spawnDaemon({ env, home });
    onTestFinished(() => second.end('SIGTERM').then(() => undefined));
    const after = clientsOf(second.addresses).prx;
    await makeSession(after);
    const again = await after.open('streamLogs', { query, headers: { 'last-event-id': id } });
    const replayed: unknown[] = [];
    while (replayed.length < 11) replayed.push((await again.events.next()).value);
    expect(replayed.slice(0, 10)).toEqual(seen.slice(10));
    const rest = replayed.slice(10);
    if (signal === 'SIGTERM') expect(rest).toEqual([last]);
    // A kill may take the last entry or not; whatever comes instead of it has a number that was never seen.
    const known = numbers([...seen, last]);
    if (numbers(rest)[0] === known.at(-1)) expect(rest).toEqual([last]);
    else expect(known).not.toContain(numbers(rest)[0]);
    expect(numbers(rest)[0]).toBeGreaterThan(numbers(seen).at(-1) ?? 0);
    await again.events.return();
  });
});

/** A reader on a bare socket; a stalled one never reads. */
async function readRaw(url: string, onData: ((bytes: number) => void) | null): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `GET /api/v1/logs/stream?module=http::access HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${ADMIN_TOKEN}\r\n\r\n`,
  );
  await new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', resolve);
  });
  socket.on('error', () => socket.destroy());
  if (onData === null) socket.pause();
  else socket.on('data', (chunk) => onData(chunk.length));
  return socket;
}

const residentMegabytes = (pid: number) =>
  Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout) / 1024;

describe('many readers', () => {
  const READERS = 100;
  const STALLED = 30;
  const REQUESTS = 2500;
  const PATH_BYTES = 8000;

  it('are served while others stall, within the budget of memory', async () => {
    const daemon = await spawnDaemon({ env });
    onTestFinished(() => daemon.end('SIGTERM').then(() => undefined));
    const { prx } = daemon.addresses;
    const { pid } = daemon.process;
    if (pid === undefined) throw new Error('the daemon has no process');
    const stalled = await Promise.all(Array.from({ length: STALLED }, () => readRaw(prx, null)));
    let received = 0;
    const quick = await Promise.all(
      Array.from({ length: READERS - STALLED }, () =>
        readRaw(prx, (bytes) => {
          received += bytes;
        }),
      ),
    );
    const before = residentMegabytes(pid);
    const client = clientsOf(daemon.addresses).prx;
    const path = 'x'.repeat(PATH_BYTES);
    let most = 0;
    for (let n = 0; n < REQUESTS; n += 50) {
      const calls = Array.from({ length: 50 }, () =>
        client.raw(null, { method: 'GET', target: `/${path}` }),
      );
      await Promise.all(calls);
      most = Math.max(most, residentMegabytes(pid));
    }
    const { body } = await client.call('listLogs', { query: { ...query, limit: 1 } });
    expect(at(body, 'total')).toBe(REQUESTS);
    expect(pluck(body, 'entries', 'level')).toEqual(['warn']);
    // Every quick reader has all of it; a reader that had a gap would have less.
    await expect
      .poll(() => received, { timeout: 30_000 })
      .toBeGreaterThan(REQUESTS * PATH_BYTES * quick.length);
    // Unbounded, the stalled ones alone would hold 600 MB; the rest is what the collector leaves lying about.
    expect(most - before).toBeLessThan(300);
    for (const socket of [...stalled, ...quick]) socket.destroy();
  }, 60_000);
});
