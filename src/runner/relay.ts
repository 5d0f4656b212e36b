/**
 * Owns the way from the loopback of a container to the credential proxy's socket, so that everything in the container that takes an HTTP
 * base URL can use the proxy. Who may use it, and what it does with requests, belongs to the proxy.
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Connections beyond this are turned away. */
const MOST_CONNECTIONS = 256;

/**
 * Passes every connection to `port` of the loopback on to the socket, byte for byte, as soon as the client says something: one that is cut
 * off before that keeps some clients waiting for an answer. @throws when the port is taken
 */
export async function startRelay(port: number, socketPath: string): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (client) => {
    // Without a listener, an error of a client that has said nothing yet would end the agent.
    client.on('error', () => client.destroy());
    client.once('readable', () => join(client, connect({ path: socketPath, allowHalfOpen: true })));
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Either side ends its own direction; when one is gone, so is the other. */
function join(client: Socket, upstream: Socket): void {
  client.on('close', () => upstream.destroy());
  upstream.on('close', () => client.destroy());
  upstream.on('error', () => client.resetAndDestroy());
  client.pipe(upstream);
  upstream.pipe(client);
}
