/**
 * Owns putting defaults, file and environment together into one valid configuration, or refusing
 * with every problem at once. Changes at runtime are left to the settings that the database keeps.
 */
import { resolve } from 'node:path';
import type { z } from 'zod';
import { type EnvironmentSettings, readEnvironment } from './environment.ts';
import { type ConfigFile, readConfigFile } from './file.ts';
import { configKeys, configSections } from './keys.ts';
import { nearest } from './nearest.ts';
import { ConfigError, type ConfigProblem, describeFound, describeKind } from './problem.ts';
import { ruleProblems } from './rules.ts';
import { type Config, configSchema } from './schema.ts';

/** Where the value of a key comes from. */
export type ConfigOrigin = 'default' | 'file' | 'environment';

/** A configuration that may be used, and where it came from. */
export interface LoadedConfig {
  readonly config: Config;
  /** Absolute path of the data folder; it need not exist yet. */
  readonly home: string;
  /** Absolute path of the file that was read, or null. */
  readonly file: string | null;
  /** Where the value of a key like `gateway.port` comes from. */
  origin(key: string): ConfigOrigin;
  /** Things worth saying in the log that do not stop the daemon. */
  readonly warnings: readonly string[];
}

/**
 * Loads the configuration: defaults, below the file, below the environment (process, then `.env`).
 * `configPath` is the file the command line names. Throws ConfigError with all problems.
 */
export function loadConfig(input: {
  env: NodeJS.ProcessEnv;
  cwd: string;
  configPath?: string;
}): LoadedConfig {
  const { env, cwd, configPath } = input;
  const environment = readEnvironment(env, cwd);
  const home = resolve(cwd, environment.home?.text ?? 'data');
  const file = readConfigFile({ cwd, home, named: namedFile(configPath, environment) });

  const { config, problems } = validate(file, environment);
  const all = [...file.problems, ...environment.problems, ...problems];
  if (all.length > 0) throw new ConfigError(all);

  return {
    config,
    home,
    file: file.path,
    origin: (key) => originOf(key, file, environment),
    warnings: environment.warnings,
  };
}

function namedFile(configPath: string | undefined, environment: EnvironmentSettings) {
  if (configPath !== undefined) return { path: configPath, by: '--config' };
  const { file } = environment;
  return file === undefined ? undefined : { path: file.text, by: file.source };
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)
  );
}

function originOf(key: string, file: ConfigFile, environment: EnvironmentSettings): ConfigOrigin {
  if (environment.values.has(key)) return 'environment';
  const [section = '', name = ''] = key.split('.');
  const table = Object.hasOwn(file.table, section) ? file.table[section] : undefined;
  return isTable(table) && Object.hasOwn(table, name) ? 'file' : 'default';
}

/** File and environment as one tree, before any check. */
function merge(file: ConfigFile, environment: EnvironmentSettings): Map<string, unknown> {
  const tree = new Map<string, unknown>(Object.entries(file.table));
  for (const key of configKeys) {
    const found = environment.values.get(key.key);
    const section = tree.get(key.section) ?? {};
    // A section that is no table is a problem of the file; it must not vanish under a variable.
    if (found === undefined || !isTable(section)) continue;
    tree.set(key.section, { ...section, [key.name]: found.value });
  }
  return tree;
}

function validate(
  file: ConfigFile,
  environment: EnvironmentSettings,
): { config: Config; problems: ConfigProblem[] } {
  const tree = merge(file, environment);
  const parsed = configSchema.safeParse(Object.fromEntries(tree));
  const issues = parsed.error?.issues ?? [];
  const problems = issues.flatMap((issue) => explain(issue, tree, file, environment));

  const config = parsed.data ?? configSchema.parse(withoutIssues(tree, issues));
  // What an unreadable file says about a rule between keys cannot be known.
  if (file.problems.length > 0) return { config, problems };

  // Rules between keys are checked even when single keys are wrong, so that one start shows
  // everything; the wrong keys take their defaults for it, and rules about them wait.
  const wrong = new Set([...problems, ...environment.problems].map(({ key }) => key));
  for (const { keys, message } of ruleProblems(config)) {
    if (keys.some((key) => wrong.has(key))) continue;
    const [first = ''] = keys;
    const key = keys.find((name) => originOf(name, file, environment) !== 'default') ?? first;
    problems.push({ source: sourceOf(key, file, environment), key, message });
  }
  return { config, problems };
}

function sourceOf(key: string, file: ConfigFile, environment: EnvironmentSettings): string {
  const found = environment.values.get(key);
  if (found !== undefined) return found.source;
  const [section = '', name] = key.split('.');
  return originOf(key, file, environment) === 'file' ? file.locate(section, name) : key;
}

function withoutIssues(tree: ReadonlyMap<string, unknown>, issues: readonly z.core.$ZodIssue[]) {
  const dropped = new Set(
    issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => [...issue.path, key].join('.'))
        : [issue.path.slice(0, 2).join('.')],
    ),
  );
  const kept = [...tree].filter(([section]) => !dropped.has(section));
  return Object.fromEntries(
    kept.map(([section, table]) => [
      section,
      Object.fromEntries(
        Object.entries(isTable(table) ? table : {}).filter(
          ([name]) => !dropped.has(`${section}.${name}`),
        ),
      ),
    ]),
  );
}

function explain(
  issue: z.core.$ZodIssue,
  tree: ReadonlyMap<string, unknown>,
  file: ConfigFile,
  environment: EnvironmentSettings,
): ConfigProblem[] {
  const [section = '', name, item] = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((unknown) =>
      section === '' ? unknownSection(unknown, file) : unknownKey(section, unknown, file),
    );
  }
  const table = tree.get(section);
  if (name === undefined || !isTable(table)) {
    const message = `expected a table [${section}], found ${describeKind(table)}`;
    return [{ source: file.locate(section), key: section, message }];
  }
  const key = `${section}.${name}`;
  const secret = configKeys.find((known) => known.key === key)?.secret ?? true;
  const value = table[name];
  const found = Array.isArray(value) && item !== undefined ? value[Number(item)] : value;
  return [
    {
      source: sourceOf(key, file, environment),
      key,
      message: `expected ${issue.message}, found ${describeFound(found, secret)}`,
    },
  ];
}

/** The likely meaning of an unknown name: a near one beside it, or its own name in another section. */
function didYouMean(name: string, near: string | undefined): string {
  const guess = near ?? configKeys.find((key) => key.name === name)?.key;
  return guess === undefined ? '' : ` (did you mean ${guess}?)`;
}

function unknownSection(section: string, file: ConfigFile): ConfigProblem {
  const names = configSections.map(({ name }) => name);
  const hint = didYouMean(section, nearest(section, names));
  const message = `expected one of the sections ${names.join(', ')}, found ${JSON.stringify(section)}${hint}`;
  return { source: file.locate(section), key: section, message };
}

function unknownKey(section: string, name: string, file: ConfigFile): ConfigProblem {
  const names = configKeys.filter((key) => key.section === section).map((key) => key.name);
  const guess = nearest(name, names);
  const hint = didYouMean(name, guess === undefined ? undefined : `${section}.${guess}`);
  const message = `expected one of the keys ${names.join(', ')} in [${section}], found ${JSON.stringify(name)}${hint}`;
  return { source: file.locate(section, name), key: `${section}.${name}`, message };
}
