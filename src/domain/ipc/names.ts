/**
 * Owns the names of files and folders between the daemon and containers. Working with them belongs to folders.ts and inbox.ts.
 */

/** What a container writes into: messages to chats, and orders about tasks. */
export type Box = 'messages' | 'tasks';
/** In the order in which they are emptied. */
export const BOXES: readonly Box[] = ['messages', 'tasks'];
/** What a container reads from. */
export const INPUT = 'input';
/** An empty file of this name in `input/` asks the agent to end. */
export const CLOSE = '_close';
/** Files of a container with more bytes are refused. */
export const LARGEST_FILE = 1024 * 1024;
/** No larger file is given to a container: a message of the largest size with the conversation before it. */
export const LARGEST_INPUT = 16 * LARGEST_FILE;

const GROUP = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const FILE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,180}\.json$/;

/** The name of a namespace as a folder. @throws Error for one that the namespaces would not have taken: it never becomes a path */
export function folderOf(group: string): string {
  if (!GROUP.test(group) || group.toLowerCase() === 'errors')
    throw new Error(`${JSON.stringify(group)} is the name of no namespace`);
  return group;
}

/** Whether a container may give this name to a file. */
export const isFileName = (name: string): boolean => FILE.test(name);

/** Makes names that sort as they were made, within a millisecond and when the clock is set back. */
export class NameCounter {
  readonly #now: () => number;
  #lastAt = 0;
  #count = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Such as `1773568800000-000001.json`. */
  next(): string {
    const now = this.#now();
    if (now > this.#lastAt || this.#count >= 999_999) {
      this.#lastAt = Math.max(now, this.#lastAt + 1);
      this.#count = 0;
    }
    this.#count += 1;
    return `${this.#lastAt}-${String(this.#count).padStart(6, '0')}.json`;
  }
}
