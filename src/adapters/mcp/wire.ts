/**
 * Owns what both kinds of way to a server have in common. The ways themselves are stdio.ts and http.ts.
 */
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

/** Larger messages end the connection: they would be held whole in memory. */
export const MAX_MESSAGE_BYTES = 16 * 1_048_576;

/** A way to a server that is not started yet. */
export interface Wire {
  readonly transport: Transport;
  /** Why it broke by itself; null while it has not. */
  readonly reason: () => string | null;
  /** Resolves when it breaks by itself, after `reason` is set. */
  readonly broken: Promise<void>;
  /** What is known of a server that does not answer; null where nothing is. */
  readonly hint: () => string | null;
  /** Gives everything back, in bounded time. */
  close(): Promise<void>;
}

/** What breaks once, and keeps the first reason. */
export class Breakage {
  #reason: string | null = null;
  readonly #settle: () => void;
  readonly broken: Promise<void>;

  constructor() {
    let settle = () => {};
    this.broken = new Promise((resolve) => {
      settle = resolve;
    });
    this.#settle = settle;
  }

  readonly reason = (): string | null => this.#reason;

  /** Breaks it, unless it is broken. */
  break(reason: string): void {
    this.#reason ??= reason;
    this.#settle();
  }
}
