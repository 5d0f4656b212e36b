/**
 * Owns what the loop of a turn goes by and what it leaves: the turn, an answer of the model, and the record that keeps both. The loop is
 * in run.ts; the record that is the database belongs to steps.ts.
 */
import type { MessageRow } from '../../db/messages.ts';
import type { ToolOutcome } from './ports.ts';
import type { ModelToolCall, ModelUsage } from './provider.ts';

/** A turn that runs. */
export interface RunningTurn {
  readonly id: string;
  readonly sessionId: string;
  /** `seq` of the message it answers. */
  readonly inputSeq: number;
  /** Model calls made so far. */
  readonly steps: number;
  /** The namespace in whose container it runs; null where it runs in the daemon. */
  readonly namespace: string | null;
  /** Whether it is a scheduled task, which is never run again. */
  readonly isTask: boolean;
}

/** Where a turn runs: in the container of a namespace, or in the daemon where that is null. */
export type TurnPlace = Pick<RunningTurn, 'namespace' | 'isTask'>;

/** What a model answered, and what it took. */
export interface Answer {
  readonly content: string;
  readonly calls: readonly ModelToolCall[];
  readonly usage: ModelUsage;
  readonly durationMs: number;
}

/** Where the loop reads what was said, and leaves what it does. */
export interface TurnRecord {
  /** Messages of the turn's session from `seq` on, those of the turn itself included, oldest first. */
  history(turn: RunningTurn, seq: number): Promise<readonly MessageRow[]>;
  /** Keeps the answer that ends the turn. */
  answer(turn: RunningTurn, answer: Answer): Promise<Pick<MessageRow, 'id' | 'createdAt'>>;
  /** Keeps that the model asks for tools, before any of them begins. */
  askForTools(turn: RunningTurn, answer: Answer): Promise<void>;
  /** Keeps what a tool call came to. */
  toolEnded(
    turn: RunningTurn,
    call: Pick<ModelToolCall, 'id' | 'name'>,
    outcome: ToolOutcome,
    durationMs: number,
  ): Promise<void>;
}

/** The turn does not run any more: its session was terminated, or its thread deleted. */
export class TurnEndedError extends Error {
  constructor() {
    super('The turn was ended from outside');
    this.name = 'TurnEndedError';
  }
}
