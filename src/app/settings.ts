/**
 * Owns the configuration in force: the one place where services read settings, and the port behind domain/settings.
 * Reading and checking layers belongs to src/config, deciding what is changed to the domain.
 */
import {
  type Config,
  ConfigError,
  type ConfigProblem,
  differingKeys,
  type EngineHints,
  findConfigKey,
  inForce,
  type LoadedConfig,
} from '../config/index.ts';
import type {
  Changes,
  Configuration,
  Manner,
  Resolution,
  SettingKey,
  SettingProblem,
} from '../domain/settings/index.ts';

/** The configuration that the daemon runs with. */
export class LiveConfig implements Configuration {
  #latest: LoadedConfig;
  #current: Config;
  readonly #listeners = new Set<(config: Config) => void>();

  constructor(loaded: LoadedConfig) {
    this.#latest = loaded;
    this.#current = loaded.config;
  }

  /** The values in force now. Read it at each use; a value that is kept misses later changes. */
  readonly current = (): Config => this.#current;

  /** The paths where a change of the file shows. */
  get places(): readonly string[] {
    return this.#latest.places;
  }

  /** Where the environment says a container engine is. */
  get engineHints(): EngineHints {
    return this.#latest.engineHints;
  }

  /** Calls `listener` with the values in force, now and after every change. */
  follow(listener: (config: Config) => void): void {
    this.#listeners.add(listener);
    listener(this.#current);
  }

  /** The `.env` file, if a name of the environment that is written there decides at the next start; else null. */
  fileThatDecides(name: string): string | null {
    return this.#latest.fileThatDecides(name);
  }

  find(key: string): SettingKey | null {
    const known = findConfigKey(key.split('.'));
    if (known === undefined) return null;
    return {
      secret: known.secret,
      readOnly: known.immutable || known.outside,
      pinnedBy: this.#latest.pinnedBy(key),
    };
  }

  resolve(changes: Changes, manner: Manner): Resolution {
    const wanted = this.#load(changes, manner);
    if (wanted instanceof ConfigError) {
      return { ok: false, problems: wanted.problems.map(toProblem) };
    }
    const { config, waiting } =
      manner === 'start'
        ? { config: wanted.config, waiting: [] }
        : inForce(this.#current, wanted.config);
    return {
      ok: true,
      changed: differingKeys(this.#latest.config, wanted.config),
      waiting,
      apply: () => {
        this.#latest = wanted;
        this.#current = config;
        for (const listener of this.#listeners) listener(config);
      },
    };
  }

  tree(): Config {
    return this.#current;
  }

  #load(changes: Changes, manner: Manner): LoadedConfig | ConfigError {
    try {
      return manner === 'reread' ? this.#latest.reread(changes) : this.#latest.withChanges(changes);
    } catch (error) {
      if (error instanceof ConfigError) return error;
      throw error;
    }
  }
}

function toProblem({ source, key, keys, message }: ConfigProblem): SettingProblem {
  return { source, keys: keys ?? (key === undefined ? [] : [key]), message };
}
