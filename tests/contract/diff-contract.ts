/**
 * Owns a small contract that has one of everything the comparison looks at, and handles to change a copy of it.
 * Which change breaks what is left to the tests.
 */

/** A schema, as far as tests change one. */
export interface DraftSchema {
  [keyword: string]: unknown;
  format?: string;
  enum?: unknown[];
  anyOf?: unknown[];
}

type Schemas = Record<string, DraftSchema>;

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: DraftSchema;
}

interface Operation {
  operationId: string;
  security?: object[];
  parameters: Parameter[];
  requestBody?: object;
  responses: Record<string, object>;
}

const properties = () => ({
  thing: {
    state: { type: 'string', enum: ['on', 'off'] },
    object: { const: 'thing' },
    note: { type: 'string', maxLength: 10, default: 'none' },
    at: { type: 'string', format: 'date-time' },
    value: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    tree: { $ref: '#/components/schemas/Tree' },
    secret: { type: 'string', writeOnly: true },
  } satisfies Schemas,
  wanted: {
    name: { type: 'string', pattern: '^a' },
    kind: { type: ['string', 'null'], enum: ['a', 'b', null] },
    size: { type: 'integer', maximum: 10 },
    order: { type: 'string', default: 'up', not: { $ref: '#/components/schemas/Odd' } },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
  } satisfies Schemas,
});

function parts() {
  const { thing, wanted }: { thing: Schemas; wanted: Schemas } = properties();
  const json = (name: string) => ({
    content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
  });
  const id: Parameter = { name: 'id', in: 'path', required: true, schema: { type: 'string' } };
  const kind: Parameter = {
    name: 'kind',
    in: 'query',
    schema: { type: 'string', enum: ['a', 'b'], default: 'a' },
  };
  const headers: Record<string, object> = {
    'X-Request-Id': { required: true, schema: { type: 'string' } },
  };
  const ok = { description: 'The thing.', headers, ...json('Thing') };
  const get: Operation = {
    operationId: 'getThing',
    security: [{ bearer: ['things:read'] }],
    parameters: [id, kind],
    responses: { '200': ok, '404': { description: 'None.' } },
  };
  const post: Operation = {
    operationId: 'makeThing',
    security: [],
    parameters: [id],
    requestBody: json('Wanted'),
    responses: { '201': { description: 'Made.' } },
  };
  const item: { get: Operation; post?: Operation; delete?: Operation } = { get, post };
  const tree: Schemas = {
    leaf: { type: 'string' },
    branches: { type: 'array', items: { $ref: '#/components/schemas/Tree' } },
  };
  const closed = { type: 'object', additionalProperties: false };
  const odd: DraftSchema = { type: 'string', enum: ['x'], description: 'What nobody wants.' };
  const schemas = {
    Odd: odd,
    Thing: { ...closed, required: ['state'], properties: thing },
    Wanted: { ...closed, required: ['name'], properties: wanted },
    Tree: { ...closed, properties: tree },
    Made: { ...closed, properties: { id: { type: 'string' } } },
  };
  const made: Operation = {
    operationId: 'onThingMade',
    security: [],
    parameters: [],
    requestBody: json('Made'),
    responses: { '2XX': { description: 'Taken.' } },
  };
  const info = { title: 'Things', version: '1.0.0' };
  const schemes: Schemas = { bearer: { type: 'http', scheme: 'bearer' } };
  const paths: Record<string, object> = { '/things/{id}': item };
  const webhooks: Record<string, object> = { 'thing.made': { post: made } };
  return { thing, wanted, id, ok, get, item, schemas, info, schemes, paths, webhooks };
}

/** Handles to the parts of a contract that may be changed. */
export interface Draft extends ReturnType<typeof parts> {
  /** Gives the path parameter another name. */
  rename(name: string): void;
}

function assembled({ info, paths, webhooks, schemas, schemes }: ReturnType<typeof parts>) {
  const components = { schemas, securitySchemes: schemes };
  return { openapi: '3.1.0', info, security: [{ bearer: [] }], paths, webhooks, components };
}

/** A change of a contract. */
export type Change = (draft: Draft) => void;

/** The contract as it was. */
export const contract = () => assembled(parts());

/** The contract after a change. */
export function edited(change: Change) {
  const made = parts();
  change({
    ...made,
    rename(name) {
      made.id.name = name;
      delete made.paths['/things/{id}'];
      made.paths[`/things/{${name}}`] = made.item;
    },
  });
  return structuredClone(assembled(made));
}

/** Changes a part of a contract. @throws Error where there is no such part */
export function set(part: object | undefined, values: object): void {
  if (part === undefined) throw new Error('there is nothing to change');
  Object.assign(part, values);
}
