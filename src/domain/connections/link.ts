/**
 * Owns the life of one connection: opening, opening again after a failure or a loss, and the end.
 * Which connections there are, and who is told, belongs to registry.ts.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../lib/clock.ts';
import { redact } from '../../lib/redact.ts';
import type { Connection, Connector } from './ports.ts';

/** How a connection is doing. `error` is the last failure, null since it was connected or when there was none. */
export type LinkState =
  | { readonly status: 'connected'; readonly since: number }
  | { readonly status: 'reconnecting' | 'disconnected'; readonly error: string | null };

/** Times in milliseconds; `retryMs` is asked with the failures in a row, from 1. */
export interface LinkTimes {
  readonly connectMs: number;
  readonly closeMs: number;
  readonly retryMs: (failures: number) => number;
}

const LONGEST_ERROR = 500;
/** A connection that held for this long was a good one: the next attempt comes soon. */
const STEADY_MS = 60_000;

/** One connection that is kept open until it is stopped. */
export class Link<Open extends Connection> {
  readonly #connector: Connector<Open>;
  readonly #clock: Clock;
  readonly #times: LinkTimes;
  readonly #onShift: (before: LinkState, after: LinkState) => void;
  readonly #end = new AbortController();
  #state: LinkState;
  #latest: Open | null;
  #failure: unknown = null;
  #done: Promise<void> = Promise.resolve();

  /** @param options.latest The connection before this one, for what is still told of it. */
  constructor(options: {
    connector: Connector<Open>;
    clock: Clock;
    times: LinkTimes;
    latest: Open | null;
    onShift: (before: LinkState, after: LinkState) => void;
  }) {
    this.#connector = options.connector;
    this.#clock = options.clock;
    this.#times = options.times;
    this.#latest = options.latest;
    this.#onShift = options.onShift;
    this.#state = { status: 'reconnecting', error: null };
  }

  get state(): LinkState {
    return this.#state;
  }

  /** The open connection, or the last one there was. */
  get latest(): Open | null {
    return this.#latest;
  }

  /** What the last attempt failed with, or the connection ended with; null before. */
  get failure(): unknown {
    return this.#failure;
  }

  /** Begins once `after` is over, so that two connections to one thing never meet. */
  start(after: Promise<void>): void {
    this.#done = after.then(() => this.#live(this.#end.signal));
  }

  /** Ends it for good. @returns when the connection is given up, or has not been in time */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.#done;
  }

  async #live(signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const error = this.#state.status === 'connected' ? null : this.#state.error;
      this.#shift({ status: 'reconnecting', error });
      const open = await this.#connect(signal);
      const held = open === null ? 0 : await this.#hold(open, signal);
      // One that breaks as soon as it is open is as bad as one that does not open.
      failures = held >= STEADY_MS ? 1 : failures + 1;
      await rest(this.#times.retryMs(failures), signal);
    }
  }

  async #connect(signal: AbortSignal): Promise<Open | null> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.#times.connectMs);
    const onEnd = () => limit.abort();
    signal.addEventListener('abort', onEnd, { once: true });
    const opening = attempt(() => this.#connector.connect(limit.signal));
    try {
      const open = await unlessAborted(opening, limit.signal);
      if (open !== null) return open;
      if (!signal.aborted)
        this.#fail(new Error(`no connection within ${this.#times.connectMs / 1000} s`), signal);
      // What is opened too late is wanted by nobody; the next attempt waits, so that two of them never meet.
      await this.#withinClose(
        opening.then(
          (late) => late.close(),
          () => undefined,
        ),
      );
    } catch (error) {
      this.#fail(error, signal);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onEnd);
    }
    return null;
  }

  #fail(error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#failure = error;
    this.#shift({ status: 'disconnected', error: textOf(error) });
  }

  /** @returns how long it held, in milliseconds */
  async #hold(open: Open, signal: AbortSignal): Promise<number> {
    const began = this.#clock.monotonic();
    // It may have been given up in the moment it opened: then it was never there.
    if (!signal.aborted) {
      this.#latest = open;
      this.#shift({ status: 'connected', since: this.#clock.now() });
      const reason = await unlessAborted(open.ended, signal);
      if (signal.aborted) this.#shift({ status: 'disconnected', error: null });
      else this.#fail(new Error(reason ?? 'the connection ended'), signal);
    }
    await this.#withinClose(attempt(() => open.close()));
    return this.#clock.monotonic() - began;
  }

  /** Waits for a close, though not for ever. What goes wrong in it changes nothing: the connection is over. */
  async #withinClose(closing: Promise<void>): Promise<void> {
    const limit = new AbortController();
    await Promise.race([
      closing.catch(() => undefined),
      sleep(this.#times.closeMs, undefined, { ref: false, signal: limit.signal }).catch(
        () => undefined,
      ),
    ]);
    limit.abort();
  }

  #shift(after: LinkState): void {
    const before = this.#state;
    this.#state = after;
    this.#onShift(before, after);
  }
}

/** So that what throws at once and what rejects are the same. */
async function attempt<T>(work: () => Promise<T>): Promise<T> {
  return await work();
}

/** What `work` comes to, or null once the signal aborts. Nothing stays behind on the signal, which lives as long as the link. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null;
  let onAbort = () => {};
  const aborted = new Promise<null>((resolve) => {
    onAbort = () => resolve(null);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** @returns early once the signal aborts */
const rest = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { ref: false, signal }).catch(() => undefined);

const textOf = (error: unknown) => tidy(error instanceof Error ? error.message : String(error));

/** Words of the outside, fit to be shown: without secrets, and not too many. */
function tidy(text: string): string {
  const masked = redact(text.slice(0, 4 * LONGEST_ERROR)).trim() || 'no reason was given';
  return masked.length > LONGEST_ERROR ? `${masked.slice(0, LONGEST_ERROR)}…` : masked;
}
