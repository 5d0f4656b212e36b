/**
 * Owns the daemon's log: JSON lines or pretty ones on standard error. What is worth a line is decided where it happens.
 */
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config/index.ts';

/** The log and the way to get its last lines out. */
export interface Log {
  readonly logger: Logger;
  flush(): void;
}

/** Lines are collected up to this many bytes, and at least every flush interval, so that a request does not cost a write. */
const BUFFER_BYTES = 8192;
const FLUSH_MS = 200;

/** Opens the log as configured. */
export async function openLog(config: Config['logging']): Promise<Log> {
  const destination = pino.destination({ dest: 2, sync: false, minLength: BUFFER_BYTES });
  const timer = setInterval(() => destination.flush(), FLUSH_MS);
  timer.unref();
  const options = { level: config.level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const stream: DestinationStream =
    config.format === 'pretty' ? await prettyOver(destination) : destination;
  return {
    logger: pino(options, stream),
    flush() {
      clearInterval(timer);
      destination.flushSync();
    },
  };
}

/** Loaded only when asked for: JSON logs do without its weight. */
async function prettyOver(destination: DestinationStream): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty');
  const format = prettyFactory({ colorize: process.stderr.isTTY, ignore: 'pid,hostname' });
  return { write: (line) => void destination.write(format(line) ?? '') };
}
