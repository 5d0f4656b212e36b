/**
 * Owns putting defaults, file, changes and environment together into one valid configuration, or refusing with every
 * problem at once. Keeping the changes is left to the settings area of the domain, wording problems to explain.ts.
 */
import { resolve } from 'node:path';
import {
  type EngineHints,
  type EnvironmentSettings,
  fileThatDecides,
  readEnvironment,
} from './environment.ts';
import { explainIssue, explainRule, freeNameProblems, unknownName } from './explain.ts';
import { type ConfigFile, readConfigFile, usualPlaces } from './file.ts';
import { findConfigKey } from './keys.ts';
import { ConfigError, type ConfigProblem } from './problem.ts';
import { ruleProblems } from './rules.ts';
import { type Config, configSchema } from './schema.ts';
import { isTable, type Table, valueAt, withValue } from './tree.ts';

/** Values by dotted key that were set while the daemon ran. */
export type ConfigChanges = ReadonlyMap<string, unknown>;

/** Where the value of a key comes from. */
export type ConfigOrigin = 'default' | 'file' | 'change' | 'environment';

/** A configuration that may be used, and where it came from. */
export interface LoadedConfig {
  readonly config: Config;
  /** Absolute path of the data folder; it need not exist yet. */
  readonly home: string;
  /** Absolute path of the file that was read, or null. */
  readonly file: string | null;
  /** The paths where a change of the file shows: the file, or where one would be found. */
  readonly places: readonly string[];
  /** Where the value of a key like `gateway.port` comes from. */
  origin(key: string): ConfigOrigin;
  /** The name in the environment that sets a key, or null. */
  pinnedBy(key: string): string | null;
  /** The `.env` file, if a name of the environment that is written there decides at the next start; else null. */
  fileThatDecides(name: string): string | null;
  /** Where the environment says a container engine is. */
  readonly engineHints: EngineHints;
  /** Things worth saying in the log that do not stop the daemon. */
  readonly warnings: readonly string[];
  /** The same file and environment with these changes between them, and no others. @throws ConfigError */
  withChanges(changes: ConfigChanges): LoadedConfig;
  /** The file and `.env` as they are now; a file that is gone is a problem. The data folder stays. @throws ConfigError */
  reread(changes: ConfigChanges): LoadedConfig;
}

/** All layers but the changes, as they were read at one moment. */
interface Layers {
  readonly home: string;
  readonly file: ConfigFile;
  readonly environment: EnvironmentSettings;
  readonly places: readonly string[];
  fileThatDecides(name: string): string | null;
  reread(): Layers;
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
  const named = namedFile(configPath, environment);
  return assemble(readLayers({ env, cwd, home, named, environment }), new Map());
}

function namedFile(configPath: string | undefined, environment: EnvironmentSettings) {
  if (configPath !== undefined) return { path: configPath, by: '--config' };
  const { file } = environment;
  return file === undefined ? undefined : { path: file.text, by: file.source };
}

function readLayers(input: {
  env: NodeJS.ProcessEnv;
  cwd: string;
  home: string;
  named: { path: string; by: string } | undefined;
  environment: EnvironmentSettings;
}): Layers {
  const { env, cwd, home, environment } = input;
  const file = readConfigFile(input);
  // A file that was found once is asked for by name from then on, so that losing it is noticed.
  const named =
    input.named ?? (file.path === null ? undefined : { path: file.path, by: file.path });
  return {
    home,
    file,
    environment,
    places: file.path === null ? usualPlaces(cwd, home) : [file.path],
    fileThatDecides: (name) => fileThatDecides(name, env, cwd),
    reread: () => readLayers({ env, cwd, home, named, environment: readEnvironment(env, cwd) }),
  };
}

