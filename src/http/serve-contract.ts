/**
 * Owns the path of one request through an API: guard, who, how often, is it valid, handler, answer (docs/architecture.md).
 * What each step means is in the module named after it; routes are laid by routes.ts, sockets by listener.ts.
 */
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { type AuditDraft, type Caller, DomainError, holdsScope } from '../domain/shared/index.ts';
import type { Operation } from '../generated/contract.ts';
import type { Clock } from '../lib/clock.ts';
import { type AccessRules, admit } from './access.ts';
import { type Answer, answerWith, refuseWith } from './answers.ts';
import { type ContractDocument, loadContract, type Plan } from './contract-backend.ts';
import type { Envelope } from './envelopes/envelope.ts';
import { guardHeaders } from './guards.ts';
import { validationError } from './issues.ts';
import { parseJson, readBody } from './json-body.ts';
import { addRateHeaders, type Decision, type RateLimiter } from './rate-limit.ts';
import {
  mediaType,
  negotiate,
  type PathTemplate,
  parseTemplate,
  readPath,
  readQuery,
} from './request-parts.ts';
import { layRoutes } from './routes.ts';

/** What handlers find on Hono's context beside the request itself. */
export type EdgeEnv = { Bindings: HttpBindings; Variables: { caller: Caller } };

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

/** One API, ready to be listened for. */
export interface ServedContract {
  readonly app: Hono<EdgeEnv>;
  /** The same API on another listener, which lets callers in by other rules. */
  forOthers(access: AccessRules, allowHost: ContractOptions['allowHost']): ServedContract;
  /** The answer to what never became a request: a parser's refusal, a missing host. */
  refuse(error: DomainError, address: string): Answer;
}

/** Bodies of raw-body operations may be larger: what comes there is batched by its sender. */
const RAW_BODY_BYTES = 4 * 1024 * 1024;

/** Loads a contract and lays one Hono route per operation. */
export async function serveContract(options: ContractOptions): Promise<ServedContract> {
  const plans = await loadContract(options.document, options.operations, options.handlers);
  return serveAs(options, plans);
}

function serveAs(options: ContractOptions, plans: readonly Plan<EdgeHandler>[]): ServedContract {
  const app = new Hono<EdgeEnv>({ strict: true });
  const makeHandler = (plan: Plan<EdgeHandler>) => {
    const template = parseTemplate(plan.operation.path);
    const run = (visit: Visit) => runOperation(options, visit, plan, template);
    return (c: Context<EdgeEnv>) => serve(options, c, plan.operation, run);
  };
  layRoutes(app, plans, makeHandler, (c, allow) =>
    serve(options, c, null, () => Promise.reject(routeError(c, allow))),
  );
  return {
    app,
    refuse(error, address) {
      const headers: Record<string, string> = { 'x-request-id': options.makeRequestId() };
      if (options.limiter)
        addRateHeaders(headers, options.limiter.peek('other', `address:${address}`));
      return refuseWith(options.envelope, error, headers);
    },
    forOthers: (access, allowHost) => serveAs({ ...options, access, allowHost }, plans),
  };
}

function routeError(c: Context<EdgeEnv>, allow: readonly string[] | null): DomainError {
  if (allow === null) return new DomainError('route_not_found', `There is no ${c.req.path} here`);
  return new DomainError('method_not_allowed', `${c.req.method} is not allowed on ${c.req.path}`, {
    allow,
  });
}

/** One request on its way: what is known of it so far. */
interface Visit {
  readonly c: Context<EdgeEnv>;
  readonly requestId: string;
  readonly address: string;
  readonly headers: Record<string, string>;
  actor: string | null;
}

/** The frame around every request, known route or not: guards, limits, error envelope, access log. */
async function serve(
  options: ContractOptions,
  c: Context<EdgeEnv>,
  operation: Operation | null,
  run: (visit: Visit) => Promise<Response>,
): Promise<Response> {
  const begun = options.clock.monotonic();
  const { incoming } = c.env;
  const requestId = options.makeRequestId();
  const visit: Visit = {
    c,
    requestId,
    address: incoming.socket.remoteAddress ?? 'local',
    headers: { 'x-request-id': requestId },
    actor: null,
  };
  let response: Response;
  try {
    const refusal = await enter(options, visit, operation);
    if (refusal !== null) throw refusal;
    response = await run(visit);
  } catch (error) {
    response = refuse(options, visit, operation, error);
  }
  options.onAccess({
    api: options.api,
    operation: operation?.id ?? null,
    requestId,
    method: incoming.method ?? '',
    path: c.req.path,
    status: response.status,
    durationMs: options.clock.monotonic() - begun,
    address: visit.address,
    actor: visit.actor,
  });
  return response;
}

