/**
 * Owns how the WhatsApp of tests answers: results, refusals in the words of the Graph API, and what else can go wrong.
 * When that happens is decided by ../whatsapp.ts.
 */
import type { ServerResponse } from 'node:http';

/** Fields of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** A refusal of the Graph API; 400 is the status of most. */
export interface GraphFault {
  readonly status?: number;
  readonly code: number;
  readonly message: string;
  readonly details?: string;
  readonly subcode?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How a call goes wrong. */
export type Fault =
  | GraphFault
  /** An answer of something in front of the Graph API, which may be anything. */
  | {
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The socket is closed before anything was done, or after it. */
  | 'drop'
  | 'drop-after'
  /** No answer, ever. */
  | 'hang';

/** A refusal to be thrown. */
export class Refusal extends Error {
  readonly fault: GraphFault;

  constructor(fault: GraphFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Answers with a result. */
export function answer(response: ServerResponse, result: unknown): void {
  write(response, 200, JSON.stringify(result));
}

/** Answers with a fault that is an answer. */
export function answerFault(response: ServerResponse, fault: Exclude<Fault, string>): void {
  if ('body' in fault) {
    write(response, fault.status, fault.body, fault.headers);
    return;
  }
  const { status = 400, code, message, details, subcode, headers } = fault;
  const error = {
    message: `(#${code}) ${message}`,
    type: 'OAuthException',
    code,
    ...(subcode === undefined ? {} : { error_subcode: subcode }),
    ...(details === undefined ? {} : { error_data: { messaging_product: 'whatsapp', details } }),
    fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam',
  };
  write(response, status, JSON.stringify({ error }), headers);
}

function write(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}
