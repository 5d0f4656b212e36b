/**
 * Owns the path of one request through an API: door, operation, answer, log (docs/architecture.md).
 * What each step means is in the module named after it; routes are laid by routes.ts, sockets by listener.ts.
 */
import { type Context, Hono } from 'hono';
import { DomainError } from '../domain/shared/index.ts';
import type { Operation } from '../generated/contract.ts';
import type { AccessRules } from './access.ts';
import { type Answer, refuseWith } from './answers.ts';
import { loadContract, type Plan } from './contract-backend.ts';
import { approach, enter } from './entrance.ts';
import { addRateHeaders } from './rate-limit.ts';
import { parseTemplate } from './request-parts.ts';
import { layRoutes, type RouteFault } from './routes.ts';
import { runOperation } from './run-operation.ts';
import { answerDocs, DOCS_PATH } from './serve-docs.ts';
import {
  type ContractOptions,
  type EdgeEnv,
  type EdgeHandler,
  explain,
  type Visit,
} from './visit.ts';

/** One API, ready to be listened for. */
export interface ServedContract {
  readonly app: Hono<EdgeEnv>;
  /** The same API on another listener, which lets callers in by other rules. */
  forOthers(access: AccessRules, allowHost: ContractOptions['allowHost']): ServedContract;
  /** The answer to what never became a request: a parser's refusal, a missing host. */
  refuse(error: DomainError, address: string): Answer;
}

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
  layRoutes(app, plans, makeHandler, (c, fault) =>
    serve(options, c, null, () => Promise.reject(routeError(c, fault))),
  );
  // Files of the documentation are no operations: the contract describes the API, not how its pages are made up.
  app.all(`${DOCS_PATH}*`, (c) =>
    serve(options, c, null, (visit) => answerDocs(options.docs, visit)),
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

function routeError(c: Context<EdgeEnv>, fault: RouteFault): DomainError {
  if (fault === null) return new DomainError('route_not_found', `There is no ${c.req.path} here`);
  if ('missing' in fault)
    return new DomainError('path_parameter_missing', `The ${fault.missing} is missing`);
  const { allow } = fault;
  return new DomainError('method_not_allowed', `${c.req.method} is not allowed on ${c.req.path}`, {
    allow,
  });
}

/** How access logs name a request whose caller did not stay for the answer (nginx's `client closed request`). */
const CALLER_GONE = 499;

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
    const approached = approach(options, visit, operation);
    const admission = approached instanceof Promise ? await approached : approached;
    const refusal = enter(options, visit, operation, admission);
    if (refusal !== null) throw refusal;
    response = await run(visit);
  } catch (error) {
    const { aborted, reason } = c.req.raw.signal;
    const isLeft = aborted && error === reason;
    response = isLeft
      ? new Response(null, { status: CALLER_GONE })
      : refuse(options, visit, operation, error);
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
