/**
 * Owns the loop of a turn: ask the model, run the tools it asks for, ask again, until it answers.
 * What each step leaves behind belongs to record.ts and steps.ts, who may run and what ends a turn early to turns.ts.
 */
import type { MessageRow } from '../../db/messages.ts';
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import { systemPrompt, toModelMessages } from './context.ts';
import type {
  LongTermMemory,
  SkillPrompts,
  TextFilters,
  ToolsPort,
  ToolTable,
  TurnObserver,
} from './ports.ts';
import {
  type ModelRequest,
  type ModelToolCall,
  type ModelUsage,
  type Provider,
  ProviderError,
} from './provider.ts';
import type { Answer, RunningTurn, TurnRecord } from './record.ts';

/** A tool that ran in a turn. */
export interface RanTool extends ModelToolCall {
  readonly output: string;
}

/** The agent's finished turn. */
export interface Turn {
  /** Of the agent's message. */
  readonly id: string;
  readonly sessionId: string;
  readonly content: string;
  /** In the order in which the model asked for them. */
  readonly toolCalls: readonly RanTool[];
  /** Of all model calls of the turn together. */
  readonly usage: { readonly input: number; readonly output: number };
  readonly createdAt: number;
}

/** What happens on the way to an answer, in order. */
export type StepEvent =
  | { readonly type: 'token'; readonly content: string }
  | { readonly type: 'tool_call'; readonly call: ModelToolCall }
  | { readonly type: 'tool_result'; readonly result: RanTool };

/** Something that goes on with a turn until its answer is durable. */
export interface TurnEngine {
  run(begun: RunningTurn, signal: AbortSignal, emit: (event: StepEvent) => void): Promise<Turn>;
}

/** What an engine outside of the daemon is told of a turn. */
export interface TurnBrief extends Pick<RunSettings, 'maxModelCalls' | 'maxToolCalls'> {
  readonly system: string;
  /** The window of messages that the model sees, the one it answers last. */
  readonly history: readonly MessageRow[];
}

/** What the loop takes from the settings, read anew at every step. */
export interface RunSettings {
  readonly systemPrompt: string;
  /** False where the model sees nothing of a session but the message it answers. */
  readonly remembers: boolean;
  /** Messages of a session that the model sees, the one it answers included. */
  readonly windowSize: number;
  /** Model calls of one turn; the last one gets no tools, so that it answers. */
  readonly maxModelCalls: number;
  /** Tool calls of one model call; more are refused. */
  readonly maxToolCalls: number;
}

/** What the loop works with. */
export interface RunParts {
  readonly clock: Clock;
  readonly provider: Provider;
  readonly tools: ToolsPort;
  readonly skills: SkillPrompts;
  readonly memory: LongTermMemory;
  readonly filters: TextFilters;
  readonly observer: TurnObserver;
  readonly settings: () => RunSettings;
}

const NO_TOOLS: ToolTable = {
  specs: [],
  call: () => Promise.resolve({ content: 'There are no tools.', failed: true }),
};
/** An answer of more characters than this is a fault of the provider. */
const LONGEST_ANSWER = 4 * 1024 * 1024;
/** A model that asks for more tools than this at once has lost its way. */
const MOST_CALLS = 100;
const LONGEST_NAME = 64;

/** Runs turns, each from wherever it stands. */
export class TurnLoop implements TurnEngine {
  readonly #parts: RunParts;
  readonly #record: TurnRecord;

  constructor(parts: RunParts, record: TurnRecord) {
    this.#parts = parts;
    this.#record = record;
  }

