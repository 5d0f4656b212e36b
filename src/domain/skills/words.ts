/**
 * Owns what a word is, in any script: folding text to one form, and finding its words. What is looked for among them belongs to match.ts.
 */

/** How a word is written, which says where in it another word may end or begin. */
export const kinds = {
  /** Letters, digits and `_` of scripts that put spaces between words. */
  plain: 1,
  /** Hangul: endings are written onto words. */
  hangul: 2,
  /** Arabic: short words are written onto the front of others. */
  arabic: 3,
  /** Scripts without spaces between words, such as Japanese, Chinese and Thai. */
  dense: 4,
  /** One sign that means something by itself, such as `+` and `#`. */
  sign: 5,
} as const;
/** One of them. */
export type Kind = (typeof kinds)[keyof typeof kinds];

/** The words of a text in order: each from `starts` to `ends`. */
export interface Words {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly kinds: readonly Kind[];
}

const LONGEST = 256 * 1024;
/** Segmenting takes time with the square of the text. */
const CHUNK = 256;
const NOTHING = 0;
/** Marks that belong to the letter before them. */
const JOINED = 6;

const DENSE =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
/** Characters that are not seen, vowel signs that may be left out, and the stroke that lengthens Arabic words. */
const UNSEEN =
  /[\u00ad\u0640\u064b-\u0652\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|[\ufe00-\ufe0f]/g;

const segmenter = new Intl.Segmenter('und', { granularity: 'word' });

/** The form in which texts are compared: without regard to case, width and what is not seen. What comes after 256 Ki is left out. */
export function fold(text: string): string {
  const bounded = text.slice(0, LONGEST);
  if (/^[\0-\x7f]*$/.test(bounded)) return bounded.toLowerCase();
  const seen = bounded.normalize('NFKC').slice(0, LONGEST).replace(UNSEEN, '');
  // Upper case first: it is where ß and ss, and the three sigmas, become one.
  return seen.toUpperCase().toLowerCase().replaceAll('ς', 'σ').replaceAll('i\u0307', 'i');
}

/**
 * Finds the words of a folded text. A run of a dense script is one word unless `isSplit` says that its words are wanted.
 */
export function readWords(text: string, isSplit: (start: number, end: number) => boolean): Words {
  const words = { text, starts: [], ends: [], kinds: [] };
  let kind: Kind | typeof NOTHING = NOTHING;
  let start = 0;
  for (let at = 0; at < text.length; ) {
    const unit = text.charCodeAt(at);
    const next = at + (isHigh(unit) && at + 1 < text.length ? 2 : 1);
    const sort = next === at + 1 ? sortOfUnit(unit) : sortOf(text.slice(at, next));
    if (sort !== JOINED && (sort !== kind || sort === kinds.sign)) {
      if (kind !== NOTHING) add(words, start, at, kind, isSplit);
      kind = sort;
      start = at;
    } else if (kind === NOTHING && sort === JOINED) {
      kind = kinds.plain;
      start = at;
    }
    at = next;
  }
  if (kind !== NOTHING) add(words, start, text.length, kind, isSplit);
  return words;
}

interface Lists {
  readonly text: string;
  readonly starts: number[];
  readonly ends: number[];
  readonly kinds: Kind[];
}

function add(
  words: Lists,
  start: number,
  end: number,
  kind: Kind,
  isSplit: (start: number, end: number) => boolean,
): void {
  if (kind === kinds.dense && isSplit(start, end)) {
    for (const [from, to] of segment(words.text, start, end)) push(words, from, to, kind);
  } else push(words, start, end, kind);
}

function push({ starts, ends, kinds: sorts }: Lists, start: number, end: number, kind: Kind): void {
  starts.push(start);
  ends.push(end);
  sorts.push(kind);
}

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00;

type Sort = Kind | typeof NOTHING | typeof JOINED;

/** The sorts of the units met so far. */
const sorts: (Sort | undefined)[] = new Array(0x10000).fill(undefined);

function sortOfUnit(unit: number): Sort {
  const known = sorts[unit];
  if (known !== undefined) return known;
  const sort = sortOf(String.fromCharCode(unit));
  sorts[unit] = sort;
  return sort;
}

function sortOf(char: string): Sort {
  if (/[\p{S}#@&%*]/u.test(char)) return kinds.sign;
  if (!/[\p{L}\p{M}\p{N}_]/u.test(char)) return NOTHING;
  if (DENSE.test(char)) return kinds.dense;
  if (/\p{M}/u.test(char)) return JOINED;
  if (/\p{sc=Hangul}/u.test(char)) return kinds.hangul;
  return /\p{sc=Arabic}/u.test(char) ? kinds.arabic : kinds.plain;
}

/** The words of a run, by the dictionary of ICU. A chunk goes on where the last word of the one before begins: it may have been cut. */
function* segment(text: string, start: number, end: number): Generator<[number, number]> {
  for (let from = start; from < end; ) {
    const to = Math.min(from + CHUNK, end);
    const words = [...segmenter.segment(text.slice(from, to))];
    const last = words.at(-1);
    const isCut = to < end && words.length > 1;
    if (isCut) words.pop();
    for (const word of words) yield [from + word.index, from + word.index + word.segment.length];
    from = isCut && last !== undefined ? from + last.index : to;
  }
}
