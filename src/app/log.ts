/**
 * Owns the daemon's log: loggers by module, over pino to standard error and to whoever keeps entries, with secrets masked on both ways.
 * What is worth an entry is decided where it happens; keeping and following entries belongs to domain/logs.
 */
import pino, { type DestinationStream } from 'pino';
import type { Config } from '../config/index.ts';
import type { NewLogEntry } from '../domain/logs/index.ts';
import type { Clock } from '../lib/clock.ts';
import { type LogFields, type Logger, type LoggerOf, type LogLevel, severity } from '../lib/log.ts';
import { redact } from '../lib/redact.ts';

/** The log and the way to get its last lines out. */
export interface Log {
  readonly loggerOf: LoggerOf;
  /** Says who keeps entries; what was logged before is handed over. */
  keepIn(keep: (entry: NewLogEntry) => void): void;
  /** Writes to standard error alone, for what the keeping itself has to say. */
  readonly ownTrouble: (error: unknown) => void;
  flush(): void;
}

/** Lines are collected up to this many bytes, and at least every flush interval, so that a request does not cost a write. */
const BUFFER_BYTES = 8192;
const FLUSH_MS = 200;
/** Entries of the time before anybody keeps them. */
const MAX_EARLY = 1000;
/** Longer messages are cut; secrets are masked before, so that none is cut out of its shape. */
const MAX_MESSAGE = 8192;
const MAX_RAW_MESSAGE = 65_536;

/** Opens the log. The level is read at every use, the format once. */
export async function openLog(settings: () => Config['logging'], clock: Clock): Promise<Log> {
  const destination = pino.destination({ dest: 2, sync: false, minLength: BUFFER_BYTES });
  const timer = setInterval(() => destination.flush(), FLUSH_MS);
  timer.unref();
  const stream: DestinationStream =
    settings().format === 'pretty' ? await prettyOver(destination) : destination;
  const lines = pino(
    {
      level: 'trace',
      base: null,
      timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"`,
      hooks: { streamWrite: redact },
    },
    stream,
  );
  const early: NewLogEntry[] = [];
  let keep = (entry: NewLogEntry) => {
    if (early.length < MAX_EARLY) early.push(entry);
  };

  const isOn = (level: LogLevel) => severity[level] >= severity[settings().level];
  const write = (level: LogLevel, module: string, message: string, fields: LogFields) => {
    if (!isOn(level)) return;
    const { sessionId, error, ...more } = fields;
    lines[level](
      {
        module,
        ...(sessionId === undefined ? {} : { session_id: sessionId }),
        ...(error === undefined ? {} : { err: error }),
        ...more,
      },
      message,
    );
    keep({
      at: clock.now(),
      level,
      module,
      message: toKept(error === undefined ? message : `${message}: ${textOf(error)}`),
      sessionId: sessionId ?? null,
    });
  };
  return {
    loggerOf(module) {
      const at =
        (level: LogLevel): Logger[LogLevel] =>
        (message, fields = {}) =>
          write(level, module, message, fields);
      return {
        isOn,
        trace: at('trace'),
        debug: at('debug'),
        info: at('info'),
        warn: at('warn'),
        error: at('error'),
      };
    },
    keepIn(keeper) {
      keep = keeper;
      for (const entry of early.splice(0)) keeper(entry);
    },
    ownTrouble: (error) =>
      lines.error({ module: 'logs', err: error }, 'log entries cannot be kept'),
    flush() {
      clearInterval(timer);
      destination.flushSync();
    },
  };
}

function toKept(message: string): string {
  const masked = redact(message.slice(0, MAX_RAW_MESSAGE));
  return masked.length > MAX_MESSAGE ? `${masked.slice(0, MAX_MESSAGE)}…` : masked;
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Loaded only when asked for: JSON logs do without its weight. */
async function prettyOver(destination: DestinationStream): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty');
  const format = prettyFactory({ colorize: process.stderr.isTTY, ignore: 'pid,hostname' });
  return { write: (line) => void destination.write(format(line) ?? '') };
}
