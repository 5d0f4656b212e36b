/**
 * Owns the connection that carries the input and output of a container. Docker's client is not used for it: it sends its options as a
 * body, which Podman takes for the beginning of the input.
 */
import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { EngineError } from '../../domain/runtime/index.ts';
import { redact } from '../../lib/redact.ts';

const LONGEST_REASON = 400;
const QUERY = 'stream=1&stdin=1&stdout=1&stderr=1';

/** Attaches to a container that was created. @throws EngineError, or an error of the connection */
export async function attach(
  socketPath: string,
  containerId: string,
  signal: AbortSignal,
): Promise<Duplex> {
  return await new Promise((resolve, reject) => {
    const outgoing = request({
      socketPath,
      method: 'POST',
      path: `/containers/${encodeURIComponent(containerId)}/attach?${QUERY}`,
      headers: { Host: 'docker', Connection: 'Upgrade', Upgrade: 'tcp', 'Content-Length': '0' },
      agent: false,
    });
    const giveUp = () => outgoing.destroy();
    signal.addEventListener('abort', giveUp, { once: true });
    outgoing.once('error', reject);
    outgoing.once('close', () => signal.removeEventListener('abort', giveUp));
    outgoing.once('upgrade', (_response, socket, head) => {
      signal.removeEventListener('abort', giveUp);
      // Nobody follows it before the container has started, and an engine that dies meanwhile must not end the daemon.
      socket.on('error', () => undefined);
      if (head.length > 0) socket.unshift(head);
      resolve(socket);
    });
    outgoing.once('response', (response) => {
      reasonIn(response)
        .then((reason) => {
          const { statusCode = 0 } = response;
          reject(
            new EngineError('failed', `The engine answered ${statusCode} to attaching: ${reason}`),
          );
        }, reject)
        .finally(() => outgoing.destroy());
    });
    outgoing.end();
  });
}

/** What an engine says of why it refused. */
async function reasonIn(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > LONGEST_REASON) break;
  }
  return redact(text.slice(0, LONGEST_REASON));
}
