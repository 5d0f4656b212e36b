/**
 * Owns how the Discord of tests answers requests: results, refusals in the words of its API, and what else can go wrong.
 * When that happens is decided by ../discord.ts.
 */
import type { ServerResponse } from 'node:http';

/** Fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** How a request goes wrong. */
export type Fault =
  /** An answer; a body that is a string is sent as it is, and not as JSON. */
  | {
      readonly status: number;
      readonly body: Fields | string | null;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The socket is closed before anything was done, or after it. */
  | 'drop'
  | 'drop-after'
  /** No answer, ever. */
  | 'hang';

/** A refusal, as Discord words it. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What Discord says when it is too much. */
export const tooMuch = (seconds: number, isGlobal = false): Exclude<Fault, string> => ({
  status: 429,
  body: { message: 'You are being rate limited.', retry_after: seconds, global: isGlobal },
  headers: {
    'retry-after': String(Math.ceil(seconds)),
    ...(isGlobal ? { 'x-ratelimit-global': 'true' } : {}),
  },
});

/** Answers with a result; null is an answer without a body. */
export function answer(response: ServerResponse, result: unknown): void {
  if (result === null) response.writeHead(204).end();
  else write(response, 200, JSON.stringify(result));
}

/** Answers with a fault that is an answer. */
export function answerFault(
  response: ServerResponse,
  fault: Exclude<Fault, string> | Refusal,
): void {
  if (fault instanceof Refusal) {
    write(response, fault.status, JSON.stringify({ message: fault.message, code: fault.code }));
    return;
  }
  const { status, body, headers = {} } = fault;
  if (typeof body === 'string') {
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);
  } else write(response, status, JSON.stringify(body), headers);
}

function write(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}
