/**
 * Owns the handlers of the PRX tag `logs`: searching the log and following it. Streaming over HTTP belongs to src/http.
 */
import { type LogEntry, type Logs, type TailItem, toLogId } from '../../domain/logs/index.ts';
import type { EventStream } from '../../generated/contract.ts';
import type { LogsHandlers, Schemas } from '../../generated/prx/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

type LogEvent = Schemas['LogEvent'];

/** When a reader whose stream has ended may come back: the daemon has stopped, and may be starting again. */
const RETRY_MS = 2000;

/** The handlers of `logs`. */
export function makeLogsHandlers(logs: Logs): LogsHandlers<CallContext> {
  return {
    async listLogs({ query }, c) {
      const { stream, ...search } = query;
      if (!stream) {
        const { entries, total } = await logs.list(search);
        return { entries: entries.map(toEntry), total };
      }
      const lastId = lastIdOf(c);
      return toStream(
        lastId === undefined
          ? await logs.listAndTail(search, toEvent)
          : logs.tail(search, lastId, toEvent),
      );
    },

    async streamLogs({ query }, c) {
      return toStream(logs.tail(query, lastIdOf(c), toEvent));
    },
  };
}

/** Browsers send the header only once they have an id; some clients send it empty until then. */
const lastIdOf = (c: CallContext) => c.req.header('last-event-id') || undefined;

function toEntry(entry: LogEntry): Schemas['LogEntry'] {
  return {
    timestamp: toTimestamp(entry.at),
    level: entry.level,
    module: entry.module,
    message: entry.message,
    ...(entry.sessionId === null ? {} : { session_id: entry.sessionId }),
  };
}

/** An entry becomes the same event for all readers, so that it is encoded once. */
const known = new WeakMap<TailItem, LogEvent>();

function toEvent(item: TailItem): LogEvent {
  const same = known.get(item);
  if (same !== undefined) return same;
  const event: LogEvent =
    'reason' in item
      ? { event: 'gap', data: { reason: item.reason, missed: item.missed } }
      : { event: 'log', id: toLogId(item.seq), data: toEntry(item) };
  known.set(item, event);
  return event;
}

const toStream = (events: AsyncIterable<LogEvent>): EventStream<LogEvent> => ({
  events,
  retryMs: RETRY_MS,
});
