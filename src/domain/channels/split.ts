/**
 * Owns cutting Markdown into pieces that a platform takes, at the most natural places. The platform's dialect belongs to its adapter,
 * sending the pieces to the outbox.
 */

/** One piece of a text. */
export interface TextPiece {
  /** In the platform's dialect. */
  readonly text: string;
  /** Without the markers of bold, struck out and headings, unless it has code or escapes: then as it was written. */
  readonly plain: string;
}

type Render = (markdown: string) => string;

/** How good a place is to cut at; 0 is none. */
const ranks = {
  /** It would make or break a mark of code. */
  harmful: 1,
  grapheme: 2,
  word: 3,
  sentence: 4,
  lineOfCode: 5,
  line: 6,
  paragraph: 7,
} as const;

/** A block of code: from `start` to `end`, its code from `inner` to `close`. */
interface Fence {
  readonly start: number;
  readonly inner: number;
  readonly close: number;
  readonly end: number;
  /** The line that opens it again. */
  readonly opening: string;
  readonly closing: string;
}

interface Source {
  readonly text: string;
  /** In order. */
  readonly fences: readonly Fence[];
  /** 1 where a grapheme begins or the text ends. */
  readonly edges: Uint8Array;
}

/** Longer lines open no code. */
const LONGEST_FENCE = 200;
const LONGEST_LANGUAGE = 32;
/** A rendering that makes a piece so many times longer is done without. */
const MOST_GROWTH = 64;
/** Units segmented at once: the segmenter takes time with the square of its text. */
const WINDOW = 256;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

/**
 * Cuts Markdown where a paragraph, line, sentence or word ends, else between graphemes, so that each rendered piece has at most
 * `longest` UTF-16 units. White space at a cut is dropped. Code that is cut is closed, and opened again in the next piece.
 * @param longest At least 4; a grapheme that alone is longer is cut between its characters.
 * @returns the pieces in order, none of them blank
 */
export function splitText(text: string, longest: number, render: Render): TextPiece[] {
  if (text.trim() === '') return [];
  if (text.length <= longest) {
    const whole = render(text);
    if (whole.length <= longest) return [{ text: whole, plain: plainOf(text) }];
  }
  const source = { text, fences: fencesOf(text, longest), edges: edgesOf(text) };
  const pieces: TextPiece[] = [];
  for (let at = 0; at < text.length; ) {
    const { piece, next } = takePiece(source, at, longest, render);
    if (piece !== null) pieces.push(piece);
    at = next;
  }
  return pieces;
}

/** The piece that begins at a place, null where that would be blank; and where to go on. */
function takePiece(
  source: Source,
  at: number,
  longest: number,
  render: Render,
): { piece: TextPiece | null; next: number } {
  const { text } = source;
  const before = fenceAround(source, at + 1);
  const opening = before !== null && at >= before.inner && at < before.close ? before.opening : '';
  const least = Math.max(1, longest / MOST_GROWTH);
  for (let room = Math.max(1, longest - opening.length); ; ) {
    const end = bestCut(source, at, Math.min(at + room, text.length));
    const fence = codeBefore(source, end);
    const next = fence === null ? afterSpace(source, end) : afterLine(source, end, fence);
    const written = text.slice(at, end);
    if (written.trim() === '') return { piece: null, next };
    const markdown = opening + (fence === null ? written.trimEnd() : closed(written, fence));
    const rendered = render(markdown);
    const size = Math.max(markdown.length, rendered.length);
    if (size <= longest) return { piece: { text: rendered, plain: plainOf(markdown) }, next };
    if (room <= least) return { piece: { text: markdown, plain: markdown }, next };
    // By a good part each time: what is cut off may have rendered to nothing.
    const smaller = Math.min(((end - at) * longest) / size, (room * 7) / 8);
    room = Math.max(1, Math.floor(smaller));
  }
}

