/**
 * Owns the rows of the whole daemon against the hand-written service: durable creates, also on a slow disk, lists and gets.
 * Both are started in store/; the daemon asks for a token, counts limits, and leaves events and an audit entry.
 */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { compare, type Generator, type Pace, request, type Variant } from '../load/load.ts';
import { BUILT } from '../load/processes.ts';
import { type Budget, compareRates, type Line } from '../report.ts';
import { filledIds, type Served, serveDaemon, serveService } from '../store/servers.ts';

/** Sessions in the store before lists and gets: few, since the service counts all of them for every list. */
const SESSIONS = 1000;

/** Measures durable creates. */
export async function measureCreates(generator: Generator, pace: Pace): Promise<Line[]> {
  const create = (served: Served) => [
    request('POST', `${served.prefix}/sessions`, served.headers, {
      channel: 'api',
      user_id: 'user_123',
      metadata: { source: 'web-app' },
    }),
  ];
  const shim = buildShim();
  const lines = await against('create', generator, pace, {}, [
    { what: 'durable create', status: 201, requests: create, budget: atLeast(1.5) },
  ]);
  if (shim === null) return lines;
  const slow = await against('create', generator, pace, { LD_PRELOAD: shim }, [
    { what: 'durable create, fsync + 1 ms', status: 201, requests: create, budget: atLeast(10) },
  ]);
  return [...lines, ...slow];
}

/** Measures reads. */
export function measureReads(generator: Generator, pace: Pace): Promise<Line[]> {
  return against('read', generator, pace, {}, [
    {
      what: 'list of 50 with total',
      status: 200,
      requests: ({ prefix, headers }) => [request('GET', `${prefix}/sessions?limit=50`, headers)],
      budget: atLeast(1),
    },
    {
      what: 'get by id',
      status: 200,
      requests: ({ prefix, headers }) =>
        filledIds(SESSIONS).map((id) => request('GET', `${prefix}/sessions/${id}`, headers)),
      budget: atLeast(0.8),
    },
  ]);
}

const atLeast = (limit: number): Budget => ({ of: 'ratio', sign: '>=', limit });

interface Measured {
  readonly what: string;
  readonly status: number;
  readonly requests: (served: Served) => string[];
  readonly budget: Budget;
}

async function against(
  row: string,
  generator: Generator,
  pace: Pace,
  env: Readonly<Record<string, string>>,
  measured: readonly Measured[],
): Promise<Line[]> {
  const daemon = await serveDaemon(SESSIONS, env);
  const service = await serveService(SESSIONS, env);
  try {
    const lines: Line[] = [];
    for (const { what, status, requests, budget } of measured) {
      const toVariant = (name: string, served: Served): Variant => ({
        name,
        port: served.port,
        pid: served.pid,
        requests: requests(served),
        status,
      });
      const slices = await compare(
        generator,
        [toVariant('ours', daemon), toVariant('service', service)],
        pace,
      );
      lines.push(
        compareRates(
          { row, what: `${what} vs Fastify + better-sqlite3`, budget },
          slices.get('ours') ?? [],
          slices.get('service') ?? [],
        ),
      );
    }
    return lines;
  } finally {
    await daemon.end();
    await service.end();
  }
}

/** Compiles the library that delays fsync. @returns its path, or null where there is no compiler */
function buildShim(): string | null {
  const file = resolve(BUILT, 'slow-fsync.so');
  const args = ['-shared', '-fPIC', '-O2', '-o', file, 'bench/slow-fsync.c', '-ldl'];
  const { status } = spawnSync('cc', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status === 0) return file;
  process.stdout.write('skipped: creates on a slow disk, as there is no C compiler (cc)\n');
  return null;
}
