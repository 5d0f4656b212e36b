/**
 * Owns the row of the validated request: our edge against bare Hono, Fastify with schemas and openapi-backend as documented.
 * The servers are in contract/; each line's verdict is the geometric mean over three operations.
 */
import { compare, type Generator, type Pace, request, type Variant } from '../load/load.ts';
import { type Running, startBuilt } from '../load/processes.ts';
import { type Budget, compareRates, type Line, summarise } from '../report.ts';

const OPERATIONS = [
  { what: 'health', status: 200, text: request('GET', '/api/v1/health') },
  {
    what: 'create',
    status: 201,
    text: request('POST', '/api/v1/items', {}, { name: 'A thing', quantity: 3, tags: ['a', 'b'] }),
  },
  { what: 'list of 50', status: 200, text: request('GET', '/api/v1/items?limit=50&offset=0') },
];

const SERVERS: readonly { name: string; script: string; env?: Record<string, string> }[] = [
  { name: 'ours', script: 'ours' },
  { name: 'ours, answers checked', script: 'ours', env: { VALIDATE_RESPONSES: '1' } },
  { name: 'bare Hono', script: 'bare-hono' },
  { name: 'Fastify', script: 'with-fastify' },
  { name: 'openapi-backend', script: 'with-openapi-backend' },
];

const COMPARISONS: readonly { ours: string; peer: string; budget: Budget }[] = [
  { ours: 'ours', peer: 'bare Hono', budget: { of: 'ratio', sign: '>=', limit: 0.95 } },
  {
    ours: 'ours, answers checked',
    peer: 'bare Hono',
    budget: { of: 'ratio', sign: '>=', limit: 0.9 },
  },
  { ours: 'ours', peer: 'Fastify', budget: { of: 'ratio', sign: '>=', limit: 1 } },
  { ours: 'ours', peer: 'openapi-backend', budget: { of: 'ratio', sign: '>=', limit: 20 } },
];

/** Measures the row. */
export async function measureContract(generator: Generator, pace: Pace): Promise<Line[]> {
  const running: (Running & { name: string; port: number })[] = [];
  try {
    for (const { name, script, env } of SERVERS)
      running.push({ ...(await startBuilt(script, env)), name });
    const lines: Line[][] = COMPARISONS.map(() => []);
    for (const operation of OPERATIONS) {
      const variants: Variant[] = running.map(({ name, port, pid }) => ({
        name,
        port,
        pid,
        requests: [operation.text],
        status: operation.status,
      }));
      const slices = await compare(generator, variants, pace);
      COMPARISONS.forEach(({ ours, peer }, index) => {
        const what = `${operation.what}, ${ours} vs ${peer}`;
        const line = compareRates(
          { row: 'contract', what, budget: null },
          slices.get(ours) ?? [],
          slices.get(peer) ?? [],
        );
        lines[index]?.push(line);
      });
    }
    return COMPARISONS.flatMap(({ ours, peer, budget }, index) => {
      const parts = lines[index] ?? [];
      return [...parts, summarise('contract', `all, ${ours} vs ${peer}`, parts, budget)];
    });
  } finally {
    for (const one of running) await one.end();
  }
}
