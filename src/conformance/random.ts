/**
 * Owns the checks by random requests: whatever comes, the answer is one that the contract declares, and what is invalid is not taken.
 * How requests are made is in generate.ts; a failing one is made as small as it goes and can be drawn again by seed and path.
 */
import fc from 'fast-check';
import type { ContractOperation } from './contract.ts';
import { brief } from './faults.ts';
import { requestsFor } from './generate.ts';
import { isJson } from './judge.ts';
import type { Prober } from './prober.ts';
import type { Violation } from './record.ts';
import type { WireRequest } from './wire.ts';

/** Which requests are drawn. */
export interface Drawing {
  readonly seed: number;
  readonly requests: number;
  /** Milliseconds after which no more are drawn. */
  readonly mostMs: number;
  /** Where a former run failed; null draws from the beginning. */
  readonly path: string | null;
}

/** A place in a random run that there is none of, in words for whoever gave it. */
export class WrongPath extends Error {
  override readonly name = 'WrongPath';
}

/** Bounds the search for a smaller request. */
const MOST_SHRINKING_MS = 5000;

/** Sends random requests to one operation. @returns how many were sent; @throws Abort */
export async function checkRandom(
  prober: Prober,
  operation: ContractOperation,
  drawing: Drawing,
): Promise<number> {
  const { seed, requests, path, mostMs } = drawing;
  const began = prober.sent;
  const ends = Date.now() + mostMs;
  let failed: readonly Violation[] = [];
  let shrinkingEnds = Number.POSITIVE_INFINITY;
  let abort: unknown = null;
  const property = fc.asyncProperty(
    requestsFor(prober.contract, operation, prober.credential(operation)),
    async (request) => {
      // Whatever is drawn for a smaller request from here on is waved through: the time is up, or the run at its end.
      if (abort !== null || Date.now() > Math.min(ends, shrinkingEnds)) return true;
      try {
        // On a record of its own, so that the search for a smaller request does not fill the run's.
        const wrong = await prober.aside(() => judgeOnce(prober, operation, request));
        if (wrong.length === 0) return true;
        failed = wrong;
        shrinkingEnds = Math.min(shrinkingEnds, Date.now() + MOST_SHRINKING_MS);
        return false;
      } catch (error) {
        abort = error;
        // No fault of this request: it is not what a failing one is made smaller to.
        if (failed.length > 0) return true;
        throw error;
      }
    },
  );
  const checking = fc.check(property, {
    seed,
    numRuns: requests,
    // No request is left behind under way, as its verdict would be lost, and those of others with it.
    skipAllAfterTimeLimit: mostMs,
    maxSkipsPerRun: 0,
    ...(path === null ? {} : { path, endOnFailure: true }),
  });
  const outcome = await checking.catch((error: unknown) => {
    // All that this library throws by itself: what the property meets is in its outcome.
    throw path === null ? error : new WrongPath(`${path} leads nowhere`);
  });
  if (path !== null && outcome.numRuns === 0) throw new WrongPath(`${path} leads nowhere`);
  // What a request did may depend on those before it: the fault that was seen counts, whether or not it comes again.
  const replay = `--only '${operation.id}' --seed ${seed} --path ${outcome.counterexamplePath}`;
  for (const one of failed) prober.record.fail({ ...one, replay });
  if (abort !== null) throw abort;
  return prober.sent - began;
}

async function judgeOnce(
  prober: Prober,
  operation: ContractOperation,
  request: WireRequest,
): Promise<void> {
  const answer = await prober.ask(operation, request);
  if (answer === null || answer.status >= 300 || operation.body === null) return;
  const fault = bodyFault(prober, operation, request);
  prober.verdict(
    'refuses-generated',
    operation,
    request,
    fault === null
      ? null
      : `a body that ${fault} was answered ${answer.status}: ${request.body.slice(0, 300)} -> ${brief(answer)}`,
  );
}

function bodyFault(prober: Prober, operation: ContractOperation, request: WireRequest) {
  const { body } = operation;
  if (body === null || !isJson(body.mediaType) || (request.body === '' && !body.required))
    return null;
  try {
    return prober.judge.valueFault(body.pointer, JSON.parse(request.body));
  } catch {
    return 'is no JSON';
  }
}
