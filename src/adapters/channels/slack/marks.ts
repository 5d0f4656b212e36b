/**
 * Owns how marked text is written in mrkdwn: where marks begin and end, and what keeps other text from being taken for one.
 * Which text is marked is decided by render.ts.
 */

/** Bold, italic, struck through. */
export type Mark = '*' | '_' | '~';

/** A stretch of text. */
export interface Run {
  readonly text: string;
  readonly marks: readonly Mark[];
  /** True for what is in mrkdwn already, such as a link. */
  readonly isWritten?: boolean;
}

/** Slack knows a mark only between boundaries, and has no other way to write one inside a word, or a marker that is none. */
const NOTHING = '\u200B';

/** Text that refers to nothing, whatever is in it. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Runs as one text. Marks end with their line, since Slack knows none that go on. */
export function write(runs: readonly Run[]): string {
  const lines: Run[][] = [[]];
  for (const run of runs) {
    const parts = run.isWritten ? [run.text] : run.text.split('\n');
    parts.forEach((text, index) => {
      if (index > 0) lines.push([]);
      if (text !== '') lines.at(-1)?.push({ ...run, text });
    });
  }
  return lines.map(line).join('\n');
}

function line(runs: readonly Run[]): string {
  const written = new Line();
  for (const run of joined(runs)) written.add(run);
  return written.end();
}

/** Neighbours with the same marks as one, and space at the ends of marked text outside of it. */
function joined(runs: readonly Run[]): Run[] {
  const out: Run[] = [];
  for (const run of runs) {
    const last = out.at(-1);
    const isSame =
      last !== undefined && !last.isWritten && !run.isWritten && sameMarks(last.marks, run.marks);
    if (isSame) out[out.length - 1] = { ...last, text: last.text + run.text };
    else out.push(run);
  }
  return out;
}

const sameMarks = (one: readonly Mark[], other: readonly Mark[]): boolean =>
  one.length === other.length && one.every((mark, index) => mark === other[index]);

/** A line as it comes to be. */
class Line {
  #text = '';
  #open: readonly Mark[] = [];
  /** Whether a mark has just ended, so that a letter must not follow. */
  #hasEnded = false;

  add({ text, marks, isWritten }: Run): void {
    const kept = this.#open.findIndex((mark, index) => mark !== marks[index]);
    const common = kept < 0 ? this.#open.length : kept;
    // Space before the end of a mark, or after its beginning, would make it none.
    const [, lead = '', body = ''] = /^(\s*)(.*)$/su.exec(isWritten ? text : literal(text)) ?? [];
    const isClosing = common < this.#open.length;
    const trail = isClosing ? (/\s*$/u.exec(this.#text)?.[0] ?? '') : '';
    if (isClosing) this.#close(common, trail);
    this.#put(lead);
    if (body === '') return;
    if (marks.length > this.#open.length) this.#begin(marks);
    this.#put(this.#text === '' && !isWritten && marks.length === 0 ? unquoted(body) : body);
  }

  end(): string {
    this.#close(0, /\s*$/u.exec(this.#text)?.[0] ?? '');
    return this.#text;
  }

  #close(keep: number, trail: string): void {
    if (this.#open.length <= keep) return;
    const ends = this.#open.slice(keep).toReversed().join('');
    this.#text = this.#text.slice(0, this.#text.length - trail.length) + ends + trail;
    this.#open = this.#open.slice(0, keep);
    this.#hasEnded = trail === '';
  }

  #begin(marks: readonly Mark[]): void {
    if (!/(?:^|[\s([{"'*_~\u200B])$/u.test(this.#text)) this.#text += NOTHING;
    this.#text += marks.slice(this.#open.length).join('');
    this.#open = marks;
    this.#hasEnded = false;
  }

  #put(text: string): void {
    if (text === '') return;
    if (this.#hasEnded && !/^[\s)\]}"'.,;:!?*_~\u200B]/u.test(text)) this.#text += NOTHING;
    this.#hasEnded = false;
    this.#text += text;
  }
}

/** Text whose markers are none. */
function literal(text: string): string {
  const kept = escaped(text).replace(
    /(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/gu,
    `$1${NOTHING}$2${NOTHING}$1`,
  );
  // One alone begins nothing.
  return kept.split('`').length > 2 ? kept.replaceAll('`', `\`${NOTHING}`) : kept;
}

/** The beginning of a line that is no quote. */
const unquoted = (text: string): string => (text.startsWith('&gt;') ? NOTHING + text : text);
