/**
 * Owns how the Telegram of tests answers: results, refusals in the words of the Bot API, and what else can go wrong.
 * When that happens is decided by ../telegram.ts.
 */
import type { ServerResponse } from 'node:http';

/** Fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** How a call goes wrong. */
export type Fault =
  /** An answer of the Bot API. */
  | { readonly code: number; readonly description: string; readonly parameters?: Fields }
  /** An answer of something in front of it, which may be anything. */
  | { readonly status: number; readonly body: string }
  /** The socket is closed before anything was done, or after it. */
  | 'drop'
  | 'drop-after'
  /** No answer, ever. */
  | 'hang';

/** A refusal, as the Bot API words it. */
export class Refusal extends Error {
  readonly code: number;
  readonly parameters: Fields | undefined;

  constructor(code: number, description: string, parameters?: Fields) {
    super(description);
    this.code = code;
    this.parameters = parameters;
  }
}

/** What a token comes to that is not the bot's. */
export const wrongToken = (token: string) =>
  /^\d+:[\w-]{30,}$/.test(token) ? new Refusal(401, 'Unauthorized') : new Refusal(404, 'Not Found');

/** Answers with a result. */
export function answer(response: ServerResponse, result: unknown): void {
  write(response, 200, JSON.stringify({ ok: true, result }));
}

/** Answers with a fault that is an answer. */
export function answerFault(
  response: ServerResponse,
  fault: Exclude<Fault, string> | Refusal,
): void {
  if ('status' in fault) {
    write(response, fault.status, fault.body);
    return;
  }
  const { code, parameters } = fault;
  const description = fault instanceof Refusal ? fault.message : fault.description;
  write(response, code, JSON.stringify({ ok: false, error_code: code, description, parameters }));
}

function write(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}
