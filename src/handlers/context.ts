/**
 * Owns the type of the context that every handler is given beside its request. What is on it is put there by src/http.
 */
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import type { Caller } from '../domain/shared/index.ts';

/** Hono's context with the caller; `c.req.raw.signal` aborts when the caller goes away. A total that is set is told in `X-Total-Count`, headers that are set are sent. */
export type CallContext = Context<{
  Bindings: HttpBindings;
  Variables: { caller: Caller; total?: number; headers?: Readonly<Record<string, string>> };
}>;