  /**
   * Goes on with a turn until its answer is durable.
   * @throws ProviderError, TurnEndedError, DomainError session_terminated, the signal's reason
   */
  async run(
    begun: RunningTurn,
    signal: AbortSignal,
    emit: (event: StepEvent) => void,
  ): Promise<Turn> {
    const { settings, tools } = this.#parts;
    const ran: RanTool[] = [];
    const usage = { input: 0, output: 0 };
    let system: string | null = null;
    for (let step = begun.steps + 1; ; step += 1) {
      const turn = { ...begun, steps: step };
      const history = await this.#history(turn);
      system ??= await this.#system(turn, history);
      const mayCall = step < settings().maxModelCalls;
      const table = mayCall ? tools.open() : NO_TOOLS;
      const request = { system, messages: toModelMessages(history), tools: table.specs };
      const answer = await this.#askFiltered(request, signal, emit);
      usage.input += answer.usage.input;
      usage.output += answer.usage.output;
      if (answer.calls.length === 0 || !mayCall) {
        const { id, createdAt } = await this.#record.answer(turn, { ...answer, calls: [] });
        const { sessionId } = turn;
        return { id, sessionId, content: answer.content, toolCalls: ran, usage, createdAt };
      }
      await this.#record.askForTools(turn, answer);
      ran.push(...(await this.#callTools(turn, answer.calls, table, signal, emit)));
      signal.throwIfAborted();
    }
  }

  /** What another engine needs to know to run the turn in its own way. */
  async brief(turn: RunningTurn): Promise<TurnBrief> {
    const { maxModelCalls, maxToolCalls } = this.#parts.settings();
    const history = await this.#history(turn);
    return { system: await this.#system(turn, history), history, maxModelCalls, maxToolCalls };
  }

  async #history(turn: RunningTurn): Promise<readonly MessageRow[]> {
    const { remembers, windowSize } = this.#parts.settings();
    const first = turn.inputSeq - (remembers ? windowSize : 1) + 1;
    return await this.#record.history(turn, first);
  }

  async #system(turn: RunningTurn, history: readonly MessageRow[]): Promise<string> {
    const { settings, memory, skills } = this.#parts;
    const asked = history.find((row) => row.seq === turn.inputSeq)?.content ?? '';
    const recalled = settings().remembers ? await memory.recall(turn.sessionId) : null;
    return systemPrompt([settings().systemPrompt, recalled, await skills.promptFor(asked)]);
  }

  /** A text that may be changed or stopped is told once that is known, and not while it is written. */
  async #askFiltered(
    request: ModelRequest,
    signal: AbortSignal,
    emit: (event: StepEvent) => void,
  ): Promise<Answer> {
    const { filters } = this.#parts;
    if (!filters.hasMiddleware()) return await this.#ask(request, signal, emit);
    const answer = await this.#ask(request, signal, () => undefined);
    if (answer.content === '') return answer;
    const passed = await filters.middleware('outbound', answer.content);
    const content =
      'text' in passed ? passed.text : `[Withheld by ${passed.blockedBy}: ${passed.reason}]`;
    emit({ type: 'token', content });
    return { ...answer, content };
  }

  async #ask(
    request: ModelRequest,
    signal: AbortSignal,
    emit: (event: StepEvent) => void,
  ): Promise<Answer> {
    const { provider, clock, observer } = this.#parts;
    const begun = clock.monotonic();
    let content = '';
    const calls: ModelToolCall[] = [];
    let usage: ModelUsage = {
      provider: provider.name,
      model: provider.model,
      input: 0,
      output: 0,
      costMicros: 0,
    };
    for await (const event of provider.answer(request, signal)) {
      if (event.type === 'usage') {
        usage = event.usage;
      } else if (event.type === 'tool_call') {
        // Ids of ours: those of models need not be unique, and another provider may go on with the history.
        const name = event.call.name.slice(0, LONGEST_NAME);
        calls.push({ id: makeId('call', clock.now()), name, input: event.call.input });
      } else {
        content += event.content;
        emit(event);
      }
      if (content.length > LONGEST_ANSWER || calls.length > MOST_CALLS)
        throw new ProviderError(`${usage.provider} does not come to an end`);
    }
    signal.throwIfAborted();
    const durationMs = clock.monotonic() - begun;
    observer.modelCalled(usage, durationMs);
    return { content, calls, usage, durationMs };
  }

  /** Runs all calls at once; each outcome is stored when it is there. */
  async #callTools(
    turn: RunningTurn,
    calls: readonly ModelToolCall[],
    table: ToolTable,
    signal: AbortSignal,
    emit: (event: StepEvent) => void,
  ): Promise<RanTool[]> {
    const { clock, settings, observer } = this.#parts;
    const { maxToolCalls } = settings();
    const { sessionId } = turn;
    for (const call of calls) emit({ type: 'tool_call', call });
    // Settled and not raced: what has run is stored before anything that went wrong is told.
    const outcomes = await Promise.allSettled(
      calls.map(async (call, position): Promise<RanTool> => {
        const begun = clock.monotonic();
        const outcome =
          position < maxToolCalls
            ? await table.call(call.name, call.input, { sessionId, callId: call.id, signal })
            : {
                content: `Not run: at most ${maxToolCalls} tools may be called at once.`,
                failed: true,
              };
        const durationMs = clock.monotonic() - begun;
        await this.#record.toolEnded(turn, call, outcome, durationMs);
        observer.toolCalled(outcome.failed ? 'failed' : 'done', durationMs);
        const result = { ...call, output: outcome.content };
        emit({ type: 'tool_result', result });
        return result;
      }),
    );
    return outcomes.map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value;
    });
  }
}
