/**
 * Owns an endpoint of webhooks for tests: a real HTTP server that keeps what it is sent and answers as it is told.
 * What should arrive, and in which order, is left to the tests.
 */
import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

/** One webhook as it arrived. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as JSON. */
  readonly payload: Payload;
}

/** The body of every webhook. */
export interface Payload {
  readonly id: string;
  readonly event: string;
  readonly timestamp: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A status, or whatever a test does with the answer itself. */
export type Reply = number | ((response: ServerResponse) => void);

/** A running endpoint. */
export class HookReceiver {
  /** Everything that arrived whole, in order. */
  readonly received: Received[] = [];
  /** Connections that were made, whether or not anything came over them. */
  connections = 0;
  /** Says how to answer; 204 unless a test says otherwise. */
  reply: (received: Received) => Reply = () => 204;
  readonly #server: Server;
  #waiting: (() => void)[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts an endpoint on a free port of an address of this machine. */
  static async start(host = '127.0.0.1'): Promise<HookReceiver> {
    const server = createServer();
    const receiver = new HookReceiver(server);
    server.on('connection', () => {
      receiver.connections += 1;
    });
    server.on('request', (request, response) => {
      text(request).then(
        (body) => {
          const payload: Payload = JSON.parse(body);
          receiver.#take(
            { path: request.url ?? '', headers: request.headers, body, payload },
            response,
          );
        },
        // A sender that was killed in the middle of a request has sent nothing.
        () => response.destroy(),
      );
    });
    server.listen(0, host);
    await once(server, 'listening');
    return receiver;
  }

  /** `host:port`, as the list of allowed hosts takes it. */
  get host(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('it does not listen');
    return address.family === 'IPv6'
      ? `[${address.address}]:${address.port}`
      : `${address.address}:${address.port}`;
  }

  /** The URL of a path. */
  url(path = '/hook'): string {
    return `http://${this.host}${path}`;
  }

  /** What arrived at one path. */
  at(path: string): Received[] {
    return this.received.filter((one) => one.path === path);
  }

  /** Waits until so many have arrived. */
  async until(count: number, of = () => this.received.length): Promise<void> {
    while (of() < count) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #take(received: Received, response: ServerResponse): void {
    this.received.push(received);
    const reply = this.reply(received);
    if (typeof reply === 'number') response.writeHead(reply).end();
    else reply(response);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Verifies as a receiver would, but for the age of the message, since tests move the time. @throws when it is not signed by `secret` */
export function verify(secret: string, { headers, body }: Received): void {
  const webhook = new Webhook(secret);
  const [id, time] = [String(headers['webhook-id']), Number(headers['webhook-timestamp'])];
  const expected = webhook.sign(id, new Date(time * 1000), body);
  const signatures = String(headers['webhook-signature']).split(' ');
  if (!signatures.includes(expected)) throw new Error(`none of ${signatures} is ${expected}`);
}
