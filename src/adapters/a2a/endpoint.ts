/**
 * Owns answering calls of the A2A protocol through its SDK: JSON-RPC of versions 1.0 and 0.3, whole or streamed.
 * What the methods do is in call.ts, what is wrong with a request found in params.ts.
 */
import { LegacyJsonRpcTransportHandler } from '@a2a-js/sdk/compat/v0_3/server';
import { JsonRpcTransportHandler, ServerCallContext } from '@a2a-js/sdk/server';
import { z } from 'zod';
import type { RpcAnswer, RpcEndpoint, RpcResponse } from '../../domain/peers/index.ts';
import { Call } from './call.ts';
import { readRequest } from './params.ts';

const object = z.record(z.string(), z.unknown());
const errorShape = z.object({
  code: z.number(),
  message: z.string(),
  data: z.array(object).optional(),
});
const responseShape = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.string(), z.number(), z.null()]),
  result: object.optional(),
  error: errorShape.optional(),
});

/** Answers a JSON-RPC call of either version. @throws what RpcEndpoint says */
export const answerCall: RpcEndpoint['answer'] = async ({ body, version, by }, tasks) => {
  const read = readRequest(body, version);
  if (read.refusal !== null) return one(read.refusal);
  const { request, isLegacy } = read;
  const call = new Call(tasks, by);
  const Handler = isLegacy ? LegacyJsonRpcTransportHandler : JsonRpcTransportHandler;
  const answer = await new Handler(call).handle(request, new ServerCallContext());
  if (call.fault !== null) throw call.fault;
  if (!(Symbol.asyncIterator in answer)) return one(responseShape.parse(answer));
  return await begun(answer, call, (error) => ({
    jsonrpc: '2.0',
    id: request.id ?? null,
    error: isLegacy
      ? errorShape.parse(LegacyJsonRpcTransportHandler.mapToLegacyJSONRPCError(error))
      : JsonRpcTransportHandler.mapToJSONRPCError(error),
  }));
};

const one = (response: RpcResponse): RpcAnswer => ({ kind: 'one', response });

/** A stream whose first event is there: what is refused before that is one answer and no stream. */
async function begun(
  events: AsyncGenerator<unknown, void, undefined>,
  call: Call,
  toRefusal: (error: unknown) => RpcResponse,
): Promise<RpcAnswer> {
  try {
    const first = await events.next();
    return { kind: 'stream', responses: withFirst(first, events) };
  } catch (error) {
    if (call.fault !== null) throw call.fault;
    return one(toRefusal(error));
  }
}

async function* withFirst(
  first: IteratorResult<unknown, void>,
  rest: AsyncGenerator<unknown, void, undefined>,
): AsyncGenerator<RpcResponse> {
  try {
    if (first.done === true) return;
    yield responseShape.parse(first.value);
    for await (const event of rest) yield responseShape.parse(event);
  } finally {
    await rest.return();
  }
}
