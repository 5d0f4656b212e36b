/**
 * Owns the handler of the agent tag `a2a`, which other agents call. The protocol is behind the endpoint, the tasks it gives belong to domain/peers.
 */
import type { RpcEndpoint, RpcError, RpcResponse, Tasks } from '../../domain/peers/index.ts';
import type { A2aHandlers, Schemas } from '../../generated/agent/bindings.ts';
import type { CallContext } from '../context.ts';

/** The handlers of `a2a`. */
export function makeA2aHandlers(endpoint: RpcEndpoint, tasks: Tasks): A2aHandlers<CallContext> {
  return {
    async callA2a({ body }, c) {
      const version = c.req.header('a2a-version');
      const answer = await endpoint.answer({ body, version, by: c.var.caller }, tasks);
      if (answer.kind === 'one') return toResponse(answer.response);
      return { events: toEvents(answer.responses) };
    },
  };
}

async function* toEvents(
  responses: AsyncIterable<RpcResponse>,
): AsyncGenerator<Schemas['A2aEvent']> {
  for await (const response of responses) yield { event: 'message', data: toResponse(response) };
}

function toResponse({ jsonrpc, id, result, error }: RpcResponse): Schemas['A2aResponse'] {
  return {
    jsonrpc,
    id,
    ...(result === undefined ? {} : { result }),
    ...(error === undefined ? {} : { error: toError(error) }),
  };
}

function toError({ code, message, data }: RpcError): Schemas['A2aError'] {
  return { code, message, ...(data === undefined ? {} : { data: [...data] }) };
}
