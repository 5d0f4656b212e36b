/**
 * Owns how a change is committed: its rows, its events and its audit entry in one transaction, durable before the answer.
 * Which rows change belongs to the area that asks; grouping commits belongs to db/writer.ts.
 */
import { createHash } from 'node:crypto';
import { type AuditRow, auditAfter, insertAudit, lastAuditHash } from '../../db/audit.ts';
import { insertEvent } from '../../db/events.ts';
import type { Db, Store } from '../../db/open.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { AuditDraft, Caller } from '../shared/index.ts';

/** Types of events that this daemon raises. */
export type EventType =
  | 'session.created'
  | 'session.idle'
  | 'session.terminated'
  | 'message.received'
  | 'message.sent';

/** What the first entry follows on. */
export const GENESIS = '0'.repeat(64);

/** One transaction as areas see it: a database and a place for events. */
export interface Change {
  readonly tx: Db;
  /** Tells of what happened; the event is delivered if and only if the change commits. */
  event(type: EventType, subject: string, data: Readonly<Record<string, unknown>>): Promise<void>;
  /** Names what the audit entry is about, where the path does not say it. */
  target(id: string): void;
}

/** Commits changes and keeps their audit trail. */
export class Journal {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /**
   * Commits what `unit` does, with the audit entry that `by` must leave.
   * The entry goes with the first commit of a request. A unit may run again after a lock, so it must not act outside `tx`.
   */
  async commit<T>(by: Caller, unit: (change: Change) => Promise<T>): Promise<T> {
    const draft = by.audit?.written === false ? by.audit : null;
    const result = await this.#store.write(async (tx) => {
      const now = this.#clock.now();
      const change: Change = {
        tx,
        event: (type, subject, data) =>
          insertEvent(tx, {
            id: makeId('evt', now),
            type,
            subject,
            data: { ...data },
            createdAt: now,
          }),
        target: (id) => {
          if (draft !== null) draft.target = id;
        },
      };
      const answer = await unit(change);
      if (draft !== null) await this.#append(tx, by, draft, now);
      return answer;
    });
    if (draft !== null) draft.written = true;
    return result;
  }

  /** Leaves the entry of a mutation that wrote nothing to the store itself. */
  async record(by: Caller): Promise<void> {
    await this.commit(by, () => Promise.resolve());
  }

  async #append(tx: Db, by: Caller, draft: AuditDraft, at: number): Promise<void> {
    const entry = {
      at,
      event: draft.event,
      api: draft.api,
      operation: draft.operation,
      actor: by.actor,
      address: by.address,
      requestId: by.requestId,
      target: draft.target,
      details: {},
    };
    const previousHash = (await lastAuditHash(tx)) ?? GENESIS;
    await insertAudit(tx, { ...entry, previousHash, hash: hashEntry(previousHash, entry) });
  }

  /**
   * Walks the chain from its beginning.
   * @returns how many entries hold, and the first one that does not: changed, removed before or put in between
   */
  async verify(): Promise<{ entries: number; brokenAt: number | null }> {
    let previous = GENESIS;
    let after = 0;
    let entries = 0;
    for (;;) {
      const rows = await auditAfter(this.#store.read, after, 1000);
      if (rows.length === 0) return { entries, brokenAt: null };
      for (const row of rows) {
        if (row.previousHash !== previous || row.hash !== hashEntry(previous, row))
          return { entries, brokenAt: row.seq };
        previous = row.hash;
        after = row.seq;
        entries += 1;
      }
    }
  }
}

/** SHA-256 over the previous hash and every field in a fixed order; JSON keeps the borders between fields. */
function hashEntry(
  previous: string,
  entry: Omit<AuditRow, 'seq' | 'hash' | 'previousHash'>,
): string {
  const fields = [
    previous,
    entry.at,
    entry.event,
    entry.api,
    entry.operation,
    entry.actor,
    entry.address,
    entry.requestId,
    entry.target,
    entry.details,
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}
