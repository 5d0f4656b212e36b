/**
 * Owns standing in front of a server and passing requests on to it, so that an answer can be changed, put off or cut on its way. What is
 * done to it is said by whoever starts a relay.
 */
import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A request on its way. */
export interface RelayRequest {
  readonly method: string;
  readonly target: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** An answer on its way; of a stream the pieces come as the server sends them. */
export interface RelayAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A body that throws is cut off there. */
  readonly body: string | AsyncIterable<Buffer>;
}

/** Makes the answer, mostly from what `forward` gets from the server. */
export type RelayHandler = (
  request: RelayRequest,
  forward: (request: RelayRequest) => Promise<RelayAnswer>,
) => Promise<RelayAnswer>;

/** A relay that listens. */
export interface Relay {
  readonly url: string;
  stop(): Promise<void>;
}

const HOP_BY_HOP: ReadonlySet<string> = new Set(['connection', 'keep-alive', 'transfer-encoding']);
/** More than servers take, so that it is they who refuse. */
const MOST_HEADER_BYTES = 256 * 1024;

/** Starts a relay on loopback. @param port 0 takes a free one. @throws when it cannot listen there */
export async function startRelay(
  target: string,
  port: number,
  handle: RelayHandler,
): Promise<Relay> {
  const { hostname, port: targetPort } = new URL(target);
  const server = createServer({ maxHeaderSize: MOST_HEADER_BYTES }, (incoming, outgoing) => {
    const forward = (request: RelayRequest) =>
      passOn({ hostname, port: targetPort }, request, incoming, outgoing);
    handle(readRequest(incoming), forward).then(
      (answer) => write(answer, outgoing),
      () => outgoing.destroy(),
    );
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = address !== null && typeof address === 'object' ? address.port : port;
  return {
    url: `http://127.0.0.1:${own}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function readRequest(incoming: IncomingMessage): RelayRequest {
  const { method = 'GET', url = '/' } = incoming;
  return { method, target: url, headers: flat(incoming) };
}

/** Repeated headers are joined as HTTP allows. */
function flat(message: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(message.headersDistinct)
      .filter(([name]) => !HOP_BY_HOP.has(name))
      .map(([name, values]) => [name, (values ?? []).join(', ')]),
  );
}

function passOn(
  to: { readonly hostname: string; readonly port: string },
  { method, target, headers }: RelayRequest,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<RelayAnswer> {
  return new Promise((resolve, reject) => {
    const chunked =
      incoming.headers['transfer-encoding'] === undefined ? {} : { 'transfer-encoding': 'chunked' };
    const request = httpRequest({
      ...to,
      method,
      path: target,
      headers: { ...headers, ...chunked },
      agent: false,
    });
    request.once('response', (response) => {
      // A reader that goes away lets the server go too.
      outgoing.once('close', () => response.destroy());
      resolve({ status: response.statusCode ?? 0, headers: flat(response), body: response });
    });
    request.on('error', reject);
    outgoing.once('close', () => request.destroy());
    // A server that has answered need not take the rest of the request.
    incoming.on('error', () => request.destroy());
    incoming.pipe(request);
  });
}

async function write(
  { status, headers, body }: RelayAnswer,
  outgoing: ServerResponse,
): Promise<void> {
  outgoing.writeHead(status, headers);
  if (typeof body === 'string') {
    outgoing.end(body);
    return;
  }
  outgoing.flushHeaders();
  try {
    await pipeline(Readable.from(body), outgoing);
  } catch {
    // Cut on purpose, or by one of both ends: the reader sees a broken answer.
    outgoing.destroy();
  }
}
