/**
 * Owns the row of the log tail: 1,000 readers of which 10 stall, 100 events a second, against a plain node:http broadcaster.
 * The broadcaster and the process that reads are in tail/.
 */
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import type { Generator, Pace } from '../load/load.ts';
import { BUILT, GENERATOR_CORE, spawnOn, startBuilt } from '../load/processes.ts';
import { compareSamples, type Line } from '../report.ts';
import { makeFolder, startDaemon } from '../store/servers.ts';
import type { TailResult, TailWork } from '../tail/readers.ts';

const TOKEN = 'bench-tail-token-of-at-least-32-characters';
const LOAD = { token: TOKEN, readers: 1000, stalled: 10, eventsPerSecond: 100 };
/** Latencies need longer runs than rates, and fewer of them. */
const RUNS = 3;
const MAX_ROUNDS = 5;

/** Measures the row. */
export async function measureTail(_: Generator, pace: Pace): Promise<Line[]> {
  const home = makeFolder();
  const daemon = await startDaemon(home, { GATEHOUSE_ADMIN_TOKEN: TOKEN }, 'ignore');
  const broadcaster = await startBuilt('broadcaster');
  const readers = spawnOn(GENERATOR_CORE, [`${BUILT}/readers.mjs`], {}, 'ipc');
  const measure = async ({ port, pid }: { port: number; pid: number }): Promise<TailResult> => {
    const runMs = pace.runMs * RUNS;
    const work: TailWork = { ...LOAD, port, pid, warmMs: pace.warmMs * RUNS, runMs };
    readers.send(work);
    const [result] = await once(readers, 'message');
    return result;
  };
  const ours: TailResult[] = [];
  const peer: TailResult[] = [];
  try {
    // The first round is for the compilers.
    for (let round = -1; round < Math.min(pace.rounds, MAX_ROUNDS); round += 1) {
      const mine = await measure(daemon);
      const theirs = await measure(broadcaster);
      if (Math.min(mine.delivered, theirs.delivered) < 0.999)
        throw new Error(`Only ${mine.delivered} and ${theirs.delivered} of the events arrived`);
      if (round < 0) continue;
      ours.push(mine);
      peer.push(theirs);
    }
  } finally {
    readers.disconnect();
    await daemon.end();
    await broadcaster.end();
    rmSync(home, { recursive: true });
  }
  const compare = (
    what: string,
    unit: string,
    budget: Line['budget'],
    pick: (result: TailResult) => number,
  ) => compareSamples({ row: 'tail', what, unit, budget }, ours.map(pick), peer.map(pick));
  const half = { of: 'ratio', sign: '<=', limit: 1.5 } as const;
  return [
    compare('p50 delivery to 1,000 readers, 10 stalled', 'ms', null, (one) => one.p50),
    compare('p99 delivery vs plain node:http', 'ms', half, (one) => one.p99),
    compare('CPU of the server vs plain node:http', 'ms/s', half, (one) => one.cpuPerSecond ?? 0),
    compare(
      'resident with all readers',
      'MB',
      { of: 'number', sign: '<=', limit: 250 },
      (one) => one.residentMegabytes,
    ),
  ];
}
