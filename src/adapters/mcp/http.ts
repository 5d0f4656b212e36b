/**
 * Owns the ways to servers over HTTP: the streamable one and the one before it, both by connections that go where they may and no further.
 * Which addresses those are is said by lib/ssrf-guard.ts; redirects are followed by the SDK within the origin only.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { FetchLike } from '@modelcontextprotocol/sdk/shared/transport.js';
import { Agent, fetch } from 'undici';
import type { McpSettings } from '../../domain/mcp/index.ts';
import { guardedConnector } from '../../lib/guarded-connect.ts';
import { resolveHost } from '../../lib/resolve-host.ts';
import { urlFault } from '../../lib/ssrf-guard.ts';
import { boundedBody } from './bodies.ts';
import { Breakage, MAX_MESSAGE_BYTES, type Wire } from './wire.ts';

const MAX_CONNECTIONS = 16;
/** A server that ends its event stream at once would be asked for another in a tight loop. */
const GET_GAP_MS = 1000;
/** An answer to a call may begin only when the call is done; the time of a call is watched over by the session. */
const HEADERS_GRACE_MS = 5000;
const GOODBYE_MS = 2000;

/** Makes the way to a server over HTTP. @throws Error in words for an address that may not be gone to */
export function httpWire(settings: McpSettings): Wire {
  const { transport: kind, headers } = settings;
  const url = openUrl(settings);
  const agent = agentFor(url, settings);
  const options = { fetch: guardedFetch(agent), requestInit: { headers: { ...headers } } };
  const breakage = new Breakage();
  const { broken, reason } = breakage;
  const giveBack = () => agent.destroy();
  if (kind === 'sse') {
    const transport = new SSEClientTransport(url, options);
    // It would open another stream by itself, which leads to a session that knows nothing of this one.
    transport.onerror = (error) => breakage.break(`the event stream broke: ${error.message}`);
    return { transport, broken, reason, hint: () => null, close: giveBack };
  }
  const transport = new StreamableHTTPClientTransport(url, options);
  const close = async () => {
    const limit = new AbortController();
    await Promise.race([
      // A session that cannot be ended runs out of time at the server.
      transport.terminateSession().catch(() => undefined),
      sleep(GOODBYE_MS, undefined, { ref: false, signal: limit.signal }).catch(() => undefined),
    ]);
    limit.abort();
    await giveBack();
  };
  return { transport, broken, reason, hint: () => null, close };
}

function openUrl({ url, allowPrivate }: McpSettings): URL {
  if (url === null) throw new Error('it has no URL');
  const fault = urlFault(url, allowPrivate && URL.canParse(url) ? [new URL(url).host] : []);
  if (fault === null) return new URL(url);
  const hint = allowPrivate ? '' : '; allow_private lets it lead to one of your own';
  throw new Error(`its URL ${fault}${hint}`);
}

function agentFor(url: URL, { allowPrivate, startupTimeoutMs, requestTimeoutMs }: McpSettings) {
  return new Agent({
    connect: guardedConnector(url, {
      resolve: resolveHost,
      allowedHosts: allowPrivate ? [url.host] : [],
      timeoutMs: startupTimeoutMs,
    }),
    connections: MAX_CONNECTIONS,
    headersTimeout: Math.max(startupTimeoutMs, requestTimeoutMs) + HEADERS_GRACE_MS,
    // Event streams are silent for as long as nothing happens; that somebody is there is found out by pings.
    bodyTimeout: 0,
  });
}

function guardedFetch(agent: Agent): FetchLike {
  let lastGet = Number.NEGATIVE_INFINITY;
  return async (url, init = {}) => {
    const { method = 'GET', body, headers, signal } = init;
    if (method === 'GET') {
      const wait = lastGet + GET_GAP_MS - performance.now();
      if (wait > 0) await sleep(wait, undefined, { ref: false, ...(signal ? { signal } : {}) });
      lastGet = performance.now();
    }
    const response = await fetch(url, {
      method,
      headers: [...new Headers(headers)],
      body: typeof body === 'string' ? body : null,
      signal: signal ?? null,
      redirect: 'manual',
      dispatcher: agent,
    });
    const { status, statusText } = response;
    const isEventStream = /^text\/event-stream/i.test(response.headers.get('content-type') ?? '');
    return new Response(
      response.body === null ? null : boundedBody(response.body, isEventStream, MAX_MESSAGE_BYTES),
      { status, statusText, headers: [...response.headers] },
    );
  };
}
