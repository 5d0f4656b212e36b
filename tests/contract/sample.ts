/**
 * Owns a well-formed request for every operation, taken from the examples of its contract. What a test then spoils in it is its own affair.
 */
import type { Operation } from '../../src/generated/contract.ts';
import { type Api, contracts } from '../support/contract-check.ts';
import type { CallOptions } from '../support/contract-client.ts';

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Follows a local reference of a contract. */
export function resolve(api: Api, value: unknown): Node {
  if (!isNode(value)) return {};
  if (typeof value.$ref !== 'string') return value;
  let node: unknown = contracts[api].document;
  for (const part of value.$ref.split('/').slice(1)) {
    node = isNode(node) ? node[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  }
  return resolve(api, node);
}

/** The operation as its contract writes it, and the path item around it. */
export function describeOperation(api: Api, operation: Operation): { item: Node; node: Node } {
  const document = resolve(api, contracts[api].document);
  const item = resolve(api, resolve(api, document.paths)[operation.path]);
  return { item, node: resolve(api, item[operation.method]) };
}

/** Path, required parameters and body of a request that the contract accepts; ids are unknown to any daemon. */
export function sampleOf(api: Api, operation: Operation): CallOptions {
  const { item, node } = describeOperation(api, operation);
  const path: Record<string, string> = {};
  const query: Record<string, string> = {};
  for (const one of [...listOf(item.parameters), ...listOf(node.parameters)]) {
    const parameter = resolve(api, one);
    const name = String(parameter.name);
    if (parameter.in === 'path') path[name] = exampleOf(api, operation, parameter);
    if (parameter.in === 'query' && parameter.required === true)
      query[name] = exampleOf(api, operation, parameter);
  }
  const body = bodyOf(api, operation, node);
  return { path, query, ...(body === undefined ? {} : { body }) };
}

function exampleOf(api: Api, operation: Operation, parameter: Node): string {
  const schema = resolve(api, parameter.schema);
  const value = parameter.example ?? listOf(schema.examples)[0];
  if (value === undefined)
    throw new Error(`${api} ${operation.id} gives no example of ${String(parameter.name)}`);
  return String(value);
}

function bodyOf(api: Api, operation: Operation, node: Node): unknown {
  const [type] = operation.body?.mediaTypes ?? [];
  if (type === undefined) return undefined;
  const media = resolve(api, resolve(api, resolve(api, node.requestBody).content)[type]);
  const [first] = Object.values(resolve(api, media.examples));
  return resolve(api, first).value;
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
