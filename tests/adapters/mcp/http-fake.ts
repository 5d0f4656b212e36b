/**
 * Owns an MCP server over HTTP that answers as a test tells it, and remembers what it was asked. What clients make of it is left to the tests.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { expect, onTestFinished } from 'vitest';

/** A request as it came. */
export interface Asked {
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  readonly rpc: string | null;
}

/** What a test may do instead of the usual answer. @returns true when it has answered */
export type Special = (asked: Asked, response: ServerResponse) => boolean;

/** Listens until the test ends. */
export async function httpFake(special: Special = () => false) {
  const asked: Asked[] = [];
  let session = 'session-1';
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
    const { method = '', headers } = request;
    const one: Asked = { method, headers, rpc: body.method ?? null };
    asked.push(one);
    if (special(one, response)) return;
    const known = headers['mcp-session-id'];
    if (known !== undefined && known !== session) return void response.writeHead(404).end();
    if (method !== 'POST') return void response.writeHead(method === 'DELETE' ? 200 : 405).end();
    if (body.id === undefined) return void response.writeHead(202).end();
    response.setHeader('mcp-session-id', session);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ jsonrpc: '2.0', id: body.id, result: resultOf(body) }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) return expect.unreachable();
  return {
    url: `http://127.0.0.1:${address.port}/mcp`,
    asked,
    /** Everybody has to begin anew. */
    forget() {
      session = 'session-2';
    },
  };
}

function resultOf({ method, params }: { method: string; params: { protocolVersion: string } }) {
  switch (method) {
    case 'initialize':
      return {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: 'fake', version: '1' },
      };
    case 'tools/list':
      return { tools: [{ name: 'echo', inputSchema: { type: 'object' } }] };
    case 'tools/call':
      return { content: [{ type: 'text', text: 'echo' }] };
    default:
      return {};
  }
}
