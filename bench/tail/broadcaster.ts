/**
 * Owns the peer of the log tail: a plain node:http broadcaster of server-sent events, without filters, budgets, ids to resume from or a store.
 * Every request that is not for the stream is one event, as the daemon logs requests for routes it does not have.
 */
import { createServer, type ServerResponse } from 'node:http';

const readers = new Set<ServerResponse>();
let last = 0;

const server = createServer((request, response) => {
  if (request.url?.startsWith('/api/v1/logs/stream') === true) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.flushHeaders();
    readers.add(response);
    response.once('close', () => readers.delete(response));
    return;
  }
  last += 1;
  const data = JSON.stringify({
    timestamp: new Date().toISOString(),
    level: 'warn',
    module: 'http::access',
    message: `${request.method} ${request.url} 404 (0.1 ms)`,
  });
  const event = Buffer.from(`id: log_${last}\nevent: log\ndata: ${data}\n\n`);
  for (const reader of readers) reader.write(event);
  const body = '{"error":"not found"}';
  response.writeHead(404, { 'content-type': 'application/json', 'content-length': body.length });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`{"port":${typeof address === 'object' ? address?.port : 0}}\n`);
});
process.once('SIGTERM', () => process.exit());
