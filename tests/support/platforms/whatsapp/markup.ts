/**
 * Owns what people see of a text in the WhatsApp of tests: its markup is read as WhatsApp's own programs read it.
 * WhatsApp publishes no grammar; the rules are those that bridges to it go by.
 */

/** A marked part of what people see. */
export interface Mark {
  readonly kind: 'bold' | 'italic' | 'strike' | 'code' | 'block' | 'quote';
  readonly text: string;
}

const KINDS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
type Marker = keyof typeof KINDS;

/** A zero-width space keeps a marker from what is beside it as any other space does. */
const INLINE =
  /(?<![\p{L}\p{N}\p{M}])([*_~])(?![\s\u200b]|\1)[^\n]+?(?<![\s\u200b])\1(?![\p{L}\p{N}\p{M}])/u;
const CODE = /```([\s\S]+?)```|`(?![\s\u200b])([^`\n]+)`/;

const isMarker = (text: string): text is Marker => text in KINDS;

/** Markers of an address are its own, but for those at its end. */
const URL_MARKERS = /(?<=https?:\/\/\S*)[*_~`](?=\S*[^\s*_~`])/g;
const HIDDEN = new Map([...'*_~`'].map((marker, index) => [marker, `\ue000${index}`]));

/** What people see, and what of it is marked how. Zero-width spaces take no room. */
export function readMarkup(source: string): { text: string; marks: Mark[] } {
  const marks: Mark[] = [];
  const text = readCode(
    source.replace(URL_MARKERS, (marker) => HIDDEN.get(marker) ?? ''),
    marks,
  );
  return { text: shown(text), marks: marks.map((mark) => ({ ...mark, text: shown(mark.text) })) };
}

function shown(text: string): string {
  const markers = [...HIDDEN.keys()];
  return text
    .replaceAll('\u200b', '')
    .replace(/\ue000(\d)/g, (_all, index) => markers[Number(index)] ?? '');
}

function readCode(source: string, marks: Mark[]): string {
  const found = CODE.exec(source);
  if (found === null) return readLines(source, marks);
  const [whole, block, inline = ''] = found;
  const before = source.slice(0, found.index);
  const after = source.slice(found.index + whole.length);
  marks.push(block === undefined ? { kind: 'code', text: inline } : { kind: 'block', text: block });
  return readLines(before, marks) + (block ?? inline) + readCode(after, marks);
}

function readLines(source: string, marks: Mark[]): string {
  return source
    .split('\n')
    .map((line) => {
      const quoted = /^> (.+)$/.exec(line)?.[1];
      if (quoted === undefined) return readInline(line, marks);
      const text = readInline(quoted, marks);
      marks.push({ kind: 'quote', text });
      return text;
    })
    .join('\n');
}

function readInline(line: string, marks: Mark[]): string {
  const found = INLINE.exec(line);
  if (found === null) return line;
  const [whole, marker = ''] = found;
  if (!isMarker(marker)) throw new Error(`no marker: ${marker}`);
  const text = readInline(whole.slice(1, -1), marks);
  marks.push({ kind: KINDS[marker], text });
  const before = line.slice(0, found.index);
  return before + text + readInline(line.slice(found.index + whole.length), marks);
}
