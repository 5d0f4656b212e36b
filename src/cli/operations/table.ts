/**
 * Owns the layout of text for people: tables that fit the terminal, pairs of names and values, and text that cannot steer a
 * terminal. What is shown is chosen by print.ts.
 */
import { styleText } from 'node:util';

const GAP = '  ';
const NARROWEST = 8;

/** Where text goes. */
export interface Surface {
  /** Columns of the terminal, or null where nothing needs to fit. */
  readonly width: number | null;
  readonly colour: boolean;
}

/** Standard output as it is now. */
export function surfaceOf(out: NodeJS.WriteStream): Surface {
  const isTerminal = out.isTTY === true;
  const colour = isTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  return { width: isTerminal ? out.columns || 80 : null, colour };
}

/** A table with a heading; too wide a one gives up its widest columns first, then its last ones. */
export function table(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  { width, colour }: Surface,
): string {
  const natural = heading.map((name, column) =>
    Math.max(cells(name), ...rows.map((row) => cells(row[column] ?? ''))),
  );
  const widths = width === null ? natural : narrow(natural, width);
  const line = (row: readonly string[]) =>
    widths
      .map((size, column) => pad(row[column] ?? '', size))
      .join(GAP)
      .trimEnd();
  const head = line(heading);
  return [colour ? styleText('bold', head, { validateStream: false }) : head, ...rows.map(line)]
    .map((one) => `${one}\n`)
    .join('');
}

/** Names and values, a pair per line; a value of several lines stands below its name. */
export function pairs(entries: readonly (readonly [string, string])[]): string {
  const size = Math.max(0, ...entries.map(([name]) => cells(name)));
  return entries
    .map(([name, value]) =>
      value.includes('\n')
        ? `${name}\n${value.replace(/\n$/, '').replace(/^/gm, '  ')}\n`
        : `${pad(name, size)}${GAP}${value}\n`,
    )
    .join('');
}

/** Text from outside on one line, without what a terminal would obey. */
export const plain = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');

/** The same where lines may stay lines. */
export const plainLines = (text: string): string =>
  text.replaceAll('\r\n', '\n').replace(/[^\P{Cc}\n\t]|\p{Cf}/gu, '');

function narrow(natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  const total = () => widths.reduce((sum, one) => sum + one + GAP.length, -GAP.length);
  while (total() > width) {
    const widest = Math.max(...widths);
    if (widest > NARROWEST) {
      const second = Math.max(NARROWEST, ...widths.filter((one) => one < widest));
      const cut = Math.max(second, widest - (total() - width));
      widths[widths.indexOf(widest)] = Math.min(cut, widest - 1);
    } else if (widths.length > 1) {
      widths.pop();
    } else {
      break;
    }
  }
  return widths;
}

function pad(text: string, size: number): string {
  const length = cells(text);
  if (length <= size) return text + ' '.repeat(size - length);
  let cut = '';
  let used = 0;
  for (const { segment } of letters.segment(text)) {
    const next = cells(segment);
    if (used + next > size - 1) break;
    cut += segment;
    used += next;
  }
  return `${cut}…${' '.repeat(size - used - 1)}`;
}

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;

/** The columns that a terminal gives a text. */
function cells(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let size = 0;
  for (const { segment } of letters.segment(text)) size += WIDE.test(segment) ? 2 : 1;
  return size;
}
