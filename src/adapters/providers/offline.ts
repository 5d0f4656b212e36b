/**
 * Owns the built-in provider that needs no model: it answers every message in a fixed way, so that a daemon without keys works.
 * Real models belong to the other providers of this folder.
 */
import type { ModelEvent, ModelMessage, Provider } from '../../domain/agent/index.ts';

/** Answers by saying that no model is configured and repeating the message, word by word; a token is a word. */
export const offlineProvider: Provider = {
  name: 'offline',
  model: 'echo',
  async *answer(
    messages: readonly ModelMessage[],
    signal: AbortSignal,
  ): AsyncGenerator<ModelEvent> {
    const asked = messages.at(-1)?.content ?? '';
    const pieces = split(`No model is configured, so this is an echo: ${asked}`);
    for (const content of pieces) {
      signal.throwIfAborted();
      yield { type: 'token', content };
    }
    yield { type: 'usage', input: split(asked).length, output: pieces.length };
  },
};

/** Words with the white space before them, so that the pieces put together are the text. */
function split(text: string): string[] {
  return text.match(/\s*\S+\s*$|\s*\S+/g) ?? [text];
}
