/**
 * Owns the contract of 100 operations that all contract-level servers serve, and the handlers they share.
 * How each of them checks and answers is said in the files beside this one.
 */
import type { Operation } from '../../src/generated/contract.ts';

/** An item as the handlers make it. */
export interface Item {
  readonly id: string;
  readonly name: string;
  readonly quantity: number;
  readonly tags: readonly string[];
  readonly created_at: string;
}

/** The body of a create. */
export interface NewItem {
  readonly name: string;
  readonly quantity: number;
  readonly tags: readonly string[];
}

const ITEMS: readonly Item[] = Array.from({ length: 50 }, (_, index) => ({
  id: `item_${String(index).padStart(6, '0')}`,
  name: `Item number ${index}`,
  quantity: index,
  tags: ['bench', `group-${index % 5}`],
  created_at: '2026-03-21T10:00:00Z',
}));

/** The handlers of the three measured operations, the same in every server; like all that ask a store they are async. */
export const handlers = {
  health: async () => ({ healthy: true, version: '1.0.0' }),
  create: async ({ name, quantity, tags }: NewItem): Promise<Item> => ({
    id: 'item_000050',
    name,
    quantity,
    tags,
    created_at: '2026-03-21T10:00:00Z',
  }),
  list: async (limit: number, offset: number) => ({
    items: ITEMS.slice(offset, offset + limit),
    total: ITEMS.length,
  }),
};

const closed = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});
const tags = {
  type: 'array',
  maxItems: 20,
  items: { type: 'string', minLength: 1, maxLength: 64 },
};
const name = { type: 'string', minLength: 1, maxLength: 200 };
const quantity = { type: 'integer', minimum: 0, maximum: 1_000_000 };
const id = { type: 'string', minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' };

/** The schemas of the measured operations, as plain JSON Schema. */
export const schemas = {
  health: closed({ healthy: { type: 'boolean' }, version: { type: 'string' } }),
  newItem: closed({ name, quantity, tags }),
  item: closed({ id, name, quantity, tags, created_at: { type: 'string', format: 'date-time' } }),
  get list() {
    return closed({
      items: { type: 'array', maxItems: 500, items: schemas.item },
      total: { type: 'integer', minimum: 0 },
    });
  },
  page: {
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    offset: { type: 'integer', minimum: 0, default: 0 },
  },
};

const json = (schema: unknown) => ({ 'application/json': { schema } });
const answer = (schema: unknown) => ({ description: 'Done.', content: json(schema) });
const body = { required: true, content: json(schemas.newItem) };
const query = Object.entries(schemas.page).map(([parameter, schema]) => ({
  name: parameter,
  in: 'query',
  schema,
}));
const resource = (key: string) => ({
  [`/api/v1/${key}`]: {
    get: {
      operationId: `list_${key}`,
      parameters: query,
      responses: { '200': answer(schemas.list) },
    },
    post: {
      operationId: `create_${key}`,
      requestBody: body,
      responses: { '201': answer(schemas.item) },
    },
  },
  [`/api/v1/${key}/{id}`]: {
    parameters: [{ name: 'id', in: 'path', required: true, schema: id }],
    get: { operationId: `get_${key}`, responses: { '200': answer(schemas.item) } },
    put: {
      operationId: `set_${key}`,
      requestBody: body,
      responses: { '200': answer(schemas.item) },
    },
    delete: { operationId: `delete_${key}`, responses: { '204': { description: 'Gone.' } } },
  },
});

/** Twenty resources; the third measured operation, health, takes the place of one delete. */
const keys = ['items', ...Array.from({ length: 19 }, (_, index) => `things${index}`)];

/** The OpenAPI document: 100 operations with the measured ones in the middle. */
export function makeDocument(openapi: '3.0.3' | '3.1.0') {
  const [items = '', ...others] = keys;
  const paths: Record<string, Record<string, unknown>> = {};
  for (const key of others.slice(0, 10)) Object.assign(paths, resource(key));
  paths['/api/v1/health'] = {
    get: { operationId: 'health', responses: { '200': answer(schemas.health) } },
  };
  Object.assign(paths, resource(items));
  for (const key of others.slice(10)) Object.assign(paths, resource(key));
  delete paths['/api/v1/things18/{id}']?.delete;
  return { openapi, info: { title: 'Bench', version: '1.0.0' }, paths };
}

/** The table of operations that our edge is given, as the generator would write it. */
export function makeOperations(): Operation[] {
  return Object.entries(makeDocument('3.1.0').paths).flatMap(([path, item]) =>
    (['get', 'post', 'put', 'delete'] as const)
      .filter((method) => method in item)
      .map((method) => toOperation(path, method, JSON.parse(JSON.stringify(item[method])))),
  );
}

function toOperation(
  path: string,
  method: 'get' | 'post' | 'put' | 'delete',
  declared: { operationId: string; requestBody?: unknown; responses: Record<string, object> },
): Operation {
  const statuses = Object.keys(declared.responses).map(Number);
  return {
    id: declared.operationId,
    method,
    path,
    tag: 'bench',
    answers: statuses.map((status) => ({
      status,
      mediaTypes: status === 204 ? [] : ['application/json'],
    })),
    statuses,
    scheme: null,
    scopes: [],
    anonymous: false,
    rateGroup: null,
    audit: null,
    aliasOf: null,
    rawBody: false,
    extension: false,
    body:
      declared.requestBody === undefined
        ? null
        : { required: true, mediaTypes: ['application/json'] },
  };
}
