/**
 * Owns the form in which schemas are compared: a list of alternatives of one type each, without references, unions and constants.
 * When one alternative takes what another one does is left to schemas.ts.
 */
import {
  canonical,
  isAnnotation,
  isObject,
  isSame,
  type Json,
  listOf,
  resolve,
} from './document.ts';

/**
 * What a schema allows, as schemas of which at least one must hold. Each has at most one `type`, an `enum` for a constant, and neither
 * `$ref` nor `allOf`, `anyOf`, `oneOf` at its top; what properties and items hold is as it was. Nothing is valid where there is none.
 */
export function alternatives(document: Json, schema: unknown): readonly Json[] {
  if (schema === false) return [];
  const { allOf, anyOf, oneOf, ...own } = resolve(document, schema);
  let found = byType(own);
  for (const part of listOf(allOf)) found = crossed(found, alternatives(document, part));
  for (const union of [anyOf, oneOf]) {
    if (!Array.isArray(union)) continue;
    const parts = union.flatMap((part) => alternatives(document, part));
    found = crossed(found, parts);
  }
  return found;
}

/** The type of a value in the words of JSON Schema. */
export function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** Whether every value of one type is of the other; a schema without a type takes every type. */
export const isOfType = (type: unknown, wanted: unknown): boolean =>
  wanted === undefined || type === wanted || (type === 'integer' && wanted === 'number');

function byType(schema: Json): readonly Json[] {
  const { const: constant, ...rest } = schema;
  const values = constant === undefined ? rest.enum : [constant];
  if (!Array.isArray(values)) {
    return Array.isArray(rest.type) ? rest.type.map((type) => ({ ...rest, type })) : [rest];
  }
  const said = rest.type === undefined ? [...new Set(values.map(typeOf))] : [rest.type].flat();
  return said.flatMap((type) => {
    const own = values.filter((value) => isOfType(typeOf(value), type));
    return own.length === 0 ? [] : [{ ...rest, type, enum: own }];
  });
}

function crossed(some: readonly Json[], others: readonly Json[]): readonly Json[] {
  const pairs = some.flatMap((one) => others.map((other) => merged(one, other)));
  return pairs.filter((one) => one !== undefined);
}

/** A schema that says what both say; undefined where no value can be both. */
function merged(one: Json, other: Json): Json | undefined {
  const both: Record<string, unknown> = { ...one };
  for (const [keyword, value] of Object.entries(other)) {
    const before = both[keyword];
    if (before === undefined) {
      both[keyword] = value;
    } else if (keyword === 'type') {
      if (isOfType(value, before)) both.type = value;
      else if (!isOfType(before, value)) return undefined;
    } else if (keyword === 'enum') {
      const known = new Set(listOf(before).map(canonical));
      both.enum = listOf(value).filter((each) => known.has(canonical(each)));
      if (listOf(both.enum).length === 0) return undefined;
    } else if (keyword === 'required') {
      both.required = [...new Set([...listOf(before), ...listOf(value)])];
    } else if (keyword === 'properties' && isObject(before) && isObject(value)) {
      both.properties = together(before, value);
    } else if (!isSame(before, value) && !isAnnotation(keyword)) {
      // Kept as a keyword that nobody knows: compared as it stands, and not judged.
      both[`${keyword} (twice)`] = [before, value];
    }
  }
  return both;
}

function together(some: Json, others: Json): Json {
  const all: Record<string, unknown> = { ...others };
  for (const [name, schema] of Object.entries(some)) {
    all[name] = name in others ? { allOf: [schema, others[name]] } : schema;
  }
  return all;
}
