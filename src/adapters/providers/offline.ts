/**
 * Owns the built-in provider that needs no model: it answers every message in a fixed way, so that a daemon without keys works.
 * Real models belong to the other providers of this folder.
 */
import { setImmediate } from 'node:timers/promises';
import type { ModelEvent, ModelRequest, Provider } from '../../domain/agent/index.ts';

const PIECES_AT_ONCE = 500;

/** Answers by saying that no model is configured and repeating the message, word by word; a token is a word. */
export const offlineProvider: Provider = {
  name: 'offline',
  model: 'echo',
  async *answer({ messages }: ModelRequest, signal: AbortSignal): AsyncGenerator<ModelEvent> {
    const asked = messages.at(-1)?.content ?? '';
    const pieces = split(`No model is configured, so this is an echo: ${asked}`);
    for (const [index, content] of pieces.entries()) {
      // Nothing here waits for anybody, so that others would wait for the end of a long message.
      if (index % PIECES_AT_ONCE === 0) await setImmediate();
      signal.throwIfAborted();
      yield { type: 'token', content };
    }
    const { name: provider, model } = offlineProvider;
    const words = { input: split(asked).length, output: pieces.length };
    yield { type: 'usage', usage: { provider, model, ...words, costMicros: 0 } };
  },
};

/** Words with the white space before them, so that the pieces put together are the text. */
function split(text: string): string[] {
  return text.match(/\s*\S+\s*$|\s*\S+/g) ?? [text];
}
