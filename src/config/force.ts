/**
 * Owns which values of a wanted configuration are in force while the daemon runs, and which ones wait for a restart.
 * Reading and checking the wanted configuration is left to load.ts.
 */
import { isDeepStrictEqual } from 'node:util';
import { findConfigKey } from './keys.ts';
import { type Config, configSchema } from './schema.ts';
import { leavesOf, type Table, valueAt, withValue } from './tree.ts';

/** The dotted keys whose values differ between two configurations. */
export function differingKeys(one: Config, other: Config): string[] {
  return [...pathsOf(one, other)]
    .filter(([, path]) => !isDeepStrictEqual(valueAt(one, path), valueAt(other, path)))
    .map(([key]) => key);
}

/**
 * Puts a wanted configuration over the one that the daemon runs with.
 * @returns the configuration in force from now on (hot keys as wanted, the others as they run), and the keys that wait
 * for a restart
 */
export function inForce(running: Config, wanted: Config): { config: Config; waiting: string[] } {
  let tree: Table = {};
  const isHot = (path: readonly string[]) => findConfigKey(path)?.class === 'hot';
  for (const path of pathsOf(running, wanted).values()) {
    const value = valueAt(isHot(path) ? wanted : running, path);
    if (value !== undefined) tree = withValue(tree, path, value);
  }
  const waiting = differingKeys(running, wanted).filter((key) => !isHot(key.split('.')));
  return { config: configSchema.parse(tree), waiting };
}

function pathsOf(...trees: readonly unknown[]): Map<string, readonly string[]> {
  const leaves = trees.flatMap((tree) => [...leavesOf(tree)]);
  return new Map(leaves.map(({ path }) => [path.join('.'), path]));
}
