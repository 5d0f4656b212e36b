/**
 * Owns one listening socket: limits and timeouts of connections, what the HTTP parser refuses, and stopping gracefully.
 * What a request means belongs to the app behind it.
 */
import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { DomainError } from '../domain/shared/index.ts';
import type { ServedContract } from './serve-contract.ts';

/** Limits of connections, in seconds and bytes. */
export interface ListenerLimits {
  readonly max_header_bytes: number;
  readonly headers_timeout_secs: number;
  readonly request_timeout_secs: number;
  readonly keep_alive_timeout_secs: number;
}

/** Where to listen: a host and port (0 is any free one), or a Unix socket. */
export type Endpoint = { readonly host: string; readonly port: number } | { readonly path: string };

/** One socket that accepts requests. */
export interface Listener {
  /** The address it is bound to, as a URL; the path of a Unix socket. */
  readonly address: string;
  /** Takes no new connections, lets requests under way finish for `graceMs`, then cuts what is left. */
  stop(graceMs: number): Promise<void>;
}

/** Listens for one API. @throws the socket's error, such as EADDRINUSE */
export async function listen(
  contract: ServedContract,
  endpoint: Endpoint,
  limits: ListenerLimits,
): Promise<Listener> {
  const handle = getRequestListener(contract.app.fetch, {
    errorHandler: (error) => {
      const reason = error instanceof Error ? error.message : 'it cannot be read';
      return toResponse(
        contract,
        new DomainError('bad_request', `The request is malformed: ${reason}`),
      );
    },
    hostname: 'localhost',
  });
  const server = createServer(
    {
      maxHeaderSize: limits.max_header_bytes,
      headersTimeout: limits.headers_timeout_secs * 1000,
      requestTimeout: limits.request_timeout_secs * 1000,
      keepAliveTimeout: limits.keep_alive_timeout_secs * 1000,
      // How often the two timeouts above are looked at: their default of 30 s would make 10 s mean 40 s.
      connectionsCheckingInterval: 1000,
      // The guard answers a missing host in the API's own words.
      requireHostHeader: false,
    },
    (incoming, outgoing) => {
      noteAnswer(connections, incoming.socket, outgoing);
      void handle(incoming, outgoing);
    },
  );
  const connections = trackConnections(server);
  refuseInOwnWords(server, contract, connections);
  if ('path' in endpoint) server.listen(endpoint.path);
  else server.listen(endpoint.port, endpoint.host);
  await once(server, 'listening');
  return {
    address: addressOf(server, endpoint),
    stop: (graceMs) => stop(server, connections, graceMs),
  };
}

/** Open connections, each with the answers that are under way on it, in the order of their requests; closed ones may linger. */
type Connections = Map<Socket, ServerResponse[]>;

function trackConnections(server: Server): Connections {
  const connections: Connections = new Map();
  server.on('connection', (socket: Socket) => {
    connections.set(socket, []);
    socket.once('close', () => connections.delete(socket));
  });
  return connections;
}

function noteAnswer(connections: Connections, socket: Socket, outgoing: ServerResponse): void {
  const answers = connections.get(socket);
  // They close in order, and looking is cheaper than listening for it.
  while (answers?.[0]?.closed) answers.shift();
  answers?.push(outgoing);
}

function addressOf(server: Server, endpoint: Endpoint): string {
  const bound: AddressInfo | string | null = server.address();
  if (bound === null || typeof bound === 'string' || 'path' in endpoint) return String(bound);
  const host = endpoint.host.includes(':') ? `[${endpoint.host}]` : endpoint.host;
  return `http://${host}:${bound.port}`;
}

/** Codes of Node's HTTP parser that have a status of their own; every other one is a malformed request. */
const PARSER_REASONS: Readonly<Record<string, DomainError>> = {
  HPE_HEADER_OVERFLOW: new DomainError('headers_too_large', 'The request headers are too large'),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: new DomainError(
    'payload_too_large',
    'The chunk extensions are too large',
  ),
  ERR_HTTP_REQUEST_TIMEOUT: new DomainError(
    'request_timeout',
    'The request was not complete in time',
  ),
};

function refuseInOwnWords(
  server: Server,
  contract: ServedContract,
  connections: Connections,
): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    const answers = connections.get(socket)?.filter((one) => !one.closed);
    // It is being refused already.
    if (answers === undefined) return;
    connections.delete(socket);
    const [broken] = answers.filter((one) => !one.req.complete);
    const earlier = answers.filter((one) => one.req.complete);
    // Answers leave in the order of their requests, so this one waits for those of the requests before it.
    const refuse = () => {
      if (socket.writable && broken?.headersSent !== true)
        writeRaw(contract, socket, parserRefusal(error));
      else socket.destroy();
    };
    void Promise.all(earlier.map((one) => once(one, 'close'))).then(refuse, () => socket.destroy());
  });
  server.on('connect', (_request: IncomingMessage, socket: Socket) => {
    writeRaw(contract, socket, new DomainError('bad_request', 'This is not a proxy'));
  });
  server.on('checkExpectation', (incoming, outgoing) => {
    const error = new DomainError('expectation_failed', 'Only the expectation 100-continue is met');
    const answer = contract.refuse(error, incoming.socket.remoteAddress ?? 'local');
    outgoing.writeHead(answer.status, { ...answer.headers, connection: 'close' });
    outgoing.end(answer.body);
  });
}

/** What the parser says comes from its own list and repeats nothing of the request. */
function parserRefusal(error: NodeJS.ErrnoException): DomainError {
  const reason = 'reason' in error && typeof error.reason === 'string' ? `: ${error.reason}` : '';
  return (
    PARSER_REASONS[error.code ?? ''] ??
    new DomainError('bad_request', `The request is not valid HTTP${reason}`)
  );
}

function toResponse(contract: ServedContract, error: DomainError): Response {
  const answer = contract.refuse(error, 'local');
  return new Response(answer.body, {
    status: answer.status,
    headers: { ...answer.headers, connection: 'close' },
  });
}

/** Answers on a socket whose request never became one. */
function writeRaw(contract: ServedContract, socket: Socket, error: DomainError): void {
  const { status, headers, body } = contract.refuse(error, socket.remoteAddress ?? 'local');
  const lines = Object.entries({
    ...headers,
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n${body}`);
}

const IDLE_CHECK_MS = 50;

async function stop(server: Server, connections: Connections, graceMs: number): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  // Node does not count a connection that has never asked anything as idle.
  for (const socket of connections.keys()) if (socket.bytesRead === 0) socket.destroy();
  // A connection whose last answer has just left would else stay for its keep-alive time.
  const idle = setInterval(() => server.closeIdleConnections(), IDLE_CHECK_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(deadline);
  clearInterval(idle);
}
