/**
 * Owns walking and building trees of settings: tables of tables with values as leaves. What a key means is left to
 * keys.ts, and whether a value is allowed to load.ts.
 */

/** A table of the file: names with values or further tables. */
export type Table = Readonly<Record<string, unknown>>;

/** Whether a value is a table and not a list, a date or a plain value. */
export function isTable(value: unknown): value is Table {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

/** The member of that name, if the table itself has it. */
export function ownMember(table: unknown, name: string): unknown {
  return isTable(table) && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The value at a path; undefined where there is none. */
export function valueAt(tree: unknown, path: readonly string[]): unknown {
  return path.reduce(ownMember, tree);
}

/**
 * The tree with one value put in; tables on the way are made. Where something else than a table is in the way the tree
 * stays as it is.
 */
export function withValue(tree: Table, path: readonly string[], value: unknown): Table {
  const [name, ...rest] = path;
  if (name === undefined) return tree;
  if (rest.length === 0) return { ...tree, [name]: value };
  const inner = ownMember(tree, name) ?? {};
  return isTable(inner) ? { ...tree, [name]: withValue(inner, rest, value) } : tree;
}

/** Every value that is not a table, with its path, in order; absent ones are left out. */
export function* leavesOf(
  tree: unknown,
  path: readonly string[] = [],
): Generator<{ path: readonly string[]; value: unknown }> {
  if (!isTable(tree)) {
    if (tree !== undefined) yield { path, value: tree };
    return;
  }
  for (const [name, value] of Object.entries(tree)) yield* leavesOf(value, [...path, name]);
}
