/**
 * Owns the tests of Markdown as Discord shows it, read back as Discord reads it. Sending is in discord-send.test.ts.
 */
import { expect, it } from 'vitest';
import { discordAdapter } from '../../../src/adapters/channels/discord/index.ts';
import { cpuMsOf } from '../../support/cpu.ts';
import { shown } from '../../support/platforms/discord/markdown.ts';

const { render } = discordAdapter();
const seen = (markdown: string) => shown(render(markdown));

it.each([
  [
    '**bold** and *italic* and _also_ and __strong__',
    'bold and italic and also and strong',
    ['bold | bold', 'italic | italic', 'italic | also', 'bold | strong'],
  ],
  ['~~gone~~ but ~/path and ~x~', 'gone but ~/path and ~x~', ['strike | gone']],
  ['`a < b && c` and `` x`y ``', 'a < b && c and x`y', ['code | a < b && c', 'code | x`y']],
  ['***both***', 'both', ['bold | both', 'italic | both']],
  ['**a *b* c** d', 'a b c d', ['bold | a b c', 'italic | b']],
  ['# Title\n\ntext', 'Title\n\ntext', ['bold | Title']],
  ['###### A **deep** one', 'A deep one', ['bold | A deep one']],
  [
    '[label](https://example.com/?a=1&b="2")',
    'label',
    ['link | label | https://example.com/?a=1&b=%222%22'],
  ],
  [
    '![a picture](https://example.com/p_1_.png)',
    'a picture',
    ['link | a picture | https://example.com/p%5f1%5f.png'],
  ],
  ['<https://example.com/a>', 'https://example.com/a', ['url | https://example.com/a']],
  ['> said\n> twice\n\nanswer', 'said\ntwice\n\nanswer', ['quote | said', 'quote | twice']],
  ['> a\n> > b', 'a\n> b', ['quote | a', 'quote | > b']],
  [
    '- one\n- two\n  - inner **b**\n- three',
    'one\ntwo\n  inner b\nthree',
    ['item | one', 'item | two', 'item | inner b', 'item | three', 'bold | b'],
  ],
  ['3. three\n4. four', '3. three\n4. four', ['number | 3. three', 'number | 4. four']],
])('writes %j', (markdown, text, marks) => {
  const result = seen(markdown);
  expect(result.text).toBe(text);
  expect(result.marks.toSorted()).toEqual(marks.toSorted());
});

it('keeps code as it is, with its language', () => {
  const code = 'if (a < b) {\n\n  return "**x**" && `y`;\n}';
  expect(seen(`before\n\`\`\`ts\n${code}\n\`\`\`\nafter`)).toEqual({
    text: `before\n${code}\nafter`,
    marks: [`pre | ${code} | ts`],
  });
  expect(seen('```py\nnever closed')).toEqual({
    text: 'never closed',
    marks: ['pre | never closed | py'],
  });
  const fence = seen('````\n```\n**inner**\n```\n````');
  expect(fence.marks).toHaveLength(1);
  expect(fence.text.replaceAll('\u200b', '')).toBe('```\n**inner**\n```');
});

it.each([
  'plain',
  '2 * 3 * 4 and snake_case_name and *unclosed and **unclosed',
  '한_글_ and init__.py and a_b_ c',
  '<b>no</b> <script>alert(1)</script>\n<div>\nblock\n</div>',
  '#hashtag, [not a link], [neither][this], ![nor this]',
  '-# small\n-#not\n#no',
  '||no spoiler|| and a | b || c',
  '<@123456789012345678> <@&1> <#2> <:smile:3> <a:wave:4> <t:5:R>',
  '[ref]: https',
  'a line\n---\nand\n===\nmore',
  '    indented\n      more\nless',
  'first\n\n\n\nlast',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  'C:\\new\\path ^_^ ~~~ `',
  '1.5 and 2.no and v1. x',
  '안녕하세요 세계 — 한국어',
  '日本語のテキスト「引用」',
  'مرحبا بالعالم، كيف الحال؟',
  '👩‍👩‍👧‍👦 🇰🇷 e\u0301 👍🏽',
  '',
])('leaves %j as it is', (plain) => {
  expect(seen(plain)).toEqual({ text: plain, marks: [] });
});

it('leaves addresses as they are', () => {
  const address = 'https://example.com/a_b_c/*x*?q=~~y~~';
  expect(seen(`see ${address} there`)).toEqual({
    text: `see ${address} there`,
    marks: [`url | ${address}`],
  });
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
  expect(seen('\\*\\*「no」\\*\\* \\_x\\_')).toEqual({ text: '**「no」** _x_', marks: [] });
  expect(seen('**مرحبا** 👩‍👩‍👧‍👦 **👍🏽**').marks).toEqual(['bold | مرحبا', 'bold | 👍🏽']);
});

it('makes no link of an address that is not for people, and none that shows another one', () => {
  for (const url of [
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    '/relative',
    'discord://x',
  ]) {
    const written = `[click](${url})`;
    expect(seen(written)).toEqual({ text: written, marks: [] });
  }
  expect(seen('[https://bank.example](https://evil.example)').marks).toEqual([
    'url | https://bank.example',
    'url | https://evil.example',
  ]);
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
  ['lone surrogates', '\ud83d **\udc00** \u0000 [\ud83d](https://e.com/\udc00)'],
  ['addresses', 'https://'.repeat(1000)],
  ['digits', '1'.repeat(8000)],
  ['spaces', ' '.repeat(8000)],
  ['much', 'word **bold** '.repeat(5000)],
])('is done soon with hostile %s', (_what, hostile) => {
  const ms = cpuMsOf(() => {
    render(hostile);
  });
  // Work that grows with the square would take minutes.
  expect(ms).toBeLessThan(10_000);
});
