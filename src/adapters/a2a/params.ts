/**
 * Owns checking a JSON-RPC request of the A2A protocol before the SDK reads it, which takes shapes on trust. What the request asks
 * for belongs to call.ts.
 */
import { A2A_PROTOCOL_VERSION } from '@a2a-js/sdk';
import {
  A2A_LEGACY_PROTOCOL_VERSION,
  isLegacyJsonRpcMethod,
  isV1JsonRpcMethod,
} from '@a2a-js/sdk/compat/v0_3';
import { A2A_ERROR_CODE } from '@a2a-js/sdk/errors';
import { z } from 'zod';
import type { RpcResponse } from '../../domain/peers/index.ts';

/** A request that the SDK may read. */
export type RpcRequest = z.infer<typeof envelope>;

const identifier = z.union([z.string().max(256), z.int(), z.null()]);
const envelope = z.looseObject({
  jsonrpc: z.literal('2.0'),
  id: identifier.optional(),
  method: z.string().min(1).max(128),
  params: z.unknown().optional(),
});

const name = z.string().min(1).max(256);
const historyLength = z.int().min(0).nullish();
const metadata = z.record(z.string(), z.unknown()).nullish();
const part = z.looseObject({ text: z.string().optional(), metadata });
const message = z.looseObject({
  messageId: name,
  contextId: z.string().max(256).nullish(),
  taskId: z.string().max(256).nullish(),
  role: z.enum(['user', 'ROLE_USER']),
  parts: z.array(part).min(1).max(1000),
  metadata,
  extensions: z.array(z.string()).max(100).nullish(),
  referenceTaskIds: z.array(z.string()).max(100).nullish(),
});
const configuration = z.looseObject({
  acceptedOutputModes: z.array(z.string()).max(100).nullish(),
  historyLength,
  blocking: z.boolean().nullish(),
  returnImmediately: z.boolean().nullish(),
});
const send = z.looseObject({ message, configuration: configuration.nullish(), metadata });
const task = z.looseObject({ id: name, historyLength, metadata });

/** What the methods take; those that are not here take nothing that is read. */
const shapes = new Map<string, z.ZodType>([
  ['message/send', send],
  ['message/stream', send],
  ['tasks/get', task],
  ['tasks/cancel', task],
  ['tasks/resubscribe', task],
  ['SendMessage', send],
  ['SendStreamingMessage', send],
  ['GetTask', task],
  ['CancelTask', task],
  ['SubscribeToTask', task],
]);

/** A request that may be answered, and by which version of the protocol. */
interface Accepted {
  readonly request: RpcRequest;
  readonly isLegacy: boolean;
  readonly refusal: null;
}

/** The protocol's answer to what is wrong with a request. */
interface Refused {
  readonly refusal: RpcResponse;
}

/** Reads a request. @param version What the caller names; a caller that names none speaks the version before there was a name. */
export function readRequest(
  body: unknown,
  version: string = A2A_LEGACY_PROTOCOL_VERSION,
): Accepted | Refused {
  const read = envelope.safeParse(body);
  if (!read.success)
    return refuse(body, A2A_ERROR_CODE.INVALID_REQUEST, `Invalid request: ${faultOf(read.error)}`);
  const isLegacy = version === A2A_LEGACY_PROTOCOL_VERSION;
  if (!isLegacy && version !== A2A_PROTOCOL_VERSION) {
    const { VERSION_NOT_SUPPORTED } = A2A_ERROR_CODE;
    return refuse(body, VERSION_NOT_SUPPORTED, 'The versions 1.0 and 0.3 are supported');
  }
  const { method, params } = read.data;
  const isKnown = isLegacy ? isLegacyJsonRpcMethod(method) : isV1JsonRpcMethod(method);
  if (!isKnown) {
    const spoken = isLegacy ? '0.3, which is spoken where A2A-Version says no other' : '1.0';
    const text = `Method ${method} is not known in version ${spoken}`;
    return refuse(body, A2A_ERROR_CODE.METHOD_NOT_FOUND, text);
  }
  const checked = shapes.get(method)?.safeParse(params);
  if (checked?.success === false)
    return refuse(body, A2A_ERROR_CODE.INVALID_PARAMS, `Invalid params: ${faultOf(checked.error)}`);
  return { request: read.data, isLegacy, refusal: null };
}

function refuse(body: unknown, code: number, text: string): Refused {
  const sent = z.object({ id: identifier }).safeParse(body);
  const id = sent.success ? sent.data.id : null;
  return { refusal: { jsonrpc: '2.0', id, error: { code, message: text } } };
}

function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.join('.') ?? '';
  const fault = issue?.message ?? 'unknown fault';
  const words = fault
    .replace(/^Invalid input: /, '')
    .replace(/received undefined$/, 'found nothing');
  return path === '' ? words : `${path}: ${words}`;
}
