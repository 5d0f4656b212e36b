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

/** One connection that is kept open until it is stopped. */
export class Link<Open extends Connection> {
  readonly #connector: Connector<Open>;
  readonly #clock: Clock;
  readonly #times: LinkTimes;
  readonly #onShift: (before: LinkState, after: LinkState) => void;
  readonly #end = new AbortController();
  #state: LinkState;
  #latest: Open | null;
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
      if (open === null) failures += 1;
      else {
        failures = 1;
        await this.#hold(open, signal);
      }
      await rest(this.#times.retryMs(failures), signal);
    }
  }

  async #connect(signal: AbortSignal): Promise<Open | null> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(this.#times.connectMs)]);
    const opening = attempt(() => this.#connector.connect(limit));
    try {
      const open = await Promise.race([opening, rejected(limit)]);
      if (!signal.aborted) return open;
      await this.#close(open);
    } catch (error) {
      // A connector that does not heed the signal may still open something that nobody wants.
      if (limit.aborted) {
        void opening.then(
          (late) => this.#close(late),
          () => undefined,
        );
      }
      const reason =
        limit.aborted && !signal.aborted
          ? `no connection within ${this.#times.connectMs / 1000} s`
          : textOf(error);
      if (!signal.aborted) this.#shift({ status: 'disconnected', error: reason });
    }
    return null;
  }

  async #hold(open: Open, signal: AbortSignal): Promise<void> {
    this.#latest = open;
    this.#shift({ status: 'connected', since: this.#clock.now() });
    const reason = await Promise.race([open.ended, aborted(signal)]);
    const error = reason === null ? null : tidy(reason);
    if (signal.aborted) this.#shift({ status: 'disconnected', error: null });
    else this.#shift({ status: 'disconnected', error: error ?? 'the connection ended' });
    await this.#close(open);
  }

  /** Waits for the close, though not for ever. What goes wrong in it changes nothing: the connection is over. */
  async #close(open: Open): Promise<void> {
    await Promise.race([
      attempt(() => open.close()).then(
        () => undefined,
        () => undefined,
      ),
      sleep(this.#times.closeMs, undefined, { ref: false }),
    ]);
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

function aborted(signal: AbortSignal): Promise<null> {
  if (signal.aborted) return Promise.resolve(null);
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

async function rejected(signal: AbortSignal): Promise<never> {
  await aborted(signal);
  throw new Error('aborted');
}

async function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  const pause = new AbortController();
  await Promise.race([
    sleep(milliseconds, undefined, { ref: false, signal: pause.signal }).catch(() => undefined),
    aborted(signal),
  ]);
  pause.abort();
}

const textOf = (error: unknown) => tidy(error instanceof Error ? error.message : String(error));

/** Words of the outside, fit to be shown: without secrets, and not too many. */
function tidy(text: string): string {
  const masked = redact(text.slice(0, 4 * LONGEST_ERROR)).trim() || 'no reason was given';
  return masked.length > LONGEST_ERROR ? `${masked.slice(0, LONGEST_ERROR)}…` : masked;
}
