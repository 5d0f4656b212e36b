/**
 * Owns what a mock does to requests on purpose: answering an error that the contract declares, waiting, cutting streams. What is not
 * spoilt is answered by the server behind it.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contract, ContractOperation } from './contract.ts';
import { isNode, listOf } from './document.ts';
import { textOf } from './drafts.ts';
import type { RelayAnswer, RelayHandler, RelayRequest } from './relay.ts';

/** What is done to a request. */
export interface Scenario {
  /** The error that is answered; null answers as the server does. */
  readonly status: number | null;
  readonly latencyMs: number;
  /** Whether a stream breaks off after its first piece. */
  readonly cutStream: boolean;
}

/** What is done to all requests. */
export interface Switches {
  /** Errors and which share of the requests gets them, 0 to 1. */
  readonly fail: readonly { readonly status: number; readonly share: number }[];
  readonly latencyMs: number;
  readonly cutStream: boolean;
}

/** The header that says what is done to one request. */
export const SCENARIO_HEADER = 'x-gatehouse-scenario';
const MOST_LATENCY_MS = 60_000;
const NOTHING: Scenario = { status: null, latencyMs: 0, cutStream: false };

/** Reads scenarios such as `429`, `latency=200` and `cut-stream`, separated by commas or bars; null for a word that is none. */
export function readScenario(text: string): Scenario | null {
  let scenario = NOTHING;
  for (const word of text.split(/[,|]/).map((one) => one.trim())) {
    const latency = /^latency=(\d{1,6})$/.exec(word)?.[1];
    if (/^[45]\d\d$/.test(word)) scenario = { ...scenario, status: Number(word) };
    else if (latency !== undefined)
      scenario = { ...scenario, latencyMs: Math.min(MOST_LATENCY_MS, Number(latency)) };
    else if (word === 'cut-stream') scenario = { ...scenario, cutStream: true };
    else return null;
  }
  return scenario;
}

/** A handler that does to requests what switches and headers say. */
export function scenarioHandler(contract: Contract, switches: Switches): RelayHandler {
  const shares = switches.fail.map((one) => ({ ...one, due: 0 }));
  /** Errors come evenly and not by chance, so that a test sees the same every time. */
  const nextFailure = (): number | null => {
    for (const one of shares) {
      one.due += one.share;
      if (one.due < 1) continue;
      one.due -= 1;
      return one.status;
    }
    return null;
  };
  return async (request, forward) => {
    const { [SCENARIO_HEADER]: given, ...headers } = request.headers;
    const own = given === undefined ? NOTHING : readScenario(given);
    if (own === null)
      return refusal(`"${given}" is no scenario: give 429, latency=200 or cut-stream`);
    await sleep(own.latencyMs || switches.latencyMs);
    const operation = findOperation(contract, request);
    const status = own.status ?? nextFailure();
    if (status !== null && operation !== null) {
      const answer = declaredAnswer(contract, operation, status);
      if (answer !== null) return answer;
      if (own.status !== null) return refusal(`${operation.id} declares no ${status}`);
    }
    const answer = await forward({ ...request, headers });
    return own.cutStream || switches.cutStream ? cut(answer) : answer;
  };
}

/** The operation a request is for. */
export function findOperation(contract: Contract, { method, target }: RelayRequest) {
  const path = target.split('?')[0] ?? '';
  const found = contract.operations.filter(
    (one) => one.method === method.toLowerCase() && patternOf(one.path).test(path),
  );
  // A literal path goes before one with parameters.
  return found.sort((left, right) => parametersIn(left) - parametersIn(right))[0] ?? null;
}

const parametersIn = ({ path }: ContractOperation) => path.split('{').length;

function patternOf(path: string): RegExp {
  const parts = path.split(/\{[^}]+\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]+')}$`);
}

/** The answer that the contract shows for a status; null where it declares none. */
function declaredAnswer(
  contract: Contract,
  operation: ContractOperation,
  status: number,
): RelayAnswer | null {
  const item = contract.resolve(contract.resolve(contract.document.paths)[operation.path]);
  const responses = contract.resolve(contract.resolve(item[operation.method]).responses);
  if (!isNode(responses[status])) return null;
  const response = contract.resolve(responses[status]);
  const headers: Record<string, string> = {};
  for (const [name, header] of Object.entries(contract.resolve(response.headers))) {
    const { example, required, schema } = contract.resolve(header);
    const value = example ?? listOf(contract.resolve(schema).examples)[0];
    if (value !== undefined && required === true) headers[name.toLowerCase()] = textOf(value);
  }
  // What no example can be right about: these are of the moment.
  for (const [name, value] of Object.entries(momentHeaders())) {
    if (name in headers) headers[name] = value;
  }
  const [content] = Object.entries(contract.resolve(response.content));
  if (content === undefined) return { status, headers, body: '' };
  const [type, media] = content;
  const [shown] = Object.values(contract.resolve(contract.resolve(media).examples));
  const body = JSON.stringify(contract.resolve(shown).value ?? {});
  return { status, headers: { ...headers, 'content-type': type }, body };
}

/** A window of its own, that this answer has used up. */
const momentHeaders = (): Record<string, string> => ({
  'x-request-id': `req_${randomBytes(12).toString('hex')}`,
  'x-ratelimit-limit': '1',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': String(Math.ceil(Date.now() / 1000) + 1),
});

const refusal = (text: string): RelayAnswer => ({
  status: 400,
  headers: { 'content-type': 'text/plain' },
  body: `${text}\n`,
});

/** Lets the first piece of a stream through, and then breaks off. */
function cut(answer: RelayAnswer): RelayAnswer {
  const { body, headers } = answer;
  if (typeof body === 'string' || headers['content-type']?.startsWith('text/event-stream') !== true)
    return answer;
  return { ...answer, body: firstPiece(body) };
}

async function* firstPiece(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void> {
  for await (const piece of body) {
    yield piece;
    throw new Error('cut on purpose');
  }
}
