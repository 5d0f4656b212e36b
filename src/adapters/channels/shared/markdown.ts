/**
 * Owns what counts as Markdown in a message, for every channel: which marks there are, how long and how deep a text may be, and where
 * a part of it stood. How a platform marks the same belongs to its adapter.
 */
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';

export type Root = ReturnType<typeof fromMarkdown>;
export type Content = Root['children'][number];
export type TextNode = Extract<Content, { type: 'text' }>;
export type Parent = Root | Extract<Content, { children: unknown }>;

/** A text that was read. */
export interface Parsed {
  /** The text with plain line breaks, which is what places in it count in. */
  readonly source: string;
  /** Null for one that is too long or too deep to be read as Markdown. */
  readonly root: Root | null;
  /** The line breaks before anything else. */
  readonly lead: string;
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
const LONGEST = 8192;

/** How many nodes may be around one; what is deeper is shown as it was written. */
export const DEEPEST = 12;

/** Reads Markdown. */
export function parseMarkdown(markdown: string): Parsed {
  const source = markdown.replace(/\r\n?/g, '\n');
  // Deeper nesting than anybody means is left alone before the parser follows it.
  const isTooDeep = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){13}/m.test(source);
  if (source.length > LONGEST || isTooDeep) return { source, root: null, lead: '' };
  const root = fromMarkdown(source, {
    extensions: EXTENSIONS,
    mdastExtensions: [gfmStrikethroughFromMarkdown()],
  });
  const lead = '\n'.repeat(newlinesIn(source.slice(0, startOf(root.children[0]))));
  return { source, root, lead };
}

/** Where a node begins. */
export const startOf = (node: Content | undefined): number => node?.position?.start.offset ?? 0;

/** A node as it was written. */
export const writtenOf = (node: Content, { source }: { readonly source: string }): string =>
  source.slice(startOf(node), node.position?.end.offset ?? 0);

/** What stands before a node in its line. */
export function indentAt(node: Content, { source }: { readonly source: string }): string {
  const start = startOf(node);
  return source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
}

export const newlinesIn = (text: string): number => text.split('\n').length - 1;
