/**
 * Owns the port of a model provider. The providers themselves are in src/adapters/providers.
 */
import type { ToolSpec } from '../tools/index.ts';

/** A tool that a model asks for; `id` is the model's own name of the call. */
export interface ModelToolCall {
  readonly id: string;
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** A message as a model sees it. */
export type ModelMessage =
  | { readonly role: 'human'; readonly content: string }
  | {
      readonly role: 'ai';
      readonly content: string;
      readonly toolCalls: readonly ModelToolCall[];
    }
  | {
      readonly role: 'tool';
      readonly callId: string;
      readonly name: string;
      readonly content: string;
      readonly failed: boolean;
    };

/** What a model is asked. */
export interface ModelRequest {
  readonly system: string;
  /** Oldest first; every tool call of an `ai` message is followed by its `tool` message. */
  readonly messages: readonly ModelMessage[];
  /** Tools the model may ask for; none where it must answer. */
  readonly tools: readonly ToolSpec[];
}

/** What one call to a model cost. */
export interface ModelUsage {
  /** Who answered: behind a chain of providers not always the first. */
  readonly provider: string;
  readonly model: string;
  readonly input: number;
  readonly output: number;
  /** Millionths of a dollar; 0 where no price is known. */
  readonly costMicros: number;
}

/** What a provider streams back: pieces of the answer and tools it asks for, then once, last, what it cost. */
export type ModelEvent =
  | { readonly type: 'token'; readonly content: string }
  | { readonly type: 'tool_call'; readonly call: ModelToolCall }
  | { readonly type: 'usage'; readonly usage: ModelUsage };

/** Something that answers a conversation. */
export interface Provider {
  /** The provider's name, such as `offline`. */
  readonly name: string;
  /** The model's name as the provider knows it. */
  readonly model: string;
  /** Asks whether the provider can be reached. @throws Error with the reason; secrets in it are masked by the caller */
  check?(signal: AbortSignal): Promise<void>;
  /**
   * Streams the answer to the last message; stops early when `signal` aborts.
   * @throws ProviderError when no answer can be had, in words for the operator and without secrets
   */
  answer(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
}

/** No provider gave an answer. */
export class ProviderError extends Error {
  /** Seconds after which it may be worth another try, where the provider said so. */
  readonly retryAfter: number | undefined;

  constructor(message: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(message, { cause: options.cause });
    this.name = 'ProviderError';
    this.retryAfter = options.retryAfter;
  }
}
