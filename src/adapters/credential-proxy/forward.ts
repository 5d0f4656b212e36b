/**
 * Owns carrying one request to its upstream and the answer back, both ways as a stream. Whether it may go there is decided by the gate of
 * domain/credential-proxy; sockets of containers belong to server.ts.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Agent, type Dispatcher, errors } from 'undici';
import { type Gate, type Passage, ProxyRefusal } from '../../domain/credential-proxy/index.ts';
import { refuse } from './refuse.ts';
import { Scrubber, scrub } from './scrub.ts';

/** Bounds of one request. */
export interface ForwardLimits {
  readonly maxRequestBytes: number;
  readonly connectMs: number;
  /** Until the head of the answer. */
  readonly firstByteMs: number;
  /** Between two pieces of the answer. */
  readonly idleMs: number;
  readonly maxHeaderBytes: number;
}

/** Headers of an answer that belong to one connection, that change when a secret is replaced, or that would be credentials. */
const KEPT_BACK = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'transfer-encoding',
  'trailer',
  'upgrade',
  'content-length',
  'set-cookie',
  'alt-svc',
]);
// biome-ignore lint/suspicious/noControlCharactersInRegex: a header may have any other byte than these
const UNSENDABLE = /[\u0000-\u0008\u000a-\u001f\u007f]/;

/** Carries requests. Redirects are answers like others: nobody follows them with a credential. */
export class Forwarder {
  readonly #limits: ForwardLimits;
  readonly #agent: Agent;

  constructor(limits: ForwardLimits) {
    this.#limits = limits;
    this.#agent = new Agent({
      pipelining: 1,
      maxHeaderSize: limits.maxHeaderBytes,
      headersTimeout: limits.firstByteMs,
      bodyTimeout: limits.idleMs,
      connect: { timeout: limits.connectMs },
    });
  }

  /** Answers one request, whatever becomes of it; never fails. */
  async carry(gate: Gate, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    try {
      const { method = '', url = '', rawHeaders } = incoming;
      const length = Number(incoming.headers['content-length'] ?? 0);
      const passage = gate.pass({ method, target: url, rawHeaders });
      await this.#pass(passage, length, incoming, outgoing);
    } catch (error) {
      if (error instanceof ProxyRefusal) refuse(outgoing, error);
      else {
        gate.failed(error);
        refuse(outgoing, new ProxyRefusal(500, 'internal_error', 'The proxy failed'));
      }
    }
  }

  /** Cuts every connection to upstreams. */
  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #pass(
    passage: Passage,
    length: number,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): Promise<void> {
    const { meter } = passage;
    const gone = new AbortController();
    const cut = () => {
      gone.abort();
      outgoing.destroy();
    };
    outgoing.once('close', () => gone.abort());
    meter.onRevoked(cut);
    const body = new BoundedBody(incoming, this.#limits.maxRequestBytes);
    let hasBrokenOff = false;
    try {
      if (length > this.#limits.maxRequestBytes) throw body.refuse();
      const answer = await this.#agent.request({
        origin: passage.origin,
        path: passage.path,
        method: passage.method,
        headers: [...passage.headers],
        body: hasBody(incoming) ? body.open() : null,
        signal: gone.signal,
      });
      meter.answered();
      // Said here, as the other side is closed too before the failure arrives below.
      answer.body.once('error', () => {
        hasBrokenOff = !gone.signal.aborted;
      });
      await answerWith(answer, passage, outgoing);
    } catch (error) {
      const isTheirs = body.refusal !== null || (gone.signal.aborted && !hasBrokenOff);
      if (!isTheirs) meter.failed(error);
      refuse(outgoing, body.refusal ?? (error instanceof ProxyRefusal ? error : toRefusal(error)));
    } finally {
      body.letGo();
      meter.ended();
    }
  }
}

/** The body of a request, as long as it is within its bound. */
class BoundedBody extends Transform {
  readonly #incoming: IncomingMessage;
  readonly #maxBytes: number;
  #bytes = 0;
  refusal: ProxyRefusal | null = null;

  constructor(incoming: IncomingMessage, maxBytes: number) {
    super();
    this.#incoming = incoming;
    this.#maxBytes = maxBytes;
  }

  /** Takes it from the connection. */
  open(): this {
    return this.#incoming.pipe(this);
  }

  /** Lets go of what is left of it: the next request comes after it. */
  letGo(): void {
    this.#incoming.unpipe(this);
    this.destroy();
    this.#incoming.resume();
  }

  refuse(): ProxyRefusal {
    this.refusal = new ProxyRefusal(413, 'payload_too_large', 'The request body is too large');
    return this.refusal;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) done(this.refuse());
    else done(null, chunk);
  }
}

async function answerWith(
  answer: Dispatcher.ResponseData,
  { hidden, method }: Passage,
  outgoing: ServerResponse,
): Promise<void> {
  const { statusCode, headers, body } = answer;
  // The upstream was asked for none; what is encoded cannot be searched.
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    body.destroy();
    throw new ProxyRefusal(502, 'upstream_error', 'The upstream encoded an answer unasked');
  }
  for (const [name, value] of Object.entries(headers)) {
    if (KEPT_BACK.has(name) || value === undefined) continue;
    const values = [value].flat().map((one) => scrub(one, hidden.forms, hidden.placeholder));
    const good = values.filter((one) => !UNSENDABLE.test(one));
    if (good.length > 0) outgoing.setHeader(name, good);
  }
  outgoing.writeHead(statusCode);
  if (method === 'HEAD' || statusCode === 204 || statusCode === 304) {
    await body.dump();
    outgoing.end();
    return;
  }
  // An event stream begins with its head, long before its first event. Flushing without bytes would write it as UTF-8.
  outgoing.write(Buffer.alloc(0));
  if (hidden.forms.length === 0) await pipeline(body, outgoing);
  else await pipeline(body, new Scrubber(hidden.forms, hidden.placeholder), outgoing);
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function toRefusal(error: unknown): ProxyRefusal {
  const isLate =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError;
  return isLate
    ? new ProxyRefusal(504, 'upstream_timeout', 'The upstream did not answer in time')
    : new ProxyRefusal(502, 'upstream_error', 'The upstream cannot be reached or broke off');
}
