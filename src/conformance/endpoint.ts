/**
 * Owns an endpoint on this machine that takes every delivery of a webhook. What must be true of a delivery is left to webhooks.ts.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { Bell } from './bell.ts';
import type { Prober } from './prober.ts';

/** One delivery as it arrived. */
export interface Delivery {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A place where no endpoint can be, in words for whoever gave it. */
export class NoEndpoint extends Error {
  override readonly name = 'NoEndpoint';
}

const MOST_BYTES = 1024 * 1024;
const WHY: ReadonlyMap<unknown, string> = new Map([
  ['EADDRINUSE', 'the port is taken'],
  ['EACCES', 'this user may not have the port'],
  ['EADDRNOTAVAIL', 'the address is not one of this machine'],
  ['ENOTFOUND', 'the name has no address'],
]);

/** An endpoint that listens. */
export class Endpoint {
  readonly url: string;
  readonly #server: Server;
  readonly #deliveries: Delivery[] = [];
  readonly #bell = new Bell();

  private constructor(server: Server, origin: string) {
    // It listens for a whole run, and somebody else may knock: only the server under test learns of the path.
    const path = `/conformance/${randomBytes(8).toString('hex')}`;
    this.#server = server;
    this.url = origin + path;
    server.on('request', (incoming, outgoing) => {
      if (incoming.url !== path) {
        outgoing.writeHead(404).end();
        return;
      }
      const pieces: Buffer[] = [];
      let size = 0;
      incoming.on('data', (piece: Buffer) => {
        size += piece.length;
        if (size > MOST_BYTES) incoming.destroy();
        else pieces.push(piece);
      });
      incoming.once('end', () => {
        outgoing.writeHead(204).end();
        this.#deliveries.push({
          headers: incoming.headers,
          body: Buffer.concat(pieces).toString('utf8'),
        });
        this.#bell.ring();
      });
    });
  }

  /** Begins to listen. @param host Where the server reaches us, with or without a port. @throws NoEndpoint */
  static async start(host: string): Promise<Endpoint> {
    const { hostname, port } = new URL(`http://${host}`);
    const server = createServer();
    // All addresses: the name that the server knows us by need not be one of this machine.
    server.listen(
      port === '' ? 0 : Number(port),
      isLoopback(hostname) ? hostname.replace(/^\[|\]$/g, '') : undefined,
    );
    try {
      await once(server, 'listening');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      const why = WHY.get(code) ?? String(code ?? error);
      throw new NoEndpoint(`nobody can listen on ${host}: ${why}`);
    }
    const address = server.address();
    const own = address !== null && typeof address === 'object' ? address.port : 0;
    return new Endpoint(server, `http://${hostname}:${own}`);
  }

  /** The first delivery, as soon as there is one; null where none comes in time. @throws Abort */
  async next(prober: Prober, ms: number): Promise<Delivery | null> {
    await prober.until(this.#bell, () => this.#deliveries.length > 0, ms);
    return this.#deliveries[0] ?? null;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

const isLoopback = (name: string) => /^(127\.|\[?::1\]?$|localhost$)/.test(name);
