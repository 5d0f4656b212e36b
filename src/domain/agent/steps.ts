/**
 * Owns what each step of a turn leaves behind: messages, costs, outcomes and events, each step in one transaction. How a message is
 * appended belongs to transcript.ts, which step comes next to run.ts.
 */
import { type MessageRow, messagesFrom } from '../../db/messages.ts';
import type { Store } from '../../db/open.ts';
import type { SessionRow } from '../../db/sessions.ts';
import {
  advanceTurn,
  endToolCall,
  endTurn,
  type InterruptedTurn,
  insertModelCall,
  insertToolCall,
  insertTurn,
  listToolCalls,
  type TurnEnd,
} from '../../db/turns.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { Change, Journal } from '../audit/index.ts';
import { type Caller, systemCaller } from '../shared/index.ts';
import type { ToolOutcome } from './ports.ts';
import type { ModelToolCall } from './provider.ts';
import {
  type Answer,
  type RunningTurn,
  TurnEndedError,
  type TurnPlace,
  type TurnRecord,
} from './record.ts';
import { appendMessage, findOpen, type Said } from './transcript.ts';

/** How a turn ended, as it is told inside the transaction that ends it. */
export interface TurnEnding {
  readonly turnId: string;
  readonly sessionId: string;
  /** Null where there is no answer. */
  readonly answer: string | null;
  /** Why there is no answer; null where there is one. */
  readonly failure: TurnFailure | null;
}

/** Why a turn has no answer. */
export interface TurnFailure {
  /** In words for operators. */
  readonly message: string;
  readonly isTimeout: boolean;
}

/** Stores what follows from the end of a turn, so that both are there or neither. */
export type EndWitness = (change: Change, ending: TurnEnding) => Promise<void>;
/** Stores what belongs to the beginning of a turn, in the same transaction. */
export type BeginWitness = (change: Change, turnId: string) => Promise<void>;
/** What may be said of a turn besides its message. */
export interface TurnExtras {
  readonly witness?: BeginWitness;
  readonly place?: TurnPlace;
}

const IN_DAEMON: TurnPlace = { namespace: null, isTask: false };

const INTERRUPTED =
  'The daemon stopped while this tool ran. Whether it took effect is not known; it was not run again.';
const SYSTEM = systemCaller('agent');

/** Stores the steps of turns. */
export class Steps implements TurnRecord {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #witnesses: EndWitness[] = [];

  constructor(store: Store, journal: Journal, clock: Clock) {
    this.#store = store;
    this.#journal = journal;
    this.#clock = clock;
  }

  /** Has `witness` called in the transaction that ends any turn with an answer or by a failure. */
  onEnd(witness: EndWitness): void {
    this.#witnesses.push(witness);
  }

