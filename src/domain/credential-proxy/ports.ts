/**
 * Owns what the credential proxy and what carries its requests say to each other. Deciding is in gate.ts, sockets and upstreams are in
 * src/adapters/credential-proxy.
 */
import type { CredentialType } from '../../db/proxy-mappings.ts';

/** A request of a container as it came over the wire. */
export interface ProxyRequest {
  readonly method: string;
  /** The request target, undecoded. */
  readonly target: string;
  /** Names and values in turn, as they came. */
  readonly rawHeaders: readonly string[];
}

/** What is told while a request is under way; each of these at most once. */
export interface Meter {
  /** The head of the answer is there. */
  answered(): void;
  /** The upstream gave no whole answer. */
  failed(error: unknown): void;
  /** Nothing of it is under way any more. */
  ended(): void;
  /** Has `cut` called when the right to this request ends before it does. */
  onRevoked(cut: () => void): void;
}

/** Methods that are let through: CONNECT and TRACE would go around the upstream, or show what it is sent. */
export const proxyMethods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

/** A request that may go on, and how. */
export interface Passage {
  /** Scheme, host and port; nothing a container says changes it. */
  readonly origin: string;
  /** Path and query as the upstream is to see them. */
  readonly path: string;
  readonly method: (typeof proxyMethods)[number];
  /** Names and values in turn; the credential is among them. */
  readonly headers: readonly string[];
  /** What must not come back, and what stands in its place. */
  readonly hidden: { readonly forms: readonly string[]; readonly placeholder: string };
  readonly meter: Meter;
}

/** Why a request may not go on; everything in it is shown to the container. */
export class ProxyRefusal extends Error {
  override readonly name = 'ProxyRefusal';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Decides about requests. */
export interface Gate {
  /** @throws ProxyRefusal */
  pass(request: ProxyRequest): Passage;
  /** Told of a failure of the proxy itself. */
  failed(error: unknown): void;
}

/** Where to listen: a host and port (0 is any free one), or the path of a socket that everyone may use, for one run alone. */
export type Place = { readonly host: string; readonly port: number } | { readonly path: string };

/** What the system calls an error of a socket or a file; null for any other error. */
export const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** A place that takes requests. */
export interface ProxyListener {
  /** The port it is bound to; null on a socket. */
  readonly port: number | null;
  /** Takes no new requests, lets those under way finish for `graceMs`, then cuts them. */
  stop(graceMs: number): Promise<void>;
}

/** Takes requests and carries those that pass to their upstreams, over connections that all its listeners share. */
export interface ProxyCarrier {
  /** @throws the socket's error, such as EADDRINUSE */
  listen(place: Place, gate: Gate): Promise<ProxyListener>;
}

/** Where a model provider of the daemon itself is, and its key. */
export interface ProviderUpstream {
  readonly baseUrl: string;
  readonly credentialType: CredentialType;
  /** Null for one that needs none. */
  readonly credential: string | null;
}

/** The daemon's own providers by name; undefined where there is none of that name or it has no key that it needs. */
export type Providers = (name: string) => ProviderUpstream | undefined;
