/**
 * Owns bounding what is asked of a container engine in time, and telling its failures apart. What follows from a failure belongs to the
 * domain.
 */
import { EngineError } from '../../domain/runtime/index.ts';
import { redact } from '../../lib/redact.ts';

const LONGEST_MESSAGE = 500;
/** How a connection fails that nobody is behind, or no longer. */
const GONE = new Set(['ENOENT', 'ECONNREFUSED', 'EPIPE', 'ECONNRESET', 'EACCES', 'ENOTSOCK']);

/** Does `work` within `limitMs` and until `signal` ends it. @throws EngineError alone */
export async function bounded<T>(
  what: string,
  limitMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const giveUp = new AbortController();
  const abort = () => giveUp.abort();
  const timer = setTimeout(abort, limitMs);
  signal.addEventListener('abort', abort);
  try {
    if (signal.aborted) abort();
    const ended = new Promise<never>((_, reject) => {
      const late = () => reject(new EngineError('timeout', `${what} was not done in time`));
      if (giveUp.signal.aborted) late();
      else giveUp.signal.addEventListener('abort', late, { once: true });
    });
    // Some clients never settle when a connection breaks, so that their own way of giving up is not enough.
    return await Promise.race([ended, work(giveUp.signal)]);
  } catch (error) {
    if (giveUp.signal.aborted) throw new EngineError('timeout', `${what} was not done in time`);
    throw toEngineError(what, error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** Any failure in the words of the port; what an engine says may hold anything, so that it is masked and cut. */
export function toEngineError(what: string, error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const code = fieldOf(error, 'code');
  const isGone = (typeof code === 'string' && GONE.has(code)) || text === 'aborted';
  const message = `${what} failed: ${redact(text.slice(0, 4 * LONGEST_MESSAGE)).trim()}`;
  return new EngineError(isGone ? 'unavailable' : 'failed', message.slice(0, LONGEST_MESSAGE), {
    cause: error,
  });
}

/** The status that an engine answered with; null where it answered nothing. */
export function statusOf(error: unknown): number | null {
  const status = fieldOf(error, 'statusCode');
  return typeof status === 'number' ? status : null;
}

/**
 * Whether an engine says that the container in question is not there. Podman 4 answers 500 where it goes while the question is asked,
 * and tells of the two cases by `cause` (libpod's ErrNoSuchCtr and ErrCtrRemoved).
 */
export function isMissing(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== 500) return status === 404;
  const cause = fieldOf(fieldOf(error, 'json'), 'cause');
  return cause === 'no such container' || cause === 'container has already been removed';
}

function fieldOf(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null
    ? Object.getOwnPropertyDescriptor(error, name)?.value
    : undefined;
}
