/**
 * Owns finding a secret in an answer while it streams through, and putting a placeholder in its place. Which forms a secret has is said by
 * domain/credential-proxy.
 */
import { Transform, type TransformCallback } from 'node:stream';

/**
 * Replaces every form in a stream of bytes, also where chunks part it. Nothing is held back but an end of a chunk with which a form could
 * begin, so that events of a stream go through as they come.
 */
export class Scrubber extends Transform {
  readonly #forms: readonly Buffer[];
  readonly #placeholder: Buffer;
  #held: Buffer = Buffer.alloc(0);

  constructor(forms: readonly string[], placeholder: string) {
    super();
    // The longest first: one form may be how another one begins.
    this.#forms = forms.map((form) => Buffer.from(form)).sort((a, b) => b.length - a.length);
    this.#placeholder = Buffer.from(placeholder);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let rest = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    for (let hit = this.#find(rest); hit !== null; hit = this.#find(rest)) {
      if (hit.at > 0) this.push(rest.subarray(0, hit.at));
      this.push(this.#placeholder);
      rest = rest.subarray(hit.at + hit.length);
    }
    const border = rest.length - this.#beginningAtEnd(rest);
    if (border > 0) this.push(rest.subarray(0, border));
    this.#held = Buffer.from(rest.subarray(border));
    done();
  }

  override _flush(done: TransformCallback): void {
    if (this.#held.length > 0) this.push(this.#held);
    done();
  }

  #find(text: Buffer): { at: number; length: number } | null {
    let first: { at: number; length: number } | null = null;
    for (const form of this.#forms) {
      const at = text.indexOf(form);
      if (at >= 0 && (first === null || at < first.at)) first = { at, length: form.length };
    }
    return first;
  }

  /** How many bytes at the end could be the beginning of a form. */
  #beginningAtEnd(text: Buffer): number {
    let longest = 0;
    for (const form of this.#forms) {
      const [first = 0] = form;
      const from = Math.max(0, text.length - form.length + 1);
      for (let at = text.indexOf(first, from); at >= 0; at = text.indexOf(first, at + 1)) {
        const length = text.length - at;
        if (!text.subarray(at).equals(form.subarray(0, length))) continue;
        longest = Math.max(longest, length);
        break;
      }
    }
    return longest;
  }
}

/** The text with every form replaced. */
export function scrub(text: string, forms: readonly string[], placeholder: string): string {
  return forms.reduce((rest, form) => rest.replaceAll(form, () => placeholder), text);
}
