/**
 * Owns the checks of one request each: the contract's examples are taken, and a request with one known fault is refused as the contract
 * says. Random requests are in random.ts, tokens in access.ts.
 */
import type { CheckId } from './checks.ts';
import type { ContractOperation } from './contract.ts';
import {
  type Draft,
  exampleDraft,
  exampleDrafts,
  NO_CREDENTIAL,
  textOf,
  toRequest,
} from './drafts.ts';
import { fittingTexts } from './generate.ts';
import type { Answer, Prober } from './prober.ts';

/** Statuses that an example of the contract must not be answered with. */
const NO_EXAMPLE: ReadonlySet<number> = new Set([400, 401, 405, 406, 413, 415]);
const BAD: ReadonlySet<number> = new Set([400, 422]);
const BIG_BYTES = [2_000_000, 6_000_000];
const MOST_MISSING = 3;

/** Checks one operation. @throws Abort */
export async function checkFaults(prober: Prober, operation: ContractOperation, seed: number) {
  await checkExamples(prober, operation);
  await checkUnknown(prober, operation, seed);
  await checkParameters(prober, operation);
  if (operation.body === null) return;
  await checkBodies(prober, operation);
  await checkMediaType(prober, operation);
  await checkSize(prober, operation);
}

const declares = (operation: ContractOperation, status: number) =>
  operation.statuses.includes(String(status));

/** The drafts to spoil; requests to things that are not there may be refused for that first. */
const isSure = (operation: ContractOperation) =>
  operation.requirement !== null && !operation.path.includes('{');

async function checkExamples(prober: Prober, operation: ContractOperation): Promise<void> {
  const answers: Answer[] = [];
  for (const draft of exampleDrafts(operation)) {
    const answer = await prober.draft(operation, draft);
    if (answer === null) continue;
    answers.push(answer);
  }
  const last = answers.at(-1);
  if (last === undefined) return;
  // One example may be of a state or a time that is not ours; that all of them are is not likely.
  const isTaken = answers.some(({ status }) => !NO_EXAMPLE.has(status));
  const fault = isTaken ? null : `the example was answered ${last.status}: ${brief(last)}`;
  prober.verdict(
    'accepts-example',
    operation,
    toRequest(operation, exampleDraft(operation), NO_CREDENTIAL),
    fault,
  );
}

async function checkUnknown(prober: Prober, operation: ContractOperation, seed: number) {
  const names = operation.parameters.filter((one) => one.in === 'path');
  if (names.length === 0 || !declares(operation, 404)) return;
  if (names.some(({ schema }) => 'enum' in schema || 'const' in schema))
    return prober.record.skip('unknown-resource', operation.id, 'every value of the path is there');
  const path = names.map((one) => {
    const [longest = ''] = fittingTexts(prober.contract, one.schema, seed)
      .filter((text) => /[a-z0-9]/i.test(text) && text !== textOf(one.example))
      .sort((left, right) => right.length - left.length);
    return [one.name, longest] as const;
  });
  if (path.some(([, text]) => text === ''))
    return prober.record.skip('unknown-resource', operation.id, 'no unknown value could be made');
  const draft = { ...exampleDraft(operation), path: Object.fromEntries(path) };
  const answer = await prober.draft(operation, draft);
  if (answer === null) return;
  const { status } = answer;
  if (status < 300 || status === 404) {
    // A PUT may make what is not there, and a DELETE may be content with that.
    const mayTake = operation.method === 'put' || operation.method === 'delete';
    const fault = status === 404 || mayTake ? null : `was answered ${status}: ${brief(answer)}`;
    prober.verdict('unknown-resource', operation, requestOf(operation, draft), fault);
  } else prober.record.skip('unknown-resource', operation.id, `was answered ${status} before`);
}

async function checkParameters(prober: Prober, operation: ContractOperation): Promise<void> {
  if (!declares(operation, 400)) return;
  const base = exampleDraft(operation);
  for (const one of operation.parameters) {
    if (one.in !== 'query' && one.in !== 'path') continue;
    const wrong = WRONG_TEXTS.find((text) => prober.judge.textFault(one.pointer, text) !== null);
    if (wrong === undefined) continue;
    const spoilt = { ...base[one.in], [one.name]: wrong };
    await expectRefusal(prober, operation, 'refuses-parameter', { ...base, [one.in]: spoilt });
  }
}

/** Each is wrong by some schema. */
const WRONG_TEXTS = ['not-a-value', '-1', '!', '99999999999999999999', ' ', 'x'.repeat(3000)];

