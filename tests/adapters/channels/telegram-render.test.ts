/**
 * Owns the tests of Markdown as Telegram's HTML, read back as Telegram reads it. Sending is in telegram-send.test.ts.
 */
import { expect, it } from 'vitest';
import { telegram } from '../../../src/adapters/channels/telegram/index.ts';
import { cpuMsOf } from '../../support/cpu.ts';
import { parseHtml } from '../../support/platforms/telegram/entities.ts';

/** What people see of a Markdown text, and where it is marked. */
function seen(markdown: string) {
  const parsed = parseHtml(telegram.render(markdown));
  if (typeof parsed === 'string') throw new Error(parsed);
  const { text, entities } = parsed;
  return {
    text,
    marks: entities.map(({ type, offset, length, url, language }) =>
      [type, text.slice(offset, offset + length), url ?? language].filter(Boolean).join(' | '),
    ),
  };
}

it.each([
  [
    '**bold** and *italic* and _also_',
    'bold and italic and also',
    ['bold | bold', 'italic | italic', 'italic | also'],
  ],
  ['~~gone~~ but ~/path and ~x~', 'gone but ~/path and ~x~', ['strikethrough | gone']],
  ['`a < b && c`', 'a < b && c', ['code | a < b && c']],
  ['***both***', 'both', ['bold | both', 'italic | both']],
  ['# Title\n\ntext', 'Title\n\ntext', ['bold | Title']],
  [
    '[label](https://example.com/?a=1&b="2")',
    'label',
    ['text_link | label | https://example.com/?a=1&b="2"'],
  ],
  [
    '![a picture](https://example.com/p.png)',
    'a picture',
    ['text_link | a picture | https://example.com/p.png'],
  ],
  ['> said\n> twice\n\nanswer', 'said\ntwice\n\nanswer', ['blockquote | said\ntwice']],
  ['> a\n> > b', 'a\n> b', ['blockquote | a\n> b']],
  ['- one\n- two\n  - inner **b**\n- three', '• one\n• two\n   • inner b\n• three', ['bold | b']],
  ['3. three\n4. four\n\n7) seven', '3. three\n4. four\n\n7) seven', []],
])('writes %j', (markdown, text, marks) => {
  const result = seen(markdown);
  expect(result.text).toBe(text);
  expect(result.marks.toSorted()).toEqual(marks.toSorted());
});

it('keeps code as it is, with its language', () => {
  const code = 'if (a < b) {\n\n  return "**x**" && `y`;\n}';
  expect(seen(`before\n\`\`\`ts\n${code}\n\`\`\`\nafter`)).toEqual({
    text: `before\n${code}\nafter`,
    marks: [`code | ${code} | ts`, `pre | ${code}`],
  });
  expect(seen('```"><b>\nx\n```')).toEqual({ text: 'x', marks: ['pre | x'] });
  expect(seen('```py\nnever closed')).toEqual({
    text: 'never closed',
    marks: ['code | never closed | py', 'pre | never closed'],
  });
});

it.each([
  '```',
  '`````',
  '```\n```',
  '```py',
  '```\n  \n```',
  'a\n```\n```',
  '` `',
  '> ```',
  '- ```',
])('leaves %j as it was written, since Telegram takes no empty marks', (markdown) => {
  const { text, marks } = seen(markdown);
  expect(text.match(/`/g)).toEqual(markdown.match(/`/g));
  expect(marks.filter((mark) => !mark.startsWith('blockquote'))).toEqual([]);
});

it.each([
  'plain',
  '2 * 3 * 4 and snake_case_name and *unclosed and **unclosed',
  'a < b > c & d &co; "quoted"',
  '<b>no</b> <script>alert(1)</script>\n<div>\nblock\n</div>',
  '#hashtag, [not a link], [neither][this], ![nor this]',
  '[ref]: https://example.com',
  'a line\n---\nand\n===\nmore',
  '    indented\n      more\nless',
  'first\n\n\n\nlast',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  'C:\\new\\path ^_^ ~~~ `',
  '안녕하세요 세계 — 한국어',
  '日本語のテキスト「引用」',
  'مرحبا بالعالم، كيف الحال؟',
  '👩‍👩‍👧‍👦 🇰🇷 e\u0301 👍🏽',
  '',
])('leaves %j as it is', (plain) => {
  expect(seen(plain)).toEqual({ text: plain, marks: [] });
});

it('marks words beside letters of every script', () => {
  expect(seen('**한국어**는 *일본어*와')).toMatchObject({
    text: '한국어는 일본어와',
    marks: ['bold | 한국어', 'italic | 일본어'],
  });
  expect(seen('**「引用」**です。**"인용"**은')).toMatchObject({
    text: '「引用」です。"인용"은',
    marks: ['bold | 「引用」', 'bold | "인용"'],
  });
  expect(seen('\\*\\*「no」\\*\\*')).toEqual({ text: '**「no」**', marks: [] });
  expect(seen('**مرحبا** 👩‍👩‍👧‍👦 **👍🏽**').marks).toEqual(['bold | مرحبا', 'bold | 👍🏽']);
});

it('makes no link of an address that is not for people', () => {
  for (const url of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '/relative',
  ]) {
    const written = `[click](${url})`;
    expect(seen(written)).toEqual({ text: written, marks: [] });
  }
  expect(telegram.render('[x](https://e.com/"><b>)')).not.toContain('"><b>');
});

it.each([
  ['quotes', '>'.repeat(4000)],
  ['lists', '- '.repeat(2000)],
  ['emphasis', '*a **b '.repeat(600)],
  ['brackets', '['.repeat(4000)],
  ['links', '[a]('.repeat(1000)],
  ['code', '`'.repeat(4001)],
  ['nested emphasis', `${'*a **'.repeat(300)}x${'** a*'.repeat(300)}`],
  ['bold leftovers', '**'.repeat(2000)],
  ['lone surrogates', '\ud83d **\udc00** \u0000'],
  ['much', 'word **bold** '.repeat(5000)],
])('is done soon with hostile %s, and Telegram can read it', (_what, hostile) => {
  const ms = cpuMsOf(() => {
    const parsed = parseHtml(telegram.render(hostile));
    expect(typeof parsed).toBe('object');
  });
  // Work that grows with the square would take minutes.
  expect(ms).toBeLessThan(10_000);
});
