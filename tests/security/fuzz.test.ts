/**
 * Owns throwing random requests at every operation: whatever comes, the answer is one that the contract declares, and never a fault of
 * the daemon. How the requests are made is in fuzz-requests.ts; GATEHOUSE_SOAK=1 makes many more of them.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation } from '../../src/generated/contract.ts';
import { apis, contracts } from '../support/contract-check.ts';
import { checkOf, createClient } from '../support/contract-client.ts';
import { startTestDaemon } from '../support/daemon.ts';
import { type RawAnswer, request, Wire } from '../support/raw-http.ts';
import { type FuzzRequest, requestsFor } from './fuzz-requests.ts';

const RUNS = process.env.GATEHOUSE_SOAK === '1' ? 3000 : 25;
/** Operations of which one request takes the better part of a second. */
const SLOW: ReadonlySet<string> = new Set(['createBackup']);
const SEED = 20_261_122;

let daemon: Awaited<ReturnType<typeof startTestDaemon>>;
beforeAll(async () => {
  daemon = await startTestDaemon({ env: { GATEHOUSE_AUTH_MAX_FAILURES: '100000' } });
});
afterAll(() => daemon.stop());

/** Statuses at and above 500 that are not the daemon's fault. */
const NO_FAULT: ReadonlySet<number> = new Set([502, 503, 504]);

const isStream = (answer: RawAnswer | null): boolean =>
  answer?.headers['content-type']?.startsWith('text/event-stream') === true;

describe.each(apis)('%s', (api) => {
  const { operations } = contracts[api];
  let wire: Wire | null = null;

  /** Sends on a connection that is kept as long as the daemon keeps it, or until a stream begins. */
  async function send({ line, headers, body }: FuzzRequest): Promise<RawAnswer> {
    const url = daemon.addresses[api];
    const own = wire ?? (await Wire.open(url));
    wire = null;
    own.send(request(url, `${line} HTTP/1.1`, headers, body));
    const head = await own.peek();
    const answer = isStream(head) ? head : await own.next();
    if (answer === null) throw new Error('The connection ended without an answer');
    if (isStream(answer) || answer.headers.connection === 'close') own.cut();
    else wire = own;
    return answer;
  }

  function judge(operation: Operation, answer: RawAnswer): void {
    const headers = new Headers(answer.headers);
    expect(answer.headers['x-request-id']).toBeDefined();
    if (answer.status >= 500) expect(NO_FAULT, answer.body).toContain(answer.status);
    // The events of a stream are judged in the tests of its operation.
    if (isStream(answer)) checkOf(api).head(operation, answer.status, headers);
    else {
      const { status, body: text } = answer;
      createClient({ api, url: '' }).judge(operation.id, { status, headers, text });
    }
  }

  it.each(operations.map((one) => [one.id, one] as const))('%s', async (_id, operation) => {
    await fc.assert(
      fc.asyncProperty(requestsFor(api, operation), async (made) =>
        judge(operation, await send(made)),
      ),
      { numRuns: SLOW.has(operation.id) ? RUNS / 5 : RUNS, seed: SEED, endOnFailure: true },
    );
  });

  it('is in good health after it all', async () => {
    wire?.cut();
    const health = await fetch(`${daemon.addresses.prx}/api/v1/status/health`);
    expect(await health.json()).toEqual({ healthy: true });
  });
});
