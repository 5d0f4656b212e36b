/**
 * Owns Markdown as WhatsApp's markup: which part of a text is marked how. How marks are written so that WhatsApp reads them, and only
 * them, is in marks.ts.
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
import { codeBlock, codeSpan, marked, PLACEHOLDERS, quoted, written } from './marks.ts';

type Marked = Extract<Content, { type: 'heading' | 'emphasis' | 'strong' | 'delete' }>;
type Kind = 'bold' | 'italic' | 'strike';

interface Place {
  readonly source: string;
  /** How many nodes are around it. */
  readonly depth: number;
  /** What the items of a list begin with here. */
  readonly indent: string;
  /** Whether it stands in no list and no quote, so that its lines are those of the source. */
  readonly isTop: boolean;
  readonly isQuoted: boolean;
  /** The marks around it, since WhatsApp knows none within its own kind. */
  readonly kinds: readonly Kind[];
}

const LONGEST_URL = 2048;

/** Markdown as WhatsApp marks it; what is no Markdown is seen as it is. */
export function render(markdown: string): string {
  const { source, root, lead } = parseMarkdown(markdown.replace(PLACEHOLDERS, '\ufffd'));
  if (root === null) return written(source);
  const place = { source, depth: 0, indent: '', isTop: true, isQuoted: false, kinds: [] };
  return written(lead + blocks(root, place));
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
    text += block(child, place);
    end = child.position?.end.offset ?? 0;
  }
  return text;
}

function block(node: Content, outer: Place): string {
  if (outer.depth === DEEPEST) return asWritten(node, outer);
  const place = { ...outer, depth: outer.depth + 1 };
  switch (node.type) {
    case 'text':
      return textOf(node, place);
    case 'paragraph':
      return (place.isTop ? indentAt(node, place) : '') + inline(node, place);
    case 'heading':
      return node.children.length === 0 ? asWritten(node, place) : mark('bold', node, place);
    case 'emphasis':
      return mark('italic', node, place);
    case 'strong':
      return mark('bold', node, place);
    case 'delete':
      return mark('strike', node, place);
    case 'inlineCode':
      return codeSpan(node.value);
    case 'code':
      // A block would end at the first line of its quote.
      return place.isQuoted
        ? node.value.split('\n').map(codeSpan).join('\n')
        : codeBlock(node.value);
    case 'break':
      return '\n';
    case 'link':
      return isSafe(node.url) ? link(inline(node, place), node.url) : asWritten(node, place);
    case 'image':
      return isSafe(node.url) ? link(node.alt ?? '', node.url) : asWritten(node, place);
    case 'blockquote':
      return quoted(blocks(node, { ...place, isTop: false, isQuoted: true }));
    case 'list':
      return blocks(node, { ...place, isTop: false });
    case 'listItem':
      return item(node, place);
    default:
      return asWritten(node, place);
  }
}

const inline = (node: { children: readonly Content[] }, place: Place): string =>
  node.children.map((child) => block(child, place)).join('');

/** Whether an address that nobody has marked as one goes on into a node, which is then none. */
function isWithinUrl(node: Content, { source }: Place): boolean {
  const start = startOf(node);
  const before = source.slice(Math.max(0, start - LONGEST_URL), start);
  return /https?:\/\//i.test(before.split(/[\s<>]/).at(-1) ?? '');
}

function mark(kind: Kind, node: Marked, place: Place): string {
  if (isWithinUrl(node, place)) return asWritten(node, place);
  if (place.kinds.includes(kind)) return inline(node, place);
  return marked(kind, inline(node, { ...place, kinds: [...place.kinds, kind] }));
}

/** WhatsApp finds addresses by itself, and shows nothing else in their place. */
function link(label: string, url: string): string {
  const address = url.replace(/^(?:mailto|tel):/i, '');
  return label === '' || label === url || label === address ? address : `${label} (${address})`;
}

/** Numbers stay the ones that were written. */
function item(node: Extract<Content, { type: 'listItem' }>, place: Place): string {
  const number = /^\d{1,9}[.)]/.exec(place.source.slice(startOf(node)))?.[0];
  const within = { ...place, indent: `${place.indent}   ` };
  return `${place.indent}${number ?? '-'} ${blocks(node, within)}`;
}

/**
 * A text, with the indentation that the parser takes from its lines. What is still between `**` is bold all the same: Markdown asks
 * for a space after bold words that end in punctuation, where Korean goes on with a particle.
 */
function textOf(node: TextNode, place: Place): string {
  const before = writtenOf(node, place);
  const lines = node.value.split('\n');
  const original = before.split('\n');
  const isWhole = place.isTop && lines.length === original.length;
  const text = lines
    .map((line, index) =>
      index > 0 && isWhole ? `${/^[ \t]*/.exec(original[index] ?? '')?.[0] ?? ''}${line}` : line,
    )
    .join('\n');
  // A marker that was escaped is none.
  if (before.includes('\\') || place.kinds.includes('bold')) return text;
  return text.replace(/\*\*(?![\s*])([^*\n]{1,1000})(?<!\s)\*\*/g, (_all, bold) =>
    marked('bold', bold),
  );
}

const asWritten = (node: Content, place: Place): string => writtenOf(node, place);

const isSafe = (url: string): boolean => /^(?:https?|mailto|tel):/i.test(url);
