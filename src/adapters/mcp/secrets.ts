/**
 * Owns masking the secrets that a server was given, wherever it repeats them. Secrets that can be known by their shape are masked by
 * lib/redact.ts.
 */
import { MASK } from '../../lib/redact.ts';

/** Shorter values are words of everyday, such as `true`. */
const SHORTEST = 8;

/** Makes the mask of configured values; of `Bearer x`, `x` is masked by itself too. */
export function maskOf(values: readonly string[]): (text: string) => string {
  const secrets = values
    .flatMap((value) => [value, ...value.split(' ')])
    .filter((value) => value.length >= SHORTEST)
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((masked, secret) => masked.replaceAll(secret, MASK), text);
}
