/**
 * Owns how the Discord of tests shows a message: its text without marks, and what is marked how, by the rules of Discord's own client.
 * What an adapter makes of Markdown is compared with that by the tests.
 */

/** What people see. */
export interface Shown {
  readonly text: string;
  /** What is marked, such as `bold | word`, the inner ones first. */
  readonly marks: readonly string[];
}

interface Rule {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Only where a line begins. */
  readonly isBlock?: boolean;
  /** Whether there can be marks within. */
  readonly isPlain?: boolean;
}

/** In the order in which they are tried; the first group is what is shown, the second says more. */
const RULES: readonly Rule[] = [
  { kind: 'heading', pattern: /^#{1,3} +([^\n]+)/, isBlock: true },
  { kind: 'subtext', pattern: /^-# +([^\n]+)/, isBlock: true },
  { kind: 'quote', pattern: /^>>> ([\s\S]*)/, isBlock: true },
  { kind: 'quote', pattern: /^> ([^\n]*)/, isBlock: true },
  { kind: 'item', pattern: /^[-*] +([^\n]+)/, isBlock: true },
  { kind: 'number', pattern: /^(\d+\. +[^\n]+)/, isBlock: true },
  {
    kind: 'pre',
    pattern: /^```(?:(?<more>[\w+#.-]+)\n)?\n*(?<shown>[\s\S]+?)\n*```/,
    isPlain: true,
  },
  { kind: '', pattern: /^\\([^0-9A-Za-z\s])/, isPlain: true },
  { kind: 'code', pattern: /^(`+)(?<shown>[\s\S]*?[^`])\1(?!`)/, isPlain: true },
  { kind: 'mention', pattern: /^(<(?:@[!&]?|#)\d+>|<a?:\w+:\d+>|<t:\d+(?::\w)?>)/, isPlain: true },
  { kind: 'link', pattern: /^\[(?<shown>[^\]\n]+)\]\((?<more>https?:\/\/[^\s()]+)\)/ },
  { kind: 'url', pattern: /^(https?:\/\/[^\s<]+[^<.,:;"')\]\s])/, isPlain: true },
  { kind: 'bold', pattern: /^\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)/ },
  { kind: 'underline', pattern: /^__((?:\\[\s\S]|[^\\])+?)__(?!_)/ },
  {
    kind: 'italic',
    pattern: /^\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^*\s\\]|\*\*)|[^\s*\\])+?)\*(?!\*)/,
  },
  { kind: 'italic', pattern: /^_((?:__|\\[\s\S]|[^\\_])+?)_(?!\w)/ },
  { kind: 'strike', pattern: /^~~([\s\S]+?)~~(?!_)/ },
  { kind: 'spoiler', pattern: /^\|\|([\s\S]+?)\|\|/ },
];
const TEXT = /^(?:\n|[\s\S](?:(?![\n\\`<[*_~|]|https?:)[\s\S])*)/;

/** Reads a message as the client does. */
export function shown(message: string): Shown {
  const marks: string[] = [];
  return { text: read(message, marks, true), marks };
}

function read(source: string, marks: string[], isLine: boolean): string {
  let text = '';
  for (let rest = source, begins = isLine; rest !== ''; ) {
    const indent = begins ? (/^[ \t]*/.exec(rest)?.[0] ?? '') : '';
    const found = find(rest, indent, begins);
    if (found === null) {
      const [plain = rest] = TEXT.exec(rest) ?? [];
      text += plain;
      rest = rest.slice(plain.length);
      begins = plain === '\n';
      continue;
    }
    const { rule, match } = found;
    const within = match.groups?.shown ?? match[1] ?? '';
    const inner = rule.isPlain ? within : read(within, marks, false);
    const skipped = rule.isBlock ? indent : '';
    text += skipped + inner;
    const more = match.groups?.more;
    if (rule.kind !== '') marks.push([rule.kind, inner, more].filter(Boolean).join(' | '));
    rest = rest.slice(skipped.length + match[0].length);
    begins = false;
  }
  return text;
}

function find(rest: string, indent: string, begins: boolean) {
  for (const rule of RULES) {
    if (rule.isBlock && !begins) continue;
    const match = rule.pattern.exec(rule.isBlock ? rest.slice(indent.length) : rest);
    if (match !== null) return { rule, match };
  }
  return null;
}
