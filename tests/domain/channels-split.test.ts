/**
 * Owns how Markdown is cut for a platform: at natural places, within its limit, with nothing lost and no character broken. How each
 * platform renders and sends the pieces is tested with its adapter.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitText } from '../../src/domain/channels/split.ts';
import { cpuClock } from '../support/cpu.ts';

const asIs = (markdown: string): string => markdown;
const toHtml = (markdown: string): string =>
  `<p>${markdown.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</p>`;

const cut = (text: string, longest: number): string[] =>
  splitText(text, longest, asIs).map((piece) => piece.text);

test('a text that fits is one piece as it is', () => {
  expect(cut('  one \n', 10)).toEqual(['  one \n']);
});

test.each(['', ' ', '\r\n\t'])('a blank text is no piece: %j', (text) => {
  expect(cut(text, 10)).toEqual([]);
});

test('blank stretches make no pieces', () => {
  expect(cut(`${' '.repeat(50)}one${' '.repeat(50)}\n\n${' '.repeat(50)}`, 10)).toEqual(['one']);
});

test.each([
  ['a paragraph', 'aaa bbb.\n\nccc ddd.\neee', 19, ['aaa bbb.', 'ccc ddd.\neee']],
  ['a paragraph of CRLF lines', 'aaa.\r\n\r\nccc.\r\neee', 15, ['aaa.', 'ccc.\r\neee']],
  ['a line', 'aaa bbb.\nccc. ddd eee', 17, ['aaa bbb.', 'ccc. ddd eee']],
  ['a sentence', 'aaa bbb. ccc ddd eee', 15, ['aaa bbb.', 'ccc ddd eee']],
  ['a quoted sentence', 'aaa “bbb.” ccc ddd eee', 17, ['aaa “bbb.”', 'ccc ddd eee']],
  ['a word', 'aaa bbb ccc ddd', 12, ['aaa bbb ccc', 'ddd']],
  ['a word that ends at the limit', 'aaa bbb ccc', 7, ['aaa bbb', 'ccc']],
  [
    'a Japanese sentence',
    '今日は晴れ。「明日は？」雨です',
    13,
    ['今日は晴れ。「明日は？」', '雨です'],
  ],
  [
    'a sentence with its quote',
    '今日は晴れ。「明日は？」雨です',
    11,
    ['今日は晴れ。', '「明日は？」雨です'],
  ],
  ['an Arabic sentence', 'مرحبا بك؟ كيف حالك اليوم', 17, ['مرحبا بك؟', 'كيف حالك اليوم']],
  ['a Korean word', '안녕하세요 반갑습니다 여러분', 12, ['안녕하세요 반갑습니다', '여러분']],
  ['nothing better than a grapheme', 'abcdefgh', 5, ['abcde', 'fgh']],
  ['the indentation of a line', '- aaa\n- bbb\n  - ccc', 14, ['- aaa\n- bbb', '  - ccc']],
  ['a line that ends at the limit', '- aaa\n- bbb\n  - ccc', 11, ['- aaa\n- bbb', '  - ccc']],
  ['no space that forbids it', 'aaa bbb\u00a0ccc ddd', 8, ['aaa', 'bbb\u00a0ccc', 'ddd']],
])('cuts at %s', (_name, text, longest, pieces) => {
  expect(cut(text, longest)).toEqual(pieces);
});

test('an early paragraph is not worth a small piece', () => {
  expect(cut('a\n\nbbb ccc ddd eee fff', 17)).toEqual(['a\n\nbbb ccc ddd', 'eee fff']);
});

test.each(['👩‍👩‍👧‍👦', '🇰🇷', 'e\u0301\u0323', '각'.normalize('NFD'), '👍🏽', 'नि', ' \u0301'])(
  'no cut within %j',
  (grapheme) => {
    for (const longest of [20, 21, 22, 23]) {
      const pieces = cut(grapheme.repeat(30), longest);
      expect(pieces.length).toBeGreaterThan(2);
      for (const piece of pieces) expect(piece).toMatch(new RegExp(`^(?:${grapheme})+$`));
    }
  },
);

test('no cut within a grapheme, wherever in a long text it stands', () => {
  for (let shift = 0; shift < 11; shift += 1) {
    const text = `${'x'.repeat(shift)}${'👩‍👩‍👧‍👦'.repeat(60)}`;
    for (let longest = 22; longest < 33; longest += 1) {
      for (const piece of cut(text, longest)) expect(piece).toMatch(/^x*(?:👩‍👩‍👧‍👦)+$/u);
    }
  }
});

test('a grapheme longer than the limit is cut between its characters', () => {
  const family = `👩${'\u200d👩'.repeat(10)}`;
  const pieces = cut(family, 10);
  expect(pieces.join('')).toBe(family);
  for (const piece of pieces) expect(piece.isWellFormed()).toBe(true);
});

test('code that is cut is closed, and opened again with its language', () => {
  const code = Array.from({ length: 8 }, (_, index) => `  line(${index});`).join('\n');
  const pieces = cut(`Look:\n\`\`\`ts\n${code}\n\`\`\`\nDone.`, 60);
  expect(pieces).toEqual([
    'Look:\n```ts\n  line(0);\n  line(1);\n  line(2);\n  line(3);\n```',
    '```ts\n  line(4);\n  line(5);\n  line(6);\n  line(7);\n```\nDone.',
  ]);
});

test('code that fits into the next piece begins there', () => {
  expect(cut('One two three four five six\n```\na\nb\nc\n```\nend.', 38)).toEqual([
    'One two three four five six',
    '```\na\nb\nc\n```\nend.',
  ]);
});

test('a piece begins with no closing line of code that was closed', () => {
  const pieces = cut('````md title\naaaa\n```\nbbbb\n````   \n\nThe end of it', 33);
  expect(pieces).toEqual(['````md title\naaaa\n```\nbbbb\n````', 'The end of it']);
});

test('the opening line of code is not cut', () => {
  const opening = `\`\`\`ts${' word'.repeat(8)}`;
  const pieces = cut(`aaaaaaaaaaaaaaaaaaaa\n${opening}\ncode\n\`\`\``, 60);
  expect(pieces).toEqual(['aaaaaaaaaaaaaaaaaaaa', `${opening}\ncode\n\`\`\``]);
});

test('code in a list keeps its place there', () => {
  const pieces = cut('1. ~~~c\n   int a;\n   int b;\n   int c;\n   ~~~\n2. two', 36);
  expect(pieces).toEqual([
    '1. ~~~c\n   int a;\n   int b;\n   ~~~',
    '   ~~~c\n   int c;\n   ~~~\n2. two',
  ]);
});

test('code that nobody closes is closed in each piece', () => {
  const pieces = cut(`\`\`\`\n${'abc\n'.repeat(20)}`, 40);
  expect(pieces.length).toBeGreaterThan(1);
  for (const piece of pieces) expect(piece).toMatch(/^```\n(?:abc\n)+```$/);
});

test('a blank line of code is kept at a cut', () => {
  const pieces = cut('```\naaaaaaaaaaaa\n\nbbbbbbb\n```', 20);
  expect(pieces).toEqual(['```\naaaaaaaaaaaa\n```', '```\n\nbbbbbbb\n```']);
});

test('no piece begins with what would open code', () => {
  for (let longest = 17; longest < 50; longest += 1) {
    for (const piece of cut('Write three ticks ``` or ~~~ to open, and ``` to close', longest)) {
      expect(piece).not.toMatch(/^[`~]/);
    }
  }
});

test('what counts is the length of the rendered piece', () => {
  const text = 'a && b && c && d && e && f && g && h && i && j';
  const pieces = splitText(text, 40, toHtml);
  for (const piece of pieces) expect(piece.text.length).toBeLessThanOrEqual(40);
  expect(pieces.map((piece) => piece.plain).join(' ')).toBe(text);
});

test('a rendering that is always too long is done without', () => {
  const pieces = splitText('aaa bbb ccc', 8, (markdown) => `${markdown}${'!'.repeat(20)}`);
  expect(pieces.map((piece) => piece.text).join('')).toBe('aaabbbccc');
});

test.each([
  ['**bold** and ~~old~~', 'bold and old'],
  ['## Title\n# Other\n#tag', 'Title\nOther\n#tag'],
  ['`2**3**4` is 4096', '`2**3**4` is 4096'],
  ['1 ** 2 ** 3 and __init__', '1 ** 2 ** 3 and __init__'],
  ['\\**not bold\\**', '\\**not bold\\**'],
  ['```\n**x**\n```', '```\n**x**\n```'],
])('plain text goes without markers: %j', (markdown, plain) => {
  expect(splitText(markdown, 100, asIs)).toEqual([{ text: markdown, plain }]);
});

const token = fc.constantFrom(
  ...['word', 'a', '.', '! ', ' ', '  ', '\n', '\n\n', '\r\n', '\r\n\r\n', '\t', '\u00a0'],
  ...['안녕하세요', '반갑습니다. ', '日本語です。', '「はい」', 'مرحبا', ' بالعالم؟ ', 'สวัสดี'],
  ...['👩‍👩‍👧‍👦', '🇰🇷', '🇯🇵', '👍🏽', 'e\u0301', ' \u0301', '각', 'क्षि', '\u200f', '&', '<b>'],
  ...['**', '~~x~~ ', '# ', '- ', '`x`'],
);
const prose = fc.array(token, { maxLength: 120 }).map((tokens) => tokens.join(''));
const code = fc
  .tuple(fc.constantFrom('```', '~~~', '````'), fc.array(token, { maxLength: 60 }))
  .map(([fence, tokens]) => `\n${fence}LANG\n${tokens.join('')}\n${fence}\n`);
const document = fc
  .array(fc.oneof(prose, code), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));

/** What must be the same before and after, whatever is cut. */
const bare = (text: string): string => text.replace(/\s|[`~*#]/g, '').replaceAll('LANG', '');
const visible = (text: string): string[] =>
  Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment).filter(
    (segment) => segment.trim() !== '',
  );

test('pieces are within the limit, not blank, and nothing is lost', () => {
  fc.assert(
    fc.property(document, fc.integer({ min: 16, max: 200 }), (text, longest) => {
      for (const render of [asIs, toHtml]) {
        const pieces = splitText(text, longest, render);
        for (const piece of pieces) {
          expect(piece.text.length).toBeLessThanOrEqual(longest);
          expect(piece.plain.trim()).not.toBe('');
          expect(piece.text.isWellFormed()).toBe(true);
        }
        expect(bare(pieces.map((piece) => piece.plain).join('\n'))).toBe(bare(text));
      }
    }),
    { numRuns: 150 },
  );
});

test('no grapheme is cut, and nothing but white space goes', () => {
  fc.assert(
    fc.property(prose, fc.integer({ min: 16, max: 100 }), (text, longest) => {
      expect(cut(text, longest).flatMap(visible)).toEqual(visible(text));
    }),
    { numRuns: 150 },
  );
});

test('every piece of a text closes the code it opens', () => {
  fc.assert(
    fc.property(document, fc.integer({ min: 60, max: 200 }), (text, longest) => {
      for (const piece of cut(text, longest)) {
        const lines = piece.split('\n').filter((line) => /^(?:`{3,4}|~~~)(?:LANG)?\s*$/.test(line));
        expect(lines.length % 2, piece).toBe(0);
      }
    }),
    { numRuns: 150 },
  );
});

