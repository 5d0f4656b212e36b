/**
 * Owns what is shown in the place of secrets, and recognising it when it comes back.
 * Which keys are secret is said by the configuration.
 */

/** What callers see of a secret. */
export const REDACTED = '***REDACTED***';

/** A section with every secret masked. */
export type MaskedSection = Readonly<Record<string, unknown>>;

/** The tree with every secret masked; a value of no known key counts as one. */
export function maskTree(
  tree: Readonly<Record<string, MaskedSection>>,
  isSecret: (key: string) => boolean,
): Record<string, MaskedSection> {
  return Object.fromEntries(
    Object.entries(tree).map(([name, section]) => [name, maskTable(section, name, isSecret)]),
  );
}

function maskTable(
  table: object,
  path: string,
  isSecret: (key: string) => boolean,
): Record<string, unknown> {
  const masked = Object.entries(table).map(([name, value]: [string, unknown]) => {
    const key = `${path}.${name}`;
    const isTable = typeof value === 'object' && value !== null && !Array.isArray(value);
    if (isTable) return [name, maskTable(value, key, isSecret)];
    return [name, value !== undefined && isSecret(key) ? REDACTED : value];
  });
  return Object.fromEntries(masked);
}

/** Whether a value is, or holds, what is shown in the place of a secret. */
export function isMasked(value: unknown): boolean {
  return value === REDACTED || (Array.isArray(value) && value.includes(REDACTED));
}
