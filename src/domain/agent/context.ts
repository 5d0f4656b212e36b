/**
 * Owns what a model is shown: the system prompt and the part of the history that fits the window.
 * Where prompts and memory come from belongs to the settings and to the ports.
 */
import type { MessageRow } from '../../db/messages.ts';
import type { ModelMessage, ModelToolCall } from './provider.ts';

const NO_OUTCOME = 'The turn ended before this tool had an outcome.';

/** The system prompt: who the agent is, what it remembers, what the skills of this turn say. */
export function systemPrompt(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n\n');
}

/**
 * The history as a model reads it. It begins with a message of the user, as what a window cuts in two is left out; and every tool
 * call has a result, as providers refuse a history in which one is missing.
 */
export function toModelMessages(rows: readonly MessageRow[]): ModelMessage[] {
  const first = rows.findIndex((row) => row.role === 'human');
  const messages: ModelMessage[] = [];
  let open: readonly ModelToolCall[] = [];
  const closeCalls = () => {
    for (const { id, name } of open)
      messages.push({ role: 'tool', callId: id, name, content: NO_OUTCOME, failed: true });
    open = [];
  };
  for (const row of first === -1 ? [] : rows.slice(first)) {
    const message = toModelMessage(row);
    if (message.role === 'tool') open = open.filter((call) => call.id !== message.callId);
    else closeCalls();
    messages.push(message);
    if (message.role === 'ai') open = message.toolCalls;
  }
  closeCalls();
  return messages;
}

function toModelMessage(row: MessageRow): ModelMessage {
  const { role, content } = row;
  if (role === 'human') return { role, content };
  const calls = row.toolCalls ?? [];
  if (role === 'ai') {
    return {
      role,
      content,
      toolCalls: calls.map(({ id, name, input }) => ({ id, name, input: input ?? {} })),
    };
  }
  const [call] = calls;
  return {
    role,
    callId: call?.id ?? '',
    name: call?.name ?? '',
    content,
    failed: call?.failed ?? false,
  };
}
