/**
 * Owns putting a conversation into the words of the SDK, such that every vendor takes it. What belongs into a conversation is decided in
 * domain/agent.
 */
import type { createAnthropic } from '@ai-sdk/anthropic';
import type { ModelMessage, ModelRequest } from '../../domain/agent/index.ts';

/** A model as the SDK has it. */
export type LanguageModel = ReturnType<ReturnType<typeof createAnthropic>>;
/** What it is asked with. */
export type CallOptions = Parameters<LanguageModel['doStream']>[0];
type PromptMessage = CallOptions['prompt'][number];
type Tools = NonNullable<CallOptions['tools']>;

/** What vendors refuse in place of an empty text. */
const NO_TEXT = '(no text)';
/** Vendors want a conversation to begin with its user. */
const LEFT_OUT = '(The beginning of this conversation is left out.)';

/** The request in the words of the SDK. */
export function toCall({ system, messages, tools }: ModelRequest): {
  prompt: CallOptions['prompt'];
  tools?: Tools;
} {
  const said = messages.flatMap(toMessage);
  const prompt: CallOptions['prompt'] = isBlank(system)
    ? []
    : [{ role: 'system', content: system }];
  if (said[0]?.role !== 'user') prompt.push(userMessage(LEFT_OUT));
  prompt.push(...said);
  if (tools.length === 0) return { prompt };
  return {
    prompt,
    tools: tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      name,
      description,
      inputSchema: { ...inputSchema, type: 'object' },
    })),
  };
}

function toMessage(message: ModelMessage): PromptMessage[] {
  switch (message.role) {
    case 'human':
      return [userMessage(isBlank(message.content) ? NO_TEXT : message.content)];
    case 'ai': {
      const { content, toolCalls } = message;
      const calls = toolCalls.map((call) => ({
        type: 'tool-call' as const,
        toolCallId: idOf(call.id),
        toolName: call.name,
        input: call.input,
      }));
      if (isBlank(content))
        return calls.length === 0 ? [] : [{ role: 'assistant', content: calls }];
      return [{ role: 'assistant', content: [{ type: 'text', text: content }, ...calls] }];
    }
    case 'tool': {
      const { callId, name, content, failed } = message;
      const type = failed ? 'error-text' : 'text';
      const output = { type, value: content } as const;
      return [
        {
          role: 'tool',
          content: [{ type: 'tool-result', toolCallId: idOf(callId), toolName: name, output }],
        },
      ];
    }
  }
}

const userMessage = (text: string): PromptMessage => ({
  role: 'user',
  content: [{ type: 'text', text }],
});

/** An id may come from another vendor, whose characters this one does not take. */
const idOf = (id: string): string => id.replaceAll(/[^\w-]/g, '_');

const isBlank = (text: string): boolean => text.trim() === '';
