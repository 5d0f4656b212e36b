/**
 * Owns the handlers of the PRX tag `messages`, whose logic is the domain's `agent` area: a message begins a turn.
 * Streaming a turn over HTTP belongs to src/http.
 */
import type { Message, RanTool, Turn, TurnEvent, Turns } from '../../domain/agent/index.ts';
import type { MessagesHandlers, Schemas } from '../../generated/prx/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `messages`. */
export function makeMessagesHandlers(turns: Turns): MessagesHandlers<CallContext> {
  return {
    async listMessages({ path, query }) {
      const page = await turns.history(path.id, query.limit, query.offset);
      return { messages: page.messages.map(toMessage), total: page.total };
    },

    async sendMessage({ path, body, accept }, c) {
      const { signal } = c.req.raw;
      if (accept === 'application/json') {
        return toTurn(await turns.send(path.id, body.content, c.var.caller, signal));
      }
      return { events: toEvents(await turns.begin(path.id, body.content, c.var.caller, signal)) };
    },
  };
}

function toMessage(message: Message): Schemas['Message'] {
  return {
    id: message.id,
    role: message.role,
    content: message.content,
    created_at: toTimestamp(message.createdAt),
  };
}

function toTurn(turn: Turn): Schemas['Turn'] {
  return {
    id: turn.id,
    session_id: turn.sessionId,
    role: 'ai',
    content: turn.content,
    tool_calls: turn.toolCalls.map(toToolCall),
    token_usage: { input: turn.usage.input, output: turn.usage.output },
    created_at: toTimestamp(turn.createdAt),
  };
}

function toToolCall({ id, name, input, output }: RanTool): Schemas['ToolCall'] {
  return { id, name, input: { ...input }, output };
}

async function* toEvents(events: AsyncIterable<TurnEvent>): AsyncGenerator<Schemas['TurnEvent']> {
  for await (const event of events) yield toEvent(event);
}

function toEvent(event: TurnEvent): Schemas['TurnEvent'] {
  switch (event.type) {
    case 'token':
      return { event: 'token', data: { content: event.content } };
    case 'tool_call': {
      const { id, name, input } = event.call;
      return { event: 'tool_call', data: { id, name, input: { ...input } } };
    }
    case 'tool_result': {
      const { id, name, output } = event.result;
      return { event: 'tool_result', data: { id, name, output } };
    }
    case 'done':
      return { event: 'done', data: toTurn(event.turn) };
  }
}
