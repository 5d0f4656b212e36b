/**
 * Owns taking over what an agent in a container says it did: each step into the record of its turn, within bounds, as a container is
 * not trusted. Reading its messages is left to agent-container.ts, and what a step leaves behind to the turns area.
 */
import type { Clock } from '../../lib/clock.ts';
import { makeId } from '../../lib/ids.ts';
import type { RanTool, RunningTurn, StepEvent, Turn, TurnRecord } from '../agent/index.ts';
import type { AgentMessage, AgentStep } from '../runtime/index.ts';

/** An answer of more characters than this is a fault of the agent. */
const LONGEST_ANSWER = 4 * 1024 * 1024;
const NOTHING = { provider: 'container', model: 'unknown', input: 0, output: 0, costMicros: 0 };

/** What steps are taken over with. */
export interface RemoteParts {
  readonly record: TurnRecord;
  readonly clock: Clock;
  readonly emit: (event: StepEvent) => void;
  /** What becomes of an answer before it is kept. */
  readonly filter: (answer: string) => Promise<string>;
  readonly maxModelCalls: number;
}

/** The steps of one turn that runs in a container. */
export class RemoteSteps {
  readonly #parts: RemoteParts;
  #turn: RunningTurn;
  /** Our ids of calls by the container's: its own could be those of others. */
  readonly #calls = new Map<string, { id: string; name: string; input: RanTool['input'] }>();
  readonly #ran: RanTool[] = [];
  readonly #usage = { input: 0, output: 0 };
  /** Whether anything was kept, so that the turn cannot be begun again as if nothing had been. */
  hasBegun = false;

  constructor(turn: RunningTurn, parts: RemoteParts) {
    this.#turn = { ...turn, steps: turn.steps + 1 };
    this.#parts = parts;
  }

  /** Takes over a message that tells of a step. @throws Error when the agent does what it may not; TurnEndedError */
  async take({ step }: AgentMessage): Promise<void> {
    if (step === undefined) return;
    if (step.kind === 'asked_for_tools') await this.#askedForTools(step);
    else await this.#toolEnded(step);
  }

  /** Keeps the answer that ends the turn. @throws TurnEndedError */
  async finish(message: AgentMessage): Promise<Turn> {
    const { record, filter, emit } = this.#parts;
    const said = message.result ?? '';
    if (said.length > LONGEST_ANSWER) throw new Error('The answer does not come to an end');
    const content = await filter(said);
    const usage = message.usage ?? NOTHING;
    this.#usage.input += usage.input;
    this.#usage.output += usage.output;
    emit({ type: 'token', content });
    const { durationMs = 0 } = message;
    const { id, createdAt } = await record.answer(this.#turn, {
      content,
      calls: [],
      usage,
      durationMs,
    });
    const { sessionId } = this.#turn;
    return { id, sessionId, content, toolCalls: this.#ran, usage: this.#usage, createdAt };
  }

  async #askedForTools(step: Extract<AgentStep, { kind: 'asked_for_tools' }>): Promise<void> {
    const { record, clock, emit, maxModelCalls } = this.#parts;
    if (this.#turn.steps > maxModelCalls) throw new Error('The agent asks its model too often');
    if (this.#calls.size > 0) throw new Error('The agent goes on before its tools have ended');
    const calls = step.calls.map(({ id: theirs, name, input }) => {
      const call = { id: makeId('call', clock.now()), name, input };
      this.#calls.set(theirs, call);
      return call;
    });
    if (this.#calls.size < calls.length) throw new Error('The agent gives two calls one name');
    const { content, usage, durationMs } = step;
    this.#usage.input += usage.input;
    this.#usage.output += usage.output;
    await record.askForTools(this.#turn, { content, calls, usage, durationMs });
    this.hasBegun = true;
    for (const call of calls) emit({ type: 'tool_call', call });
  }

  async #toolEnded(step: Extract<AgentStep, { kind: 'tool_ended' }>): Promise<void> {
    const { record, emit } = this.#parts;
    const call = this.#calls.get(step.call.id);
    if (call === undefined) throw new Error('The agent ends a call that it did not make');
    this.#calls.delete(step.call.id);
    const { content, failed, durationMs } = step;
    await record.toolEnded(this.#turn, call, { content, failed }, durationMs);
    const result = { ...call, output: content };
    this.#ran.push(result);
    emit({ type: 'tool_result', result });
    if (this.#calls.size === 0) this.#turn = { ...this.#turn, steps: this.#turn.steps + 1 };
  }
}