  /** Stores a message and the turn that will answer it. @throws DomainError session_not_found, session_terminated */
  async begin(
    sessionId: string,
    content: string,
    by: Caller,
    { witness, place }: TurnExtras = {},
  ): Promise<RunningTurn> {
    return await this.#journal.commit(by, async (change) => {
      const session = await findOpen(change.tx, sessionId);
      const message = await this.#append(change, session, { role: 'human', content });
      const id = makeId('turn', message.createdAt);
      const inputSeq = message.seq;
      const { namespace, isTask } = place ?? IN_DAEMON;
      const createdAt = message.createdAt;
      await insertTurn(change.tx, { id, sessionId, inputSeq, namespace, isTask, createdAt });
      await change.event('message.received', sessionId, told(session, message));
      await witness?.(change, id);
      return { id, sessionId, inputSeq, steps: 0, namespace, isTask };
    });
  }

  /** Messages of the turn's session from `seq` on, oldest first. */
  async history(turn: RunningTurn, seq: number): Promise<MessageRow[]> {
    return await messagesFrom(this.#store.read, turn.sessionId, seq);
  }

  /** Notes that the tool calls of an interrupted turn which have no outcome will never have one. */
  async closeToolCalls(turn: InterruptedTurn): Promise<void> {
    for (const call of await listToolCalls(this.#store.read, turn.id)) {
      if (call.state !== 'started') continue;
      await this.toolEnded(turn, call, { content: INTERRUPTED, failed: true }, 0);
    }
  }

  /** Stores the answer that ends a turn. @throws TurnEndedError */
  async answer(turn: RunningTurn, answer: Answer): Promise<MessageRow> {
    return await this.#journal.commit(SYSTEM, async (change) => {
      if (!(await this.#end(change, turn, 'done', null))) throw new TurnEndedError();
      const session = await findOpen(change.tx, turn.sessionId);
      const message = await this.#append(change, session, {
        role: 'ai',
        ...answer,
        endsTurn: true,
      });
      await this.#spend(change, turn, answer, message.createdAt);
      const { input, output } = answer.usage;
      await change.event('message.sent', session.id, {
        ...told(session, message),
        token_usage: { input, output },
      });
      await this.#tellEnd(change, turn, { answer: message.content, failure: null });
      return message;
    });
  }

  /**
   * Stores that the model asks for tools, and that they are begun: from now on none of these calls may be made again.
   * @param calls with ids of ours @throws TurnEndedError
   */
  async askForTools(turn: RunningTurn, answer: Answer): Promise<void> {
    await this.#journal.commit(SYSTEM, async (change) => {
      const session = await this.#demandRunning(change, turn);
      const message = await this.#append(change, session, { role: 'ai', ...answer });
      await this.#spend(change, turn, answer, message.createdAt);
      for (const [position, { id, name, input }] of answer.calls.entries()) {
        await insertToolCall(change.tx, {
          id,
          turnId: turn.id,
          step: turn.steps,
          position,
          name,
          input: { ...input },
          state: 'started',
          output: null,
          createdAt: message.createdAt,
          endedAt: null,
        });
      }
    });
  }

  /** Stores what a tool call came to, with its audit entry. @throws TurnEndedError */
  async toolEnded(
    turn: RunningTurn,
    call: Pick<ModelToolCall, 'id' | 'name'>,
    outcome: ToolOutcome,
    durationMs: number,
  ): Promise<void> {
    const { id, name } = call;
    const { content, failed } = outcome;
    await this.#journal.commit(toolCaller(turn, name), async (change) => {
      const session = await this.#demandRunning(change, turn);
      const toolCalls = [{ id, name, failed }];
      const message = await this.#append(change, session, { role: 'tool', content, toolCalls });
      const state = failed ? 'failed' : 'done';
      const ended = { state, output: content, endedAt: message.createdAt } as const;
      if (!(await endToolCall(change.tx, id, ended))) throw new TurnEndedError();
      await change.event('tool.executed', session.id, {
        session_id: session.id,
        tool_call_id: id,
        tool_name: name,
        duration_ms: Math.round(durationMs),
        success: !failed,
      });
    });
  }

  /** Ends a turn without an answer; one that has ended meanwhile is left as it is. */
  async giveUp(
    turn: RunningTurn,
    state: 'failed' | 'cancelled',
    reason: string,
    isTimeout = false,
  ): Promise<void> {
    await this.#journal.commit(SYSTEM, async (change) => {
      const ended = await this.#end(change, turn, state, reason);
      if (!ended || state === 'cancelled') return;
      await change.event('error.occurred', turn.sessionId, {
        component: 'agent',
        message: reason,
        session_id: turn.sessionId,
      });
      await this.#tellEnd(change, turn, {
        answer: null,
        failure: { message: reason, isTimeout },
      });
    });
  }

  async #tellEnd(
    change: Change,
    turn: RunningTurn,
    how: Pick<TurnEnding, 'answer' | 'failure'>,
  ): Promise<void> {
    const { id: turnId, sessionId } = turn;
    for (const witness of this.#witnesses) await witness(change, { turnId, sessionId, ...how });
  }

  async #demandRunning(change: Change, turn: RunningTurn): Promise<SessionRow> {
    if (!(await advanceTurn(change.tx, turn.id, turn.steps))) throw new TurnEndedError();
    return await findOpen(change.tx, turn.sessionId);
  }

  async #append({ tx }: Change, session: SessionRow, said: Said): Promise<MessageRow> {
    return await appendMessage(tx, session, said, this.#clock.now());
  }

  async #end(
    { tx }: Change,
    turn: RunningTurn,
    state: TurnEnd['state'],
    error: string | null,
  ): Promise<boolean> {
    const how = { state, steps: turn.steps, error, endedAt: this.#clock.now() };
    return await endTurn(tx, turn.id, how);
  }

  async #spend(
    { tx }: Change,
    turn: RunningTurn,
    { usage, durationMs }: Answer,
    now: number,
  ): Promise<void> {
    await insertModelCall(tx, {
      id: makeId('mc', now),
      turnId: turn.id,
      step: turn.steps,
      provider: usage.provider,
      model: usage.model,
      inputTokens: usage.input,
      outputTokens: usage.output,
      costMicros: usage.costMicros,
      durationMs: Math.round(durationMs),
      createdAt: now,
    });
  }
}

/** What events tell of a message. */
function told(session: SessionRow, message: MessageRow): Record<string, unknown> {
  return {
    session_id: session.id,
    message_id: message.id,
    channel: session.channel,
    user_id: session.userId,
    content: message.content,
  };
}

/** Every tool call leaves an audit entry of its own: nobody asked for it by a request. */
function toolCaller(turn: RunningTurn, tool: string): Caller {
  return {
    ...SYSTEM,
    audit: {
      event: 'tool.executed',
      api: 'agent',
      operation: tool,
      target: turn.sessionId,
      written: false,
    },
  };
}