async function checkBodies(prober: Prober, operation: ContractOperation): Promise<void> {
  const { body } = operation;
  if (body === null || !declares(operation, 400)) return;
  const base = exampleDraft(operation);
  await expectRefusal(prober, operation, 'refuses-broken-json', { ...base, body: '{"a":' });
  const [example] = body.examples;
  const spoilt: unknown[] = [[], 'text', 1];
  if (typeof example === 'object' && example !== null) {
    const names = Object.keys(example);
    for (const name of names.slice(0, MOST_MISSING)) {
      spoilt.push(Object.fromEntries(Object.entries(example).filter(([key]) => key !== name)));
      spoilt.push({ ...example, [name]: { not: ['what', 'is'], expected: 1 } });
    }
    spoilt.push({ ...example, 'not-a-property-of-it': 1 });
  }
  for (const value of spoilt) {
    if (prober.judge.valueFault(body.pointer, value) === null) continue;
    await expectRefusal(prober, operation, 'refuses-body', {
      ...base,
      body: JSON.stringify(value),
    });
  }
}

async function expectRefusal(
  prober: Prober,
  operation: ContractOperation,
  check: CheckId,
  draft: Draft,
): Promise<void> {
  const answer = await prober.draft(operation, draft);
  if (answer === null || answer.status >= 500) return;
  const { status } = answer;
  const isRefused = isSure(operation) ? BAD.has(status) : status >= 400;
  const sent = draft.body === null ? '' : ` with the body ${draft.body.slice(0, 200)}`;
  prober.verdict(
    check,
    operation,
    requestOf(operation, draft),
    isRefused ? null : `was answered ${status}${sent}: ${brief(answer)}`,
  );
}

async function checkMediaType(prober: Prober, operation: ContractOperation): Promise<void> {
  if (!declares(operation, 415)) return;
  const draft = exampleDraft(operation);
  const request = toRequest(operation, draft, prober.credential(operation));
  const headers = { ...request.headers, 'content-type': 'text/x-unheard-of' };
  const answer = await prober.ask(operation, { ...request, headers });
  if (answer === null) return;
  const isRefused = answer.status === 415 || (!isSure(operation) && answer.status >= 400);
  const fault = isRefused ? null : `was answered ${answer.status}: ${brief(answer)}`;
  prober.verdict('wrong-media-type', operation, request, fault);
}

async function checkSize(prober: Prober, operation: ContractOperation): Promise<void> {
  if (!declares(operation, 413)) return;
  const draft = exampleDraft(operation);
  for (const bytes of BIG_BYTES) {
    const body = JSON.stringify({ filler: 'x'.repeat(bytes) });
    const answer = await prober.draft(operation, { ...draft, body });
    if (answer?.status === 413)
      return prober.verdict('too-large', operation, requestOf(operation, draft), null);
    if (answer !== null && answer.status < 300) {
      const fault = `a body of ${bytes} bytes was answered ${answer.status}`;
      return prober.verdict('too-large', operation, requestOf(operation, draft), fault);
    }
  }
  prober.record.skip('too-large', operation.id, `${BIG_BYTES.at(-1)} bytes are not too many here`);
}

const OTHER_VERBS = ['PUT', 'DELETE', 'PATCH', 'POST', 'GET'];

/** Checks the verbs that a path does not have. @throws Abort */
export async function checkVerbs(prober: Prober, operations: readonly ContractOperation[]) {
  for (const path of new Set(operations.map((one) => one.path))) {
    const here = prober.contract.operations.filter((one) => one.path === path);
    const [first] = here;
    const own = new Set(here.map((one) => one.method.toUpperCase()));
    const verb = OTHER_VERBS.find((one) => !own.has(one));
    if (first === undefined || verb === undefined) continue;
    const draft = { ...exampleDraft(first), query: {}, body: null };
    const request = { ...toRequest(first, draft, prober.credential(first)), method: verb };
    const answer = await prober.ask(null, request);
    if (answer === null) continue;
    const fault = answer.status === 405 ? null : `was answered ${answer.status}: ${brief(answer)}`;
    prober.verdict('unsupported-verb', first, request, fault);
    if (fault !== null) continue;
    prober.verdict('allow-header', first, request, allowFault(answer.headers.get('allow'), own));
  }
}

function allowFault(allow: string | null, own: ReadonlySet<string>): string | null {
  if (allow === null) return 'lacks the header Allow';
  const told = new Set(allow.split(',').map((one) => one.trim().toUpperCase()));
  const missing = [...own].filter((one) => !told.has(one));
  const extra = [...told].filter((one) => !own.has(one) && one !== 'HEAD' && one !== 'OPTIONS');
  return missing.length + extra.length === 0
    ? null
    : `Allow is ${allow}, the path has ${[...own].join(', ')}`;
}

/** The request without the token, for the record. */
const requestOf = (operation: ContractOperation, draft: Draft) =>
  toRequest(operation, draft, NO_CREDENTIAL);

/** The body of an answer in a few words. */
export const brief = ({ body }: Answer): string =>
  (JSON.stringify(body) ?? 'no body').slice(0, 200);
