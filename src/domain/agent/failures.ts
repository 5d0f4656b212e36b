/**
 * Owns how a turn without an answer ends: what is stored of it, and what whoever waits for it is told. What can end a turn before its
 * answer is in active.ts; answers belong to run.ts.
 */
import type { Store } from '../../db/open.ts';
import { findSession } from '../../db/sessions.ts';
import type { Logger } from '../../lib/log.ts';
import { DomainError, type Reason } from '../shared/index.ts';
import type { ActiveTurn } from './active.ts';
import { ProviderError } from './provider.ts';
import { type RunningTurn, TurnEndedError } from './record.ts';
import type { Steps } from './steps.ts';

/** Seconds after which a provider may be asked again that did not say so itself. */
const RETRY_SECS = 5;
const LONGEST_REASON = 1000;
const TIMEOUTS: ReadonlySet<Reason> = new Set(['turn_timed_out', 'container_timed_out']);

/** What failures are told with. */
export interface FailuresParts {
  readonly store: Store;
  readonly steps: Steps;
  readonly log: Logger;
  readonly timeoutSecs: () => number;
  readonly isStopping: () => boolean;
}

/** Ends turns without an answer. */
export class Failures {
  readonly #parts: FailuresParts;

  constructor(parts: FailuresParts) {
    this.#parts = parts;
  }

  /** Stores how a turn ended without an answer. @returns what to tell whoever waits for it */
  async end(turn: RunningTurn, active: ActiveTurn, error: unknown): Promise<unknown> {
    const { endedBy, signal } = active;
    const { isStopping, log } = this.#parts;
    const { sessionId } = turn;
    if (endedBy === 'stop' || (endedBy === 'caller' && isStopping()))
      return new DomainError('stopping', 'The daemon is stopping; it answers after the next start');
    if (endedBy === 'session' || endedBy === 'thread' || error instanceof TurnEndedError)
      return await this.#whyEnded(sessionId);
    if (endedBy === 'caller') {
      await this.#giveUp(turn, 'cancelled', 'Nobody waited for the answer any more');
      return signal.reason;
    }
    const told = endedBy === 'time' ? timedOut(this.#parts.timeoutSecs()) : publicly(error);
    const reason = told instanceof DomainError ? reasonOf(told) : 'An unexpected error';
    log.warn(`turn failed: ${reason}`, { sessionId, ...(told === error ? { error } : {}) });
    const isTimeout = told instanceof DomainError && TIMEOUTS.has(told.reason);
    await this.#giveUp(turn, 'failed', reason.slice(0, LONGEST_REASON), isTimeout);
    return told;
  }

  async #giveUp(
    turn: RunningTurn,
    state: 'failed' | 'cancelled',
    reason: string,
    isTimeout = false,
  ): Promise<void> {
    const { log, steps } = this.#parts;
    try {
      await steps.giveUp(turn, state, reason, isTimeout);
    } catch (error) {
      // It stays marked as running, and the next start sees to it.
      log.error('the end of a turn could not be stored', { sessionId: turn.sessionId, error });
    }
  }

  async #whyEnded(sessionId: string): Promise<DomainError> {
    const session = await findSession(this.#parts.store.read, sessionId);
    return session?.status === 'terminated'
      ? new DomainError('session_terminated', `Session ${sessionId} was terminated meanwhile`)
      : new DomainError('thread_not_found', `The messages of ${sessionId} were deleted meanwhile`);
  }
}

const timedOut = (seconds: number) =>
  new DomainError('turn_timed_out', `There was no answer within ${seconds} s`);

/** The fault of a provider in words for callers; any other error as it is. */
function publicly(error: unknown): unknown {
  if (!(error instanceof ProviderError)) return error;
  const { message: reason, retryAfter = RETRY_SECS } = error;
  const text = 'No model provider gave an answer';
  return new DomainError('provider_unavailable', text, { reason }, retryAfter);
}

/** The reason in words, with what the details add to the message. */
function reasonOf({ message, details }: DomainError): string {
  const reason = details?.reason;
  return typeof reason === 'string' ? `${message}: ${reason}` : message;
}
