/**
 * Owns the sockets on which containers reach the credential proxy: opening them with their limits, and stopping gracefully.
 * One request on them is carried in forward.ts, whether it may be is decided by domain/credential-proxy.
 */
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  type Gate,
  type Place,
  type ProxyCarrier,
  type ProxyListener,
  ProxyRefusal,
} from '../../domain/credential-proxy/index.ts';
import type { Forwarder, ForwardLimits } from './forward.ts';
import { refuse } from './refuse.ts';

/** The limits of the daemon's own proxy. */
const LIMITS: ForwardLimits = {
  maxRequestBytes: 32 * 1024 * 1024,
  connectMs: 10_000,
  firstByteMs: 300_000,
  idleMs: 300_000,
  maxHeaderBytes: 32 * 1024,
};
const HEADERS_MS = 30_000;
const REQUEST_MS = 300_000;
const KEEP_ALIVE_MS = 30_000;
/** Time without a byte in either direction: longer than an upstream may be silent. */
const SILENCE_MS = 310_000;
/** Of all containers together, where one cannot tell who connects. */
const MOST_CONNECTIONS = 4096;
/** On the socket of one run: as many again as it may have requests under way, so that it is told of one too many. */
const MOST_OF_RUN = 128;
const IDLE_CHECK_MS = 50;

/** Makes the carrier; a test has its own limits. */
export function makeProxyCarrier(limits: Partial<ForwardLimits> = {}): ProxyCarrier {
  const whole = { ...LIMITS, ...limits };
  const upstreams = new Upstreams(whole);
  return {
    listen: async (place, gate) => await listen(place, gate, whole.maxHeaderBytes, upstreams),
  };
}

/** The one way to upstreams of all listeners, as long as there is one. */
class Upstreams {
  readonly #limits: ForwardLimits;
  #forwarder: Promise<Forwarder> | null = null;
  #users = 0;

  constructor(limits: ForwardLimits) {
    this.#limits = limits;
  }

  enter(): void {
    this.#users += 1;
  }

  async carry(gate: Gate, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    // Loaded at the first request: a start is not to wait for an HTTP client.
    this.#forwarder ??= import('./forward.ts').then((to) => new to.Forwarder(this.#limits));
    await (await this.#forwarder).carry(gate, incoming, outgoing);
  }

  /** The last one to leave closes what is open. */
  async leave(): Promise<void> {
    this.#users -= 1;
    if (this.#users > 0) return;
    const forwarder = this.#forwarder;
    this.#forwarder = null;
    await (await forwarder)?.close();
  }
}

async function listen(
  place: Place,
  gate: Gate,
  maxHeaderSize: number,
  upstreams: Upstreams,
): Promise<ProxyListener> {
  let isStopping = false;
  const server = createServer(
    {
      maxHeaderSize,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: 1000,
    },
    (incoming, outgoing) => {
      if (isStopping) refuse(outgoing, new ProxyRefusal(503, 'unavailable', 'The proxy stops'));
      else void upstreams.carry(gate, incoming, outgoing);
    },
  );
  server.timeout = SILENCE_MS;
  server.maxConnections = 'path' in place ? MOST_OF_RUN : MOST_CONNECTIONS;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  if ('path' in place) await bindSocket(server, place.path);
  else await bind(server, () => server.listen(place.port, place.host));
  upstreams.enter();
  const bound = server.address();
  return {
    port: bound === null || typeof bound === 'string' ? null : bound.port,
    async stop(graceMs) {
      isStopping = true;
      await stop(server, sockets, graceMs);
      await upstreams.leave();
    },
  };
}

async function bind(server: Server, begin: () => void): Promise<void> {
  // `once` fails with the error of the server, such as a port that is taken.
  const listening = once(server, 'listening');
  begin();
  await listening;
}

/** A socket that users of containers may use, whoever they are. Where that cannot be, there is none. */
async function bindSocket(server: Server, path: string): Promise<void> {
  await bind(server, () => server.listen(path));
  try {
    await chmod(path, 0o666);
  } catch (error) {
    server.close();
    throw error;
  }
}

async function stop(server: Server, sockets: Set<Socket>, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // Node does not count a connection that has never asked anything as idle.
  for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const deadline = setTimeout(() => {
    for (const socket of sockets) socket.destroy();
  }, graceMs);
  await closed;
  clearTimeout(deadline);
  clearInterval(idle);
}
