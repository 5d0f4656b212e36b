/**
 * Owns how a bundled contract is read: JSON that is not trusted to have a form, and references inside of one document.
 * What the parts of a contract mean is left to the modules beside it.
 */

export type Json = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object; an empty one for anything else. */
export const objectOf = (value: unknown): Json => (isObject(value) ? value : {});

/** A list; an empty one for anything else. */
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Whether two values say the same, whatever the order of their keys. */
export const isSame = (one: unknown, other: unknown): boolean =>
  canonical(one) === canonical(other);

/** A value as text, keys in order. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, part: unknown) =>
      isObject(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? 'undefined'
  );
}

/** What a part of a document is once its references are followed; keywords beside a reference count more than what it leads to. */
export function resolve(document: Json, part: unknown): Json {
  const { $ref, ...own } = objectOf(part);
  if (typeof $ref !== 'string') return objectOf(part);
  let target: unknown = document;
  for (const step of $ref.replace(/^#\//, '').split('/')) {
    target = objectOf(target)[step.replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  if (!$ref.startsWith('#/') || !isObject(target)) throw new Error(`${$ref} leads nowhere`);
  return { ...resolve(document, target), ...own };
}

/** What a schema says is taken where nothing is sent; undefined where it does not say. */
export function defaultOf(document: Json, schema: unknown): unknown {
  const { default: own, allOf } = resolve(document, schema);
  if (own !== undefined) return own;
  return listOf(allOf)
    .map((part) => defaultOf(document, part))
    .find((one) => one !== undefined);
}

/** These hold schemas by names of their own. */
const NAMED = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);
/** These hold values and no schemas. */
const VALUES = new Set(['enum', 'const', 'required', 'type', 'dependentRequired']);

/**
 * A part of a schema with what its references lead to in their place, and without what is only said to people. One that leads back to
 * what is around it is told by how far out that is.
 * @param around The references that lead here.
 */
export function spelledOut(document: Json, part: unknown, around: readonly string[] = []): unknown {
  if (Array.isArray(part)) return part.map((one) => spelledOut(document, one, around));
  if (!isObject(part)) return part;
  const { $ref } = part;
  if (typeof $ref === 'string' && around.includes($ref)) return { around: around.indexOf($ref) };
  const inside = typeof $ref === 'string' ? [$ref, ...around] : around;
  const spell = (schema: unknown) => spelledOut(document, schema, inside);
  const entries = Object.entries(resolve(document, part))
    .filter(([keyword]) => !isAnnotation(keyword))
    .map(([keyword, value]): [string, unknown] => {
      if (VALUES.has(keyword)) return [keyword, value];
      if (!NAMED.has(keyword)) return [keyword, spell(value)];
      const schemas = Object.entries(objectOf(value)).map(([name, one]) => [name, spell(one)]);
      return [keyword, Object.fromEntries(schemas)];
    });
  return Object.fromEntries(entries);
}

/** Keywords that say something to people and nothing about what is sent. */
const ANNOTATIONS = new Set([
  ...['title', 'description', 'summary', 'example', 'examples', 'default', 'deprecated'],
  ...['readOnly', 'writeOnly', 'externalDocs', '$comment', 'contentMediaType'],
]);

/** Whether a keyword of a schema changes nothing in which values are valid. */
export const isAnnotation = (keyword: string): boolean =>
  ANNOTATIONS.has(keyword) || keyword.startsWith('x-');
