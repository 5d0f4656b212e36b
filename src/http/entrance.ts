/**
 * Owns who gets past the door of an operation: guards, admission, rate limit, scopes, in this order.
 * What an admitted request then does is run-operation.ts.
 */
import { type AuditDraft, type Caller, DomainError, holdsScope } from '../domain/shared/index.ts';
import type { Operation } from '../generated/contract.ts';
import { type Admission, admit } from './access.ts';
import { guardHeaders } from './guards.ts';
import { addRateHeaders, type Decision } from './rate-limit.ts';
import type { ContractOptions, Visit } from './visit.ts';

/** Guards, and who asks. Without a route there is nothing to be admitted to. */
export function approach(
  options: ContractOptions,
  { c, address }: Visit,
  operation: Operation | null,
): Admission | Promise<Admission> {
  const { incoming } = c.env;
  const refusal = tryGuard(() => guardHeaders(incoming, options.allowHost));
  return refusal === null && operation !== null
    ? admit(options.access, operation.scheme, incoming, address)
    : { identity: null, refusal };
}

/**
 * Rate limit and scopes of whoever asks. The limit is counted for refused callers too, by address, and its headers are set
 * whatever follows.
 */
export function enter(
  options: ContractOptions,
  visit: Visit,
  operation: Operation | null,
  admission: Admission,
): DomainError | null {
  const { address, headers } = visit;
  const { identity } = admission;
  visit.actor = identity?.actor ?? null;
  const limited = limit(options, operation, identity?.actor ?? `address:${address}`, headers);
  if (options.isStopping()) headers.connection = 'close';
  // An operation that says itself that the daemon cannot serve, as the health check does, is left to say so.
  if (options.isStopping() && !operation?.answers.some((one) => one.status === 503)) {
    return new DomainError('stopping', 'The daemon is stopping', { retry_after: 1 }, 1);
  }
  // A locked address hears how long it is locked, not that it also comes too often.
  if (admission.refusal?.reason === 'credentials_locked') return admission.refusal;
  if (limited !== null) return limited;
  if (admission.refusal !== null) return admission.refusal;
  const lacking =
    operation?.scopes.filter((scope) => identity !== null && !holdsScope(identity.scopes, scope)) ??
    [];
  if (lacking.length > 0) {
    return new DomainError('scope_missing', `The token lacks the scope "${lacking[0]}"`, {
      required: operation?.scopes,
    });
  }
  const caller: Caller = {
    actor: identity?.actor ?? 'anonymous',
    scopes: identity?.scopes ?? NO_SCOPES,
    expiresAt: identity?.expiresAt ?? null,
    address,
    requestId: visit.requestId,
    audit: operation?.audit ? makeDraft(options.api, operation, operation.audit) : null,
  };
  visit.c.set('caller', caller);
  return null;
}

const NO_SCOPES: ReadonlySet<string> = new Set();

function makeDraft(api: string, operation: Operation, event: string): AuditDraft {
  return { event, api, operation: operation.id, target: null, written: false };
}

function tryGuard(guard: () => void): DomainError | null {
  try {
    guard();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

function limit(
  options: ContractOptions,
  operation: Operation | null,
  key: string,
  headers: Record<string, string>,
): DomainError | null {
  if (options.limiter === null) return null;
  const decision: Decision = options.limiter.take(operation?.rateGroup ?? 'other', key);
  addRateHeaders(headers, decision);
  if (decision.allowed) return null;
  const plural = decision.wait === 1 ? '' : 's';
  return new DomainError(
    'rate_limited',
    `Too many requests; retry in ${decision.wait} second${plural}`,
    { retry_after: decision.wait, group: decision.group, limit: decision.limit },
    decision.wait,
  );
}
