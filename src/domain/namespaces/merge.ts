/**
 * Owns the rule by which instructions become one text. Reading them, and leaving out the global ones for the main namespace, belongs to
 * instructions.ts.
 */

/** What an agent is told. */
export interface Merged {
  /** All parts in order. */
  readonly text: string;
  /** Those that are not empty. */
  readonly sections: readonly { readonly source: 'global' | 'group'; readonly content: string }[];
  /** Characters of the text. */
  readonly length: number;
}

/** The global part, a blank line, the own part; what holds nothing but blanks is left out. */
export function merge({ global, own }: { global: string; own: string }): Merged {
  const parts = [
    { source: 'global' as const, content: global },
    { source: 'group' as const, content: own },
  ];
  const sections = parts.filter(({ content }) => content.trim() !== '');
  const [first, second] = sections.map(({ content }) => content);
  const text =
    first === undefined || second === undefined ? (first ?? '') : `${first.trimEnd()}\n\n${second}`;
  return { text, sections, length: Array.from(text).length };
}
