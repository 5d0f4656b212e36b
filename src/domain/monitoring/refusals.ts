/**
 * Owns the audit entries of refusals that anybody can cause as often as they like: each kind from each source leaves one entry a minute,
 * with how many it stands for. What is refused, and why, belongs to whoever refuses.
 */
import type { Clock } from '../../lib/clock.ts';
import type { Journal } from '../audit/index.ts';
import type { Caller } from '../shared/index.ts';

/** One refusal. */
export interface Refusal {
  /** Such as `auth.failed`. */
  readonly event: string;
  /** Whom it came from, such as an address: refusals of one source are told together. */
  readonly source: string;
  readonly actor: 'anonymous' | 'system:channels' | 'system:proxy';
  readonly address: string | null;
  readonly target: string | null;
  /** What happened, as a sentence. */
  readonly message: string;
  /** Facts about it, never a secret. */
  readonly facts: Readonly<Record<string, unknown>>;
}

interface Told {
  readonly refusal: Refusal;
  /** When an entry was last written, on the monotonic clock. */
  at: number;
  /** How many have come since. */
  untold: number;
}

const MINUTE_MS = 60_000;
/** Sources of one kind that are told apart within a minute; an attacker may have any number of addresses. */
const MOST_SOURCES = 100;
const MANY = 'many sources';

/** Leaves entries for refusals. */
export class Refusals {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #report: (error: unknown) => void;
  readonly #kinds = new Map<string, Map<string, Told>>();
  #writing: Promise<void> = Promise.resolve();

  /** @param report Told when an entry could not be stored. */
  constructor(journal: Journal, clock: Clock, report: (error: unknown) => void) {
    this.#journal = journal;
    this.#clock = clock;
    this.#report = report;
  }

  /** Notes one; nobody waits for its entry. */
  note(refusal: Refusal): void {
    const sources = this.#kinds.get(refusal.event) ?? new Map<string, Told>();
    this.#kinds.set(refusal.event, sources);
    const isOneTooMany = !sources.has(refusal.source) && sources.size >= MOST_SOURCES;
    const of = isOneTooMany ? manyOf(refusal) : refusal;
    const told = sources.get(of.source);
    if (told !== undefined) {
      told.untold += 1;
      return;
    }
    sources.set(of.source, { refusal: of, at: this.#clock.monotonic(), untold: 0 });
    this.#write(of, 1);
  }

  /** Tells what has come since the last entry of a source, once a minute has passed, and forgets sources that were quiet for one. */
  async sweep(): Promise<void> {
    const now = this.#clock.monotonic();
    this.#tell((told) => now - told.at >= MINUTE_MS);
    await this.#writing;
  }

  /** Tells everything that is still untold, and waits until all entries are stored. */
  async flush(): Promise<void> {
    this.#tell(() => true);
    await this.#writing;
  }

  #tell(isDue: (told: Told) => boolean): void {
    for (const sources of this.#kinds.values()) {
      for (const [source, told] of sources) {
        if (!isDue(told)) continue;
        if (told.untold === 0) {
          sources.delete(source);
          continue;
        }
        this.#write(told.refusal, told.untold);
        told.untold = 0;
        told.at = this.#clock.monotonic();
      }
    }
  }

  #write(refusal: Refusal, times: number): void {
    const { event, target, message, facts, actor, address } = refusal;
    const caller: Caller = {
      actor,
      scopes: new Set(),
      expiresAt: null,
      address,
      requestId: null,
      audit: null,
    };
    const details = {
      ...facts,
      severity: 'warning',
      allowed: false,
      message,
      count: times,
    } as const;
    this.#writing = this.#writing
      .then(() => this.#journal.commit(caller, (change) => change.note({ event, target, details })))
      .catch(this.#report);
  }
}

/** What stands for sources that are not told apart. */
const manyOf = ({ event, actor, message }: Refusal): Refusal => ({
  event,
  source: MANY,
  actor,
  address: null,
  target: null,
  message: `${message}; others came from ${MANY}`,
  facts: {},
});