/**
 * Guards, admission, scopes and rate limit. The limit is counted for refused callers too, by address, and its headers are set
 * whatever follows. Without a route there is nothing to be admitted to.
 */
async function enter(
  options: ContractOptions,
  visit: Visit,
  operation: Operation | null,
): Promise<DomainError | null> {
  const { c, address, headers } = visit;
  const { incoming } = c.env;
  const guarded = tryGuard(() => guardHeaders(incoming, options.allowHost));
  const admission =
    guarded === null && operation !== null
      ? await admit(options.access, operation.scheme, incoming, address)
      : { identity: null, refusal: guarded };
  const { identity } = admission;
  visit.actor = identity?.actor ?? null;
  const limited = limit(options, operation, identity?.actor ?? `address:${address}`, headers);
  if (options.isStopping()) {
    headers.connection = 'close';
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
    address,
    requestId: visit.requestId,
    audit: operation?.audit ? makeDraft(options.api, operation, operation.audit) : null,
  };
  c.set('caller', caller);
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

/** Validates, calls the handler, and validates what it answers. */
async function runOperation(
  options: ContractOptions,
  visit: Visit,
  plan: Plan<EdgeHandler>,
  template: PathTemplate,
): Promise<Response> {
  const { c } = visit;
  const { operation, handler } = plan;
  const { incoming } = c.env;
  const parts = {
    path: readPath(c.req.url, template),
    query: readQuery(c.req.url),
    header: incoming.headers,
    cookie: {},
  };
  const body =
    operation.body === null ? undefined : await takeBody(options, c, operation, operation.body);
  const issues = plan.validateRequest(
    body === undefined ? parts : { ...parts, requestBody: body.value },
  );
  if (issues.length > 0) throw validationError(issues);
  if (handler === undefined)
    throw new DomainError('not_implemented', `${operation.id} is not implemented yet`);
  const { caller } = c.var;
  if (caller.audit !== null) caller.audit.target = Object.values(parts.path).join('/') || null;
  const request = {
    path: parts.path,
    query: parts.query,
    headers: parts.header,
    body: body?.value,
    rawBody: body?.bytes,
    accept: negotiate(incoming.headers.accept, operation.answers[0]?.mediaTypes ?? []),
  };
  // The contract types the handler and has just checked the request; only here do the two meet.
  const result = await handler(request as never, c);
  if (caller.audit !== null && !caller.audit.written) await options.recordAudit(caller);
  return answerWith(plan, result, visit.headers, {
    validate: options.settings().validateResponses,
    toLastEvent: (error) => ({
      event: 'error',
      data: options.envelope.body(explain(options, visit, operation, error)),
    }),
  });
}

async function takeBody(
  options: ContractOptions,
  c: Context<EdgeEnv>,
  operation: Operation,
  body: NonNullable<Operation['body']>,
): Promise<{ value: unknown; bytes: Uint8Array } | undefined> {
  const { incoming } = c.env;
  const { headers } = incoming;
  const empty =
    headers['transfer-encoding'] === undefined && (headers['content-length'] ?? '0') === '0';
  if (empty && !body.required) return undefined;
  const type = mediaType(headers['content-type']);
  if (!body.mediaTypes.includes(type)) {
    if (empty) throw validationError([{ in: 'body', path: '', message: 'is required' }]);
    const supported = body.mediaTypes;
    throw new DomainError('unsupported_media_type', `The body must be ${supported.join(' or ')}`, {
      supported,
    });
  }
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new DomainError('unsupported_media_type', 'Compressed bodies are not read', {
      supported: ['identity'],
    });
  }
  const limitBytes = operation.rawBody ? RAW_BODY_BYTES : options.settings().maxBodyBytes;
  const bytes = await readBody(incoming, limitBytes);
  return { value: parseJson(bytes), bytes };
}

/** What may be told of whatever was thrown; what nobody expected is logged and says nothing. */
function explain(
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

/** Turns whatever was thrown into this API's own error answer. */
function refuse(
  options: ContractOptions,
  visit: Visit,
  operation: Operation | null,
  error: unknown,
): Response {
  const known = explain(options, visit, operation, error);
  const answer = refuseWith(options.envelope, known, visit.headers, operation?.scheme);
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}
