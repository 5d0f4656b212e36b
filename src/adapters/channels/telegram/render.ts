/**
 * Owns Markdown as Telegram's HTML. How long a message may be and what is sent when Telegram refuses the markup belongs to others.
 */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';

type Root = ReturnType<typeof fromMarkdown>;
type Content = Root['children'][number];
type TextNode = Extract<Content, { type: 'text' }>;
type Parent = Root | Extract<Content, { children: unknown }>;

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

const codeOf = (character: string): number => character.charCodeAt(0);

/**
 * What agents and people write without meaning it is no markup: HTML, indentation, underlined headings, and link definitions, which
 * would vanish. A single `~` is a path more often than a mark.
 */
const EXTENSIONS = [
  gfmStrikethrough({ singleTilde: false }),
  // Marks may touch the punctuation of scripts that write no spaces.
  {
    attentionMarkers: {
      null: [...'「」『』（）〈〉《》【】〔〕、。，．！？：；“”‘’・…〜'].map(codeOf),
    },
  },
  { disable: { null: ['codeIndented', 'htmlFlow', 'htmlText', 'setextUnderline', 'definition'] } },
];
/** Twice the longest message; the parser takes more than linear time for the worst of texts. */
const LONGEST_MARKDOWN = 8192;
const DEEPEST = 12;

/** Markdown in the HTML that Telegram knows; what is no Markdown comes through escaped and otherwise as it is. */
export function renderHtml(markdown: string): string {
  if (markdown.length > LONGEST_MARKDOWN) return escaped(markdown);
  const source = markdown.replace(/\r\n?/g, '\n');
  // Deeper nesting than anybody means is left alone before the parser follows it.
  if (/^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){13}/m.test(source)) return escaped(source);
  const root = fromMarkdown(source, {
    extensions: EXTENSIONS,
    mdastExtensions: [gfmStrikethroughFromMarkdown()],
  });
  const first = startOf(root.children[0]);
  const lead = '\n'.repeat(newlinesIn(source.slice(0, first)));
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
      return tag('code', escaped(node.value));
    case 'code':
      return fenced(node.value, node.lang);
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

/** What stands before a node in its line. */
function indentAt(node: Content, { source }: Place): string {
  const start = startOf(node);
  return source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
}

const startOf = (node: Content | undefined): number => node?.position?.start.offset ?? 0;

const writtenOf = (node: Content, { source }: Place): string =>
  source.slice(startOf(node), node.position?.end.offset ?? 0);

const asWritten = (node: Content, place: Place): string => escaped(writtenOf(node, place));

const tag = (name: string, html: string, attributes = ''): string =>
  `<${name}${attributes}>${html}</${name}>`;

const isSafe = (url: string): boolean => /^(?:https?|tg|mailto|tel):/i.test(url);

const newlinesIn = (text: string): number => text.split('\n').length - 1;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Text that is no markup, whatever is in it. */
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);
