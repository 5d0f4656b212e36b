/**
 * Owns turns as callers see them: a message comes in, the agent answers, both are durable; who waits, and what is taken up again after
 * a start. The loop itself is in run.ts, and how a turn ends that has no answer in failures.ts.
 */
import { listMessages, type MessageRow } from '../../db/messages.ts';
import type { Store } from '../../db/open.ts';
import { findSession } from '../../db/sessions.ts';
import { countResume, type InterruptedTurn, listRunningTurns } from '../../db/turns.ts';
import type { Logger } from '../../lib/log.ts';
import type { Journal } from '../audit/index.ts';
import { notFound } from '../sessions/index.ts';
import { type Caller, DomainError, systemCaller } from '../shared/index.ts';
import { ActiveTurn } from './active.ts';
import { EventQueue } from './event-queue.ts';
import { Failures } from './failures.ts';
import { Lines } from './line.ts';
import type { RunningTurn, TurnPlace, TurnRecord } from './record.ts';
import {
  type RunParts,
  type RunSettings,
  type StepEvent,
  type Turn,
  type TurnBrief,
  type TurnEngine,
  TurnLoop,
} from './run.ts';
import { type EndWitness, Steps, type TurnExtras } from './steps.ts';
import { findOpen } from './transcript.ts';

/** A stored message. */
export type Message = MessageRow;

/** What happens in a turn, in order; `done` comes once, last, when the turn is durable. */
export type TurnEvent = StepEvent | { readonly type: 'done'; readonly turn: Turn };

/** What the area takes from the settings, read anew at every turn. */
export interface TurnSettings extends RunSettings {
  readonly agentId: string | null;
  readonly maxQueuedTurns: number;
  readonly timeoutSecs: number;
}

/** What turns are built over. */
export interface TurnParts extends Omit<RunParts, 'settings'> {
  readonly store: Store;
  readonly journal: Journal;
  /** Null where every turn runs in the daemon. */
  readonly elsewhere: Elsewhere | null;
  readonly settings: () => TurnSettings;
  readonly log: Logger;
  readonly isStopping: () => boolean;
}

/** The containers in which turns of some sessions run. */
export interface Elsewhere {
  /** Where a message of a session is answered; null for in the daemon. */
  placeOf(sessionId: string): Promise<TurnPlace | null>;
  /** Makes what runs turns there. */
  engine(record: TurnRecord, brief: (turn: RunningTurn) => Promise<TurnBrief>): TurnEngine;
}

/** A turn that keeps the daemon from living is not taken up for ever. */
const MOST_RESUMES = 3;
/** Turns taken up again at the same time. */
const RESUMED_AT_ONCE = 8;
const SYSTEM = systemCaller('agent');
const ignore = () => undefined;

/** Runs turns, one at a time in each session. */
export class Turns {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #parts: TurnParts;
  readonly #steps: Steps;
  readonly #loop: TurnLoop;
  readonly #containers: TurnEngine | null;
  readonly #lines: Lines;
  readonly #failures: Failures;
  /** Turns at work, by session. */
  readonly #active = new Map<string, ActiveTurn>();
  /** Everything that goes on without a caller. */
  readonly #background = new Set<Promise<void>>();
  readonly #stop = new AbortController();