function assemble(layers: Layers, changes: ConfigChanges): LoadedConfig {
  const { home, file, environment, places } = layers;
  const { config, problems } = validate(layers, changes);
  const all = [...file.problems, ...environment.problems, ...problems];
  if (all.length > 0) throw new ConfigError(all);
  return {
    config,
    home,
    file: file.path,
    places,
    origin: (key) => originOf(key, layers, changes),
    pinnedBy: (key) => environment.values.get(key)?.source ?? null,
    fileThatDecides: layers.fileThatDecides,
    engineHints: environment.engineHints,
    warnings: environment.warnings,
    withChanges: (other) => assemble(layers, other),
    reread: (other) => assemble(layers.reread(), other),
  };
}

function originOf(
  key: string,
  { file, environment }: Layers,
  changes: ConfigChanges,
): ConfigOrigin {
  if (environment.values.has(key)) return 'environment';
  if (changes.has(key)) return 'change';
  return valueAt(file.table, key.split('.')) === undefined ? 'default' : 'file';
}

function sourceOf(key: string, layers: Layers, changes: ConfigChanges): string {
  const found = layers.environment.values.get(key);
  if (found !== undefined) return found.source;
  const path = key.split('.');
  // A value that is missing has no place, but the table that lacks it may have one.
  const isInFile = isTable(valueAt(layers.file.table, path.slice(0, -1)));
  return isInFile && !changes.has(key) ? layers.file.locate(path) : key;
}

/** File, changes and environment as one tree, before any check of values. */
function merge({ file, environment }: Layers, changes: ConfigChanges): Table {
  // A section that is no table is a problem of the file; it must not vanish under another layer.
  let tree: Table = file.table;
  for (const [key, value] of changes) tree = withValue(tree, key.split('.'), value);
  for (const [key, { value }] of environment.values) tree = withValue(tree, key.split('.'), value);
  return tree;
}

function validate(
  layers: Layers,
  changes: ConfigChanges,
): { config: Config; problems: ConfigProblem[] } {
  const { file, environment } = layers;
  const strange = [...changes.keys()].filter((key) => findConfigKey(key.split('.')) === undefined);
  const known = new Map([...changes].filter(([key]) => !strange.includes(key)));
  const tree = merge(layers, known);
  const parsed = configSchema.safeParse(tree);
  const issues = parsed.error?.issues ?? [];
  const about = {
    tree,
    file,
    sourceOf: (path: readonly string[]) => sourceOf(path.join('.'), layers, known),
  };
  const problems = [
    ...strange.map((key) => unknownName(key.split('.'), key)),
    ...freeNameProblems(about),
    ...issues.flatMap((issue) => explainIssue(issue, about)),
  ];

  const wrong = issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => [...issue.path.map(String), key])
      : [issue.path.map(String)],
  );
  const config = parsed.data ?? configSchema.parse(without(tree, wrong));
  // What an unreadable file says about a rule between keys cannot be known.
  if (file.problems.length > 0) return { config, problems };

  // Rules between keys are checked even when single keys are wrong, so that one start shows
  // everything; the wrong keys take their defaults for it, and rules about them wait.
  const wrongKeys = new Set([...problems, ...environment.problems].map(({ key }) => key));
  for (const rule of ruleProblems(config)) {
    if (rule.keys.some((key) => wrongKeys.has(key))) continue;
    const isSet = (key: string) => originOf(key, layers, known) !== 'default';
    problems.push(explainRule(rule, isSet, (key) => sourceOf(key, layers, known)));
  }
  return { config, problems };
}

/**
 * The tree without what is wrong in it. Below the second part of a path everything goes, since a table that lacks
 * something is not mended by taking more away.
 */
function without(tree: Table, wrong: readonly (readonly string[])[]): Table {
  const dropped = new Set(wrong.map((path) => path.slice(0, 2).join('.')));
  return Object.fromEntries(
    Object.entries(tree)
      .filter(([section, table]) => !dropped.has(section) && isTable(table))
      .map(([section, table]) => [
        section,
        Object.fromEntries(
          Object.entries(isTable(table) ? table : {}).filter(
            ([name]) => !dropped.has(`${section}.${name}`),
          ),
        ),
      ]),
  );
}
