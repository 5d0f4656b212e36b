/**
 * Owns what the daemon says of itself: how it is, since when, and whether it can write.
 * Every number is asked of the part that owns it; nothing is remembered here but the last probe.
 */
import { countMessages } from '../../db/messages.ts';
import type { Store } from '../../db/open.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Provider } from '../agent/index.ts';
import type { Sessions } from '../sessions/index.ts';

/** A part that does not do what it should, and why. */
export interface Trouble {
  readonly component: string;
  readonly reason: string;
}

/** The state of the daemon at one moment. */
export interface Report {
  readonly version: string;
  readonly uptimeSecs: number;
  readonly activeSessions: number;
  readonly messages: number;
  readonly provider: { readonly name: string; readonly model: string };
  readonly troubles: readonly Trouble[];
}

/** A probe's result counts for this long, so that load balancers cannot make the disk busy. */
const PROBE_LIFE_MS = 1000;

/** What the daemon says of itself. */
export class Status {
  readonly #store: Store;
  readonly #sessions: Sessions;
  readonly #provider: Provider;
  readonly #clock: Clock;
  readonly #version: string;
  readonly #isStopping: () => boolean;
  readonly #begun: number;
  #probe: { at: number; result: Promise<Trouble | null> } | null = null;

  constructor(options: {
    store: Store;
    sessions: Sessions;
    provider: Provider;
    clock: Clock;
    version: string;
    isStopping: () => boolean;
  }) {
    this.#store = options.store;
    this.#sessions = options.sessions;
    this.#provider = options.provider;
    this.#clock = options.clock;
    this.#version = options.version;
    this.#isStopping = options.isStopping;
    this.#begun = options.clock.monotonic();
  }

  /** Everything the status operations tell. */
  async report(): Promise<Report> {
    const trouble = await this.#probeStore();
    return {
      version: this.#version,
      uptimeSecs: Math.floor((this.#clock.monotonic() - this.#begun) / 1000),
      activeSessions: await this.#sessions.count('active'),
      messages: await countMessages(this.#store.read),
      provider: { name: this.#provider.name, model: this.#provider.model },
      troubles: trouble === null ? [] : [trouble],
    };
  }

  /** True if a write has just become durable, at most a second ago, and the daemon means to stay. */
  async isHealthy(): Promise<boolean> {
    return !this.#isStopping() && (await this.#probeStore()) === null;
  }

  #probeStore(): Promise<Trouble | null> {
    const now = this.#clock.monotonic();
    if (this.#probe !== null && now - this.#probe.at < PROBE_LIFE_MS) return this.#probe.result;
    const result = this.#store.probe().then(
      () => null,
      (): Trouble => ({ component: 'store', reason: 'The store does not take writes' }),
    );
    this.#probe = { at: now, result };
    return result;
  }
}
