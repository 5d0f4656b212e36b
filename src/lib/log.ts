/**
 * Owns the words every part of the daemon logs in: levels, and the logger of one module.
 * Where lines go is decided by src/app/log.ts, what is kept of them by domain/logs.
 */

/** How grave an entry is, from the least to the most. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error'] as const;
/** One of the levels. */
export type LogLevel = (typeof logLevels)[number];

/** Levels as numbers that can be compared, as pino and the store write them. */
export const severity: Readonly<Record<LogLevel, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
};

/**
 * What goes with a message. `sessionId` is kept with the entry, the text of `error` becomes part of the message;
 * everything else is written to standard error alone.
 */
export interface LogFields {
  readonly sessionId?: string;
  readonly error?: unknown;
  readonly [name: string]: unknown;
}

type Write = (message: string, fields?: LogFields) => void;

/** The logger of one module, such as `agent::loop`. */
export interface Logger extends Readonly<Record<LogLevel, Write>> {
  /** Whether the level is written at all; ask before a message that costs something to make. */
  isOn(level: LogLevel): boolean;
}

/** Makes the logger of a module: a path of `[A-Za-z0-9_-]` segments joined by `::`. */
export type LoggerOf = (module: string) => Logger;
