/**
 * Owns the flat list of keys and the JSON Schema of the file, both derived from the schema. How a
 * value is read or checked is left to load.ts.
 */
import { z } from 'zod';
import type { ConfigClass } from './fields.ts';
import { configSchema } from './schema.ts';

/** Where a key pattern takes any name. */
export const ANY_NAME = '<name>';

/** One setting as documentation, the settings API and the loader see it. */
export interface ConfigKey {
  /** Dotted, for example `gateway.port`; `mcp.servers.<name>.url` stands for the keys of all servers. */
  readonly key: string;
  /** The parts of `key`. */
  readonly path: readonly string[];
  /** The table of the file that holds it: all parts but the last. */
  readonly section: string;
  /** The last part. */
  readonly name: string;
  readonly class: ConfigClass;
  readonly secret: boolean;
  readonly immutable: boolean;
  /** Set in the file or the environment alone; the settings API refuses it. */
  readonly outside: boolean;
  /**
   * Environment names in order of precedence, first `GATEHOUSE_<SECTION>_<NAME>`; none for a key with
   * a free name in it.
   */
  readonly environment: readonly string[];
  /** Undefined when the key has no default. */
  readonly default: unknown;
  readonly description: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'array';
  /** What the key accepts, as the end of "expected ...". */
  readonly accepts: string;
}

/** A table of the file that holds keys, in the order of the schema. */
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
  'x-outside': z.boolean(),
  'x-environment': z.array(z.string()),
});
const derivedTable = z.looseObject({
  type: z.literal('object'),
  description: z.string().min(1),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown(),
});
const derivedDocument = z.looseObject({ properties: z.record(z.string(), z.unknown()) });

const document = derivedDocument.parse(z.toJSONSchema(configSchema, { io: 'input' }));
const keys: ConfigKey[] = [];
const sections: ConfigSection[] = [];
const properties = new Map<string, unknown>();

for (const [name, node] of Object.entries(document.properties)) {
  properties.set(name, walkTable([name], node));
}

/** Collects the keys below a table. @returns the table with the names of the environment filled in */
function walkTable(path: readonly string[], node: unknown): unknown {
  const table = derivedTable.parse(node);
  const members = Object.entries(table.properties ?? {});
  // A map of names has no properties of its own but a schema for whatever name there is.
  const isMap = members.length === 0;
  if (isMap) members.push([ANY_NAME, table.additionalProperties]);
  const isSection = members.some(([, member]) => derivedKey.safeParse(member).success);
  if (isSection) sections.push({ name: path.join('.'), description: table.description });
  const walked = members.map(([name, member]) => [name, walkMember([...path, name], member)]);
  const filled: Record<string, unknown> = Object.fromEntries(walked);
  return isMap
    ? { ...table, additionalProperties: filled[ANY_NAME] }
    : { ...table, properties: filled };
}

function walkMember(path: readonly string[], node: unknown): unknown {
  const parsed = derivedKey.safeParse(node);
  if (!parsed.success) return walkTable(path, node);
  const key = parsed.data;
  const environment = path.includes(ANY_NAME)
    ? []
    : [`GATEHOUSE_${path.join('_')}`.toUpperCase(), ...key['x-environment']];
  keys.push({
    key: path.join('.'),
    path,
    section: path.slice(0, -1).join('.'),
    name: path.at(-1) ?? '',
    class: key['x-class'],
    secret: key['x-secret'],
    immutable: key['x-immutable'],
    outside: key['x-outside'],
    environment,
    default: key.default,
    description: key.description,
    type: key.type,
    accepts: key['x-accepts'],
  });
  return { ...key, 'x-environment': environment };
}

/** Every table that holds keys, in the order of the schema. */
export const configSections: readonly ConfigSection[] = sections;

/** Every setting, in the order of the schema. */
export const configKeys: readonly ConfigKey[] = keys;

const isOpen = (key: ConfigKey) => key.path.includes(ANY_NAME);
const fixedKeys = new Map(keys.filter((key) => !isOpen(key)).map((key) => [key.key, key]));
const openKeys = keys.filter(isOpen);

/** Names that JavaScript objects have anyway are nobody's. */
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether a free name of a table, such as that of an MCP server, may be this. */
export function isFreeName(name: string): boolean {
  return /^[A-Za-z0-9_-]{1,64}$/.test(name) && !RESERVED.has(name);
}

/** The setting that a path of names is; undefined where there is none. */
export function findConfigKey(path: readonly string[]): ConfigKey | undefined {
  const fixed = fixedKeys.get(path.join('.'));
  return fixed ?? openKeys.find((key) => key.path.length === path.length && fits(key.path, path));
}

/** Whether a path begins as the pattern does, for as long as both go. */
function fits(pattern: readonly string[], path: readonly string[]): boolean {
  return path.every((name, index) => {
    const part = pattern[index];
    return part === undefined || (part === ANY_NAME ? isFreeName(name) : part === name);
  });
}

/** What may stand in the table at a path, in the order of the schema: names, or `<name>` for any. */
export function namesIn(path: readonly string[]): readonly string[] {
  const names = keys
    .filter((key) => key.path.length > path.length && fits(key.path, path))
    .map((key) => key.path[path.length] ?? '');
  return [...new Set(names)];
}

/** JSON Schema 2020-12 of the file; rules between keys and the shape of hosts and URLs are not in it. */
export function configJsonSchema(): object {
  const { properties: _, ...rest } = document;
  return {
    title: 'Gatehouse configuration file',
    ...structuredClone({ ...rest, properties: Object.fromEntries(properties) }),
  };
}
