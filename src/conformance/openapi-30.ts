/**
 * Owns saying in the words of OpenAPI 3.1 what a contract of 3.0 says in its own: values that may be null, and bounds that are left
 * out. Everything else reads 3.1 alone.
 */

/** A document of 3.0 as one of 3.1; examples stay what they are. */
export function modernized(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(modernized);
  if (typeof value !== 'object' || value === null) return value;
  const inside = Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      AS_THEY_ARE.has(name) ? one : modernized(one),
    ]),
  );
  return withNull(withBound(withBound(inside, 'Minimum'), 'Maximum'));
}

const AS_THEY_ARE: ReadonlySet<string> = new Set(['example', 'examples', 'default', 'enum']);

type Schema = Readonly<Record<string, unknown>>;

/** `nullable` is a truth value where it is a keyword; a property may be called so too. */
function withNull(schema: Schema): Schema {
  const { nullable, ...rest } = schema;
  if (typeof nullable !== 'boolean') return schema;
  if (!nullable) return rest;
  // References may lead into a schema, so what can stay in its place does.
  if (typeof rest.type === 'string') return { ...rest, type: [rest.type, 'null'] };
  return { anyOf: [rest, { type: 'null' }] };
}

function withBound(schema: Schema, end: 'Minimum' | 'Maximum'): Schema {
  const { [`exclusive${end}`]: isExclusive, [end.toLowerCase()]: bound, ...rest } = schema;
  if (typeof isExclusive !== 'boolean') return schema;
  if (bound === undefined) return rest;
  return { ...rest, [isExclusive ? `exclusive${end}` : end.toLowerCase()]: bound };
}
