/**
 * Owns the reading of schemas for the command line: the flags a body is made of, and the table an answer is shown as.
 * It looks only as far as a person types or reads; whether a value is valid is said by the server.
 */
import type { CliField, CliOperation, CliType } from '../../src/generated/cli-table.ts';
import { kebab } from './cli-names.ts';
import { type Document, resolve } from './operations.ts';

/** The parts of a JSON Schema that are looked at. */
export interface Schema {
  $ref?: string;
  description?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
}

/** Deeper objects are given as JSON. */
const DEEPEST = 3;
const SCALARS = ['string', 'integer', 'number', 'boolean'] as const;

/** The flags of a body: its scalars and arrays, with those of objects inside it behind a dot. */
export function bodyFields(
  document: Document,
  schema: Schema,
  around: readonly string[] = [],
): CliField[] {
  const required = new Set(alwaysRequired(document, schema));
  return Object.entries(properties(document, schema)).flatMap(([name, property]) => {
    const path = [...around, name];
    if (isNested(document, property) && path.length < DEEPEST)
      return bodyFields(document, property, path);
    const field: CliField = {
      flag: path.map(kebab).join('.'),
      in: 'body',
      path,
      required: around.length === 0 && required.has(name),
      ...typeOf(document, property),
      summary: property.description ?? resolve(document, property).description ?? '',
    };
    return [field];
  });
}

/** True where a body takes names that the contract does not know. */
export function isOpen(document: Document, schema: Schema): boolean {
  const all = variants(document, schema);
  return all.every(
    (one) => one.properties === undefined || (one.additionalProperties ?? true) === true,
  );
}

/** What a value on the command line becomes by its schema. */
export function typeOf(
  document: Document,
  schema: Schema,
): Pick<CliField, 'type' | 'list' | 'nullable' | 'choices'> {
  const all = variants(document, schema);
  const types = new Set(all.flatMap((one) => one.type ?? []));
  const nullable = types.delete('null');
  const items = all.find((one) => one.items !== undefined)?.items;
  const of = items === undefined ? undefined : typeOf(document, items);
  if (types.size === 1 && types.has('array') && of !== undefined && of.type !== 'json' && !of.list)
    return { ...of, list: true, nullable };
  const type = scalar(types);
  const choices = type === 'string' ? choicesOf(all) : [];
  return { type, list: false, nullable, ...(choices.length > 0 ? { choices } : {}) };
}

/** Where the content of an answer is and how it is shown. */
export function answerOf(
  document: Document,
  id: string,
  schema: Schema | undefined,
): CliOperation['answer'] {
  const root = schema === undefined ? {} : properties(document, schema);
  const content = 'success' in root && root.data !== undefined ? ['data'] : [];
  const inside = content.length > 0 ? (root.data ?? {}) : (schema ?? {});
  const found = rowsOf(document, id, inside);
  if (found === undefined) return { content, rows: null, columns: [] };
  return { content, rows: found.path, columns: columnsOf(document, found.items) };
}

function rowsOf(document: Document, id: string, schema: Schema) {
  const items = resolve(document, schema).items;
  if (items !== undefined) return { path: [], items };
  if (!id.startsWith('list')) return undefined;
  for (const [name, property] of Object.entries(properties(document, schema))) {
    const own = resolve(document, property).items;
    if (own !== undefined) return { path: [name], items: own };
  }
  return undefined;
}

/** What fits in a cell: scalars and lists of them. */
function columnsOf(document: Document, item: Schema): string[] {
  return Object.entries(properties(document, item))
    .filter(([, property]) => typeOf(document, property).type !== 'json')
    .map(([name]) => name);
}

function isNested(document: Document, schema: Schema): boolean {
  return Object.keys(properties(document, schema)).length > 0 && !typeOf(document, schema).list;
}

/** What every variant asks for; what only one of several asks for may be left out. */
function alwaysRequired(document: Document, schema: Schema): string[] {
  const own = resolve(document, schema);
  return [
    ...(own.required ?? []),
    ...(own.allOf ?? []).flatMap((one) => alwaysRequired(document, one)),
  ];
}

function properties(document: Document, schema: Schema): Record<string, Schema> {
  return Object.assign({}, ...variants(document, schema).map((one) => one.properties ?? {}));
}

/** A schema with everything that it is put together from. */
function variants(document: Document, schema: Schema): Schema[] {
  const own = resolve(document, schema);
  const parts = [...(own.allOf ?? []), ...(own.oneOf ?? []), ...(own.anyOf ?? [])];
  return [own, ...parts.flatMap((one) => variants(document, one))];
}

/** Text is the widest of what a person types; an object or a mixture is JSON. */
function scalar(types: ReadonlySet<string>): CliType {
  if ([...types].some((one) => one === 'object' || one === 'array')) return 'json';
  return SCALARS.find((one) => types.has(one)) ?? 'json';
}

function choicesOf(all: readonly Schema[]): string[] {
  const counted = all.flatMap((one) => one.enum ?? (one.const === undefined ? [] : [one.const]));
  // A variant that is plain text allows more than is counted up.
  const isFree = all.some(
    (one) =>
      one.type !== undefined &&
      one.enum === undefined &&
      one.const === undefined &&
      one.oneOf === undefined &&
      one.anyOf === undefined,
  );
  return isFree ? [] : [...new Set(counted.filter((one) => typeof one === 'string'))];
}
