/**
 * Owns what people see of mrkdwn, as far as tests look: what is marked, and the text without marks and escapes.
 * Slack publishes no grammar; this one marks only what stands between boundaries on one line, as its clients do.
 */

/** What people see. */
export interface Seen {
  readonly text: string;
  /** Kind, text and address, such as `bold | x`. */
  readonly marks: readonly string[];
}

const KINDS: Readonly<Record<string, string>> = { '*': 'bold', _: 'italic', '~': 'strike' };
const MARKED =
  /(?<![\p{L}\p{N}\p{M}])([*_~])(?![\s\u200B])((?:(?!\1).)*?)(?<![\s\u200B])\1(?![\p{L}\p{N}\p{M}])/su;
const HIDDEN = '\u200B';

/** Reads a text in mrkdwn; where it is none, `markup` is false. */
export function readMrkdwn(source: string, markup = true): Seen {
  const marks: string[] = [];
  if (!markup) return { text: unescaped(source), marks };
  const kept: string[] = [];
  const keep = (shown: string) => {
    kept.push(shown);
    return `\uE000${kept.length - 1}\uE001`;
  };
  const rest = source
    .replace(/```\n?([\s\S]+?)\n?```/g, (_all, code: string) => {
      marks.push(`pre | ${unescaped(code)}`);
      return keep(unescaped(code));
    })
    .replace(/`([^`\n\u200B][^`\n]*)`/g, (_all, code: string) => {
      marks.push(`code | ${unescaped(code)}`);
      return keep(unescaped(code));
    })
    .replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_all, url: string, label: string | undefined) => {
      const shown = unescaped(label ?? url);
      marks.push(/^[@#!]/.test(url) ? `mention | ${url}` : `link | ${shown} | ${unescaped(url)}`);
      return keep(shown);
    });
  const lines = rest.split('\n').map((line) => {
    const quoted = /^(?:>|&gt;) ?(.*)$/s.exec(line)?.[1];
    const shown = unmarked(quoted ?? line, marks, kept);
    if (quoted !== undefined) marks.push(`quote | ${opened(shown, kept)}`);
    return shown;
  });
  return { text: opened(lines.join('\n'), kept), marks };
}

function unmarked(line: string, marks: string[], kept: readonly string[]): string {
  for (let text = line; ; ) {
    const found = MARKED.exec(text);
    if (found === null) return text;
    const [all, mark = '', inner = ''] = found;
    const shown = unmarked(inner, marks, kept);
    marks.push(`${KINDS[mark]} | ${opened(shown, kept)}`);
    text = text.slice(0, found.index) + shown + text.slice(found.index + all.length);
  }
}

const opened = (text: string, kept: readonly string[]): string =>
  unescaped(text).replace(/\uE000(\d+)\uE001/g, (_all, place) => kept[Number(place)] ?? '');

/** Without escapes, and without what nobody sees. */
const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(HIDDEN, '');
