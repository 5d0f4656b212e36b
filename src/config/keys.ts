/**
 * Owns the flat list of keys and the JSON Schema of the file, both derived from the schema. How a
 * value is read or checked is left to load.ts.
 */
import { z } from 'zod';
import type { ConfigClass } from './fields.ts';
import { configSchema } from './schema.ts';

/** One setting as documentation, the settings API and the loader see it. */
export interface ConfigKey {
  /** `section.name`, for example `gateway.port`. */
  readonly key: string;
  readonly section: string;
  readonly name: string;
  readonly class: ConfigClass;
  readonly secret: boolean;
  readonly immutable: boolean;
  /** Environment names in order of precedence; the first is always `GATEHOUSE_<SECTION>_<NAME>`. */
  readonly environment: readonly string[];
  /** Undefined when the key has no default. */
  readonly default: unknown;
  readonly description: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'array';
  /** What the key accepts, as the end of "expected ...". */
  readonly accepts: string;
}

/** A section of the file in the order of the schema. */
export interface ConfigSection {
  readonly name: string;
  readonly description: string;
}

// Parsing the derived document, instead of trusting it, makes a key without class or description
// fail at the first import.
const derivedKey = z.looseObject({
  type: z.enum(['string', 'integer', 'boolean', 'array']),
  default: z.unknown().optional(),
  description: z.string().min(1),
  'x-accepts': z.string().min(1),
  'x-class': z.enum(['hot', 'restart']),
  'x-secret': z.boolean(),
  'x-immutable': z.boolean(),
  'x-environment': z.array(z.string()),
});
const derivedDocument = z.looseObject({
  properties: z.record(
    z.string(),
    z.looseObject({
      description: z.string().min(1),
      properties: z.record(z.string(), derivedKey),
    }),
  ),
});

const derived = derivedDocument.parse(z.toJSONSchema(configSchema, { io: 'input' }));

for (const [section, { properties }] of Object.entries(derived.properties)) {
  for (const [name, key] of Object.entries(properties)) {
    key['x-environment'].unshift(`GATEHOUSE_${section}_${name}`.toUpperCase());
  }
}

/** Every section, in the order of the schema. */
export const configSections: readonly ConfigSection[] = Object.entries(derived.properties).map(
  ([name, { description }]) => ({ name, description }),
);

/** Every setting, in the order of the schema. */
export const configKeys: readonly ConfigKey[] = Object.entries(derived.properties).flatMap(
  ([section, { properties }]) =>
    Object.entries(properties).map(([name, key]) => ({
      key: `${section}.${name}`,
      section,
      name,
      class: key['x-class'],
      secret: key['x-secret'],
      immutable: key['x-immutable'],
      environment: key['x-environment'],
      default: key.default,
      description: key.description,
      type: key.type,
      accepts: key['x-accepts'],
    })),
);

/** JSON Schema 2020-12 of the file; rules between keys and the shape of hosts and URLs are not in it. */
export function configJsonSchema(): object {
  return { title: 'Gatehouse configuration file', ...structuredClone(derived) };
}
