/**
 * Owns how a change is committed: its rows, its events and its audit entry in one transaction, durable before the answer.
 * Which rows change belongs to the area that asks; grouping commits belongs to db/writer.ts.
 */
import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
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
  | 'message.sent'
  | 'tool.executed'
  | 'error.occurred'
  | 'hook.disabled'
  | 'config.updated'
  | 'channel.connected'
  | 'channel.disconnected'
  | 'channel.error'
  | 'mcp.connected'
  | 'mcp.disconnected'
  | 'plugin.loaded'
  | 'plugin.disabled';

/** What the first entry follows on. */
export const GENESIS = '0'.repeat(64);

/** What walking the chain has found. */
export interface Verification {
  /** How many entries hold, from the first one on. */
  readonly entries: number;
  /** The first entry that does not hold: changed, put in between, or what came before it removed. Null when all hold. */
  readonly brokenAt: number | null;
  /** The hash of the last entry that holds. Kept elsewhere, it shows later whether the newest entries were removed. */
  readonly head: string;
}

/** Where an entry comes from that no operation is behind. */
const NOTED = { api: 'nanoclaw', operation: '' };

/** Entries checked without letting anything else happen: a few milliseconds. */
const VERIFY_PAGE = 500;

/** One transaction as areas see it: a database and a place for events. */
export interface Change {
  readonly tx: Db;
  /** Tells of what happened; the event is delivered if and only if the change commits. */
  event(type: EventType, subject: string, data: Readonly<Record<string, unknown>>): Promise<void>;
  /** Has `then` called once the change is durable, if it ever is. It must not throw. */
  committed(then: () => void): void;
  /** Names what the audit entry is about, where the path does not say it, and facts about it: never a secret. */
  target(id: string, details?: Readonly<Record<string, unknown>>): void;
  /** Leaves an audit entry beside the one of the request: for what no request asked for, and for what was refused. */
  note(entry: AuditNote): Promise<void>;
}

/** An audit entry that an area writes itself. */
export interface AuditNote {
  /** What happened, as an area and a word, such as `mount.rejected`. */
  readonly event: string;
  readonly target: string | null;
  /** Facts about it, never a secret. `severity`, `group`, `allowed` and `message` are what monitoring searches and shows. */
  readonly details: {
    readonly severity?: 'info' | 'warning' | 'critical';
    readonly group?: string;
    readonly allowed?: boolean;
    readonly message?: string;
    readonly [fact: string]: unknown;
  };
}

/** Commits changes and keeps their audit trail. */
export class Journal {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #listeners: (() => void)[] = [];

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
    let raised = false;
    let afterwards: (() => void)[] = [];
    const result = await this.#store.write(async (tx) => {
      const now = this.#clock.now();
      raised = false;
      afterwards = [];
      let details: Readonly<Record<string, unknown>> = {};
      const change: Change = {
        tx,
        event: async (type, subject, data) => {
          raised = true;
          await insertEvent(tx, {
            id: makeId('evt', now),
            type,
            subject,
            data: { ...data },
            createdAt: now,
          });
        },
        committed: (then) => void afterwards.push(then),
        target: (id, facts) => {
          if (draft !== null) draft.target = id;
          if (facts !== undefined) details = facts;
        },
        note: ({ event, target, details: said }) =>
          this.#append(tx, by, { ...NOTED, event, target }, said, now),
      };
      const answer = await unit(change);
      if (draft !== null) await this.#append(tx, by, draft, details, now);
      return answer;
    });
    if (draft !== null) draft.written = true;
    if (raised) for (const listener of this.#listeners) listener();
    for (const then of afterwards) then();
    return result;
  }

  /** Has `listener` called after each commit that raised events. It must not throw. */
  onEvents(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** Leaves the entry of a mutation that wrote nothing to the store itself. */
  async record(by: Caller): Promise<void> {
    await this.commit(by, () => Promise.resolve());
  }

  async #append(
    tx: Db,
    by: Caller,
    draft: Pick<AuditDraft, 'event' | 'api' | 'operation' | 'target'>,
    details: Readonly<Record<string, unknown>>,
    at: number,
  ): Promise<void> {
    const entry = {
      at,
      event: draft.event,
      api: draft.api,
      operation: draft.operation,
      actor: by.actor,
      address: by.address,
      requestId: by.requestId,
      target: draft.target,
      details: { ...details },
    };
    const previousHash = (await lastAuditHash(tx)) ?? GENESIS;
    await insertAudit(tx, { ...entry, previousHash, hash: hashEntry(previousHash, entry) });
  }

  /** Walks the chain from its beginning, page by page, so that requests are answered in between. */
  async verify(): Promise<Verification> {
    let head = GENESIS;
    let after = 0;
    let entries = 0;
    for (;;) {
      const rows = await auditAfter(this.#store.read, after, VERIFY_PAGE);
      if (rows.length === 0) return { entries, brokenAt: null, head };
      for (const row of rows) {
        if (row.previousHash !== head || row.hash !== hashEntry(head, row))
          return { entries, brokenAt: row.seq, head };
        head = row.hash;
        after = row.seq;
        entries += 1;
      }
      await setImmediate();
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
  return hash('sha256', JSON.stringify(fields), 'hex');
}
