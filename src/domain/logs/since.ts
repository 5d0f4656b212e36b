/**
 * Owns reading the moment that a query begins at. What is answered from then on belongs to logs.ts.
 */
import { parseDuration } from '../../lib/duration.ts';
import { DomainError } from '../shared/index.ts';

/** A caller's clock may run ahead of ours by this much. */
const SKEW_MS = 60_000;

/**
 * Reads a duration back from now (`30m`) or an ISO 8601 time, UTC where it names no zone.
 * @returns milliseconds since the epoch
 * @throws DomainError validation_failed for no moment at all, one in the future or one before 1970
 */
export function parseSince(text: string, now: number): number {
  const seconds = parseDuration(text);
  const at = seconds === undefined ? parseIso(text) : now - seconds * 1000;
  if (Number.isNaN(at)) throw refuse('is neither a time that exists nor a duration such as 30m');
  if (at > now + SKEW_MS) throw refuse('is in the future');
  if (at < 0) throw refuse('reaches back before 1970');
  return at;
}

function parseIso(text: string): number {
  const day = Date.parse(text.slice(0, 10));
  // Date.parse turns 30 February into 2 March.
  if (Number.isNaN(day) || !new Date(day).toISOString().startsWith(text.slice(0, 10)))
    return Number.NaN;
  const hasZone = text.length === 10 || /(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  return Date.parse(hasZone ? text : `${text}Z`);
}

function refuse(message: string): DomainError {
  return new DomainError('validation_failed', `The query parameter "since" ${message}`, {
    issues: [{ in: 'query', path: 'since', message }],
  });
}
