/**
 * Owns noticing that a server does not look at offsets, so that a list without a total would be read for ever.
 * Reading the pages, and what is said of such a server, belongs to whoever turns them.
 */
import { isRecord } from './errors.ts';

/** Past the end of every list; the contracts take no larger offset. */
const FAR = 1_000_000_000;

/** Watches the pages of one list as they come. */
export class OffsetWatch {
  readonly #readAt: (offset: number) => Promise<readonly unknown[]>;
  #before: string | undefined;
  #isTrusted = false;

  /** @param readAt Reads the entries of the page at an offset. */
  constructor(readAt: (offset: number) => Promise<readonly unknown[]>) {
    this.#readAt = readAt;
  }

  /**
   * True for a page that came again because the server does not look at offsets. Entries may be equal or move between two pages, so a
   * repetition alone proves nothing: where the list has long ended, only such a server has entries.
   */
  async isIgnored(entries: readonly unknown[]): Promise<boolean> {
    const page = JSON.stringify(entries.map(identity));
    const isRepeated = entries.length > 0 && page === this.#before;
    this.#before = page;
    if (!isRepeated || this.#isTrusted) return false;
    this.#isTrusted = (await this.#readAt(FAR)).length === 0;
    return !this.#isTrusted;
  }
}

/** What an entry is known by: other facts of it may change while a list is read. */
const identity = (entry: unknown) => (isRecord(entry) && entry.id !== undefined ? entry.id : entry);
