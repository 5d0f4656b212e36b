/**
 * Owns reading settings from environment variables and the `.env` file, and turning their text into
 * values. Whether a value is allowed is left to load.ts.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { type ConfigKey, configKeys } from './keys.ts';
import { nearest } from './nearest.ts';
import { type ConfigProblem, describeFound, hasErrorCode } from './problem.ts';

const PREFIX = 'GATEHOUSE_';

/** Names that say where things are, and so cannot be keys of the file. */
const HOME_NAME = 'GATEHOUSE_HOME';
const FILE_NAME = 'GATEHOUSE_CONFIG';

/** Names that commands read to find a server; the daemon knows them so as not to wonder at them. */
const COMMAND_NAMES = [
  'GATEHOUSE_TOKEN',
  'GATEHOUSE_URL_PRX',
  'GATEHOUSE_URL_AGENT',
  'GATEHOUSE_URL_NANOCLAW',
];

/** A text found in the environment, and where: the name, with its `.env` file if it stood there. */
export interface FoundText {
  readonly text: string;
  readonly source: string;
}

/** What the environment says of container engines, in words that other programs know as well. */
export interface EngineHints {
  /** `DOCKER_HOST`, such as `unix:///run/user/1000/docker.sock`. */
  readonly dockerHost: string | null;
  /** `XDG_RUNTIME_DIR`, where the socket of a user's own Podman is. */
  readonly runtimeDir: string | null;
}

/** What the environment says. */
export interface EnvironmentSettings {
  readonly home: FoundText | undefined;
  readonly file: FoundText | undefined;
  readonly engineHints: EngineHints;
  /** Values by key, of the type the key wants; text that is not of that type is a problem instead. */
  readonly values: ReadonlyMap<string, { readonly value: unknown; readonly source: string }>;
  readonly problems: readonly ConfigProblem[];
  readonly warnings: readonly string[];
}

/** Reads every known name from the process environment and, below it, from `.env` in `cwd`. */
export function readEnvironment(env: NodeJS.ProcessEnv, cwd: string): EnvironmentSettings {
  const problems: ConfigProblem[] = [];
  const dotenvPath = join(cwd, '.env');
  const layers = [
    { variables: env, sourceOf: (name: string) => name },
    {
      variables: readDotenv(dotenvPath, problems),
      sourceOf: (name: string) => `${name} in ${dotenvPath}`,
    },
  ];

  // Empty means absent: compose files and CI pass on variables that nobody set as empty text.
  const find = (names: readonly string[]): FoundText | undefined => {
    for (const { variables, sourceOf } of layers) {
      for (const name of names) {
        const text = variables[name]?.trim();
        if (text) return { text, source: sourceOf(name) };
      }
    }
    return undefined;
  };

  const values = new Map<string, { value: unknown; source: string }>();
  for (const key of configKeys) {
    const found = find(key.environment);
    if (found === undefined) continue;
    const value = parseText(key, found.text);
    if (value === undefined) {
      const message = `expected ${key.accepts}, found ${describeFound(found.text, key.secret)}`;
      problems.push({ source: found.source, key: key.key, message });
    } else {
      values.set(key.key, { value, source: found.source });
    }
  }
  const warnings = layers.flatMap(({ variables, sourceOf }) =>
    Object.keys(variables)
      .filter((name) => name.startsWith(PREFIX) && !knownNames.includes(name))
      .map((name) => `${sourceOf(name)} is not a known setting and is ignored${hint(name)}`),
  );
  return {
    home: find([HOME_NAME]),
    file: find([FILE_NAME]),
    engineHints: {
      dockerHost: find(['DOCKER_HOST'])?.text ?? null,
      runtimeDir: find(['XDG_RUNTIME_DIR'])?.text ?? null,
    },
    values,
    problems,
    warnings,
  };
}

/**
 * The `.env` file in `cwd`, if a value of `name` there has the last word at the next start; null where the process environment
 * or a stronger name of the same key has it.
 */
export function fileThatDecides(name: string, env: NodeJS.ProcessEnv, cwd: string): string | null {
  const path = join(cwd, '.env');
  const names = configKeys.find((key) => key.environment.includes(name))?.environment ?? [];
  const isSet = (variables: NodeJS.Dict<string>) => (one: string) =>
    Boolean(variables[one]?.trim());
  const stronger = names.slice(0, names.indexOf(name));
  const pinned = names.some(isSet(env)) || stronger.some(isSet(readDotenv(path, [])));
  return pinned ? null : path;
}

const knownNames: readonly string[] = [
  HOME_NAME,
  FILE_NAME,
  ...COMMAND_NAMES,
  ...configKeys.flatMap((key) => key.environment),
];

function hint(name: string): string {
  const bare = (known: string): string => known.slice(PREFIX.length);
  const candidates = knownNames.filter((known) => known.startsWith(PREFIX)).map(bare);
  const guess = nearest(bare(name), candidates);
  return guess === undefined ? '' : ` (did you mean ${PREFIX}${guess}?)`;
}

function readDotenv(path: string, problems: ConfigProblem[]): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    // A folder of this name is a common place for a Python virtual environment.
    if (hasErrorCode(error, 'ENOENT', 'EISDIR')) return {};
    const reason = error instanceof Error ? error.message : String(error);
    problems.push({ source: path, message: `expected a readable file: ${reason}` });
    return {};
  }
}

/** The text as the type the key wants, or undefined when it is not written as one. */
function parseText(key: ConfigKey, text: string): unknown {
  switch (key.type) {
    case 'integer':
      return /^-?\d+$/.test(text) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'array':
      return text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'string':
      return text;
  }
}
