/**
 * Owns the checks that run into the rate limit on purpose: the limit that is told is the one that is kept. What the headers of every
 * answer must hold is in rates.ts.
 */
import type { ContractOperation } from './contract.ts';
import { exampleDraft, NO_CREDENTIAL, toRequest } from './drafts.ts';
import type { Answer, Prober } from './prober.ts';
import { readRate } from './rates.ts';
import { isEndless } from './streams.ts';

/** Requests that are looked at for the count going down. */
const STEPS = 4;
const MOST_BURST = 400;
const LONGEST_WINDOW_MS = 10_000;

/** One operation of each group that may be asked often: it reads, and needs nothing. */
export function limitedOperations(operations: readonly ContractOperation[]): ContractOperation[] {
  const groups = new Map<string, ContractOperation>();
  for (const one of operations) {
    const isEasy =
      one.method === 'get' &&
      one.requirement !== null &&
      !one.path.includes('{') &&
      !isEndless(one) &&
      one.parameters.every(({ required }) => !required);
    if (isEasy && one.rateGroup !== null && !groups.has(one.rateGroup))
      groups.set(one.rateGroup, one);
  }
  return [...groups.values()];
}

/** Checks that every request counts. @throws Abort */
export async function checkCount(prober: Prober, operation: ContractOperation): Promise<void> {
  const request = toRequest(operation, exampleDraft(operation), NO_CREDENTIAL);
  let before: { remaining: number; reset: number } | null = null;
  for (let step = 0; step < STEPS; step += 1) {
    const answer = await prober.draft(operation, exampleDraft(operation));
    const rate = answer && readRate(answer.headers);
    if (answer === null || rate === null || rate.limit === 0)
      return prober.record.skip('rate-limit-window', operation.id, 'there is no limit here');
    if (before !== null && before.reset === rate.reset && answer.status !== 429) {
      const fault =
        rate.remaining < before.remaining
          ? null
          : `a request left ${rate.remaining} of ${before.remaining} in one window`;
      prober.verdict('rate-limit-window', operation, request, fault);
    }
    before = rate;
  }
}

/** Asks more often than the limit allows. @throws Abort */
export async function checkLimit(prober: Prober, operation: ContractOperation): Promise<void> {
  const draft = exampleDraft(operation);
  const request = toRequest(operation, draft, NO_CREDENTIAL);
  const first = await prober.draft(operation, draft);
  const rate = first && readRate(first.headers);
  if (rate === null || rate.limit === 0)
    return prober.record.skip('rate-limit-refuses', operation.id, 'there is no limit here');
  const size = rate.limit + Math.ceil(rate.limit / 4) + 2;
  if (size > MOST_BURST)
    return prober.record.skip(
      'rate-limit-refuses',
      operation.id,
      `${rate.limit} is too many to try`,
    );
  // The burst is to have a window of its own.
  await prober.wait(Math.min(LONGEST_WINDOW_MS, Math.max(0, rate.reset * 1000 - Date.now()) + 100));
  const answers = await Promise.all(
    // Answers of one burst come in any order, so each is followed on its own.
    Array.from({ length: size }, (_, index) =>
      prober.draft(operation, draft, { patient: false, holder: `burst ${index}` }),
    ),
  );
  const windows = new Map<number, { passed: number; refused: number }>();
  let refusal: Answer | null = null;
  for (const answer of answers) {
    const told = answer && readRate(answer.headers);
    if (answer === null || told === null) continue;
    const window = windows.get(told.reset) ?? { passed: 0, refused: 0 };
    windows.set(told.reset, window);
    if (answer.status === 429) {
      refusal = answer;
      window.refused += 1;
    } else window.passed += 1;
  }
  for (const { passed, refused } of windows.values()) {
    const over =
      passed > rate.limit ? `let ${passed} requests pass in one window of ${rate.limit}` : null;
    const under =
      refused > 0 && passed < rate.limit
        ? `refused after ${passed} requests of one window of ${rate.limit}`
        : null;
    prober.verdict('rate-limit-refuses', operation, request, over ?? under);
  }
  if (refusal === null)
    return prober.record.skip('retry-after', operation.id, 'the limit was not reached');
  const told = refusal.headers.get('retry-after');
  const wait = Number(told ?? '1') * 1000;
  // What is no number has been judged as that.
  if (!(wait <= LONGEST_WINDOW_MS))
    return prober.record.skip('retry-after', operation.id, `Retry-After ${told} is not waited for`);
  await prober.wait(wait);
  const after = await prober.draft(operation, draft, { patient: false });
  const fault = after?.status === 429 ? 'was refused again after Retry-After' : null;
  prober.verdict('retry-after', operation, request, fault);
}
