/**
 * Owns a log for tests that want none. What a real one does is in src/app/log.ts.
 */
import type { LoggerOf } from '../../src/lib/log.ts';

const nothing = () => undefined;

/** Loggers that write nothing, at any level. */
export const silentLoggerOf: LoggerOf = () => ({
  isOn: () => false,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
});
