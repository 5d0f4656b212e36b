/**
 * Owns the rule by which a text in a group addresses the agent: it begins with `@` and one of the agent's names, in any script.
 * What a platform itself marks as a mention belongs to its adapter.
 */

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Composing makes a text at most three times shorter; what is beyond this cannot be part of a name that matches. */
const LONGEST_SPELLING = 8;

/** The sign, as keyboards of some scripts write it too. */
const AT = new Set(['@', '＠', '﹫']);

/**
 * What may follow a name: nothing, white space, punctuation, an emoji, the signs `~` and `^` with which people sound friendly, or a sign
 * of the writing direction. `_` joins words, and letters and `+` go on with another word: `@앤디야` and `@Andy_bot` are other names.
 */
const ENDS_NAME = /^(?:$|(?!\p{Pc})[\s\p{P}\p{So}\p{Cf}~～^＾])/u;

/** Whether a text begins with `@` and one of the names, without regard to case and to how accents are encoded. */
export function isTriggered(text: string, names: readonly string[]): boolean {
  // Right-to-left texts may begin with an unseen sign of their direction.
  const start = /^[\s\p{Cf}]*/u.exec(text)?.[0].length ?? 0;
  if (!AT.has(text[start] ?? '')) return false;
  const wanted = names.map((name) => folded(name.trim()));
  const longest = Math.max(0, ...wanted.map((name) => name.length));
  const rest = text.slice(start + 1, start + 1 + (longest + 2) * LONGEST_SPELLING);
  let read = '';
  for (const { segment, index } of graphemes.segment(rest)) {
    read += fold(segment);
    if (!wanted.some((name) => name.startsWith(read))) return false;
    const after = index + segment.length;
    if (wanted.includes(read) && ENDS_NAME.test(rest.slice(after, after + 2))) return true;
  }
  return false;
}

const folded = (name: string): string =>
  Array.from(graphemes.segment(name), ({ segment }) => fold(segment)).join('');

/** Upper case first: it is where ß and ss, and the three sigmas, become one. The Turkish İ is an i. */
const fold = (grapheme: string): string =>
  grapheme.toUpperCase().toLowerCase().replaceAll('i\u0307', 'i').normalize('NFC');
