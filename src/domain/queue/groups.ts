/**
 * Owns what is remembered of each group: failures in a row, when it is tried again, when something last happened. A group is a chat of a
 * namespace, or the namespace itself where no chat is concerned; what runs for it belongs to container-turns.ts.
 */
import type { Store } from '../../db/open.ts';
import {
  forgetQueueGroups,
  keepQueueGroup,
  listQueueGroups,
  type QueueGroupRow,
} from '../../db/queue.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Change, Journal } from '../audit/index.ts';
import { systemCaller } from '../shared/index.ts';

/** Waits before another try, after the first failure, the second and so on. */
const RETRY_AFTER_MS = [5000, 10_000, 20_000, 40_000, 80_000];
const LONGEST_WAIT_MS = 80_000;
const SYSTEM = systemCaller('queue');

/** The group of a chat, or of a namespace without one. */
export const groupKeyOf = (namespace: string, jid: string | null): string =>
  jid ?? `ns:${namespace}`;

/** Remembers groups. */
export class Groups {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #rows = new Map<string, QueueGroupRow>();

  constructor(options: { store: Store; journal: Journal; clock: Clock }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#clock = options.clock;
  }

  /** Takes over what an earlier run of the daemon has left. */
  async load(): Promise<void> {
    for (const row of await listQueueGroups(this.#store.read)) this.#rows.set(row.key, row);
  }

  /** What is remembered of a group; undefined before anything has happened in it. */
  get(key: string): QueueGroupRow | undefined {
    return this.#rows.get(key);
  }

  /** Something has gone well: failures before it do not count any more. */
  async succeeded(namespace: string, key: string): Promise<void> {
    await this.#keep({
      key,
      namespace,
      retryCount: 0,
      nextRetryAt: null,
      lastActivityAt: this.#clock.now(),
    });
  }

  /** Something has failed. @returns whether it is to be tried again, at `nextRetryAt` */
  async failed(namespace: string, key: string): Promise<boolean> {
    const failures = (this.#rows.get(key)?.retryCount ?? 0) + 1;
    const wait = RETRY_AFTER_MS[failures - 1];
    const now = this.#clock.now();
    await this.#keep({
      key,
      namespace,
      // After the last try the next message begins anew.
      retryCount: wait === undefined ? 0 : failures,
      nextRetryAt: wait === undefined ? null : now + wait,
      lastActivityAt: now,
    });
    return wait !== undefined;
  }

  /** Milliseconds until a group is tried again; 0 where nothing keeps it from running. */
  waitOf(key: string): number {
    const { nextRetryAt = null } = this.#rows.get(key) ?? {};
    if (nextRetryAt === null) return 0;
    // A clock that was set back since must not keep a chat waiting for as long as that.
    return Math.min(LONGEST_WAIT_MS, Math.max(0, nextRetryAt - this.#clock.now()));
  }

  /** Forgets the groups of a namespace with the change that deletes it. */
  async forget(change: Change, namespace: string): Promise<void> {
    await forgetQueueGroups(change.tx, namespace);
    change.committed(() => {
      for (const row of [...this.#rows.values()])
        if (row.namespace === namespace) this.#rows.delete(row.key);
    });
  }

  async #keep(row: QueueGroupRow): Promise<void> {
    this.#rows.set(row.key, row);
    await this.#journal.commit(SYSTEM, ({ tx }) => keepQueueGroup(tx, row));
  }
}