test.each([
  ['no spaces', 'a'],
  ['spaces', ' '],
  ['fences', '```\n'],
  ['fences of many ticks', `${'`'.repeat(150)}\n`],
  ['ticks', '`'],
  ['openings in lists', '- - - - ```\n'],
  ['bold marks', '**a'],
  ['headings', '# '],
  ['combining marks', '\u0301'],
  ['accents on spaces', ' \u0301'],
  ['half characters', '\ud83d'],
  ['flags', '🇰🇷'],
  ['ampersands', '&'],
  ['line breaks', '\r\n'],
])('64 KiB of %s are cut in time', (_name, unit) => {
  const text = `x${unit.repeat(Math.ceil(65_536 / unit.length))}`;
  const spent = cpuClock();
  const pieces = splitText(text, 2000, toHtml);
  expect(spent()).toBeLessThan(3000);
  for (const piece of pieces) expect(piece.text.length).toBeLessThanOrEqual(2000);
  // The comparison is not left to the matcher, which would print both.
  expect(bare(pieces.map((piece) => piece.plain).join('')) === bare(text)).toBe(true);
});

test('one grapheme of 60,000 units is cut in time', () => {
  const text = `Look: a${'\u0301'.repeat(60_000)} there`;
  const spent = cpuClock();
  const pieces = cut(text, 2000);
  expect(spent()).toBeLessThan(3000);
  expect(pieces.join('').replaceAll(' ', '') === text.replaceAll(' ', '')).toBe(true);
});
