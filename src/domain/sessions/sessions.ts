/**
 * Owns sessions: their making, their states and the end of them. What is said in them belongs to domain/agent.
 */
import type { Store } from '../../db/open.ts';
import {
  countSessions,
  deleteTerminatedBefore,
  findSession,
  insertSession,
  listSessions,
  type NewSession,
  quietSessions,
  type SessionFilter,
  type SessionRow,
  type SessionStatus,
  type SessionSummaryRow,
  setSessionStatus,
} from '../../db/sessions.ts';
import { cancelTurnsOf } from '../../db/turns.ts';
import { type Clock, toTimestamp } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Logger } from '../../lib/log.ts';
import type { Change, Journal } from '../audit/index.ts';
import { type Caller, DomainError, systemCaller } from '../shared/index.ts';

/** A session; times are milliseconds since the epoch. */
export type Session = SessionRow;
/** What lists show of a session. */
export type SessionSummary = SessionSummaryRow;

/** What the area takes from the settings, read anew at every use. */
export interface SessionSettings {
  readonly agentId: string | null;
  readonly idleAfterSecs: number;
  readonly timeoutSecs: number;
  readonly retentionDays: number;
}

/** What a session is made from. */
export interface SessionInput {
  readonly channel: string;
  readonly userId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** A metadata object larger than this as JSON is refused. */
const METADATA_BYTES = 16 * 1024;
/** Sessions moved on by one transaction of a sweep. */
const SWEEP_BATCH = 200;
const DAY_MS = 86_400_000;

/**
 * The sessions of this daemon.
 *
 * States: active -> idle after `idleAfterSecs` of quiet -> active on a message; active or idle -> terminated by a caller or after
 * `timeoutSecs` of quiet; terminated ones are kept for `retentionDays`.
 */
export class Sessions {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #settings: () => SessionSettings;
  readonly #log: Logger;
  readonly #listeners: ((id: string) => void)[] = [];

  constructor(options: {
    store: Store;
    journal: Journal;
    clock: Clock;
    settings: () => SessionSettings;
    log: Logger;
  }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#settings = options.settings;
    this.#log = options.log;
  }

