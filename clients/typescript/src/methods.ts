/**
 * Owns how an operation of a contract is called: the types of what it takes and answers, taken from the contract's own.
 * What happens when one is called belongs to api-client.ts, which implements the binder that the generated methods ask.
 */
import type { GatehouseError } from './errors.ts';
import type { CallOptions } from './options.ts';
import type { Transport } from './transport.ts';

/** The verbs of the contracts, as openapi-fetch names them. */
export type Verb = 'get' | 'put' | 'post' | 'delete' | 'patch';

/** A part of the parameters that must be, may be or cannot be given. */
type Part<P, K extends 'path' | 'query'> =
  P extends Record<K, infer V>
    ? { readonly [N in K]: V }
    : P extends { [N in K]?: infer V }
      ? [Exclude<V, undefined>] extends [never]
        ? unknown
        : { readonly [N in K]?: Exclude<V, undefined> }
      : unknown;

type Body<Op> = Op extends { requestBody: { content: infer C } }
  ? { readonly body: C[keyof C] }
  : Op extends { requestBody?: infer B }
    ? Exclude<B, undefined> extends { content: infer C }
      ? [Exclude<B, undefined>] extends [never]
        ? unknown
        : { readonly body?: C[keyof C] }
      : unknown
    : unknown;

type Parameters<Op> = Op extends { parameters: infer P } ? P : unknown;

/** What an operation is called with: `path`, `query` and `body` as the contract has them, and how to call. */
export type InitOf<Op> = Part<Parameters<Op>, 'path'> &
  Part<Parameters<Op>, 'query'> &
  Body<Op> &
  CallOptions & { readonly headers?: Readonly<Record<string, string>> };

type Content<R> = R extends { content: infer C }
  ? C extends { 'application/json': infer J }
    ? J
    : C[Exclude<keyof C, 'text/event-stream'>]
  : undefined;

type Success = 200 | 201 | 202 | 204;

/** What an operation answers: JSON as the contract describes it, text where it is no JSON, undefined where it is empty. */
export type ResultOf<Op> = Op extends { responses: infer R }
  ? { [S in keyof R & Success]: Content<R[S]> }[keyof R & Success]
  : never;

/** The events of an operation that can stream. */
export type EventOf<Op> = Op extends {
  responses: { 200: { content: { 'text/event-stream': infer E } } };
}
  ? E
  : never;

type At<T, Path extends readonly string[]> = Path extends readonly [
  infer K extends string,
  ...infer Rest extends readonly string[],
]
  ? T extends Record<K, infer V>
    ? At<V, Rest>
    : never
  : T;

/** One item of a paged list, found in its answer along a path of names. */
export type ItemOf<Op, Path extends readonly string[]> =
  At<ResultOf<Op>, Path> extends readonly (infer Item)[] ? Item : never;

/** The argument may be left out where nothing in it is needed. */
export type Rest<I> = Record<never, never> extends I ? [init?: I] : [init: I];

/** An operation as a function. @throws GatehouseError, or the reason of the signal that ended the call */
export type Method<I, R> = (...init: Rest<I>) => Promise<R>;

/** What one page of a list says. */
export interface PageContent<Item> {
  readonly items: readonly Item[];
  /** How many there are in all, where the API tells. */
  readonly total: number | null;
}

/** One page of a list. */
export interface Page<Item> extends PageContent<Item> {
  /** The error for a page that cannot be one of the list. */
  readonly unexpected: (what: string) => GatehouseError;
}

/** The part of an operation that `paginate` reads with. */
export interface Pages<I, Item> {
  /** Reads the page that begins at an offset. */
  readonly readPage: (init: I | undefined, offset: number) => Promise<Page<Item>>;
}

/** What a reader has to know of a stream. */
export interface StreamFacts {
  /** The stream can be resumed with `Last-Event-ID`. */
  readonly resumes?: true;
  /** The events that end the stream; without them it ends when the server closes it. */
  readonly last?: readonly string[];
}

/** A stream that has begun, or one that begins again after an event. */
export interface StreamStart {
  readonly signal: AbortSignal;
  readonly lastEventId: string | undefined;
}

/** How a stream is opened for the first time or again. */
export interface StreamStart {
  readonly signal: AbortSignal;
  /** The event to go on after. */
  readonly lastEventId: string | undefined;
}

/** One event as it came. */
export interface Frame {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

/** The part of an operation that `stream` reads with. */
export interface Streams<I, E> {
  readonly source: StreamFacts & {
    readonly transport: Transport;
    readonly open: (init: I | undefined, start: StreamStart) => Promise<Response>;
    /** @throws SyntaxError for data that is no JSON */
    readonly toEvent: (frame: Frame) => E;
  };
}

/** Makes the methods of one client; the generated files call it once for each operation. */
export interface Binder {
  call<Op>(verb: Verb, path: string, accept?: string): Method<InitOf<Op>, ResultOf<Op>>;
  list<Op, Path extends readonly string[]>(
    verb: Verb,
    path: string,
    items: Path,
  ): Method<InitOf<Op>, ResultOf<Op>> & Pages<InitOf<Op>, ItemOf<Op, Path>>;
  stream<Op>(verb: Verb, path: string, facts: StreamFacts): Streams<InitOf<Op>, EventOf<Op>>;
  /** An operation that answers with JSON or with a stream, as it is asked to. */
  both<Op>(
    verb: Verb,
    path: string,
    facts: StreamFacts,
  ): Method<InitOf<Op>, ResultOf<Op>> & Streams<InitOf<Op>, EventOf<Op>>;
}
