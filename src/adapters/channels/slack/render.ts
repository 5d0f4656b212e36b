/**
 * Owns Markdown as Slack's mrkdwn: which parts of a text are marked, and how its blocks stand. How marks are written is in marks.ts.
 */
import {
  type Content,
  DEEPEST,
  newlinesIn,
  type Parent,
  parseMarkdown,
  startOf,
  writtenOf,
} from '../shared/markdown.ts';
import { escaped, type Mark, type Run, write } from './marks.ts';

export { escaped } from './marks.ts';

interface Place {
  readonly source: string;
  /** How many nodes are around it. */
  readonly depth: number;
  readonly marks: readonly Mark[];
  /** What the items of a list begin with here. */
  readonly indent: string;
  /** Whether it stands in no list and no quote, so that its lines are those of the source. */
  readonly isTop: boolean;
  readonly isQuoted: boolean;
}

/** Markdown as Slack writes it; a text without any comes through escaped and otherwise as it is. */
export function renderMrkdwn(markdown: string): string {
  const { source, root, lead } = parseMarkdown(markdown);
  if (root === null) return escaped(source);
  const place = { source, depth: 0, marks: [], indent: '', isTop: true, isQuoted: false };
  const runs: Run[] = [{ text: lead, marks: [] }, ...blocks(root, place)];
  // Where nothing is markup, nothing has to be kept from looking like it.
  const isPlain = runs.every(({ marks, isWritten }) => marks.length === 0 && !isWritten);
  const isSame = isPlain && runs.map(({ text }) => text).join('') === source.trimEnd();
  return isSame ? escaped(source.trimEnd()) : write(runs);
}

/** Blocks, with as many line breaks between them as the source has. */
function blocks(parent: Parent, place: Place): Run[] {
  const runs: Run[] = [];
  let end: number | null = null;
  for (const child of parent.children) {
    if (end !== null) {
      const gap = newlinesIn(place.source.slice(end, startOf(child)));
      runs.push({ text: '\n'.repeat(Math.max(gap, 1)), marks: [] });
    }
    runs.push(...render(child, place));
    end = child.position?.end.offset ?? 0;
  }
  return runs;
}

function render(node: Content, outer: Place): Run[] {
  if (outer.depth === DEEPEST) return asWritten(node, outer);
  const place = { ...outer, depth: outer.depth + 1 };
  switch (node.type) {
    case 'text':
      return textOf(node, place);
    case 'paragraph':
      return [{ text: indentAt(node, place), marks: [] }, ...inline(node, place)];
    case 'heading':
      return node.children.length === 0 ? asWritten(node, place) : marked(node, '*', place);
    case 'emphasis':
      return marked(node, '_', place);
    case 'strong':
      return marked(node, '*', place);
    case 'delete':
      return marked(node, '~', place);
    case 'inlineCode':
      return codeRun(node.value, place);
    case 'code':
      return fenced(node.value, place);
    case 'break':
      return [{ text: '\n', marks: [] }];
    case 'link':
      return linked(node, node.url, textIn(node), place);
    case 'image':
      return linked(node, node.url, node.alt ?? '', place);
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

const inline = (node: { children: readonly Content[] }, place: Place): Run[] =>
  node.children.flatMap((child) => render(child, place));

function marked(node: { children: readonly Content[] }, mark: Mark, place: Place): Run[] {
  const marks = place.marks.includes(mark) ? place.marks : [...place.marks, mark];
  return inline(node, { ...place, marks });
}

/** Slack knows no quote within a quote. */
function quote(node: Extract<Content, { type: 'blockquote' }>, place: Place): Run[] {
  const runs = blocks(node, { ...place, isQuoted: true });
  const sign: Run = place.isQuoted
    ? { text: '> ', marks: [] }
    : { text: '> ', marks: [], isWritten: true };
  const lines = runs.flatMap((run) => {
    if (run.isWritten || !run.text.includes('\n')) return [run];
    return run.text.split('\n').flatMap((text, index) => {
      const rest = { ...run, text };
      return index === 0 ? [rest] : [{ text: '\n', marks: [] }, sign, rest];
    });
  });
  return [sign, ...lines];
}

/** Numbers stay the ones that were written. */
function item(node: Extract<Content, { type: 'listItem' }>, place: Place): Run[] {
  const number = /^\d{1,9}[.)]/.exec(place.source.slice(startOf(node)))?.[0];
  const within = { ...place, indent: `${place.indent}   ` };
  return [{ text: `${place.indent}${number ?? '•'} `, marks: [] }, ...blocks(node, within)];
}

/** Code that Slack could not tell from what is around it is no code. */
function codeRun(value: string, { marks }: Place): Run[] {
  const isFit = !/[`\n]/.test(value) && value.trim() !== '';
  return isFit
    ? [{ text: `\`${escaped(value)}\``, marks, isWritten: true }]
    : [{ text: `\`${value}\``, marks }];
}

/** Slack knows no languages, and no blocks of code in quotes. */
function fenced(value: string, place: Place): Run[] {
  if (value.trim() === '') return [];
  if (place.isQuoted) {
    const lines = value.split('\n').map((line) => codeLine(line, place));
    return lines.flatMap((line, index) =>
      index === 0 ? line : [{ text: '\n', marks: [] }, ...line],
    );
  }
  const code = escaped(value).replace(/`(?=``)|`$/g, '`\u200B');
  return [{ text: `\`\`\`\n${code}\n\`\`\``, marks: [], isWritten: true }];
}

const codeLine = (line: string, place: Place): Run[] =>
  line.trim() === '' ? [] : codeRun(line, place);

function linked(node: Content, url: string, label: string, place: Place): Run[] {
  if (!/^(?:https?|mailto|tel):[^\s]+$/i.test(url)) return asWritten(node, place);
  const address = escaped(url.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E'));
  const shown = escaped(label.replace(/\s+/g, ' ').trim());
  const text = shown === '' || shown === escaped(url) ? `<${address}>` : `<${address}|${shown}>`;
  return [{ text, marks: place.marks, isWritten: true }];
}

function textIn(node: Content): string {
  if ('children' in node) return node.children.map(textIn).join('');
  if (node.type === 'image') return node.alt ?? '';
  return 'value' in node ? node.value : ' ';
}

/**
 * A text, with the indentation that the parser takes from its lines. What is still between `**` is bold all the same: Markdown asks
 * for a space after bold words that end in punctuation, where Korean goes on with a particle.
 */
function textOf(node: Extract<Content, { type: 'text' }>, place: Place): Run[] {
  const written = writtenOf(node, place);
  const { marks } = place;
  const lines = node.value.split('\n');
  const original = written.split('\n');
  const isWhole = place.isTop && lines.length === original.length;
  const text = lines
    .map((line, index) =>
      index > 0 && isWhole ? `${/^[ \t]*/.exec(original[index] ?? '')?.[0] ?? ''}${line}` : line,
    )
    .join('\n');
  // A marker that was escaped is none.
  if (written.includes('\\') || marks.includes('*')) return [{ text, marks }];
  return text
    .split(/\*\*(?![\s*])([^*\n]{1,1000})(?<!\s)\*\*/)
    .map((part, index) => ({ text: part, marks: index % 2 === 0 ? marks : [...marks, '*'] }));
}

/** What stands before a node in its line, where its lines are those of the source. */
function indentAt(node: Content, { source, isTop }: Place): string {
  const start = startOf(node);
  return isTop ? source.slice(source.lastIndexOf('\n', start - 1) + 1, start) : '';
}

const asWritten = (node: Content, place: Place): Run[] => [
  { text: writtenOf(node, place), marks: place.marks },
];
