/**
 * Owns the tests of Markdown as Slack's mrkdwn, read back as Slack reads it. Sending is in slack-send.test.ts.
 */
import { expect, it } from 'vitest';
import { slack } from '../../../src/adapters/channels/slack/index.ts';
import { cpuMsOf } from '../../support/cpu.ts';
import { readMrkdwn } from '../../support/platforms/slack/mrkdwn.ts';

/** What people see of a Markdown text, and where it is marked. */
const seen = (markdown: string) => {
  const { text, marks } = readMrkdwn(slack.render(markdown));
  return { text, marks: marks.toSorted() };
};

it.each([
  [
    '**bold** and *italic* and _also_',
    'bold and italic and also',
    ['bold | bold', 'italic | also', 'italic | italic'],
  ],
  ['~~gone~~ but ~/path and ~x~', 'gone but ~/path and ~x~', ['strike | gone']],
  ['`a < b && c`', 'a < b && c', ['code | a < b && c']],
  ['***both***', 'both', ['bold | both', 'italic | both']],
  ['**a *b* c**', 'a b c', ['bold | a b c', 'italic | b']],
  ['**x `y` z**', 'x y z', ['bold | x y z', 'code | y']],
  ['**one\ntwo**', 'one\ntwo', ['bold | one', 'bold | two']],
  ['# Title\n\ntext', 'Title\n\ntext', ['bold | Title']],
  ['## A **b** c', 'A b c', ['bold | A b c']],
  [
    '[label](https://example.com/?a=1&b="2")',
    'label',
    ['link | label | https://example.com/?a=1&b="2"'],
  ],
  ['[**b|c>**](https://example.com/a|b)', 'b|c>', ['link | b|c> | https://example.com/a%7Cb']],
  [
    '<https://example.com>',
    'https://example.com',
    ['link | https://example.com | https://example.com'],
  ],
  [
    '![a picture](https://example.com/p.png)',
    'a picture',
    ['link | a picture | https://example.com/p.png'],
  ],
  ['> said\n> twice\n\nanswer', 'said\ntwice\n\nanswer', ['quote | said', 'quote | twice']],
  ['> a\n> > b', 'a\n> b', ['quote | > b', 'quote | a']],
  ['> `x`\n> ```\n> y\n> ```', 'x\ny', ['code | x', 'code | y', 'quote | x', 'quote | y']],
  ['- one\n- two\n  - inner **b**\n- three', '• one\n• two\n   • inner b\n• three', ['bold | b']],
  ['3. three\n4. **four**\n\n7) seven', '3. three\n4. four\n\n7) seven', ['bold | four']],
  ['**굵게**는 *기울임*입니다', '굵게는 기울임입니다', ['bold | 굵게', 'italic | 기울임']],
  ['「**強調**」と**太字**です', '「強調」と太字です', ['bold | 太字', 'bold | 強調']],
  ['**"인용"**이라고', '"인용"이라고', ['bold | "인용"']],
  ['a**b**c', 'abc', ['bold | b']],
  [
    '**done** and \\*not\\* and \\~this\\~ or \\`that\\`',
    'done and *not* and ~this~ or `that`',
    ['bold | done'],
  ],
  ['**x**\n\n\\> no quote', 'x\n\n> no quote', ['bold | x']],
  ['\\*escaped\\*', '*escaped*', []],
  ['``a`b`` **c**', '`a`b` c', ['bold | c']],
])('writes %j', (markdown, text, marks) => {
  expect(seen(markdown)).toEqual({ text, marks: marks.toSorted() });
});

it('keeps code as it is', () => {
  const code = 'if (a < b) {\n\n  return "**x**" && `y`;\n}';
  expect(seen(`before\n\`\`\`ts\n${code}\n\`\`\`\nafter`)).toEqual({
    text: `before\n${code}\nafter`,
    marks: [`pre | ${code}`],
  });
  expect(seen('```"><b>\nx\n```')).toEqual({ text: 'x', marks: ['pre | x'] });
  expect(seen('```py\nnever closed')).toEqual({
    text: 'never closed',
    marks: ['pre | never closed'],
  });
  expect(seen('````\n```\ninner\n```\n````')).toEqual({
    text: '```\ninner\n```',
    marks: ['pre | ```\ninner\n```'],
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
  '| a | b |\n|---|---|\n| 1 | 2 |',
  'C:\\new\\path ^_^ ~~~ `',
  '~a ~b~ and `c',
  '안녕하세요 세계 — 한국어',
  '日本語のテキスト「引用」',
  'مرحبا بالعالم، كيف الحال؟',
  '👩‍👩‍👧‍👦 🇰🇷 e\u0301 👍🏽',
  '',
])('leaves %j as it is', (text) => {
  const rendered = slack.render(text);
  expect(readMrkdwn(rendered, false).text).toBe(text);
  expect(rendered).not.toContain('\u200B');
});

it.each([
  '<!channel> <!here> <@U1> <#C1> <https://a.example|https://good.example>',
  '**<!channel>** `<@U1>`\n```\n<!here>\n```\n> <!everyone>',
  '[<!channel>](https://a.example)',
  '[x](https://a.example/>x<!channel>)',
  '[x](javascript:alert)',
  '[x](slack://open)',
  '![<@U1>](https://a.example)',
  '# <!channel>',
  '- <!channel>',
  '&lt;!channel&gt; **x**',
])('makes no mention and no foreign link of %j', (markdown) => {
  const source = slack.render(markdown);
  for (const [, inner] of source.matchAll(/<([^>]*)>/g))
    expect(inner).toMatch(/^https:\/\/a\.example[^|<>]*(?:\|[^|<>]*)?$/);
  expect(readMrkdwn(source).marks.join()).not.toContain('mention');
});

it.each([
  ['a'.repeat(8193), 'long'],
  ['> '.repeat(4000), 'deep quotes'],
  ['- '.repeat(4000), 'deep lists'],
  ['*'.repeat(8000), 'stars'],
  ['*a_ '.repeat(2000), 'crossed'],
  ['`a '.repeat(2700), 'ticks'],
  ['~a '.repeat(2700), 'tildes'],
  ['**x** \\~a '.repeat(700), 'escapes'],
  ['['.repeat(8000), 'brackets'],
  [' '.repeat(8000), 'spaces'],
])('is done soon with %#: %s', (markdown) => {
  const ms = cpuMsOf(() => {
    expect(typeof slack.render(markdown)).toBe('string');
  });
  // Work that grows with the square would take minutes.
  expect(ms).toBeLessThan(10_000);
});
