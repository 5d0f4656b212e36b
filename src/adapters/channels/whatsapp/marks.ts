/**
 * Owns how marks are written for WhatsApp, which knows no escape: a zero-width space keeps its markers from where they would mark
 * nothing, and markers that are only text from marking. What is marked is decided in render.ts.
 */

/** Until a whole text is known, marks stand in it as noncharacters of Unicode, which no text holds: these. */
export const PLACEHOLDERS = /[\ufdd0-\ufddf]/g;

const BARRIER = '\u200b';
const OPEN = { bold: '\ufdd0', italic: '\ufdd1', strike: '\ufdd2' } as const;
const CLOSE = { bold: '\ufdd3', italic: '\ufdd4', strike: '\ufdd5' } as const;
const CODE = '\ufdd6';
const BLOCK = '\ufdd7';
const QUOTE = '\ufdd8';
const MARKERS: ReadonlyMap<string, string> = new Map([
  [OPEN.bold, '*'],
  [CLOSE.bold, '*'],
  [OPEN.italic, '_'],
  [CLOSE.italic, '_'],
  [OPEN.strike, '~'],
  [CLOSE.strike, '~'],
  [CODE, '`'],
  [BLOCK, '```'],
  [QUOTE, '>'],
]);
const OPENS: ReadonlySet<string> = new Set(Object.values(OPEN));
const CLOSES: ReadonlySet<string> = new Set(Object.values(CLOSE));

/** A marked text, line by line, since marks of WhatsApp end with their line. */
export function marked(kind: keyof typeof OPEN, text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\S(?:.*\S)?/, (words) => OPEN[kind] + words + CLOSE[kind]))
    .join('\n');
}

/** Code within a line. */
export function codeSpan(code: string): string {
  if (code.trim() === '') return code;
  return code.includes('`') ? codeBlock(code) : CODE + code + CODE;
}

/** Lines of code. */
export function codeBlock(code: string): string {
  if (code.trim() === '') return code;
  // Three of them would end it, and one at either end would stand with its own markers.
  const safe = code.replace(/^(?=`)|(?<=`)(?=``|$)/g, BARRIER);
  return BLOCK + safe + BLOCK;
}

/** Lines that somebody else said. WhatsApp quotes no empty ones. */
export function quoted(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => `${QUOTE} ${line}`).join('\n');
}

/** A text with all its marks, as it is sent. */
export function written(text: string): string {
  const parts = text.split(/(\ufdd7[^\ufdd7]*\ufdd7)/);
  return parts
    .map((part, index) =>
      index % 2 === 1 ? withMarkers(part) : part.split('\n').map(lineOf).join('\n'),
    )
    .join('');
}

const withMarkers = (text: string): string =>
  text.replace(PLACEHOLDERS, (mark) => MARKERS.get(mark) ?? '');

/** Code and addresses are no place for anything that cannot be seen. */
const VERBATIM = /(\ufdd6[^\ufdd6]*\ufdd6|https?:\/\/[^\s\ufdd0-\ufddf]+)/i;

function lineOf(line: string): string {
  const parts = line.split(VERBATIM);
  return spaced(parts.flatMap((part, index) => (index % 2 === 1 ? [part] : [...part])));
}

/** One character or one verbatim part after the other, with barriers where markers would be read otherwise than meant. */
function spaced(units: readonly string[]): string {
  const texts = units.map(withMarkers);
  const idle = idleMarkers(units, texts);
  const out = texts.map((text, index) => {
    const unit = units[index] ?? '';
    const [before = '', after = ''] = [texts[index - 1], texts[index + 1]];
    if (OPENS.has(unit)) return LETTER_LAST.test(before) ? BARRIER + text : text;
    if (CLOSES.has(unit)) return LETTER_FIRST.test(after) ? text + BARRIER : text;
    if (index === 0 && unit === '>' && after === ' ') return BARRIER + text;
    return idle.has(index) ? BARRIER + text + BARRIER : text;
  });
  return out.join('');
}

/** Where markers stand that are only text, and that WhatsApp would take for a pair. */
function idleMarkers(units: readonly string[], texts: readonly string[]): Set<number> {
  const idle = new Set<number>();
  for (const marker of ['*', '_', '~']) {
    const all = [...texts.keys()].filter((index) => texts[index] === marker);
    const opens = all.filter((index) => canOpen(texts, index));
    const closes = all.filter((index) => canClose(texts, index));
    const [first = 0, last = 0] = [opens[0], closes.at(-1)];
    if (first >= last) continue;
    for (const index of [...opens, ...closes]) if (units[index] === marker) idle.add(index);
  }
  // Code may begin and end anywhere.
  const ticks = [...units.keys()].filter((index) => units[index] === '`');
  if (ticks.length > 1 || units.some((unit) => unit.startsWith(CODE)))
    for (const index of ticks) idle.add(index);
  return idle;
}

function canOpen(texts: readonly string[], index: number): boolean {
  const [before = '', after = ' '] = [texts[index - 1], texts[index + 1]];
  return !LETTER_LAST.test(before) && !/^\s/.test(after) && after !== texts[index];
}

function canClose(texts: readonly string[], index: number): boolean {
  const [before = ' ', after = ''] = [texts[index - 1], texts[index + 1]];
  return !/\s$/.test(before) && before !== texts[index] && !LETTER_FIRST.test(after);
}

/** Beside a letter WhatsApp takes a marker for a part of the word. */
const LETTER_FIRST = /^[\p{L}\p{N}\p{M}]/u;
const LETTER_LAST = /[\p{L}\p{N}\p{M}]$/u;
