/**
 * Owns the tests of Markdown as WhatsApp's markup, read back as WhatsApp reads it. Sending is in whatsapp-send.test.ts.
 */
import { expect, it } from 'vitest';
import { whatsapp } from '../../../src/adapters/channels/whatsapp/index.ts';
import { cpuMsOf } from '../../support/cpu.ts';
import { readMarkup } from '../../support/platforms/whatsapp/markup.ts';

/** What people see of a Markdown text, and what of it is marked. */
function seen(markdown: string) {
  const { text, marks } = readMarkup(whatsapp.render(markdown));
  return { text, marks: marks.map((mark) => `${mark.kind} | ${mark.text}`) };
}

it.each([
  ['**bold** and *italic* and _also_', '*bold* and _italic_ and _also_'],
  ['__bold__ ~~gone~~ `code`', '*bold* ~gone~ `code`'],
  ['***both***', '_*both*_'],
  ['# Title **all** of it\n\ntext', '*Title all of it*\n\ntext'],
  ['**two\nlines**', '*two*\n*lines*'],
  ['[label](https://example.com/?a=1&b=2)', 'label (https://example.com/?a=1&b=2)'],
  ['[**bold** label](https://example.com)', '*bold* label (https://example.com)'],
  ['<https://example.com/_a_> [a@b.c](mailto:a@b.c)', 'https://example.com/_a_ a@b.c'],
  ['![a picture](https://example.com/p.png)', 'a picture (https://example.com/p.png)'],
  ['> said\n>\n> **twice**\n\nanswer', '> said\n> *twice*\n\nanswer'],
  ['> a\n> > b', '> a\n> > b'],
  ['* one\n* two\n  - inner **b**\n* three', '- one\n- two\n   - inner *b*\n- three'],
  ['3. three\n4. four\n\n7) seven', '3. three\n4. four\n\n7) seven'],
  ['> ```\n> a\n> b\n> ```', '> `a`\n> `b`'],
])('writes %j', (markdown, expected) => {
  expect(whatsapp.render(markdown)).toBe(expected);
});

it('keeps code as it is, without its language', () => {
  const code = 'if (a < b) {\n\n  return "**x**" && `y` && *z*;\n}';
  expect(whatsapp.render(`before\n\`\`\`ts\n${code}\n\`\`\`\nafter`)).toBe(
    `before\n\`\`\`${code}\`\`\`\nafter`,
  );
  expect(whatsapp.render('`*a* _b_` and `` c`d ``')).toBe('`*a* _b_` and ```c`d```');
  expect(seen('````\n```\nx\n```\n````')).toEqual({
    text: '```\nx\n```',
    marks: ['block | ```\nx\n```'],
  });
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
  '\n\nlead',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  'C:\\new\\path ^_^ ~~~ `',
  'https://example.com/*a*/_b_/~c~?x=`y` and https://example.com/__init__.py',
  '안녕하세요 세계 — 한국어',
  '日本語のテキスト「引用」',
  'مرحبا بالعالم، كيف الحال؟',
  '👩‍👩‍👧‍👦 🇰🇷 e\u0301 👍🏽',
  '',
])('leaves %j as it is', (plain) => {
  expect(whatsapp.render(plain)).toBe(plain);
  expect(seen(plain)).toEqual({ text: plain, marks: [] });
});

it.each([
  ['~/path and ~x~', '~/path and ~x~'],
  ['\\*no\\* \\_no\\_ \\`no\\`', '*no* _no_ `no`'],
  ['\\*\\*「no」\\*\\*', '**「no」**'],
  ['\\`\\`\\`no\\`\\`\\`', '```no```'],
  ['\\> no quote', '> no quote'],
])('marks nothing in %j', (markdown, text) => {
  expect(seen(markdown)).toEqual({ text, marks: [] });
});

it('keeps marks apart from what is only text', () => {
  expect(seen('\\*a **b** c\\*')).toEqual({ text: '*a b c*', marks: ['bold | b'] });
  expect(seen('\\` and `code`')).toEqual({ text: '` and code', marks: ['code | code'] });
  expect(seen('**a \\* b** \\*c\\*')).toEqual({ text: 'a * b *c*', marks: ['bold | a * b'] });
});

it('marks words beside letters of every script', () => {
  expect(seen('**한국어**는 *일본어*와 𠮷**野**家')).toMatchObject({
    text: '한국어는 일본어와 𠮷野家',
    marks: ['bold | 한국어', 'italic | 일본어', 'bold | 野'],
  });
  expect(seen('**「引用」**です。**"인용"**은')).toMatchObject({
    text: '「引用」です。"인용"은',
    marks: ['bold | 「引用」', 'bold | "인용"'],
  });
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
});

it('lets no text pretend to be marked', () => {
  const pretended = '\ufdd0x\ufdd3 \ufdd6y\ufdd6 \ufdd7z\ufdd7 \ufdd8';
  expect(whatsapp.render(pretended)).toBe('\ufffdx\ufffd \ufffdy\ufffd \ufffdz\ufffd \ufffd');
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
  ['addresses', 'https://'.repeat(1000)],
])('is done soon with hostile %s', (_what, hostile) => {
  const ms = cpuMsOf(() => {
    expect(whatsapp.render(hostile)).not.toMatch(/[\ufdd0-\ufddf]/);
  });
  // Work that grows with the square would take minutes.
  expect(ms).toBeLessThan(10_000);
});
