/**
 * Owns sending requests to a server that may be anything: every wait has an end and every answer a size. What an answer should look
 * like is left to judge.ts.
 */
import { isUtf8 } from 'node:buffer';
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, Agent as TlsAgent } from 'node:https';

/** A request as it goes onto the wire. */
export interface WireRequest {
  readonly method: string;
  /** The path below the server's URL, with its query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A request for nothing; whoever serves HTTP answers it. */
export const NOWHERE: WireRequest = {
  method: 'GET',
  target: '/conformance-no-such-path',
  headers: {},
  body: '',
};

/** An answer as it came; of a stream only the head. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** What keeps the body from being read as text, or null. */
  readonly unreadable: string | null;
}

/** An answer whose body is still to come; leave it by `incoming.destroy()`. */
export interface OpenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly incoming: IncomingMessage;
}

/** Why there was no whole answer. */
export type WireTrouble = 'unreachable' | 'silent' | 'too-large' | 'broken';

/** A request that got no whole answer. */
export class WireError extends Error {
  override readonly name = 'WireError';
  readonly trouble: WireTrouble;

  constructor(trouble: WireTrouble, message: string) {
    super(message);
    this.trouble = trouble;
  }
}

/** How long and how large an answer may be. */
export interface WireLimits {
  /** Milliseconds from the request to the end of its answer. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Somebody is in a hurry from then on: what is under way is cut unless it ends soon. What is sent later is left alone. */
  readonly signal?: AbortSignal | undefined;
}

/** How long an answer is waited for in a hurry: what its request has made is to be removed too. */
const LAST_ANSWER_MS = 1000;

const NEVER_CONNECTED: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Connections to one server. */
export class Wire {
  readonly #base: URL;
  readonly #prefix: string;
  readonly #limits: WireLimits;
  readonly #agent: Agent;
  readonly #open = new Set<ClientRequest>();
  readonly #hurry = () => {
    const late = [...this.#open];
    setTimeout(() => {
      for (const one of late) one.destroy();
    }, LAST_ANSWER_MS).unref();
  };

  constructor(url: URL, limits: WireLimits) {
    this.#base = url;
    this.#prefix = url.pathname.replace(/\/+$/, '');
    this.#limits = limits;
    this.#agent =
      url.protocol === 'https:'
        ? new TlsAgent({ keepAlive: true, maxSockets: 8 })
        : new Agent({ keepAlive: true, maxSockets: 8 });
    limits.signal?.addEventListener('abort', this.#hurry, { once: true });
  }

  /** Sends a request and reads the whole answer, of a stream the head alone. @throws WireError */
  async send(request: WireRequest): Promise<WireAnswer> {
    const ends = Date.now() + this.#limits.timeoutMs;
    const { status, headers, incoming } = await this.open(request);
    if (headers.get('content-type')?.startsWith('text/event-stream') === true) {
      incoming.destroy();
      return { status, headers, text: '', unreadable: null };
    }
    const body = await this.#read(incoming, ends);
    return {
      status,
      headers,
      text: body.toString('utf8'),
      unreadable: unreadableAs(body, headers.get('content-encoding') ?? 'identity'),
    };
  }

  /** Sends a request and hands over the answer when its head is there. @throws WireError */
  async open(request: WireRequest): Promise<OpenAnswer> {
    try {
      return await this.#attempt(request);
    } catch (error) {
      // A kept connection that the server has just closed says nothing about the server.
      if (error instanceof StaleConnection) return await this.#attempt(request);
      throw error;
    }
  }

  /** Whether a server answers at all, whatever it says. */
  async isThere(): Promise<boolean> {
    try {
      await this.send(NOWHERE);
      return true;
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      return error.trouble === 'too-large';
    }
  }

  /** Cuts every connection. */
  close(): void {
    this.#limits.signal?.removeEventListener('abort', this.#hurry);
    for (const one of this.#open) one.destroy();
    this.#agent.destroy();
  }

  #attempt(request: WireRequest): Promise<OpenAnswer> {
    const { timeoutMs } = this.#limits;
    const send = this.#base.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const length = Buffer.byteLength(request.body);
      const outgoing = send({
        hostname: this.#base.hostname.replace(/^\[|\]$/g, ''),
        port: this.#base.port,
        method: request.method,
        path: this.#prefix + request.target,
        headers: {
          'accept-encoding': 'identity',
          ...request.headers,
          ...(length > 0 ? { 'content-length': String(length) } : {}),
        },
        agent: this.#agent,
      });
      this.#open.add(outgoing);
      const timer = setTimeout(() => {
        reject(new WireError('silent', `no answer within ${timeoutMs / 1000} s`));
        outgoing.destroy();
      }, timeoutMs);
      outgoing.once('close', () => {
        clearTimeout(timer);
        this.#open.delete(outgoing);
        reject(new WireError('broken', 'the connection was closed without an answer'));
      });
      outgoing.once('response', (incoming) => {
        clearTimeout(timer);
        // Whoever reads it sees the fault there; without a listener it would end the process.
        incoming.on('error', () => undefined);
        resolve({ status: incoming.statusCode ?? 0, headers: headersOf(incoming), incoming });
      });
      outgoing.on('error', (error) => reject(toWireError(error, outgoing)));
      outgoing.end(request.body);
    });
  }

  #read(incoming: IncomingMessage, ends: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const pieces: Buffer[] = [];
      let size = 0;
      const stop = (trouble: WireTrouble, why: string) => {
        reject(new WireError(trouble, why));
        incoming.destroy();
      };
      const timer = setTimeout(
        () => stop('silent', `no end of the answer within ${this.#limits.timeoutMs / 1000} s`),
        Math.max(1, ends - Date.now()),
      );
      incoming.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > this.#limits.maxBytes)
          stop('too-large', `more than ${this.#limits.maxBytes} bytes`);
        else pieces.push(piece);
      });
      incoming.once('close', () => {
        clearTimeout(timer);
        if (incoming.complete) resolve(Buffer.concat(pieces));
        else reject(new WireError('broken', 'the answer broke off'));
      });
    });
  }
}

/** A kept connection that was gone when it was used again. */
class StaleConnection extends Error {}

function toWireError(error: Error, outgoing: ClientRequest): Error {
  const code = 'code' in error ? error.code : undefined;
  if (outgoing.reusedSocket && (code === 'ECONNRESET' || code === 'EPIPE'))
    return new StaleConnection(error.message);
  // A host name with several addresses fails with one error of them all, which has no message.
  const message = error.message === '' ? String(code) : error.message;
  return new WireError(NEVER_CONNECTED.has(code) ? 'unreachable' : 'broken', message);
}

function unreadableAs(body: Buffer, encoding: string): string | null {
  if (body.length === 0) return null;
  if (encoding !== 'identity') return `is compressed as ${encoding} though nobody asked for it`;
  return isUtf8(body) ? null : 'is not UTF-8';
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct))
    for (const value of values ?? []) headers.append(name, value);
  return headers;
}
