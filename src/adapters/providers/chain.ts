/**
 * Owns what happens when a provider fails: another try, the next provider, passing over one that keeps failing. What went wrong is told
 * by failure.ts; the decisions are in docs/decisions/016-provider-failures.md.
 */
import { setTimeout as timer } from 'node:timers/promises';
import {
  type ModelEvent,
  type ModelRequest,
  type Provider,
  ProviderError,
} from '../../domain/agent/provider.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/log.ts';
import { Breaker, type BreakerLimits, type BreakerState, type Passage } from './breaker.ts';
import { ModelFailure } from './failure.ts';

/** A provider of a chain. */
export interface Link {
  readonly provider: Provider;
  /** Why it cannot be asked at all, such as a key that is not set; null when it can. */
  readonly fault: string | null;
}

/** How a chain deals with failures, and by what. */
export interface ChainOptions {
  readonly primary: Link;
  /** Asked in this order when the one before gives no answer. */
  readonly fallbacks: readonly Link[];
  readonly maxRetries: number;
  readonly breaker: BreakerLimits;
  readonly clock: Clock;
  readonly log: Logger;
  /** Waits so many milliseconds. @throws when the signal aborts */
  readonly sleep?: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
  /** From 0 up to 1, not included. */
  readonly random?: () => number;
}

/** How one provider of a chain is doing. */
export interface ProviderState {
  readonly name: string;
  readonly model: string;
  readonly state: BreakerState;
  /** Why it is not ready; null when it is. */
  readonly error: string | null;
}

interface Guarded extends Link {
  readonly breaker: Breaker;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Providers that stand in for each other. It bears the name of the first. */
export class Chain implements Provider {
  readonly name: string;
  readonly model: string;
  readonly #options: ChainOptions;
  readonly #primary: Guarded;
  readonly #fallbacks: readonly Guarded[];

  constructor(options: ChainOptions) {
    const { primary, fallbacks, breaker, clock } = options;
    const guard = (link: Link) => ({ ...link, breaker: new Breaker(breaker, clock) });
    this.name = primary.provider.name;
    this.model = primary.provider.model;
    this.#options = options;
    this.#primary = guard(primary);
    this.#fallbacks = fallbacks.map(guard);
  }

  /** Every provider in the order in which they are asked, the primary first. */
  states(): readonly [ProviderState, ...ProviderState[]] {
    return [stateOf(this.#primary), ...this.#fallbacks.map(stateOf)];
  }

  /** The breaker is the evidence: asking a model costs money. */
  async check(): Promise<void> {
    const { state, error } = stateOf(this.#primary);
    if (state === 'open') throw new Error(error ?? 'It is passed over');
  }

  async *answer(request: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const failures: ProviderError[] = [];
    for (const link of [this.#primary, ...this.#fallbacks]) {
      const failure = yield* this.#ask(link, request, signal);
      if (failure === null) return;
      failures.push(failure);
      this.#options.log.warn(`${link.provider.name} gave no answer: ${failure.message}`);
    }
    throw together(failures);
  }

  /** Asks one provider until it answers or further tries are no use. @returns why there is no answer; null when there is */
  async *#ask(
    link: Guarded,
    request: ModelRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent, ProviderError | null> {
    const { maxRetries, log, sleep = rest } = this.#options;
    const { provider, fault, breaker } = link;
    if (fault !== null) return new ProviderError(fault);
    for (let tries = 1; ; tries += 1) {
      const passage = breaker.enter();
      if (passage === null) return passedOver(provider.name, breaker);
      const failure = yield* attempt(provider, passage, request, signal);
      if (failure === null) return null;
      if (failure.kind !== 'transient' || tries > maxRetries || breaker.state === 'open')
        return failure;
      const wait = this.#waitMs(tries, failure.retryAfter);
      log.info(`${failure.message}; it is asked again in ${Math.round(wait)} ms`);
      await sleep(wait, signal);
    }
  }

  #waitMs(tries: number, retryAfter: number | undefined): number {
    if (retryAfter !== undefined) return Math.min(retryAfter * 1000, LONGEST_RETRY_AFTER_MS);
    const { random = Math.random } = this.#options;
    // Apart from each other, so that many turns that failed together do not come back together.
    return Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS) * (0.5 + random() / 2);
  }
}

function stateOf({ provider: { name, model }, fault, breaker }: Guarded): ProviderState {
  const state = fault === null ? breaker.state : 'open';
  return { name, model, state, error: fault ?? breaker.reason };
}

/** One try. @returns why it failed while nothing was passed on; null when it is over. @throws ProviderError after something was */
async function* attempt(
  provider: Provider,
  passage: Passage,
  request: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, ModelFailure | null> {
  let passedOn = false;
  let conclude = () => passage.forget();
  try {
    for await (const event of provider.answer(request, signal)) {
      passedOn = true;
      yield event;
    }
    conclude = () => passage.succeed();
    return null;
  } catch (error) {
    // Anything else is the caller that went away.
    if (!(error instanceof ModelFailure)) throw error;
    if (error.kind !== 'request') conclude = () => passage.fail(error.message);
    if (passedOn) throw error;
    return error;
  } finally {
    // Also when the reader stops early, which says nothing about the provider.
    conclude();
  }
}

function passedOver(name: string, breaker: Breaker): ProviderError {
  const reason = breaker.reason === null ? '' : `: ${breaker.reason}`;
  return new ProviderError(`${name} is passed over for now${reason}`, {
    retryAfter: Math.max(Math.ceil(breaker.waitMs / 1000), 1),
  });
}

/** One error for all providers, worth another try as soon as one of them is. */
function together(failures: readonly ProviderError[]): ProviderError {
  const waits = failures.flatMap(({ retryAfter }) =>
    retryAfter === undefined ? [] : [retryAfter],
  );
  const message = failures.map((one) => one.message).join('; ');
  return new ProviderError(message, waits.length === 0 ? {} : { retryAfter: Math.min(...waits) });
}

const rest = (milliseconds: number, signal: AbortSignal) =>
  timer(milliseconds, undefined, { signal });
