/**
 * Owns an admitted request: it is taken apart, validated, handed to its handler, and the answer is checked too.
 * Who is admitted is entrance.ts; how an answer is written is answers.ts.
 */
import type { Context } from 'hono';
import { DomainError } from '../domain/shared/index.ts';
import type { Operation } from '../generated/contract.ts';
import { isStillAdmitted } from './access.ts';
import { answerWith } from './answers.ts';
import type { Plan } from './contract-backend.ts';
import { validationError } from './issues.ts';
import { parseJson, readBody } from './json-body.ts';
import { mediaType, negotiate, type PathTemplate, readPath, readQuery } from './request-parts.ts';
import {
  type ContractOptions,
  type EdgeEnv,
  type EdgeHandler,
  explain,
  type Visit,
} from './visit.ts';

/** Bodies of raw-body operations may be larger: what comes there is batched by its sender. */
const RAW_BODY_BYTES = 4 * 1024 * 1024;

/** Validates, calls the handler, and validates what it answers. */
export async function runOperation(
  options: ContractOptions,
  visit: Visit,
  plan: Plan<EdgeHandler>,
  template: PathTemplate,
): Promise<Response> {
  const { c } = visit;
  const { operation, handler } = plan;
  const { incoming } = c.env;
  const path = readPath(c.req.url, template);
  const query = readQuery(c.req.url);
  const bytes =
    operation.body === null ? undefined : await takeBody(options, c, operation, operation.body);
  // A raw body is read by its handler, once that knows who has sent it.
  const requestBody = bytes === undefined || operation.rawBody ? undefined : parseJson(bytes);
  const parts = { path, query, header: incoming.headers, cookie: {}, requestBody };
  const issues = plan.validateRequest(parts);
  if (issues.length > 0) throw validationError(issues);
  // Not c.var: that copies all variables at every use.
  const caller = c.get('caller');
  if (caller.audit !== null) caller.audit.target = Object.values(parts.path).join('/') || null;
  const request = {
    path: parts.path,
    query: parts.query,
    headers: parts.header,
    body: parts.requestBody,
    rawBody: bytes,
    accept: negotiate(incoming.headers.accept, operation.answers[0]?.mediaTypes ?? []),
  };
  // The contract types the handler and has just checked the request; only here do the two meet.
  const result = await handler(request as never, c);
  if (caller.audit !== null && !caller.audit.written) await options.recordAudit(caller);
  const total = c.get('total');
  if (total !== undefined) visit.headers['x-total-count'] = String(total);
  Object.assign(visit.headers, c.get('headers'));
  return answerWith(plan, result, visit.headers, {
    validate: options.settings().validateResponses,
    accept: request.accept,
    outgoing: c.env.outgoing,
    mayRead: () => isStillAdmitted(options.access, operation, incoming),
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
): Promise<Buffer | undefined> {
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
  return await readBody(incoming, limitBytes);
}
