/**
 * Owns the ports through which a turn reaches what belongs to other areas: tools, skills and long-term memory.
 * The model itself is behind provider.ts.
 */
import type { ToolContext, ToolSpec } from '../tools/index.ts';
import type { ModelUsage } from './provider.ts';

/** Long-term memory of sessions. */
export interface LongTermMemory {
  /** What is remembered of a session, as text for the system prompt; null while there is nothing. */
  recall(sessionId: string): Promise<string | null>;
  /** Called after each finished turn and not waited for: takes older messages in where that is due. It never rejects. */
  afterTurn(sessionId: string): Promise<void>;
}

/** What skills add to the prompt of one turn. */
export interface SkillPrompts {
  /** The instructions of the skills that a message calls for; null where it calls for none. */
  promptFor(message: string): Promise<string | null>;
}

/** What a tool call came to, in words for the model. */
export interface ToolOutcome {
  readonly content: string;
  readonly failed: boolean;
}

/** The tools of one model call. */
export interface ToolTable {
  readonly specs: readonly ToolSpec[];
  /** It never rejects: whatever goes wrong is a failed outcome. */
  call(
    name: string,
    input: Readonly<Record<string, unknown>>,
    context: ToolContext,
  ): Promise<ToolOutcome>;
}

/** Everything that an agent can use. */
export interface ToolsPort {
  open(): ToolTable;
}

/** What became of a text: it goes on, changed or not, or it was stopped. */
export type FilteredText =
  | { readonly text: string }
  | { readonly blockedBy: string; readonly reason: string };

/** Looks at what goes to a model and at what comes from it. It never rejects. */
export interface TextFilters {
  /** Whether there is anything that looks; while there is, answers are told when they are whole. */
  hasMiddleware(): boolean;
  middleware(stage: 'inbound' | 'outbound', text: string): Promise<FilteredText>;
}

/** Told of everything that ends, for metrics. It must not throw. Times are milliseconds. */
export interface TurnObserver {
  /** `failed` stands for every turn without an answer. */
  turnEnded(state: 'done' | 'failed', durationMs: number): void;
  modelCalled(usage: ModelUsage, durationMs: number): void;
  toolCalled(outcome: 'done' | 'failed', durationMs: number): void;
}
