/**
 * Owns which texts of a bundled contract are translated: every summary and every description, wherever the document lets one stand.
 * What a translation is and where it is kept belongs to overlay.ts.
 */
import { createHash } from 'node:crypto';

/** Any JSON value that is an object. */
export type Json = { [key: string]: unknown };

/** The fields of a node that hold words for people. */
export const FIELDS = ['summary', 'description'] as const;
export type Field = (typeof FIELDS)[number];

/** One node of a document with words for people. `target` is its JSONPath (RFC 9535), as an overlay names it. */
export interface Place {
  readonly target: string;
  readonly texts: Readonly<Partial<Record<Field, string>>>;
}

/** Fields whose keys are names somebody chose, so that a key `description` in them is no text. */
const MAPS = new Set([
  ...['$defs', 'callbacks', 'content', 'dependentSchemas', 'encoding', 'examples', 'headers'],
  ...['links', 'parameters', 'pathItems', 'paths', 'patternProperties', 'properties'],
  ...['requestBodies', 'responses', 'schemas', 'securitySchemes', 'variables', 'webhooks'],
]);
/** Fields that hold data and not words: bodies of examples, values of schemas, names of scopes. */
const DATA = new Set(['const', 'default', 'enum', 'example', 'security', 'value']);

/** Every place of a document that has words, in the order of the document. */
export function findPlaces(document: Json): Place[] {
  const places: Place[] = [];
  visitNode(document, '$', places);
  return places;
}

function visitNode(node: Json, target: string, places: Place[]): void {
  const texts = textsOf(node);
  if (Object.keys(texts).length > 0) places.push({ target, texts });
  for (const [key, value] of Object.entries(node)) {
    if (DATA.has(key) || key.startsWith('x-')) continue;
    const path = child(target, key);
    if (isJson(value)) visitInside(value, path, MAPS.has(key), places);
    // The examples of a schema are a list of bare values.
    else if (Array.isArray(value) && key !== 'examples') {
      value.forEach((item, index) => {
        if (isJson(item)) visitNode(item, `${path}[${index}]`, places);
      });
    }
  }
}

function visitInside(value: Json, path: string, isMap: boolean, places: Place[]): void {
  if (isMap) {
    for (const [name, item] of Object.entries(value)) {
      if (isJson(item)) visitNode(item, child(path, name), places);
    }
  } else visitNode(value, path, places);
}

/** The words that a node has itself. */
export function textsOf(node: Json): Partial<Record<Field, string>> {
  const texts: Partial<Record<Field, string>> = {};
  for (const field of FIELDS) {
    const text = node[field];
    if (typeof text === 'string' && text.trim() !== '') texts[field] = text;
  }
  return texts;
}

/** The short hash by which a translation knows the English text that it was made from. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

/** Whether a value is a JSON object, neither a list nor null. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function child(target: string, key: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return `${target}.${key}`;
  return `${target}['${key.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}']`;
}
