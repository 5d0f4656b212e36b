/**
 * Owns the reading of a bundled contract into a flat list of operations, extensions included.
 * Writing files from that list belongs to bindings.ts; bundling belongs to bundle.ts.
 */
import type { Operation } from '../../src/generated/contract.ts';

/** The parts of an OpenAPI document that generation reads; everything else passes through untouched. */
export interface Document {
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, unknown>>;
  components?: { responses?: Record<string, ResponseObject>; schemas?: Record<string, unknown> };
}

interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  schema?: { default?: unknown };
}

interface ResponseObject {
  $ref?: string;
  content?: Record<string, unknown>;
}

interface OperationObject {
  operationId: string;
  tags: string[];
  summary: string;
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, unknown> };
  responses: Record<string, ResponseObject>;
  'x-audit'?: string;
  'x-rate-limit-group'?: string;
  'x-alias-of'?: string;
  'x-raw-body'?: true;
  'x-extension'?: true;
}

/** One operation with what only generation needs beside the run-time table. */
export interface GeneratedOperation extends Operation {
  summary: string;
  /** Query parameters that have a default, so that a handler always sees them. */
  defaulted: string[];
  hasPath: boolean;
  hasQuery: boolean;
  hasHeaders: boolean;
  /** Of the path, the query and the headers. */
  parameterNames: string[];
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Lists the operations of a bundled document in contract order. */
export function readOperations(document: Document): GeneratedOperation[] {
  const list: GeneratedOperation[] = [];
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = item[method] as OperationObject | undefined;
      if (operation === undefined) continue;
      const shared = (item.parameters ?? []) as Parameter[];
      list.push(
        readOperation(document, path, method, operation, [
          ...shared,
          ...(operation.parameters ?? []),
        ]),
      );
    }
  }
  return list;
}

function readOperation(
  document: Document,
  path: string,
  method: Operation['method'],
  operation: OperationObject,
  rawParameters: Parameter[],
): GeneratedOperation {
  const parameters = rawParameters.map((one) => resolve(document, one));
  const requirements = operation.security.flatMap((one) => Object.entries(one));
  const query = parameters.filter((one) => one.in === 'query');
  return {
    id: operation.operationId,
    method,
    path,
    tag: operation.tags[0] ?? '',
    answers: readAnswers(document, operation),
    statuses: Object.keys(operation.responses).map(Number),
    scheme: requirements[0]?.[0] ?? null,
    scopes: requirements[0]?.[1] ?? [],
    anonymous: operation.security.some((one) => Object.keys(one).length === 0),
    rateGroup: operation['x-rate-limit-group'] ?? null,
    audit: operation['x-audit'] ?? null,
    aliasOf: operation['x-alias-of'] ?? null,
    rawBody: operation['x-raw-body'] ?? false,
    extension: operation['x-extension'] ?? false,
    body: operation.requestBody
      ? {
          required: operation.requestBody.required ?? false,
          mediaTypes: Object.keys(operation.requestBody.content),
        }
      : null,
    summary: operation.summary,
    defaulted: query.filter((one) => one.schema?.default !== undefined).map((one) => one.name),
    hasPath: parameters.some((one) => one.in === 'path'),
    hasQuery: query.length > 0,
    hasHeaders: parameters.some((one) => one.in === 'header'),
    parameterNames: parameters.map((one) => one.name),
  };
}

/**
 * The answers a handler gives: every 2xx, and any other status whose body the operation defines itself.
 * An error answer is always a reference into the API's shared responses.
 */
function readAnswers(document: Document, operation: OperationObject): Operation['answers'] {
  return Object.entries(operation.responses)
    .filter(([status, response]) => status.startsWith('2') || response.$ref === undefined)
    .map(([status, response]) => ({
      status: Number(status),
      mediaTypes: Object.keys(resolve(document, response).content ?? {}),
    }));
}

/** Follows a local reference such as `#/components/parameters/Limit`. */
export function resolve<T extends object>(document: Document, value: T): T {
  if (!('$ref' in value) || typeof value.$ref !== 'string') return value;
  let node: unknown = document;
  for (const part of value.$ref.slice(2).split('/')) {
    node = (node as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return resolve(document, node as T);
}
