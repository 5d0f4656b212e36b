/**
 * Owns how long it is kept which messages came in and went out. What was said in chats stays, and belongs to their history.
 */
import { forgetInbound } from '../../db/inbound.ts';
import { forgetOutbound } from '../../db/outbound.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Journal } from '../audit/index.ts';
import { systemCaller } from '../shared/index.ts';

/** Platforms tell of a message again for up to seven days; until then it has to be known. */
const KEPT_MS = 8 * 24 * 3_600_000;
/** Rows of one transaction. */
const BATCH = 1000;
const SYSTEM = systemCaller('channels');

/** Forgets what nobody tells of any more. */
export class Retention {
  readonly #journal: Journal;
  readonly #clock: Clock;

  constructor(journal: Journal, clock: Clock) {
    this.#journal = journal;
    this.#clock = clock;
  }

  /** Forgets what has ended and is older than eight days. */
  async prune(): Promise<void> {
    const before = this.#clock.now() - KEPT_MS;
    for (const forget of [forgetInbound, forgetOutbound]) {
      let gone = BATCH;
      while (gone === BATCH)
        gone = await this.#journal.commit(SYSTEM, ({ tx }) => forget(tx, before, BATCH));
    }
  }
}
