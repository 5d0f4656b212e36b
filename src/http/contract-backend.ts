/**
 * Owns openapi-backend: validation, security and dispatch of an operation that is already matched, by its operationId.
 * Matching is left to Hono, because openapi-backend rebuilds and scans its list of operations on every call.
 */

import type { ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { type Document, type Handler, OpenAPIBackend, ValidationContext } from 'openapi-backend';
import type { Issue } from '../domain/shared/index.ts';
import type { Operation } from '../generated/contract.ts';
import { toIssues } from './issues.ts';
import { countLengthsFast } from './string-length.ts';

// The package is CommonJS: Node hands over its exports object, a bundler the function itself.
const addFormats = 'default' in addFormatsModule ? addFormatsModule.default : addFormatsModule;

/** A bundled contract. */
export type ContractDocument = Document;

/** The parts of a request that the contract describes; validation coerces and fills them in place. */
export interface RequestParts {
  path: Record<string, unknown>;
  query: Record<string, unknown>;
  header: Record<string, unknown>;
  cookie: Record<string, unknown>;
  /** Undefined where there is none. */
  requestBody: unknown;
}

/** What one operation needs at run time; validators are compiled at its first request. */
export interface Plan<H> {
  readonly operation: Operation;
  readonly handler: H;
  /** Faults of a request, empty when it fits; defaults are filled in and parameters coerced. A raw body is not looked at. */
  validateRequest(parts: RequestParts): Issue[];
  /** Faults of an answer's JSON body, empty when it fits. */
  validateAnswer(status: number, mediaType: string, body: unknown): Issue[];
}

/**
 * openapi-backend over one bundled contract, frozen after init.
 *
 * `quick` skips its document validation, which knows OpenAPI 3.0 only (Redocly has linted the document); `strict` makes it
 * fail closed. Its own Ajv is draft-07, so every context gets a shared 2020-12 instance instead.
 */
class FrozenBackend extends OpenAPIBackend {
  constructor(document: Document, handlers: Record<string, Handler>) {
    super({
      definition: document,
      quick: true,
      strict: true,
      coerceTypes: true,
      handlers: {
        ...handlers,
        validationFail: refuse,
        unauthorizedHandler: refuse,
        notFound: refuse,
      },
    });
  }

  override async init(): Promise<this> {
    await super.init();
    const operations = this.router.getOperations();
    const byId = new Map(operations.map((one) => [one.operationId, one]));
    this.router.getOperations = () => operations;
    this.router.getOperation = (id) => byId.get(id);
    const instances = new Map<ValidationContext, Ajv2020>();
    this.validator.getAjv = (context) => {
      const known = instances.get(context);
      if (known !== undefined) return known;
      const made = makeAjv(context);
      instances.set(context, made);
      return made;
    };
    return this;
  }
}

/** Never reached: requests come in matched, authenticated and validated; a wiring fault must not answer anything. */
function refuse(): never {
  throw new Error('A request reached openapi-backend before it was checked');
}

function makeAjv(context: ValidationContext): Ajv2020 {
  const isRequest =
    context === ValidationContext.Params || context === ValidationContext.RequestBody;
  const ajv = new Ajv2020({
    strict: false,
    validateSchema: false,
    allErrors: isRequest,
    useDefaults: isRequest,
    coerceTypes: context === ValidationContext.Params,
  });
  // Answers hold dates that this program wrote itself: their shape is looked at, not the calendar.
  addFormats(ajv, { mode: isRequest ? 'full' : 'fast' });
  countLengthsFast(ajv);
  return ajv;
}

/** Prepares every operation of a contract. @throws Error when one has no handler: it is found at the start, not by a caller */
export async function loadContract<H>(
  document: Document,
  operations: readonly Operation[],
  handlers: Readonly<Record<string, H | undefined>>,
): Promise<Plan<H>[]> {
  const backend = new FrozenBackend(document, {});
  await backend.init();
  return operations.map((operation) => {
    const handler = handlers[operation.aliasOf ?? operation.id];
    if (handler === undefined) throw new Error(`The operation ${operation.id} has no handler`);
    return makePlan(backend, operation, handler);
  });
}

function makePlan<H>(backend: FrozenBackend, operation: Operation, handler: H): Plan<H> {
  const answers = new Map<string, ValidateFunction | null>();
  let checks: ValidateFunction[] | undefined;
  return {
    operation,
    handler,
    validateRequest(parts) {
      checks ??= backend.validator.getRequestValidatorsForOperation(operation.id) ?? [];
      const sent = Object.entries(parts.query);
      let issues: Issue[] = [];
      for (const check of checks) {
        if (!check(parts)) issues = issues.concat(toIssues(check.errors ?? []));
      }
      // Coercion takes `0x10`, `1e1` and ` 1` for numbers too.
      for (const [path, text] of sent) {
        const value = parts.query[path];
        if (typeof value === 'number' && String(value) !== text)
          issues.push({ in: 'query', path, message: 'must be a plain decimal number' });
      }
      return operation.rawBody ? issues.filter((one) => one.in !== 'body') : issues;
    },
    validateAnswer(status, mediaType, body) {
      const key = `${status} ${mediaType}`;
      let check = answers.get(key);
      if (check === undefined) {
        const schema = answerSchema(backend, operation, status, mediaType);
        check = schema
          ? backend.validator.getAjv(ValidationContext.Response).compile(schema)
          : null;
        answers.set(key, check);
      }
      if (check === null || check(body)) return [];
      return toIssues(
        (check.errors ?? []).map((one) => ({
          ...one,
          instancePath: `/requestBody${one.instancePath}`,
        })),
      );
    },
  };
}

function answerSchema(
  backend: FrozenBackend,
  operation: Operation,
  status: number,
  mediaType: string,
) {
  const response = backend.router.getOperation(operation.id)?.responses?.[status];
  if (response === undefined || '$ref' in response) return undefined;
  return response.content?.[mediaType]?.schema;
}
