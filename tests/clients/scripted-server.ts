/**
 * Owns a server that misbehaves as a test tells it: each request takes the next step of a script, and what came is kept.
 * What a client should make of it is left to the tests.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** What the server does with one request. */
export type Step = (response: ServerResponse, request: IncomingMessage) => void;

/** One request as it came. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A running server. */
export interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly seen: Seen[];
}

/** Starts a server; the last step is for every request after it too. */
export async function serveScript(...steps: Step[]): Promise<ScriptedServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        const { method = '', url = '', headers } = request;
        const step = steps[Math.min(seen.length, steps.length - 1)];
        seen.push({ method, url, headers, body });
        step?.(response, request);
      },
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it does not listen');
  return {
    url: `http://127.0.0.1:${address.port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers with JSON. */
export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Step =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

/** Answers with text of another type, or with text that only says it is JSON. */
export const plain =
  (status: number, body: string, type = 'text/html'): Step =>
  (response) => {
    response.writeHead(status, { 'content-type': type, 'x-request-id': 'req_plain' }).end(body);
  };

/** Never answers. */
export const hang: Step = () => undefined;

/** Cuts the connection before an answer. */
export const cut: Step = (response) => void response.destroy();

/** Sends a part of an answer and cuts the connection. */
export const half: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"sessions":[', () => response.destroy());
};

/** How a scripted stream ends. */
type End = 'close' | 'cut' | 'hang';

/** Streams text as it is. */
export const sse =
  (body: string, end: End = 'close'): Step =>
  (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.flushHeaders();
    response.write(body, () => {
      if (end === 'close') response.end();
      if (end === 'cut') response.destroy();
    });
  };

/** A log event with its id. */
export const logEvent = (id: string) =>
  `id: ${id}\nevent: log\ndata: ${JSON.stringify({ timestamp: '2026-03-21T10:00:00.000Z', level: 'info', module: 'a', message: id, session_id: null })}\n\n`;

/** An error of the PRX API. */
export const prxError = (code: string, message = 'No') => ({
  error: { code, message, details: null },
});