  /**
   * Makes an active session.
   * @param witness stores what else is to be there if and only if the session is
   * @throws DomainError validation_failed for metadata over 16 KiB
   */
  async create(
    input: SessionInput,
    by: Caller,
    witness?: (change: Change, id: string) => Promise<void>,
  ): Promise<NewSession> {
    if (Buffer.byteLength(JSON.stringify(input.metadata)) > METADATA_BYTES) {
      const issue = {
        in: 'body',
        path: 'metadata',
        message: `must be at most ${METADATA_BYTES} bytes as JSON`,
      };
      throw new DomainError('validation_failed', `The body "metadata" ${issue.message}`, {
        issues: [issue],
      });
    }
    const now = this.#clock.now();
    const session: NewSession = {
      id: makeId('sess', now),
      agentId: this.#settings().agentId,
      channel: input.channel,
      userId: input.userId,
      status: 'active',
      metadata: { ...input.metadata },
      createdAt: now,
      lastActivity: now,
    };
    await this.#journal.commit(by, async (change) => {
      await insertSession(change.tx, session);
      change.target(session.id);
      await change.event('session.created', session.id, {
        session_id: session.id,
        channel: session.channel,
        user_id: session.userId,
      });
      await witness?.(change, session.id);
    });
    const { id: sessionId, channel } = session;
    this.#log.debug(`session of channel ${channel} created by ${by.actor}`, { sessionId });
    return session;
  }

  /** One page, newest first, and how many match before paging. */
  async list(filter: SessionFilter): Promise<{ sessions: SessionSummary[]; total: number }> {
    const db = this.#store.read;
    return {
      sessions: await listSessions(db, filter),
      total: await countSessions(db, filter.status, filter.channel),
    };
  }

  /** @throws DomainError session_not_found */
  async get(id: string): Promise<Session> {
    return (await findSession(this.#store.read, id)) ?? notFound(id);
  }

  /** How many sessions have this status, in one channel or in all. */
  async count(status: SessionStatus, channel?: string): Promise<number> {
    return await countSessions(this.#store.read, status, channel);
  }

  /** Ends a session for good. @throws DomainError session_not_found, session_terminated */
  async terminate(id: string, by: Caller): Promise<void> {
    await this.#journal.commit(by, async (change) => {
      const session = (await findSession(change.tx, id)) ?? notFound(id);
      if (session.status === 'terminated') {
        throw new DomainError('session_terminated', `Session ${id} is already terminated`, {
          status: 'terminated',
        });
      }
      await this.#end(change, session, 'deleted');
    });
    this.#tellEnded(id, `by ${by.actor}`);
  }

  /** Has `listener` called after the commit that ends a session for good. It must not throw. */
  onTerminated(listener: (id: string) => void): void {
    this.#listeners.push(listener);
  }

  /** Moves quiet sessions on and forgets old terminated ones. @returns how many rows changed */
  async sweep(): Promise<number> {
    const settings = this.#settings();
    const now = this.#clock.now();
    const by = systemCaller('sessions');
    const timedOut = now - settings.timeoutSecs * 1000;
    let moved = 0;
    const end = (change: Change, session: Session) => this.#end(change, session, 'timeout');
    for (const status of ['active', 'idle'] as const) {
      const ended = await this.#moveQuiet(status, timedOut, by, end);
      for (const id of ended) this.#tellEnded(id, `after ${settings.timeoutSecs} s of quiet`);
      moved += ended.length;
    }
    const idle = await this.#moveQuiet(
      'active',
      now - settings.idleAfterSecs * 1000,
      by,
      async (change, session) => {
        await setSessionStatus(change.tx, session.id, 'idle', now);
        await change.event('session.idle', session.id, {
          session_id: session.id,
          channel: session.channel,
          user_id: session.userId,
          last_activity: toTimestamp(session.lastActivity),
        });
      },
    );
    for (const sessionId of idle) this.#log.debug('session is idle', { sessionId });
    const gone = await this.#forget(now - settings.retentionDays * DAY_MS, by);
    if (gone > 0)
      this.#log.info(`${gone} sessions deleted, terminated for ${settings.retentionDays} days`);
    return moved + idle.length + gone;
  }

  async #moveQuiet(
    status: SessionStatus,
    before: number,
    by: Caller,
    move: (change: Change, session: Session) => Promise<void>,
  ): Promise<string[]> {
    for (const moved: string[] = []; ; ) {
      // Looking first on the reading side keeps an idle daemon from writing every second.
      if ((await quietSessions(this.#store.read, status, before, 1)).length === 0) return moved;
      const batch = await this.#journal.commit(by, async (change) => {
        const quiet = await quietSessions(change.tx, status, before, SWEEP_BATCH);
        for (const session of quiet) await move(change, session);
        return quiet.map(({ id }) => id);
      });
      if (batch.length === 0) return moved;
      moved.push(...batch);
    }
  }

  async #forget(before: number, by: Caller): Promise<number> {
    if ((await this.count('terminated')) === 0) return 0;
    for (let gone = 0; ; ) {
      const batch = await this.#journal.commit(by, ({ tx }) =>
        deleteTerminatedBefore(tx, before, SWEEP_BATCH),
      );
      gone += batch;
      if (batch < SWEEP_BATCH) return gone;
    }
  }

  #tellEnded(id: string, how: string): void {
    this.#log.info(`session terminated ${how}`, { sessionId: id });
    for (const listener of this.#listeners) listener(id);
  }

  async #end(change: Change, session: Session, reason: 'deleted' | 'timeout'): Promise<void> {
    const now = this.#clock.now();
    await setSessionStatus(change.tx, session.id, 'terminated', now);
    await cancelTurnsOf(change.tx, session.id, now);
    await change.event('session.terminated', session.id, {
      session_id: session.id,
      channel: session.channel,
      user_id: session.userId,
      reason,
    });
  }
}

/** The refusal for an id that no session has. */
export function notFound(id: string): never {
  throw new DomainError('session_not_found', `Session ${id} not found`);
}
