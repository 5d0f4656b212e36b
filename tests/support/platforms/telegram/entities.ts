/**
 * Owns what Telegram makes of a text with `parse_mode: HTML`: the text without markup and its entities, or the complaint.
 * Which messages are taken belongs to ../telegram.ts.
 */

/** A stretch of a text, in UTF-16 units. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
}

/** What people see of a message. */
export interface Parsed {
  readonly text: string;
  readonly entities: readonly Entity[];
}

const TYPES: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  a: 'text_link',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
const TOKEN = /<(\/?)([a-zA-Z-]*)([^<>]*)>|&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-f]{1,6}));|</g;

interface Opened {
  readonly tag: string;
  readonly attributes: string;
  readonly offset: number;
}

/** @returns the complaint of the real API where it would refuse the text */
export function parseHtml(source: string): Parsed | string {
  const open: Opened[] = [];
  const entities: Entity[] = [];
  let text = '';
  let from = 0;
  for (const match of source.matchAll(TOKEN)) {
    const [token, slash, name, attributes = '', named, decimal, hex] = match;
    text += source.slice(from, match.index);
    from = match.index + token.length;
    if (named !== undefined) text += ENTITIES[named];
    else if (decimal !== undefined) text += String.fromCodePoint(Number(decimal));
    else if (hex !== undefined) text += String.fromCodePoint(Number.parseInt(hex, 16));
    else if (name === undefined) return complaint('Unclosed start tag', match.index);
    else {
      const tag = name.toLowerCase();
      if (!Object.hasOwn(TYPES, tag))
        return complaint(`Unsupported start tag "${tag}"`, match.index);
      if (slash === '') {
        const within = whyNotWithin(tag, open);
        if (within !== null) return complaint(within, match.index);
        open.push({ tag, attributes, offset: text.length });
        continue;
      }
      const opened = open.pop();
      if (opened?.tag !== tag)
        return complaint(`Unmatched end tag, expected "</${opened?.tag}>"`, match.index);
      entities.push(entityOf(opened, text.length));
    }
  }
  const last = open.at(-1);
  if (last !== undefined) return complaint(`Can't find end tag corresponding to "${last.tag}"`, 0);
  text += source.slice(from);
  return { text, entities };
}

function whyNotWithin(tag: string, open: readonly Opened[]): string | null {
  const outer = open.at(-1)?.tag;
  if (outer === 'code' || (outer === 'pre' && tag !== 'code')) return `"${tag}" within "${outer}"`;
  if (tag === 'blockquote' && open.some((one) => one.tag === tag)) return 'Nested blockquote';
  return null;
}

function entityOf({ tag, attributes, offset }: Opened, end: number): Entity {
  const at = { type: TYPES[tag] ?? tag, offset, length: end - offset };
  const url = /href="([^"]*)"/.exec(attributes)?.[1];
  if (url !== undefined)
    return { ...at, url: url.replace(/&(lt|gt|amp|quot);/g, (_all, name) => ENTITIES[name] ?? '') };
  const language = /class="language-([^"]*)"/.exec(attributes)?.[1];
  return language === undefined ? at : { ...at, language };
}

const complaint = (why: string, offset: number) =>
  `Bad Request: can't parse entities: ${why} at byte offset ${offset}`;
