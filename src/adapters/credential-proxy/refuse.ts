/**
 * Owns answering a request that does not go on. Why it does not is said by who asks.
 */
import type { ServerResponse } from 'node:http';
import type { ProxyRefusal } from '../../domain/credential-proxy/index.ts';

/** Answers with an error, or cuts the connection where an answer has begun: half an answer must not look whole. */
export function refuse(outgoing: ServerResponse, refusal: ProxyRefusal): void {
  if (outgoing.headersSent || outgoing.destroyed) {
    outgoing.destroy();
    return;
  }
  const text = JSON.stringify({ error: refusal.code, message: refusal.message });
  for (const name of outgoing.getHeaderNames()) outgoing.removeHeader(name);
  outgoing.writeHead(refusal.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    // What is left of any other request is read before the next one.
    ...(refusal.status === 413 ? { connection: 'close' } : {}),
  });
  outgoing.end(text);
}
