/**
 * Owns what is known of letters beside the store: which are on their way, which of those were taken back, and who waits for one.
 * Sending letters belongs to outbox.ts, storing what became of them to aftermath.ts.
 */

/** What became of a letter. */
export type Posted =
  | { readonly kind: 'sent'; readonly messageIds: readonly string[]; readonly at: number }
  | { readonly kind: 'failed'; readonly reason: string; readonly code: string | null };

/** Letters by their id; one that has ended is forgotten. */
export class Waiting {
  readonly #tellings = new Map<string, (posted: Posted) => void>();
  readonly #flying = new Set<string>();
  readonly #withdrawn = new Set<string>();

  /** How many entries are kept. */
  get size(): number {
    return this.#tellings.size + this.#flying.size + this.#withdrawn.size;
  }

  /** Waits for what becomes of a letter. */
  outcomeOf(id: string): Promise<Posted> {
    return new Promise((resolve) => this.#tellings.set(id, resolve));
  }

  /** Does something while a piece of a letter is on its way. */
  async flying<T>(id: string, send: () => Promise<T>): Promise<T> {
    this.#flying.add(id);
    try {
      return await send();
    } finally {
      this.#flying.delete(id);
    }
  }

  /** Takes a letter back; `end` ends it unless it is on its way. @throws whatever `end` throws */
  async withdraw(id: string, end: () => Promise<boolean>): Promise<void> {
    this.#tellings.delete(id);
    this.#withdrawn.add(id);
    let hasEnded = false;
    try {
      hasEnded = await end();
    } finally {
      // One that was sent just before is told of by nobody any more.
      if (hasEnded || !this.#flying.has(id)) this.#withdrawn.delete(id);
    }
  }

  /** Whether a letter was taken back while it was on its way, so that no other attempt is made. */
  isWithdrawn(id: string): boolean {
    return this.#withdrawn.has(id);
  }

  /** Tells whoever waits what became of a letter, which ends it. */
  tell(id: string, posted: Posted): void {
    this.#tellings.get(id)?.(posted);
    this.#tellings.delete(id);
    this.#withdrawn.delete(id);
    this.#flying.delete(id);
  }
}
