/**
 * Owns turning what a handler returns, or why it refused, into status, headers and bytes.
 * Which answers an operation has is said by its contract; how refusals are worded by the API's envelope.
 */
import type { DomainError } from '../domain/shared/index.ts';
import type { Plan } from './contract-backend.ts';
import type { Envelope } from './envelopes/envelope.ts';
import { isEventStream, type StreamTarget, sendEventStream } from './sse.ts';

/** An answer that is whole. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** The error answer for a refusal, with the headers its reason calls for. */
export function refuseWith(
  envelope: Envelope,
  error: DomainError,
  headers: Record<string, string>,
  scheme?: string | null,
): Answer {
  const { status } = envelope.table[error.reason];
  headers['content-type'] = JSON_TYPE;
  if (status === 429 || status === 503) headers['retry-after'] = String(error.retryAfter ?? 1);
  if (status === 401 && scheme === 'bearerAuth') headers['www-authenticate'] = 'Bearer';
  if (status === 408 || status === 413) headers.connection = 'close';
  const allow = error.reason === 'method_not_allowed' ? error.details?.allow : undefined;
  if (Array.isArray(allow)) headers.allow = allow.join(', ');
  return { status, headers, body: JSON.stringify(envelope.body(error)) };
}

/** How strictly a handler's own answer is looked at. */
export interface AnswerChecks extends Pick<StreamTarget, 'outgoing' | 'toLastEvent' | 'mayRead'> {
  readonly validate: boolean;
  /** The media type that was agreed upon. */
  readonly accept: string;
}

/**
 * The answer of a handler. An operation with one success returns its body; one with several returns status and body.
 * @throws Error when the answer is not what the contract declares: the caller gets a 500, never an undeclared answer.
 */
export function answerWith<H>(
  plan: Plan<H>,
  result: unknown,
  headers: Record<string, string>,
  checks: AnswerChecks,
): Response {
  const { answers, id } = plan.operation;
  const [only] = answers;
  const { status, body } =
    answers.length === 1 && only ? { status: only.status, body: result } : readVariant(id, result);
  const declared = answers.find((one) => one.status === status);
  if (declared === undefined)
    throw new Error(`${id} answered ${status}, which its contract does not declare`);
  if (status === 503) headers['retry-after'] = '1';
  if (declared.mediaTypes.length === 0) return new Response(null, { status, headers });
  if (isEventStream(body)) {
    const check = (event: unknown) => {
      if (checks.validate) demand(plan, status, 'text/event-stream', event);
    };
    return sendEventStream(body, { ...checks, status, headers, check });
  }
  const type = textTypeOf(declared.mediaTypes, checks.accept);
  if (type !== 'application/json') {
    headers['content-type'] = `${type}; charset=utf-8`;
    return new Response(String(body), { status, headers });
  }
  if (checks.validate) demand(plan, status, type, body);
  headers['content-type'] = JSON_TYPE;
  return new Response(JSON.stringify(body), { status, headers });
}

/** What an answer is sent as that is no stream: an operation that can stream may refuse to, and answer in its first type. */
function textTypeOf(declared: readonly string[], accept: string): string {
  const isAgreed = accept !== 'text/event-stream' && declared.includes(accept);
  return isAgreed ? accept : (declared[0] ?? 'application/json');
}

function demand<H>(plan: Plan<H>, status: number, type: string, body: unknown): void {
  const [issue] = plan.validateAnswer(status, type, body);
  if (issue === undefined) return;
  throw new Error(
    `${plan.operation.id} answered ${status} with a body whose "${issue.path}" ${issue.message}`,
  );
}

function readVariant(id: string, result: unknown): { status: number; body: unknown } {
  if (typeof result === 'object' && result !== null && 'status' in result && 'body' in result) {
    const { status, body } = result;
    if (typeof status === 'number') return { status, body };
  }
  throw new Error(`${id} has several answers and must return a status and a body`);
}
