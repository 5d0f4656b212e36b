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

/** Keywords that say something to people and nothing about what is sent. */
const ANNOTATIONS = new Set([
  ...['title', 'description', 'summary', 'example', 'examples', 'default', 'deprecated'],
  ...['readOnly', 'writeOnly', 'externalDocs', '$comment', 'contentMediaType'],
]);

/** Whether a keyword of a schema changes nothing in which values are valid. */
export const isAnnotation = (keyword: string): boolean =>
  ANNOTATIONS.has(keyword) || keyword.startsWith('x-');
