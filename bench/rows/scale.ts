/**
 * Owns the row of size: the first page and the total of sessions, with a million sessions against a thousand.
 * Both are the whole daemon, asked over one connection, so that the time of one request is what is measured.
 */
import { compare, type Generator, type Pace, request } from '../load/load.ts';
import { compareTimes, type Line } from '../report.ts';
import { type Served, serveDaemon } from '../store/servers.ts';

const SMALL = 1000;
const LARGE = 1_000_000;

/** Measures the row. */
export async function measureScale(generator: Generator, pace: Pace): Promise<Line[]> {
  const running: Served[] = [];
  try {
    for (const sessions of [LARGE, SMALL]) running.push(await serveDaemon(sessions, {}));
    const variants = running.map(({ port, pid, prefix, headers }, index) => ({
      name: String(index),
      port,
      pid,
      requests: [request('GET', `${prefix}/sessions`, headers)],
      status: 200,
    }));
    const slices = await compare(generator, variants, { ...pace, connections: 1 });
    const [large = [], small = []] = variants.map(({ name }) => slices.get(name) ?? []);
    const what = `first page and total, ${LARGE} sessions vs ${SMALL}`;
    const budget = { of: 'ratio', sign: '<=', limit: 1.3 } as const;
    return [compareTimes({ row: 'scale', what, budget }, large, small)];
  } finally {
    for (const one of running) await one.end();
  }
}
