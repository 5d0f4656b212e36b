/**
 * Owns what a log entry is, its id, and which entries a filter lets through.
 * Keeping entries belongs to keeper.ts, reading them to logs.ts and tails.ts.
 */
import type { LogRow } from '../../db/logs.ts';
import { type LogLevel, logLevels, severity } from '../../lib/log.ts';

/** One entry; `at` is milliseconds since the epoch. */
export interface LogEntry {
  /** Grows with every entry, also over a restart; numbers may be left out. */
  readonly seq: number;
  readonly at: number;
  readonly level: LogLevel;
  readonly module: string;
  readonly message: string;
  readonly sessionId: string | null;
}

/** An entry before it has its number. */
export type NewLogEntry = Omit<LogEntry, 'seq'>;

/** Which entries: from a level up, of one module and those below it (`agent` is also `agent::loop`). */
export interface LogFilter {
  readonly level: LogLevel;
  readonly module?: string | undefined;
}

/** The id readers resume from. */
export const toLogId = (seq: number) => `log_${seq}`;

/** The number in an id; undefined for anything that is no id of ours. */
export function readLogId(id: string): number | undefined {
  const [, digits] = /^log_(0|[1-9]\d{0,14})$/.exec(id) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** Whether the filter lets the entry through. */
export function matches({ level, module }: LogFilter, entry: LogEntry): boolean {
  if (severity[entry.level] < severity[level]) return false;
  if (module === undefined || entry.module === module) return true;
  return entry.module.startsWith(module) && entry.module.startsWith('::', module.length);
}

/** The entry as the store keeps it. */
export const toRow = (entry: LogEntry): LogRow => ({ ...entry, level: severity[entry.level] });

/** The entry that the store has kept. */
export const fromRow = (row: LogRow): LogEntry => ({
  ...row,
  level: logLevels.find((level) => severity[level] >= row.level) ?? 'error',
});

/** What an entry counts against a reader's budget beside its texts: names, punctuation, time, id. */
const FRAME_BYTES = 160;

/** About how many bytes the entry takes on its way to a reader. */
export const sizeOf = ({ module, message }: LogEntry) =>
  FRAME_BYTES + module.length + Buffer.byteLength(message);
