/**
 * Owns the rows of the process itself: from spawn to the first answers of all three APIs, and memory at rest.
 * The peer is the hand-written service; both start on data folders that were used before.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Generator, Pace } from '../load/load.ts';
import { BUILT, SERVER_CORE, spawnOn } from '../load/processes.ts';
import { compareSamples, type Line } from '../report.ts';
import { DAEMON_ENV, makeDatabase, makeHome } from '../store/servers.ts';

/** Sessions in the store. */
const SESSIONS = 1000;
const IDLE_MS = 5000;

/** Measures spawn to first 200. */
export async function measureStart(_: Generator, pace: Pace): Promise<Line[]> {
  const samples = await inTurns(pace.rounds, async (start) => {
    const running = await start();
    await running.end();
    return running.milliseconds;
  });
  return [
    compareSamples(
      {
        row: 'start',
        what: 'spawn to first 200 of three APIs vs of the service',
        unit: 'ms',
        budget: { of: 'ratio', sign: '<=', limit: 2 },
      },
      samples.ours,
      samples.peer,
    ),
  ];
}

/** Measures resident memory after five seconds in which nobody asks. */
export async function measureMemory(_: Generator, pace: Pace): Promise<Line[]> {
  const samples = await inTurns(Math.min(3, pace.rounds), async (start) => {
    const running = await start();
    await sleep(IDLE_MS);
    const resident = residentMegabytes(running.pid);
    await running.end();
    return resident;
  });
  return [
    compareSamples(
      {
        row: 'memory',
        what: 'resident when idle, all listeners vs the service',
        unit: 'MB',
        budget: { of: 'number', sign: '<=', limit: 120 },
      },
      samples.ours,
      samples.peer,
    ),
  ];
}

interface Started {
  readonly pid: number;
  /** From spawn until every URL has answered 200. */
  readonly milliseconds: number;
  end(): Promise<void>;
}

async function inTurns(
  rounds: number,
  measure: (start: () => Promise<Started>) => Promise<number>,
): Promise<{ ours: number[]; peer: number[] }> {
  const home = await makeHome(SESSIONS);
  const database = await makeDatabase(SESSIONS);
  const samples: { ours: number[]; peer: number[] } = { ours: [], peer: [] };
  try {
    for (let round = 0; round < rounds; round += 1) {
      samples.ours.push(await measure(() => startOurs(home)));
      samples.peer.push(await measure(() => startPeer(database)));
    }
    return samples;
  } finally {
    rmSync(home, { recursive: true });
    rmSync(join(database, '..'), { recursive: true });
  }
}

async function startOurs(home: string): Promise<Started> {
  const [prx = 0, agent = 0, nanoclaw = 0] = [await freePort(), await freePort(), await freePort()];
  const env = {
    ...DAEMON_ENV,
    GATEHOUSE_HOME: home,
    GATEHOUSE_GATEWAY_PORT: String(prx),
    GATEHOUSE_MANAGEMENT_PORT: String(agent),
    GATEHOUSE_CONTAINERS_PORT: String(nanoclaw),
    GATEHOUSE_CONTAINERS_PROXY_PORT: '0',
  };
  return start(['dist/main.js', 'serve'], env, [
    `http://127.0.0.1:${prx}/api/v1/status/health`,
    `http://127.0.0.1:${agent}/openapi.json`,
    `http://127.0.0.1:${nanoclaw}/openapi.json`,
  ]);
}

async function startPeer(database: string): Promise<Started> {
  const port = await freePort();
  const env = { DATABASE: database, PORT: String(port) };
  return start([`${BUILT}/service.mjs`], env, [`http://127.0.0.1:${port}/health`]);
}

async function start(
  args: readonly string[],
  env: Record<string, string>,
  urls: readonly string[],
): Promise<Started> {
  const begun = performance.now();
  const child = spawnOn(SERVER_CORE, args, env, 'ignore');
  const ended = once(child, 'exit');
  await Promise.all(urls.map((url) => untilAnswered(url, () => child.exitCode !== null)));
  return {
    pid: child.pid ?? 0,
    milliseconds: performance.now() - begun,
    async end() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function untilAnswered(url: string, hasEnded: () => boolean): Promise<void> {
  while (!hasEnded()) {
    if ((await statusOf(url)) === 200) return;
    await sleep(1);
  }
  throw new Error(`The server ended before it answered ${url}`);
}

/** The status of one GET, or null while nothing listens. */
function statusOf(url: string): Promise<number | null> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
    }).on('error', () => resolve(null));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port');
  return address.port;
}

function residentMegabytes(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout) / 1024;
}