/** The best place to end a piece, no later than `latest` and, if a good one can be had for that, in the second half. */
function bestCut(source: Source, at: number, latest: number): number {
  const { text } = source;
  if (latest === text.length) return latest;
  const half = at + (latest - at) / 2;
  let best = latest;
  let rank = 0;
  for (let place = latest; place > at; place -= 1) {
    if (rank === ranks.paragraph || (rank > ranks.harmful && place < half)) return best;
    const found = rankOf(source, place);
    if (found > rank) {
      rank = found;
      best = place;
    }
  }
  if (rank > 0 || !isPair(text, latest - 1)) return best;
  return latest - 1 > at ? latest - 1 : latest + 1;
}

function rankOf(source: Source, place: number): number {
  const { text, edges } = source;
  if (edges[place] === 0) return 0;
  const fence = fenceAround(source, place);
  // A piece that ends with the opening line, or begins with the closing one, would have code without any.
  if (fence !== null && (place <= fence.inner || place > fence.close)) return ranks.harmful;
  const gap = lineBreakAt(text, place);
  if (text[place - 1] === '\n' || gap > 0) {
    if (fence !== null) return ranks.lineOfCode;
    return isBetweenParagraphs(text, place, gap) ? ranks.paragraph : ranks.line;
  }
  // At the beginning of a piece this would open or close code.
  if (/[`~]/.test(text[isSpaceAt(text, place) ? place + 1 : place] ?? '')) {
    return ranks.harmful;
  }
  if (fence === null && isAfterSentence(text, place)) return ranks.sentence;
  return isSpaceAt(text, place) || isSpaceAt(text, place - 1) ? ranks.word : ranks.grapheme;
}

function isBetweenParagraphs(text: string, place: number, gap: number): boolean {
  if (text[place - 1] !== '\n') return lineBreakAt(text, place + gap) > 0;
  return gap > 0 || text[place - 2] === '\n' || text.slice(place - 3, place - 1) === '\n\r';
}

const CLOSERS = '"\'”’»)]）」』】》〉*_';
/** After these a sentence ends even without a space. */
const DENSE_STOPS = '。！？｡';
const STOPS = `.!?…؟۔।॥։።${DENSE_STOPS}`;

function isAfterSentence(text: string, place: number): boolean {
  const here = text[place] ?? '';
  let last = place - 1;
  while (last > place - 5 && CLOSERS.includes(text[last] ?? ' ')) last -= 1;
  const stop = text[last] ?? ' ';
  if (isSpaceAt(text, place)) return STOPS.includes(stop);
  return DENSE_STOPS.includes(stop) && !CLOSERS.includes(here) && !STOPS.includes(here);
}

/** Where the next piece begins after a cut outside of code: after white space, but with the indentation of its line. */
function afterSpace({ text, edges }: Source, place: number): number {
  let end = place;
  while (
    isSpaceAt(text, end) &&
    // A space may carry an accent, and is then more than white space.
    (edges[end + 1] === 1 || lineBreakAt(text, end) === 2)
  ) {
    end += 1;
  }
  const line = text.slice(place, end).lastIndexOf('\n');
  if (line >= 0) return place + line + 1;
  return text[place - 1] === '\n' && end < text.length ? place : end;
}

/** Where the next piece begins after a cut in code; not at the closing line, for the code was closed already. */
function afterLine(source: Source, place: number, fence: Fence): number {
  const { text } = source;
  const next = text[place - 1] === '\n' ? place : place + lineBreakAt(text, place);
  return next < fence.close ? next : afterSpace(source, fence.end);
}

const closed = (written: string, { closing }: Fence): string =>
  `${written}${written.endsWith('\n') ? '' : '\n'}${closing}`;

/** The block of code that a piece ending at a place leaves open. */
function codeBefore(source: Source, place: number): Fence | null {
  const fence = fenceAround(source, place);
  return fence !== null && place > fence.inner && place <= fence.close ? fence : null;
}

/** The block of code that begins before a place and ends after it. */
function fenceAround({ fences }: Source, place: number): Fence | null {
  let low = 0;
  let high = fences.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((fences[middle]?.end ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  const fence = fences[low];
  return fence !== undefined && fence.start < place ? fence : null;
}

/** Three or more ticks or tildes on a line of their own, but for the signs of a list and what is told of the code. */
const OPENS =
  /^((?:[ \t]*(?:[-+*]|\d{1,9}[.)])(?=[ \t]))*[ \t]*)(`{3,}(?=[^`]*$)|~{3,})[ \t]*([^\s`]*)/;
const CLOSES = /^[ \t]*(`{3,}|~{3,})\s*$/;

/** The blocks of code, in order; those whose opening and closing lines leave no room for code are none. */
function fencesOf(text: string, longest: number): Fence[] {
  const fences: Fence[] = [];
  let open: (Omit<Fence, 'close' | 'end'> & { marker: string }) | null = null;
  for (let at = 0, next = 0; at < text.length; at = next) {
    const end = text.indexOf('\n', at);
    next = end < 0 ? text.length : end + 1;
    if (next - at > LONGEST_FENCE) continue;
    const line = text.slice(at, next);
    if (open === null) {
      const [, before = '', marker, language = ''] = OPENS.exec(line.trimEnd()) ?? [];
      if (marker === undefined) continue;
      const closing = before.replace(/\S/g, ' ') + marker;
      const opening = `${closing}${language.length > LONGEST_LANGUAGE ? '' : language}\n`;
      if ((opening.length + closing.length + 1) * 2 > longest) continue;
      open = { start: at, inner: next, opening, closing, marker };
    } else if (CLOSES.exec(line)?.[1]?.startsWith(open.marker)) {
      const { marker: _, ...fence } = open;
      fences.push({ ...fence, close: at, end: next });
      open = null;
    }
  }
  if (open !== null && open.inner < text.length) {
    const { marker: _, ...fence } = open;
    // The end of the text is within code that nobody closed.
    fences.push({ ...fence, close: text.length, end: text.length + 1 });
  }
  return fences;
}

/** Where graphemes begin, found window by window. */
function edgesOf(text: string): Uint8Array {
  const edges = new Uint8Array(text.length + 1);
  edges[0] = 1;
  edges[text.length] = 1;
  let size = WINDOW;
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + size, text.length);
    if (isPair(text, end - 1)) end += 1;
    let last = 0;
    for (const { index } of graphemes.segment(text.slice(at, end))) {
      edges[at + index] = 1;
      last = index;
      // A window that had to grow is used for its long grapheme only.
      if (size > WINDOW && index > 0) break;
    }
    if (end === text.length && (last === 0 || size === WINDOW)) break;
    // The last grapheme may go on after the window.
    at += last;
    size = last === 0 ? size * 2 : WINDOW;
  }
  return edges;
}

/** Spaces at which a line may break, so not those that forbid it. */
const isSpaceAt = (text: string, place: number): boolean =>
  /[\t-\r \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/.test(text[place] ?? '');

/** Units of the line break at a place; 0 where there is none. */
function lineBreakAt(text: string, place: number): number {
  if (text[place] === '\n') return 1;
  return text[place] === '\r' && text[place + 1] === '\n' ? 2 : 0;
}

/** Whether one character takes this unit and the next. */
const isPair = (text: string, place: number): boolean => (text.codePointAt(place) ?? 0) > 0xffff;

function plainOf(markdown: string): string {
  if (/```|~~~|\\/.test(markdown)) return markdown;
  return markdown
    .replace(/^ {0,3}#{1,6}[ \t]+(?=\S)/gm, '')
    .replace(
      /(`[^`\n]*`)|\*\*(?![\s*])([^*\n]*[^\s*])\*\*|~~(?![\s~])([^~\n]*[^\s~])~~/g,
      (_all, code, bold, struck) => code ?? bold ?? struck,
    );
}
