/**
 * Owns the metrics of the agent: turns, model calls and tool calls as they end. Names begin with `gatehouse_`; serving them belongs to
 * metrics.ts.
 */
import { Counter, Histogram, Registry } from 'prom-client';
import type { ModelUsage, TurnObserver } from '../domain/agent/index.ts';

/** Seconds. */
const BUCKETS = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** Counts what the agent does. Labels are taken from the settings alone, so that their number is bounded. */
export class AgentMetrics implements TurnObserver {
  readonly registry = new Registry();
  readonly #registers = [this.registry];
  readonly #turns = new Histogram({
    name: 'gatehouse_turn_duration_seconds',
    help: 'Time from a message to the end of its turn, by how it ended.',
    labelNames: ['state'],
    buckets: BUCKETS,
    registers: this.#registers,
  });
  readonly #models = new Histogram({
    name: 'gatehouse_model_call_duration_seconds',
    help: 'Time of a model call until its answer was whole.',
    labelNames: ['provider', 'model'],
    buckets: BUCKETS,
    registers: this.#registers,
  });
  readonly #tokens = new Counter({
    name: 'gatehouse_model_tokens_total',
    help: 'Tokens that models read and wrote.',
    labelNames: ['provider', 'model', 'direction'],
    registers: this.#registers,
  });
  readonly #cost = new Counter({
    name: 'gatehouse_model_cost_dollars_total',
    help: 'What model calls cost by the prices of the settings.',
    labelNames: ['provider', 'model'],
    registers: this.#registers,
  });
  readonly #tools = new Histogram({
    name: 'gatehouse_tool_call_duration_seconds',
    help: 'Time of a tool call, by how it ended.',
    labelNames: ['outcome'],
    buckets: BUCKETS,
    registers: this.#registers,
  });

  turnEnded(state: 'done' | 'failed', durationMs: number): void {
    this.#turns.observe({ state }, durationMs / 1000);
  }

  modelCalled(
    { provider, model, input, output, costMicros }: ModelUsage,
    durationMs: number,
  ): void {
    this.#models.observe({ provider, model }, durationMs / 1000);
    this.#tokens.inc({ provider, model, direction: 'input' }, input);
    this.#tokens.inc({ provider, model, direction: 'output' }, output);
    this.#cost.inc({ provider, model }, costMicros / 1e6);
  }

  toolCalled(outcome: 'done' | 'failed', durationMs: number): void {
    this.#tools.observe({ outcome }, durationMs / 1000);
  }
}
