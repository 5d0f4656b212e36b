/**
 * Owns turning Markdown into pages: the guides of docs/guides/<lang> and the changelog.
 * Which guides there are, and in which order, is said here; their words are in their files.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Marked } from 'marked';
import type { Language } from '../../src/http/docs-site.ts';
import { escapeHtml } from './frame.ts';
import { words } from './words.ts';

/** The guides in the order in which they are read. */
export const guides = [
  'getting-started',
  'auth-and-scopes',
  'webhooks',
  'streaming',
  'errors',
  'rate-limits',
  'operating',
  'conformance',
] as const;

/** One text as HTML, with the title and the first paragraph of it. */
export interface Article {
  readonly title: string;
  readonly summary: string;
  readonly html: string;
}

/** Reads a guide in a language; where it has none, in English with a line that says so. */
export async function readGuide(folder: string, lang: Language, name: string): Promise<Article> {
  const own = await readFile(join(folder, lang, `${name}.md`), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    },
  );
  if (own !== null) return renderMarkdown(own);
  const article = renderMarkdown(await readFile(join(folder, 'en', `${name}.md`), 'utf8'));
  return { ...article, html: inEnglish(lang, article.html) };
}

/** Marks HTML as English on a page of another language. */
export function inEnglish(lang: Language, html: string): string {
  if (lang === 'en') return html;
  return `<p class="note">${words[lang].inEnglish}</p>\n<div lang="en">\n${html}</div>`;
}

/** Renders Markdown of ours. Headings get anchors, tables and code a frame that scrolls; HTML in it is shown as text. */
export function renderMarkdown(markdown: string): Article {
  const text = markdown.replace(/^<!--[\s\S]*?-->\s*/, '');
  const anchors = new Map<string, number>();
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text: heading }) {
        const id = makeAnchor(heading, anchors);
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      code({ text: code, lang }) {
        const type = lang ? ` class="language-${escapeHtml(lang)}"` : '';
        // Code that is wider than the page is scrolled, also without a mouse.
        return `<pre tabindex="0"><code${type}>${escapeHtml(code)}</code></pre>\n`;
      },
      link({ href, tokens }) {
        const inside = this.parser.parseInline(tokens);
        const target = makeTarget(href);
        return target === null ? inside : `<a href="${escapeHtml(target)}">${inside}</a>`;
      },
      html({ text: html }) {
        return escapeHtml(html);
      },
    },
  });
  const html = marked
    .parse(text, { async: false })
    .replaceAll('<table>', '<div class="scroll" tabindex="0"><table>')
    .replaceAll('</table>', '</table></div>');
  const paragraph = /\n\n([^#\n`|>-][^\n]*)/.exec(text)?.[1] ?? '';
  return {
    title: /^# (.+)$/m.exec(text)?.[1] ?? 'Gatehouse',
    summary: paragraph.replaceAll(/[`*]|\[|\]\([^)]*\)/g, ''),
    html,
  };
}

/** Guides link to each other as files, which works where the repository is read too; other files of it are not on the site. */
function makeTarget(href: string): string | null {
  if (/^(https:|#)/.test(href)) return href;
  const [, name, anchor = ''] = /^([a-z-]+)\.(?:md|html)(#.*)?$/.exec(href) ?? [];
  return name === undefined ? null : `${name}.html${anchor}`;
}

function makeAnchor(heading: string, anchors: Map<string, number>): string {
  const words = heading.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['section'];
  const anchor = words.join('-');
  const seen = anchors.get(anchor) ?? 0;
  anchors.set(anchor, seen + 1);
  return seen === 0 ? anchor : `${anchor}-${seen}`;
}
