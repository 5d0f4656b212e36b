/**
 * Owns the port of a model provider. The providers themselves are in src/adapters/providers.
 */

/** A message as a model sees it. */
export interface ModelMessage {
  readonly role: 'human' | 'ai' | 'tool';
  readonly content: string;
}

/** What a provider streams back: pieces of the answer, then once what they cost. */
export type ModelEvent =
  | { readonly type: 'token'; readonly content: string }
  | { readonly type: 'usage'; readonly input: number; readonly output: number };

/** Something that answers a conversation. */
export interface Provider {
  /** The provider's name, such as `offline`. */
  readonly name: string;
  /** The model's name as the provider knows it. */
  readonly model: string;
  /** Asks whether the provider can be reached. @throws Error with the reason; secrets in it are masked by the caller */
  check?(signal: AbortSignal): Promise<void>;
  /** Streams the answer to the last message; stops early when `signal` aborts. */
  answer(messages: readonly ModelMessage[], signal: AbortSignal): AsyncIterable<ModelEvent>;
}
