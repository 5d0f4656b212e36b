/**
 * Owns the clients as callers make them: one for each API, and one over all three.
 * How they send is in api-client.ts, what they can call in the generated files.
 */
import { createCore, type Verbs } from './api-client.ts';
import { type paths as AgentPaths, createMethods as agentMethods } from './generated/agent.ts';
import {
  type paths as NanoclawPaths,
  createMethods as nanoclawMethods,
} from './generated/nanoclaw.ts';
import { type paths as PrxPaths, createMethods as prxMethods } from './generated/prx.ts';
import { type ClientOptions, readCredential } from './options.ts';

/** What a client of the PRX or the agent API takes. */
export interface BearerOptions extends ClientOptions {
  /** Sent as `Authorization: Bearer`; the agent API can be open and then needs none. */
  readonly token?: string | undefined;
}

/** What a client of the nanoclaw API takes. */
export interface ApiKeyOptions extends ClientOptions {
  /** Sent as `X-API-Key`. */
  readonly apiKey?: string | undefined;
}

/** A client of the PRX API: a method for each operation, and the verbs of openapi-fetch. */
export type PrxClient = ReturnType<typeof prxMethods> & Verbs<PrxPaths>;
/** A client of the agent API: a method for each operation, and the verbs of openapi-fetch. */
export type AgentClient = ReturnType<typeof agentMethods> & Verbs<AgentPaths>;
/** A client of the nanoclaw API: a method for each operation, and the verbs of openapi-fetch. */
export type NanoclawClient = ReturnType<typeof nanoclawMethods> & Verbs<NanoclawPaths>;

/** Makes a client of the PRX API. @throws TypeError for a base URL or a token that is none */
export function createPrxClient(options: BearerOptions): PrxClient {
  const { verbs, binder } = createCore<PrxPaths>('prx', options, bearer(options.token));
  return { ...verbs, ...prxMethods(binder) };
}

/** Makes a client of the agent API. @throws TypeError for a base URL or a token that is none */
export function createAgentClient(options: BearerOptions): AgentClient {
  const { verbs, binder } = createCore<AgentPaths>('agent', options, bearer(options.token));
  return { ...verbs, ...agentMethods(binder) };
}

/** Makes a client of the nanoclaw API. @throws TypeError for a base URL or a key that is none */
export function createNanoclawClient(options: ApiKeyOptions): NanoclawClient {
  const { verbs, binder } = createCore<NanoclawPaths>('nanoclaw', options, {
    header: 'X-API-Key',
    prefix: '',
    secret: readCredential('apiKey', options.apiKey),
  });
  return { ...verbs, ...nanoclawMethods(binder) };
}

/** Clients of all three APIs. */
export interface Gatehouse {
  readonly prx: PrxClient;
  readonly agent: AgentClient;
  readonly nanoclaw: NanoclawClient;
}

/** Makes a client over all three APIs, each with its own address and credential. @throws TypeError as each of them does */
export function createGatehouse(options: {
  readonly prx: BearerOptions;
  readonly agent: BearerOptions;
  readonly nanoclaw: ApiKeyOptions;
}): Gatehouse {
  return {
    prx: createPrxClient(options.prx),
    agent: createAgentClient(options.agent),
    nanoclaw: createNanoclawClient(options.nanoclaw),
  };
}

const bearer = (token: string | undefined) => ({
  header: 'Authorization' as const,
  prefix: 'Bearer ',
  secret: readCredential('token', token),
});
