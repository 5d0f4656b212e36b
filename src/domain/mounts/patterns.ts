/**
 * Owns what no part of a mounted path may be called: the built-in patterns, and how names are compared with patterns at all.
 * Which further patterns hold is said by the allowlist in mounts.ts.
 */

/** What always blocks and cannot be removed. One with a slash is parts in a row. */
export const BUILT_IN: readonly string[] = [
  '.ssh',
  '.gnupg',
  '.gpg',
  '.aws',
  '.azure',
  '.gcloud',
  '.kube',
  '.docker',
  'credentials',
  '.env',
  '.netrc',
  '.npmrc',
  '.pypirc',
  'id_rsa',
  'id_ed25519',
  'private_key',
  '.secret',
  '.config/nanoclaw',
  '.local/bin',
];

const BUILT_IN_WORDS = BUILT_IN.map((pattern) => ({ pattern, word: wordOf(fold(pattern)) }));

/**
 * The pattern that blocks a path; null when none does. Built-in ones are found as whole words, so that `.env.local` and `prod.env` are
 * blocked and `.environment` is not; the allowlist's own ones anywhere.
 */
export function blockedBy(path: string, own: readonly string[]): string | null {
  const folded = fold(path);
  return (
    BUILT_IN_WORDS.find(({ word }) => word.test(folded))?.pattern ??
    own.find((pattern) => folded.includes(fold(pattern))) ??
    null
  );
}

/** Whether a pattern would block every path there is. */
export const blocksEverything = (pattern: string): boolean => /^[/\s]*$/.test(fold(pattern));

/** Whether two patterns are one to every path. */
export const isSamePattern = (a: string, b: string): boolean => fold(a) === fold(b);

/**
 * Letters that look or count alike become one: file systems that do not differ by case or by encoding open `.SSH` as `.ssh`, and people
 * read `．ｓｓｈ` so. What is not seen goes.
 */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '');
}

/** The pattern with no letter or digit right after it, nor right before it unless it begins with a dot, which ends a word itself. */
function wordOf(pattern: string): RegExp {
  const literal = pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const before = pattern.startsWith('.') ? '' : '(?<![\\p{L}\\p{N}])';
  return new RegExp(`${before}${literal}(?![\\p{L}\\p{N}])`, 'u');
}
