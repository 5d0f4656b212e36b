/**
 * Owns the words for what is wrong with a configuration: unknown names, wrong values, broken rules.
 * Finding it is left to load.ts and the schema.
 */
import type { z } from 'zod';
import type { ConfigFile } from './file.ts';
import {
  ANY_NAME,
  type ConfigKey,
  configKeys,
  findConfigKey,
  isFreeName,
  namesIn,
} from './keys.ts';
import { nearest } from './nearest.ts';
import { type ConfigProblem, describeFound, describeKind } from './problem.ts';
import type { RuleProblem } from './rules.ts';
import { isTable, ownMember, type Table, valueAt } from './tree.ts';

/** What a problem is about. */
export interface About {
  /** All layers as one tree. */
  readonly tree: Table;
  readonly file: ConfigFile;
  /** Where the value at a path was set, or where it is missing. */
  sourceOf(path: readonly string[]): string;
}

/** What the validator found, in words that name the place, what was expected and what is there. */
export function explainIssue(issue: z.core.$ZodIssue, about: About): ConfigProblem[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((name) =>
      unknownName([...path, name], about.file.locate([...path, name])),
    );
  }
  const key = keyOn(path);
  if (key === undefined) {
    const found = describeKind(valueAt(about.tree, path));
    const message = `expected a table [${path.join('.')}], found ${found}`;
    return [{ source: about.file.locate(path), key: path.join('.'), message }];
  }
  const keyPath = path.slice(0, key.path.length);
  const value = valueAt(about.tree, keyPath);
  const item = path[keyPath.length];
  const wrong = Array.isArray(value) && item !== undefined ? value[Number(item)] : value;
  const found = wrong === undefined ? 'nothing' : describeFound(wrong, key.secret);
  return [
    {
      source: about.sourceOf(keyPath),
      key: keyPath.join('.'),
      message: `expected ${issue.message}, found ${found}`,
    },
  ];
}

/** The setting at or above a path: issues of lists name the item too. */
function keyOn(path: readonly string[]): ConfigKey | undefined {
  return findConfigKey(path) ?? (path.length > 0 ? keyOn(path.slice(0, -1)) : undefined);
}

/** A broken rule; the first key that somebody has set is the one to blame. */
export function explainRule(
  { keys, message }: RuleProblem,
  isSet: (key: string) => boolean,
  sourceOf: (key: string) => string,
): ConfigProblem {
  const [first = ''] = keys;
  const key = keys.find(isSet) ?? first;
  return { source: sourceOf(key), key, keys, message };
}

/** A path that is no setting: which part is unknown, and what was probably meant. */
export function unknownName(path: readonly string[], source: string): ConfigProblem {
  const key = path.join('.');
  const depth = path.findIndex((name, index) => {
    const names = namesIn(path.slice(0, index));
    return !names.includes(name) && !(names.includes(ANY_NAME) && isFreeName(name));
  });
  const name = path[depth];
  if (name === undefined) {
    return { source, key, message: `expected a key in [${key}], found the table itself` };
  }
  const table = path.slice(0, depth);
  const names = namesIn(table);
  if (names.length === 0 || names.includes(ANY_NAME)) {
    const message = `expected a known key, found ${JSON.stringify(key)}`;
    return { source, key, message };
  }
  const near = nearest(name, names);
  const found = JSON.stringify(name);
  if (table.length === 0) {
    const message = `expected one of the sections ${names.join(', ')}, found ${found}`;
    return { source, key, message: message + didYouMean(name, near) };
  }
  const guess = near === undefined ? undefined : [...table, near].join('.');
  const message = `expected one of the keys ${names.join(', ')} in [${table.join('.')}], found ${found}`;
  return { source, key, message: message + didYouMean(name, guess) };
}

/** The likely meaning of an unknown name: a near one beside it, or its own name in another section. */
function didYouMean(name: string, near: string | undefined): string {
  const guess = near ?? configKeys.find((key) => key.name === name)?.key;
  return guess === undefined ? '' : ` (did you mean ${guess}?)`;
}

/** Names of one's own choice, such as those of MCP servers, that cannot be part of a dotted key. */
export function freeNameProblems(about: About): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const visit = (path: readonly string[]): void => {
    const table = valueAt(about.tree, path);
    if (!isTable(table)) return;
    const isFree = namesIn(path).includes(ANY_NAME);
    for (const name of Object.keys(table)) {
      const inner = [...path, name];
      if (isFree && !isFreeName(name)) problems.push(badName(inner, about));
      else if (isTable(ownMember(table, name))) visit(inner);
    }
  };
  visit([]);
  return problems;
}

function badName(path: readonly string[], { file }: About): ConfigProblem {
  const found = JSON.stringify(path.at(-1));
  const message = `expected a name of 1 to 64 letters, digits, "_" and "-", found ${found}`;
  return { source: file.locate(path), key: path.join('.'), message };
}
