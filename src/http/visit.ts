/**
 * Owns the words of the request path: what an API is served with, and what is known of a request on its way.
 * The steps that use them are entrance.ts, run-operation.ts and serve-contract.ts.
 */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { type Caller, DomainError } from '../domain/shared/index.ts';
import type { Operation } from '../generated/contract.ts';
import type { Clock } from '../lib/clock.ts';
import type { AccessRules } from './access.ts';
import type { ContractDocument } from './contract-backend.ts';
import type { DocsSite } from './docs-site.ts';
import type { Envelope } from './envelopes/envelope.ts';
import type { RateLimiter } from './rate-limit.ts';

/** What handlers find on Hono's context beside the request itself. */
export type EdgeEnv = {
  Bindings: HttpBindings;
  Variables: {
    caller: Caller;
    /** Set by handlers of pages whose answer says in a header how many entries there are. */
    total?: number;
    /** Set by handlers whose answer has headers of its own. */
    headers?: Readonly<Record<string, string>>;
  };
};

/** A handler as the edge calls it; its types are those of the generated bindings. */
export type EdgeHandler = (request: never, c: Context<EdgeEnv>) => Promise<unknown>;

/** One line of the access log. */
export interface Access {
  readonly api: string;
  readonly operation: string | null;
  readonly requestId: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  readonly address: string;
  readonly actor: string | null;
}

/** Everything one API needs to be served. */
export interface ContractOptions {
  readonly api: string;
  readonly document: ContractDocument;
  readonly operations: readonly Operation[];
  readonly handlers: Readonly<Record<string, EdgeHandler | undefined>>;
  readonly envelope: Envelope;
  /** What is served below `/docs/`. */
  readonly docs: DocsSite;
  readonly access: AccessRules;
  /** Null where the API promises no rate limits. */
  readonly limiter: RateLimiter | null;
  readonly clock: Clock;
  readonly makeRequestId: () => string;
  readonly allowHost: ((name: string) => boolean) | null;
  readonly settings: () => { readonly maxBodyBytes: number; readonly validateResponses: boolean };
  readonly isStopping: () => boolean;
  /** Knows expected refusals in errors that are not the domain's own, such as the store's. */
  readonly explain: (error: unknown) => DomainError | undefined;
  /** Leaves the audit entry of a mutation that wrote nothing to the store itself. */
  readonly recordAudit: (caller: Caller) => Promise<void>;
  readonly onAccess: (access: Access) => void;
  readonly onFault: (error: unknown, requestId: string, operation: string | null) => void;
}

/** One request on its way: what is known of it so far. */
export interface Visit {
  readonly c: Context<EdgeEnv>;
  readonly requestId: string;
  readonly address: string;
  readonly headers: Record<string, string>;
  actor: string | null;
}

/** What may be told of whatever was thrown; what nobody expected is logged and says nothing. */
export function explain(
  options: ContractOptions,
  visit: Visit,
  operation: Operation | null,
  error: unknown,
): DomainError {
  const known = error instanceof DomainError ? error : options.explain(error);
  if (known !== undefined) return known;
  options.onFault(error, visit.requestId, operation?.id ?? null);
  return new DomainError('internal', 'Unexpected server error', { request_id: visit.requestId });
}
