/**
 * Owns what an answer means: an error of the contract, an answer the contract does not know, or a page of a list.
 * Getting it belongs to transport.ts.
 */
import { GatehouseError, isRecord, readEnvelope } from './errors.ts';
import type { PageContent } from './methods.ts';
import { askedWaitMs } from './retry.ts';
import type { Transport } from './transport.ts';

/** One answer with what its errors have to say about it. */
export interface Answer {
  readonly transport: Transport;
  /** The call in words, such as `prx GET /api/v1/sessions`. */
  readonly label: string;
  readonly response: Response;
}

/**
 * The error that an answer without success is.
 * @param body What it says: JSON, or the text of what is none.
 * @param secret Taken out wherever a server repeats it.
 */
export function toError(answer: Answer, body: unknown, secret: string | undefined): GatehouseError {
  const { transport, response } = answer;
  const said = readEnvelope(secret === undefined ? body : withoutSecret(body, secret));
  if (said === undefined) return unexpected(answer, 'no error of the contract');
  const wait = askedWaitMs(response.headers, transport.ambient.now());
  return new GatehouseError({
    api: transport.api,
    code: said.code,
    message: said.message,
    status: response.status,
    details: said.details,
    requestId: response.headers.get('x-request-id'),
    retryAfter: wait === undefined ? null : Math.ceil(wait / 1000),
  });
}

/** The error for an answer that the contract does not know; what it says is not repeated, as it may be anything. */
export function unexpected(
  { transport, label, response }: Answer,
  what: string,
  cause?: unknown,
): GatehouseError {
  const wait = askedWaitMs(response.headers, transport.ambient.now());
  return new GatehouseError({
    api: transport.api,
    code: 'unexpected_response',
    message: `${label} answered ${response.status} with ${what}`,
    status: response.status,
    requestId: response.headers.get('x-request-id'),
    retryAfter: wait === undefined ? null : Math.ceil(wait / 1000),
    ...(cause === undefined ? {} : { cause }),
  });
}

function withoutSecret(body: unknown, secret: string): unknown {
  const text = JSON.stringify(body) ?? 'null';
  const quoted = JSON.stringify(secret).slice(1, -1);
  return text.includes(quoted) ? JSON.parse(text.replaceAll(quoted, '***')) : body;
}

/** Reads one page: the items along a path of names, and the total beside them. */
export function toPage(body: unknown, path: readonly string[]): PageContent<never> | undefined {
  let around: unknown = body;
  let items: unknown = body;
  for (const name of path) {
    around = items;
    items = isRecord(items) ? items[name] : undefined;
  }
  if (!isList(items)) return undefined;
  const total = isRecord(around) ? around.total : undefined;
  return { items, total: typeof total === 'number' ? total : null };
}

/** The type of the items is what the contract says of them. */
const isList = (value: unknown): value is never[] => Array.isArray(value);
