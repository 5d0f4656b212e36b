/**
 * Owns the handlers of the PRX tag `messages`, whose logic is the domain's `agent` area: a message begins a turn.
 * Streaming a turn over HTTP belongs to src/http.
 */
import type { Message, Turn, TurnEvent, Turns } from '../../domain/agent/index.ts';
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
    tool_calls: [],
    token_usage: { input: turn.usage.input, output: turn.usage.output },
    created_at: toTimestamp(turn.createdAt),
  };
}

async function* toEvents(events: AsyncIterable<TurnEvent>): AsyncGenerator<Schemas['TurnEvent']> {
  for await (const event of events) {
    if (event.type === 'token') yield { event: 'token', data: { content: event.content } };
    else yield { event: 'done', data: toTurn(event.turn) };
  }
}
