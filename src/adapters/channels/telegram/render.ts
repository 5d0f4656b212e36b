/**
 * Owns Markdown as Telegram's HTML. How long a message may be and what is sent when Telegram refuses the markup belongs to others.
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
}

/** Markdown in the HTML that Telegram knows; what is no Markdown comes through escaped and otherwise as it is. */
export function renderHtml(markdown: string): string {
  const { source, root, lead } = parseMarkdown(markdown);
  if (root === null) return escaped(source);
  return lead + blocks(root, { source, depth: 0, indent: '', isTop: true, isQuoted: false });
}

/** Blocks, with as many line breaks between them as the source has. */
function blocks(parent: Parent, place: Place): string {
  let html = '';
  let end: number | null = null;
  for (const child of parent.children) {
    if (end !== null) {
      const gap = newlinesIn(place.source.slice(end, startOf(child)));
      html += '\n'.repeat(Math.max(gap, 1));
    }
    html += render(child, place);
    end = child.position?.end.offset ?? 0;
  }
  return html;
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
      return node.children.length === 0 ? asWritten(node, place) : tag('b', inline(node, place));
    case 'emphasis':
      return tag('i', inline(node, place));
    case 'strong':
      return tag('b', inline(node, place));
    case 'delete':
      return tag('s', inline(node, place));
    case 'inlineCode':
      return isBlank(node.value) ? asWritten(node, place) : tag('code', escaped(node.value));
    case 'code':
      return isBlank(node.value) ? asWritten(node, place) : fenced(node.value, node.lang);
    case 'break':
      return '\n';
    case 'link':
      return isSafe(node.url)
        ? tag('a', inline(node, place), ` href="${escaped(node.url)}"`)
        : asWritten(node, place);
    case 'image':
      return isSafe(node.url)
        ? tag('a', escaped(node.alt || node.url), ` href="${escaped(node.url)}"`)
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

/** Telegram knows no quote within a quote. */
function quote(node: Extract<Content, { type: 'blockquote' }>, place: Place): string {
  const html = blocks(node, { ...place, isQuoted: true });
  return place.isQuoted ? `&gt; ${html}` : tag('blockquote', html);
}

/** Numbers stay the ones that were written. */
function item(node: Extract<Content, { type: 'listItem' }>, place: Place): string {
  const number = /^\d{1,9}[.)]/.exec(place.source.slice(startOf(node)))?.[0];
  const within = { ...place, indent: `${place.indent}   ` };
  return `${place.indent}${number ?? '•'} ${blocks(node, within)}`;
}

/** Telegram takes no empty marks, and no message without a text. */
const isBlank = (text: string): boolean => text.trim() === '';

function fenced(value: string, lang: string | null | undefined): string {
  const language = /^[\w+#.-]{1,32}$/.exec(lang ?? '')?.[0];
  const code = escaped(value);
  return tag(
    'pre',
    language === undefined ? code : tag('code', code, ` class="language-${language}"`),
  );
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
  const html = escaped(text);
  // A marker that was escaped is none.
  if (written.includes('\\')) return html;
  return html.replace(/\*\*(?![\s*])([^*\n]{1,1000})(?<!\s)\*\*/g, (_all, bold) => tag('b', bold));
}

const asWritten = (node: Content, place: Place): string => escaped(writtenOf(node, place));

const tag = (name: string, html: string, attributes = ''): string =>
  `<${name}${attributes}>${html}</${name}>`;

const isSafe = (url: string): boolean => /^(?:https?|tg|mailto|tel):/i.test(url);

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text that is no markup, whatever is in it. */
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
