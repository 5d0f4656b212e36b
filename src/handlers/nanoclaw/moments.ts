/**
 * Owns reading moments out of queries of the container API. Which moments make sense is left to the domain.
 */
import { DomainError } from '../../domain/shared/index.ts';

/** @throws DomainError validation_failed for what has the form of a moment and is none to a computer: a leap second, an offset of hours only */
export function timeOf<Name extends string>(
  query: Partial<Record<Name, string>>,
  path: Name,
): number | undefined {
  const text = query[path];
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  const message = 'must be a moment with minutes in its offset and no leap second';
  throw new DomainError('validation_failed', `The query parameter "${path}" ${message}`, {
    issues: [{ in: 'query', path, message }],
  });
}
