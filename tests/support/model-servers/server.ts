/**
 * Owns a model server for tests: a real HTTP server on a free port that answers as a script or a callback says, and keeps what it was
 * asked. The protocols are in anthropic.ts and openai.ts, what can be answered in replies.ts.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, RecordedRequest, Refusal, Reply } from './replies.ts';

const PIECE = 65_536;

/** A stream of an answer: what comes before the first piece, the pieces, what comes after the last. */
export interface Streamed {
  readonly begin: string;
  readonly pieces: readonly string[];
  readonly end: string;
}

/** The words of one protocol. */
export interface Dialect {
  /** Where models are asked, such as `/v1/messages`. */
  readonly path: string;
  /** What is added to the origin in the base URL that a client is given. */
  readonly base: string;
  /** The key that a request shows; undefined without. */
  keyOf(request: RecordedRequest): string | undefined;
  /** Why the real API would refuse this request; null when it would take it. */
  complaint(request: RecordedRequest): string | null;
  streamed(answer: Answer, request: RecordedRequest): Streamed;
  whole(answer: Answer, request: RecordedRequest): unknown;
  refusal(status: number, message: string): unknown;
}

/**
 * A running model server. It answers what `script` was given, in order, and then what `respond` says. A request that the real API would
 * refuse (a tool result without its call, no `max_tokens`) is refused with 400 whatever the script says.
 */
export class ModelServer {
  /** Every request that arrived whole, in order. */
  readonly requests: RecordedRequest[] = [];
  /** Requests whose client went away before the answer was over. */
  aborted = 0;
  /** How to answer when the script is over; `n` counts the requests of this server from 1. */
  respond: (request: RecordedRequest, n: number) => Reply | Promise<Reply> = () => 'ok';
  /** The only key that is let in; anything goes while it is undefined. */
  key: string | undefined;
  readonly #dialect: Dialect;
  readonly #server: Server;
  readonly #script: Reply[] = [];

  private constructor(dialect: Dialect, server: Server) {
    this.#dialect = dialect;
    this.#server = server;
  }

  /** Starts one on a free port of this machine. */
  static async start(dialect: Dialect): Promise<ModelServer> {
    const server = createServer();
    const model = new ModelServer(dialect, server);
    server.on('request', (request, response) => {
      model.#serve(request, response).catch(() => response.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return model;
  }

  /** The base URL as people set it: without `/v1` for Anthropic, with it for OpenAI. */
  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('it does not listen');
    return `http://127.0.0.1:${address.port}${this.#dialect.base}`;
  }

  /** Adds replies to the script. */
  script(replies: readonly Reply[]): void {
    this.#script.push(...replies);
  }

  /** The latest request. */
  get last(): RecordedRequest {
    const last = this.requests.at(-1);
    if (last === undefined) throw new Error('nothing was asked');
    return last;
  }

  /** Waits until so many requests have arrived. */
  async untilRequests(count: number): Promise<void> {
    while (this.requests.length < count) await sleep(2);
  }

  /** Waits until so many clients have gone away before their answer was over. */
  async untilAborted(count: number): Promise<void> {
    while (this.aborted < count) await sleep(2);
  }

  /** Closes the port and every connection. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body: unknown = JSON.parse(await text(incoming));
    const request = { path: incoming.url ?? '', headers: incoming.headers, body: Object(body) };
    this.requests.push(request);
    const gone = new AbortController();
    let dropped = false;
    response.on('close', () => {
      gone.abort();
      if (!response.writableFinished && !dropped) this.aborted += 1;
    });
    const drop = () => {
      dropped = true;
      response.destroy();
    };
    const reply = this.#refused(request) ?? (await this.#next(request));
    if (gone.signal.aborted) return;
    if (reply === 'drop') return drop();
    if (reply === 'hang') return;
    if (typeof reply !== 'string' && 'status' in reply) return this.#refuse(response, reply);
    if (typeof reply !== 'string' && 'garbage' in reply) {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(reply.garbage);
      if (reply.hang !== true) response.end();
      return;
    }
    const answer: Answer = typeof reply === 'string' ? { text: reply } : reply;
    if (request.body.stream === true)
      await this.#stream(answer, request, response, drop, gone.signal);
    else {
      const whole = JSON.stringify(this.#dialect.whole(answer, request));
      response.writeHead(200, { 'content-type': 'application/json' }).end(whole);
    }
  }

  #refused(request: RecordedRequest): Refusal | null {
    const { path, keyOf, complaint } = this.#dialect;
    if (request.path !== path) return { status: 404, message: `no such path: ${request.path}` };
    if (this.key !== undefined && keyOf(request) !== this.key) {
      return { status: 401, message: `invalid key: ${keyOf(request)}` };
    }
    const message = complaint(request);
    return message === null ? null : { status: 400, message };
  }

  async #next(request: RecordedRequest): Promise<Reply> {
    return this.#script.shift() ?? (await this.respond(request, this.requests.length));
  }

  #refuse(response: ServerResponse, { status, headers = {}, message, body }: Refusal): void {
    const said = this.#dialect.refusal(status, message ?? `refused with ${status}`);
    const bytes = Buffer.from(body ?? JSON.stringify(said));
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    // In pieces, so that a client which reads no further is noticed.
    const pieces = Array.from({ length: Math.ceil(bytes.length / PIECE) }, (_, index) =>
      bytes.subarray(index * PIECE, (index + 1) * PIECE),
    );
    Readable.from(pieces).pipe(response);
  }

  async #stream(
    answer: Answer,
    request: RecordedRequest,
    response: ServerResponse,
    drop: () => void,
    gone: AbortSignal,
  ): Promise<void> {
    const { begin, pieces, end } = this.#dialect.streamed(answer, request);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(begin);
    for (const [index, piece] of [...pieces, end].entries()) {
      // What was written before the drop must have left, so that the client has seen it.
      if (index === answer.dropAfter) return void response.write('', drop);
      if (index === answer.hangAfter) return;
      await answer.pause?.(index);
      if (gone.aborted) return;
      response.write(piece);
    }
    response.end();
  }
}
