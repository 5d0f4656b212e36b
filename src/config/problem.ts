/**
 * Owns how a problem with the configuration is worded and thrown. Finding the problems is left to
 * the readers and to load.ts.
 */

/** One thing wrong with the configuration. */
export interface ConfigProblem {
  /** `file:line`, an environment name (with its `.env` file, if it stood there), or a key. */
  readonly source: string;
  /** The dotted key, when the problem belongs to one. */
  readonly key?: string;
  /** Every key that a broken rule is about. */
  readonly keys?: readonly string[];
  /** What was expected and what was found; never the value of a secret. */
  readonly message: string;
}

/** Thrown when the configuration cannot be used; carries everything that is wrong with it. */
export class ConfigError extends Error {
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const lines = problems.map(({ source, key, message }) =>
      key === undefined || source === key || message.includes(key)
        ? `  ${source}: ${message}`
        : `  ${source}: ${key}: ${message}`,
    );
    super(['The configuration cannot be used:', ...lines].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

const FOUND_LENGTH = 100;

/** A found value as a problem may print it; a secret only by its kind. */
export function describeFound(value: unknown, secret: boolean): string {
  if (secret || (typeof value === 'object' && value !== null)) return describeKind(value);
  if (typeof value !== 'string') return String(value);
  // A URL may hold credentials even where none belong.
  const safe = value.replace(/\/\/.*@/s, '//***@').replace(/\?.*/s, '?***');
  return JSON.stringify(safe.length > FOUND_LENGTH ? `${safe.slice(0, FOUND_LENGTH)}...` : safe);
}

/** The kind of a found value in the words of the file format, without the value. */
export function describeKind(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Date) return 'a date';
  if (typeof value === 'object') return 'a table';
  if (typeof value === 'string') return `text of ${value.length} characters`;
  return `a ${typeof value}`;
}

/** Whether a system error has one of these codes. */
export function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  );
}
