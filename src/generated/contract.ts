/**
 * Owns the types that every generated binding shares: a request as handlers see it, an operation as the edge sees it.
 * What the operations of one API are is in its own bindings.ts.
 */

/** One row of an API's table of operations. */
export interface Operation {
  /** The operationId. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** The full path with `{name}` parameters. */
  readonly path: string;
  readonly tag: string;
  /** The answers a handler gives; errors come from the API's table of reasons. */
  readonly answers: readonly { readonly status: number; readonly mediaTypes: readonly string[] }[];
  /** Every status the contract declares. */
  readonly statuses: readonly number[];
  /** The security scheme, or null where the operation is public. */
  readonly scheme: string | null;
  readonly scopes: readonly string[];
  /** True where the contract lets callers in without credentials while the listener is configured open. */
  readonly anonymous: boolean;
  readonly rateGroup: string | null;
  /** The audit event of a mutation. */
  readonly audit: string | null;
  /** The operationId this legacy path stands for. */
  readonly aliasOf: string | null;
  /** True where the handler needs the exact bytes of the body. */
  readonly rawBody: boolean;
  /** True for an operation that no published page documents. */
  readonly extension: boolean;
  readonly body: { readonly required: boolean; readonly mediaTypes: readonly string[] } | null;
}

/** A finite or endless row of server-sent events; E is the contract's schema of one event. */
export interface EventStream<E> {
  readonly events: AsyncIterable<E>;
  /** Milliseconds after which a reader may come back; told when the events end by themselves. */
  readonly retryMs?: number;
}

type Part<T, K extends 'path' | 'query' | 'header'> = T extends { parameters: infer P }
  ? K extends keyof P
    ? NonNullable<P[K]>
    : Record<never, never>
  : Record<never, never>;

/** Headers stand in lower case, as Node reads them. */
type Lowered<T> = { [K in keyof T as K extends string ? Lowercase<K> : never]: T[K] };

type Filled<T, D extends string> = Omit<T, D> & Required<Pick<T, D & keyof T>>;

type Body<T> = T extends { requestBody: { content: infer C } }
  ? C[keyof C]
  : T extends { requestBody?: { content: infer C } }
    ? C[keyof C] | undefined
    : undefined;

/**
 * A request as a handler gets it: parsed, coerced, defaulted and valid.
 * T is the operation's type, D its query parameters with a default, A the media types it can answer in.
 */
export interface ContractRequest<T, D extends string, A extends string> {
  readonly path: Part<T, 'path'>;
  readonly query: Filled<Part<T, 'query'>, D>;
  readonly headers: Lowered<Part<T, 'header'>>;
  readonly body: Body<T>;
  /** The media type the caller prefers among those the contract offers. */
  readonly accept: A;
}

/**
 * A request where the contract says `x-raw-body`: nobody has read the body yet, so that its signature can be checked first.
 */
export interface RawRequest<T, D extends string, A extends string>
  extends Omit<ContractRequest<T, D, A>, 'body'> {
  /** The exact bytes. */
  readonly rawBody: Uint8Array;
}
