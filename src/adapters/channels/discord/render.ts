/**
 * Owns Markdown as Discord reads it: most of it as it is, and escaped where Discord would see marks that nobody meant.
 * How long a message may be, and what is sent where it gets too long, belongs to others.
 */
import {
  type Content,
  DEEPEST,
  indentAt,
  newlinesIn,
  type Parent,
  parseMarkdown,
  startOf,
  type TextNode,
  writtenOf,
} from '../shared/markdown.ts';

interface Place {
  readonly source: string;
  /** How many nodes are around it. */
  readonly depth: number;
  /** What the items of a list begin with here. */
  readonly indent: string;
  /** Whether it stands in no list and no quote, so that its lines are those of the source. */
  readonly isTop: boolean;
  readonly isQuoted: boolean;
  /** Marks that are open: a second one would close them. */
  readonly marks: ReadonlySet<string>;
}

/** Markdown as Discord shows it; what is no Markdown is shown as it is. */
export function renderMarkdown(markdown: string): string {
  const { source, root, lead } = parseMarkdown(markdown);
  if (root === null) return escaped(source, true);
  const marks = new Set<string>();
  return lead + blocks(root, { source, depth: 0, indent: '', isTop: true, isQuoted: false, marks });
}

/** Blocks, with as many line breaks between them as the source has. */
function blocks(parent: Parent, place: Place): string {
  let text = '';
  let end: number | null = null;
  for (const child of parent.children) {
    if (end !== null) {
      const gap = newlinesIn(place.source.slice(end, startOf(child)));
      text += '\n'.repeat(Math.max(gap, 1));
    }
    text += render(child, place);
    end = child.position?.end.offset ?? 0;
  }
  return text;
}

function render(node: Content, outer: Place): string {
  if (outer.depth === DEEPEST) return asWritten(node, outer);
  const place = { ...outer, depth: outer.depth + 1 };
  switch (node.type) {
    case 'text':
      return textOf(node, place);
    case 'paragraph':
      return (place.isTop ? indentAt(node, place) : '') + inline(node, place);
    case 'heading':
      return node.children.length === 0 ? asWritten(node, place) : marked('**', node, place);
    case 'emphasis':
      return marked('*', node, place);
    case 'strong':
      return marked('**', node, place);
    case 'delete':
      return marked('~~', node, place);
    case 'inlineCode':
      return inlineCode(node.value);
    case 'code':
      return fenced(node.value, node.lang);
    case 'break':
      return '\n';
    case 'link':
      return isSafe(node.url) ? link(inline(node, place), node.url) : asWritten(node, place);
    case 'image':
      return isSafe(node.url)
        ? link(escaped(node.alt ?? '', false), node.url)
        : asWritten(node, place);
    case 'blockquote':
      return quote(node, { ...place, isTop: false });
    case 'list':
      return blocks(node, { ...place, isTop: false });
    case 'listItem':
      return item(node, place);
    default:
      return asWritten(node, place);
  }
}

const inline = (node: { children: readonly Content[] }, place: Place): string =>
  node.children.map((child) => render(child, place)).join('');

function marked(mark: string, node: { children: readonly Content[] }, place: Place): string {
  if (place.marks.has(mark)) return inline(node, place);
  const within = inline(node, { ...place, marks: new Set([...place.marks, mark]) });
  return `${mark}${within}${mark}`;
}

/** Discord knows no quote within a quote. */
function quote(node: Extract<Content, { type: 'blockquote' }>, place: Place): string {
  const lines = blocks(node, { ...place, isQuoted: true }).split('\n');
  const begin = place.isQuoted ? '\\> ' : '> ';
  return lines.map((line) => `${begin}${line}`).join('\n');
}

/** Numbers stay the ones that were written. */
function item(node: Extract<Content, { type: 'listItem' }>, place: Place): string {
  const number = /^\d{1,9}[.)]/.exec(place.source.slice(startOf(node)))?.[0];
  const within = { ...place, indent: `${place.indent}  ` };
  return `${place.indent}${number ?? '-'} ${blocks(node, within)}`;
}

/** A fence in the code would end it. */
function fenced(value: string, lang: string | null | undefined): string {
  const language = /^[\w+#.-]{1,32}$/.exec(lang ?? '')?.[0] ?? '';
  return `\`\`\`${language}\n${value.replaceAll('```', '`\u200b`\u200b`')}\n\`\`\``;
}

/** With more backticks around it than there are in it. */
function inlineCode(value: string): string {
  const longest = Math.max(0, ...(value.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = value.startsWith('`') || value.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${value}${pad}${fence}`;
}

/** Discord shows a link as it was written where its label is an address itself, which could be another one. */
function link(label: string, url: string): string {
  const address = encodeURI(url.toWellFormed())
    .replaceAll('%25', '%')
    .replace(/[()'*_~|`\\]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  const shown = label.trim();
  if (shown === '' || unescaped(shown) === url) return address;
  return /:\/\//.test(shown) ? `${shown} (${address})` : `[${label}](${address})`;
}

/**
 * A text, with the indentation that the parser takes from its lines. What is still between `**` is bold all the same: Markdown asks
 * for a space after bold words that end in punctuation, where Korean goes on with a particle.
 */
function textOf(node: TextNode, place: Place): string {
  const written = writtenOf(node, place);
  const lines = node.value.split('\n');
  const original = written.split('\n');
  const isWhole = place.isTop && lines.length === original.length;
  const text = lines
    .map((line, index) =>
      index > 0 && isWhole ? `${/^[ \t]*/.exec(original[index] ?? '')?.[0] ?? ''}${line}` : line,
    )
    .join('\n');
  const start = startOf(node);
  const begins = start === 0 || /(?:^|\n)[ \t]*$/.test(place.source.slice(0, start));
  // A marker that was escaped is none.
  if (written.includes('\\') || place.marks.has('**')) return escaped(text, begins);
  return text
    .split(/\*\*(?![\s*])([^*\n]{1,1000})(?<!\s)\*\*/)
    .map((part, index) =>
      index % 2 === 1 ? `**${escaped(part, false)}**` : escaped(part, begins && index === 0),
    )
    .join('');
}

const asWritten = (node: Content, place: Place): string => escaped(writtenOf(node, place), true);

const isSafe = (url: string): boolean => /^https?:\/\//i.test(url);

const ADDRESS = /(https?:\/\/[^\s<]*[^\s<.,:;"')\]*_~|`])/i;
/** What could be a mark inside a line. Between letters `_` is part of a name, and between spaces `*` is a sign. */
const MARKS =
  /\\(?=[^\w\s])|`|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<!\s)\*|\*(?!\s)|~(?=~)|(?<=~)~|\|(?=\|)|(?<=\|)\||\[(?=[^\]\n]*\]\()|<(?=[@#:/]|a:|t:|id:|https?:)/g;
/** What makes a line something else than text. */
const LINE_MARKS = /^([ \t]*)(#{1,3}(?=\s)|-#(?=\s)|>(?=\s|>>\s)|[-+*](?=\s)|(\d{1,9})\.(?=\s))/gm;

/** Text that is shown as it is. @param begins Whether it stands at the beginning of a line. */
function escaped(text: string, begins: boolean): string {
  const inLine = text
    .split(ADDRESS)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(MARKS, '\\$&')))
    .join('');
  return inLine.replace(
    LINE_MARKS,
    (line, indent: string, mark: string, number, offset: number) => {
      if (offset === 0 && !begins) return line;
      return number === undefined ? `${indent}\\${mark}` : `${indent}${number}\\.`;
    },
  );
}

const unescaped = (text: string): string => text.replace(/\\([^\w\s])/g, '$1');
