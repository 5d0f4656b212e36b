/**
 * Owns the one error of this client: what each API says when it refuses, and what the client itself finds wrong.
 * When a request is given up is decided by transport.ts and stream.ts.
 */
import type { ErrorCode as AgentCode } from './generated/agent.ts';
import type { ErrorCode as NanoclawCode } from './generated/nanoclaw.ts';
import type { ErrorCode as PrxCode } from './generated/prx.ts';

/** The APIs by name. */
export type Api = 'prx' | 'agent' | 'nanoclaw';

/** The codes each contract declares. */
export interface ContractCodes {
  prx: PrxCode;
  agent: AgentCode;
  nanoclaw: NanoclawCode;
}

/**
 * What the client itself finds: `network_error` when there was no whole answer, `timeout` when it took too long, `stream_cut` when a
 * stream ended before its last event, `unexpected_response` when the answer is none of the contract.
 */
export type ClientCode = 'network_error' | 'timeout' | 'stream_cut' | 'unexpected_response';

/** Every code an error of an API may have. */
export type CodeOf<A extends Api> = ContractCodes[A] | ClientCode;

/** What is known of a failure. */
export interface Failure<A extends Api> {
  readonly api: A;
  readonly code: CodeOf<A>;
  readonly message: string;
  readonly status?: number;
  readonly details?: Readonly<Record<string, unknown>> | null;
  readonly requestId?: string | null;
  readonly retryAfter?: number | null;
  readonly cause?: unknown;
}

/** A call that failed. Its texts never hold the credential it was made with. */
export class GatehouseError<A extends Api = Api> extends Error {
  override readonly name = 'GatehouseError';
  readonly api: A;
  readonly code: CodeOf<A>;
  /** The HTTP status; null when no answer came. */
  readonly status: number | null;
  /** The facts the server told about the error. */
  readonly details: Readonly<Record<string, unknown>> | null;
  /** The `X-Request-Id` of the answer, to be found in the server's access log. */
  readonly requestId: string | null;
  /** Seconds after which the server asks to come back; null when it did not say. */
  readonly retryAfter: number | null;

  constructor(failure: Failure<A>) {
    super(failure.message, failure.cause === undefined ? undefined : { cause: failure.cause });
    this.api = failure.api;
    this.code = failure.code;
    this.status = failure.status ?? null;
    this.details = failure.details ?? null;
    this.requestId = failure.requestId ?? null;
    this.retryAfter = failure.retryAfter ?? null;
  }
}

/** True for an error of this client; with an API, for one of that API, so that `code` is one of its codes. */
export function isGatehouseError(error: unknown): error is GatehouseError;
export function isGatehouseError<A extends Api>(error: unknown, api: A): error is GatehouseError<A>;
export function isGatehouseError(error: unknown, api?: Api): boolean {
  return error instanceof GatehouseError && (api === undefined || error.api === api);
}

/** What an error answer of any of the three APIs says. */
interface Envelope {
  readonly code: CodeOf<Api>;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>> | null;
}

/** Reads `{error:{code,message,details}}` of prx and agent, and `{error,message,details}` of nanoclaw. */
export function readEnvelope(body: unknown): Envelope | undefined {
  if (!isRecord(body)) return undefined;
  const [code, from] = isRecord(body.error) ? [body.error.code, body.error] : [body.error, body];
  if (!isCode(code) || typeof from.message !== 'string') return undefined;
  return {
    code,
    message: from.message,
    details: isRecord(from.details) ? from.details : null,
  };
}

/** The contract says which codes there are; one that a newer server adds is handed on as it is. */
const isCode = (value: unknown): value is CodeOf<Api> => typeof value === 'string';

/** True for an object that is no array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
