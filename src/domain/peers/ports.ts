/**
 * Owns the ports between this agent and others: how a peer is reached, and how a call of another agent is answered.
 * The protocol that both speak belongs to src/adapters/a2a.
 */
import type { Connection, Connector } from '../connections/index.ts';
import type { Caller } from '../shared/index.ts';
import type { Tasks } from './tasks.ts';

/** A configured peer. */
export interface PeerSettings {
  readonly enabled: boolean;
  readonly url: string;
  readonly token?: string | undefined;
}

/** What a peer made of a message. */
export interface PeerAnswer {
  readonly content: string;
  /** True where the peer says that it failed. */
  readonly failed: boolean;
}

/** A peer whose card has been read, and is read again every now and then. */
export interface PeerConnection extends Connection {
  /** What the peer says it is for, in its own words and bounded. */
  readonly description: string;
  /**
   * Gives the peer a message and waits for its answer; the task over there is canceled when `signal` aborts.
   * @param messageId The same for every attempt with one message.
   * @throws Error with the reason in words
   */
  ask(message: string, messageId: string, signal: AbortSignal): Promise<PeerAnswer>;
}

/** Makes the connector of one peer. */
export type PeerAdapter = (name: string, settings: PeerSettings) => Connector<PeerConnection>;

/** Why a call was refused, in the codes of JSON-RPC and of the protocol. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: readonly Record<string, unknown>[] | undefined;
}

/** A JSON-RPC 2.0 response, with either a result or an error. */
export interface RpcResponse {
  readonly jsonrpc: '2.0';
  readonly id: string | number | null;
  readonly result?: Record<string, unknown> | undefined;
  readonly error?: RpcError | undefined;
}

/** What a call of the protocol is answered with. */
export type RpcAnswer =
  | { readonly kind: 'one'; readonly response: RpcResponse }
  | { readonly kind: 'stream'; readonly responses: AsyncIterable<RpcResponse> };

/** A call of another agent as it came in. */
export interface RpcCall {
  /** Any JSON; what is wrong with it is answered in the protocol's own words. */
  readonly body: unknown;
  /** The version of the protocol that the caller names, where it does. */
  readonly version: string | undefined;
  readonly by: Caller;
}

/** Answers calls of the protocol over the tasks of this agent. */
export interface RpcEndpoint {
  /** @throws what the tasks throw beside TaskRefusal: trouble that is no matter of the protocol */
  answer(call: RpcCall, tasks: Tasks): Promise<RpcAnswer>;
}
