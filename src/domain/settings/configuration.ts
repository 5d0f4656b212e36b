/**
 * Owns the port through which this area sees the configuration: what a key is, what a set of changes would come to.
 * Layers, files, types and the values in force stand behind it, in src/config and src/app.
 */

/** A value that a setting can be changed to. */
export type SettingValue = string | number | boolean | readonly (string | number | boolean)[];

/** Values by dotted key, over the file and under the environment. */
export type Changes = ReadonlyMap<string, SettingValue>;

/** What the configuration says of one key. */
export interface SettingKey {
  /** Never shown, and sealed where it is stored. */
  readonly secret: boolean;
  /** Not to be changed while the daemon runs. */
  readonly readOnly: boolean;
  /** The name in the environment that sets it whatever else says, or null. */
  readonly pinnedBy: string | null;
}

/** Something that keeps a set of changes from being used. */
export interface SettingProblem {
  /** The keys it is about; none for a file that cannot be read. */
  readonly keys: readonly string[];
  /** What was expected and what is there, never the value of a secret. */
  readonly message: string;
  /** The place: a key, `file:line` or an environment name. */
  readonly source: string;
}

/** A problem in one line, with its place. */
export const describeProblem = ({ source, message }: SettingProblem): string =>
  message.includes(source) ? message : `${source}: ${message}`;

/** What a set of changes comes to. Nothing happens until it is applied. */
export type Resolution =
  | { readonly ok: false; readonly problems: readonly SettingProblem[] }
  | {
      readonly ok: true;
      /** Keys whose wanted value is another than before. */
      readonly changed: readonly string[];
      /** Keys whose wanted value comes into force with the next start. */
      readonly waiting: readonly string[];
      /** Puts the values in force that can be. */
      apply(): void;
    };

/**
 * How changes are resolved: at the start, when everything comes into force; over the file as it was read; or over the
 * file as it is now.
 */
export type Manner = 'start' | 'change' | 'reread';

/** The configuration of the running daemon. */
export interface Configuration {
  /** What is said of a dotted key; null for one that does not exist. */
  find(key: string): SettingKey | null;
  resolve(changes: Changes, manner: Manner): Resolution;
  /** The values in force, secrets in clear: sections of keys or further tables. */
  tree(): Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