  constructor(parts: TurnParts) {
    this.#store = parts.store;
    this.#journal = parts.journal;
    this.#parts = parts;
    this.#steps = new Steps(parts.store, parts.journal, parts.clock);
    this.#loop = new TurnLoop(parts, this.#steps);
    this.#containers =
      parts.elsewhere?.engine(this.#steps, (turn) => this.#loop.brief(turn)) ?? null;
    this.#lines = new Lines(() => parts.settings().maxQueuedTurns);
    this.#failures = new Failures({
      store: parts.store,
      steps: this.#steps,
      log: parts.log,
      timeoutSecs: () => parts.settings().timeoutSecs,
      isStopping: () => parts.isStopping() || this.#stop.signal.aborted,
    });
  }

  /**
   * Sends a message and waits for the whole turn.
   * @param extras What else is to be stored if and only if the message is, and where the turn runs, if not where its session says.
   * @throws DomainError what `begin` throws; provider_unavailable, turn_timed_out; the signal's reason when it aborts
   */
  async send(
    sessionId: string,
    content: string,
    by: Caller,
    signal: AbortSignal,
    extras: TurnExtras = {},
  ): Promise<Turn> {
    const { turn, leave } = await this.#enter(sessionId, content, by, signal, extras);
    return await this.#work(turn, leave, signal, ignore);
  }

  /**
   * Stores the message durably and begins the turn that answers it. A reader that stops early, or a signal that aborts, ends the
   * turn: the message stays, and so does what tools have done.
   * @returns the events; it fails as `send` does
   * @throws DomainError session_not_found, session_terminated, session_busy, message_blocked
   */
  async begin(
    sessionId: string,
    content: string,
    by: Caller,
    signal: AbortSignal,
  ): Promise<AsyncIterable<TurnEvent>> {
    const { turn, leave } = await this.#enter(sessionId, content, by, signal);
    const reader = new AbortController();
    const events = new EventQueue<TurnEvent>(() => reader.abort());
    const left = AbortSignal.any([signal, reader.signal]);
    this.#work(turn, leave, left, (event) => events.push(event)).then(
      (done) => {
        events.push({ type: 'done', turn: done });
        events.end();
      },
      (error: unknown) => events.fail(error),
    );
    return events;
  }

  /** Has `witness` called in the transaction that ends any turn with an answer or by a failure. */
  onEnd(witness: EndWitness): void {
    this.#steps.onEnd(witness);
  }

  /** Ends what runs in a session that is ended for good. */
  sessionEnded(sessionId: string): void {
    this.#active.get(sessionId)?.end('session');
  }

  /** Ends what runs in threads whose memory was deleted; `null` stands for all of them. */
  threadsDeleted(sessionIds: readonly string[] | null): void {
    for (const id of sessionIds ?? [...this.#active.keys()]) this.#active.get(id)?.end('thread');
  }

  /**
   * Takes up the turns that were at work when the daemon went. Each has its session's place in line before this returns, and goes
   * on in the background once `ready` is: a model that is asked before its tools are back would do without them.
   */
  async resume(ready: Promise<void> = Promise.resolve()): Promise<void> {
    const turns = await listRunningTurns(this.#store.read, this.#parts.settings().agentId);
    const waiting = await Promise.all(
      turns.map(async (turn) => ({
        turn,
        leave: await this.#lines.enter(turn.sessionId, this.#stop.signal),
      })),
    );
    const workers = Array.from({ length: RESUMED_AT_ONCE }, async () => {
      await ready;
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
        await this.#takeUp(next.turn, next.leave);
    });
    for (const worker of workers) this.#inBackground(worker);
  }

  /** Ends what goes on without a caller; turns at work are taken up again after the next start. */
  async stop(): Promise<void> {
    this.#stop.abort(new DomainError('stopping', 'The daemon is stopping'));
    for (const active of this.#active.values()) active.end('stop');
    while (this.#background.size > 0) await Promise.all(this.#background);
  }

  /** One page of a session's messages, oldest first, and how many there are. @throws DomainError session_not_found */
  async history(
    sessionId: string,
    limit: number,
    offset: number,
  ): Promise<{ messages: Message[]; total: number }> {
    const db = this.#store.read;
    const session = (await findSession(db, sessionId)) ?? notFound(sessionId);
    return {
      messages: await listMessages(db, sessionId, limit, offset),
      total: session.messageCount,
    };
  }

  async #enter(
    sessionId: string,
    content: string,
    by: Caller,
    signal: AbortSignal,
    extras: TurnExtras = {},
  ): Promise<{ turn: RunningTurn; leave: () => void }> {
    // Refused early, so that nobody waits in line for a session that cannot answer.
    await findOpen(this.#store.read, sessionId);
    const filtered = await this.#filter(content);
    const leave = await this.#lines.enter(sessionId, signal);
    try {
      const place = extras.place ?? (await this.#parts.elsewhere?.placeOf(sessionId)) ?? null;
      const told = { ...extras, ...(place === null ? {} : { place }) };
      return { turn: await this.#steps.begin(sessionId, filtered, by, told), leave };
    } catch (error) {
      leave();
      throw error;
    }
  }

  async #filter(content: string): Promise<string> {
    const { filters } = this.#parts;
    if (!filters.hasMiddleware()) return content;
    const passed = await filters.middleware('inbound', content);
    if ('text' in passed) return passed.text;
    const { blockedBy, reason } = passed;
    throw new DomainError('message_blocked', `The message was stopped by plugin ${blockedBy}`, {
      plugin: blockedBy,
      reason,
    });
  }

  async #work(
    turn: RunningTurn,
    leave: () => void,
    caller: AbortSignal,
    emit: (event: StepEvent) => void,
  ): Promise<Turn> {
    const { clock, memory, observer, settings } = this.#parts;
    const containers = turn.namespace === null ? null : this.#containers;
    // A container has times of its own, and may have to wait for its place first.
    const active = new ActiveTurn(
      caller,
      containers === null ? settings().timeoutSecs * 1000 : null,
    );
    const begun = clock.monotonic();
    let state: 'done' | 'failed' = 'failed';
    this.#active.set(turn.sessionId, active);
    try {
      const done = await (containers ?? this.#loop).run(turn, active.signal, emit);
      state = 'done';
      this.#inBackground(memory.afterTurn(turn.sessionId));
      return done;
    } catch (error) {
      throw await this.#failures.end(turn, active, error);
    } finally {
      observer.turnEnded(state, clock.monotonic() - begun);
      active.close();
      this.#active.delete(turn.sessionId);
      leave();
    }
  }

  async #takeUp(turn: InterruptedTurn, leave: () => void): Promise<void> {
    const { log } = this.#parts;
    const { sessionId } = turn;
    try {
      if (turn.resumes >= MOST_RESUMES || turn.isTask) {
        const reason = turn.isTask
          ? 'The daemon stopped while the task ran; it is not run again'
          : `The daemon stopped ${turn.resumes + 1} times while it answered`;
        await this.#steps.giveUp(turn, 'failed', reason);
        leave();
        log.warn(`turn ${turn.id} is given up: ${reason}`, { sessionId });
        return;
      }
      await this.#journal.commit(SYSTEM, ({ tx }) => countResume(tx, turn.id));
      await this.#steps.closeToolCalls(turn);
    } catch (error) {
      leave();
      log.warn(`turn ${turn.id} could not be taken up`, { sessionId, error });
      return;
    }
    log.info(`turn ${turn.id} goes on where the last run of the daemon left it`, { sessionId });
    // What went wrong is in the log already; nobody else waits for it.
    await this.#work(turn, leave, this.#stop.signal, ignore).catch(ignore);
  }

  #inBackground(work: Promise<void>): void {
    const tracked = work.finally(() => this.#background.delete(tracked));
    this.#background.add(tracked);
  }
}
