/**
 * Owns comparing servers under load: slices of the variants interleaved in rounds, on a core of their own.
 * Sending the requests is left to generator.ts, starting servers to processes.ts.
 */
import { once } from 'node:events';
import { BUILT, GENERATOR_CORE, spawnOn } from './processes.ts';

/** What the generator is asked to do. */
export interface Work {
  readonly port: number;
  /** The server's process, whose CPU time is read. */
  readonly pid: number;
  /** Whole HTTP requests; each connection sends them in turn, from a different one on. */
  readonly requests: readonly string[];
  /** The status every answer must have. */
  readonly status: number;
  readonly connections: number;
  readonly warmMs: number;
  readonly runMs: number;
}

/** What one slice of load came to. */
export interface Slice {
  readonly perSecond: number;
  /** CPU time of the server per request; null where the system does not tell. */
  readonly cpuMicros: number | null;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly errors: number;
  /** Part of the time in which the generator itself had work: near 1 it, and not the server, was the limit. */
  readonly generatorBusy: number;
}

/** One server and what is asked of it. */
export type Variant = Pick<Work, 'port' | 'pid' | 'requests' | 'status'> & {
  readonly name: string;
};

/** How long and how often. */
export interface Pace {
  readonly rounds: number;
  readonly connections: number;
  readonly warmMs: number;
  readonly runMs: number;
}

/** The process that makes the load. */
export class Generator {
  readonly #child = spawnOn(GENERATOR_CORE, [`${BUILT}/generator.mjs`], {}, 'ipc');

  async slice(work: Work): Promise<Slice> {
    this.#child.send(work);
    const [slice] = await once(this.#child, 'message');
    return slice;
  }

  end(): void {
    this.#child.disconnect();
  }
}

/** Slices by variant: every round visits all variants, each time beginning with another one. */
export async function compare(
  generator: Generator,
  variants: readonly Variant[],
  pace: Pace,
): Promise<Map<string, Slice[]>> {
  const slices = new Map<string, Slice[]>(variants.map((one) => [one.name, []]));
  // The first round is for the compilers.
  for (let round = -1; round < pace.rounds; round += 1) {
    for (let index = 0; index < variants.length; index += 1) {
      const variant = variants[(index + round + variants.length) % variants.length];
      if (variant === undefined) continue;
      const slice = await generator.slice({ ...variant, ...pace });
      if (slice.errors > 0)
        throw new Error(`${variant.name}: ${slice.errors} answers were not ${variant.status}`);
      if (round >= 0) slices.get(variant.name)?.push(slice);
    }
  }
  for (const [name, list] of slices) {
    if (median(list.map((one) => one.generatorBusy)) > 0.95)
      process.stdout.write(`${name}: the generator was the limit, so its rate says little\n`);
  }
  return slices;
}

/** The middle of the values, the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1);
  return (low + high) / 2;
}

/** A whole HTTP/1.1 request as text. */
export function request(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const all: Record<string, string> = {
    host: 'localhost',
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`;
}
