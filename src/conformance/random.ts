/**
 * Owns the checks by random requests: whatever comes, the answer is one that the contract declares, and what is invalid is not taken.
 * How requests are made is in generate.ts; a failing one is made as small as it goes and can be drawn again by seed and path.
 */
import fc from 'fast-check';
import type { ContractOperation } from './contract.ts';
import { requestsFor } from './generate.ts';
import { isJson } from './judge.ts';
import { brief } from './faults.ts';
import type { Prober } from './prober.ts';
import { Record } from './record.ts';
import type { WireRequest } from './wire.ts';

/** Which requests are drawn. */
export interface Drawing {
  readonly seed: number;
  readonly requests: number;
  /** Where a former run failed; null draws from the beginning. */
  readonly path: string | null;
}

/** Bounds the search for a smaller request. */
const MOST_SHRINKING_MS = 5000;

/** Sends random requests to one operation. @throws Abort */
export async function checkRandom(
  prober: Prober,
  operation: ContractOperation,
  drawing: Drawing,
): Promise<void> {
  const { seed, requests, path } = drawing;
  if (requests === 0) return;
  let failedAt: number | null = null;
  let abort: unknown = null;
  const property = fc.asyncProperty(
    requestsFor(prober.contract, operation, prober.credential(operation)),
    async (request) => {
      // The time that is set aside for making it smaller is up: what is known is told.
      if (failedAt !== null && Date.now() - failedAt > MOST_SHRINKING_MS) return true;
      try {
        const isGood = await isAnsweredWell(prober, operation, request);
        if (!isGood) failedAt ??= Date.now();
        return isGood;
      } catch (error) {
        abort = error;
        throw error;
      }
    },
  );
  const outcome = await fc.check(property, {
    seed,
    numRuns: requests,
    // Nothing is made smaller when the run itself is at its end.
    ...(path === null ? {} : { path, endOnFailure: true }),
  });
  if (abort !== null) throw abort;
  if (!outcome.failed || outcome.counterexample === null) return;
  const [smallest] = outcome.counterexample;
  const replay = `--only '${operation.id}' --seed ${seed} --path ${outcome.counterexamplePath}`;
  await judgeOnce(prober, operation, smallest, replay);
}

/** Asks on a record of its own, so that a search does not fill the run's. */
async function isAnsweredWell(prober: Prober, operation: ContractOperation, request: WireRequest) {
  return await prober.aside(async (record) => {
    await judgeOnce(prober, operation, request, null);
    return record.failures === 0;
  });
}

async function judgeOnce(
  prober: Prober,
  operation: ContractOperation,
  request: WireRequest,
  replay: string | null,
): Promise<void> {
  const answer = await prober.ask(operation, request, replay === null ? {} : { replay });
  if (answer === null || answer.status >= 300 || operation.body === null) return;
  const fault = bodyFault(prober, operation, request);
  prober.verdict(
    'refuses-generated',
    operation,
    request,
    fault === null
      ? null
      : `a body that ${fault} was answered ${answer.status}: ${request.body.slice(0, 300)} -> ${brief(answer)}`,
    replay,
  );
}

function bodyFault(prober: Prober, operation: ContractOperation, request: WireRequest) {
  const { body } = operation;
  if (body === null || !isJson(body.mediaType) || (request.body === '' && !body.required)) return null;
  try {
    return prober.judge.valueFault(body.pointer, JSON.parse(request.body));
  } catch {
    return 'is no JSON';
  }
}
