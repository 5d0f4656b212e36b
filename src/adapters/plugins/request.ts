/**
 * Owns sending one HTTP request of a plugin: to public addresses only, without redirects, within limits on time and size.
 * Whether it is sent is decided in outbound.ts.
 */
import { Client } from 'undici';
import type { OutboundRequest, OutboundResponse } from '../../domain/plugins/index.ts';
import { AddressRefused, guardedConnector, type Resolve } from '../../lib/guarded-connect.ts';

const CONNECT_MS = 5000;
const LIMIT_MS = 20_000;
const MAX_RESPONSE_BYTES = 1024 * 1024;

class AnswerTooLarge extends Error {}

/** Sends a request that the guard did not refuse. @throws Error in words for the plugin */
export async function send(
  { method, url: text, headers, body }: OutboundRequest,
  signal: AbortSignal,
  means: {
    readonly resolve: Resolve;
    readonly allowedHosts: readonly string[];
    readonly userAgent: string;
  },
): Promise<OutboundResponse> {
  const { resolve, allowedHosts, userAgent } = means;
  const url = new URL(text);
  const tooLate = AbortSignal.timeout(LIMIT_MS);
  // A client of its own, closed at the end: nothing of this connection is used for another plugin.
  const client = new Client(url.origin, {
    pipelining: 0,
    connect: guardedConnector(url, { resolve, allowedHosts, timeoutMs: CONNECT_MS }),
  });
  try {
    const response = await client.request({
      method,
      path: `${url.pathname}${url.search}`,
      headers: ['user-agent', userAgent, ...headers.flat()],
      body,
      signal: AbortSignal.any([signal, tooLate]),
    });
    return {
      status: response.statusCode,
      headers: listHeaders(response.headers),
      body: await readUpTo(response.body, MAX_RESPONSE_BYTES),
    };
  } catch (error) {
    throw new Error(tooLate.aborted ? `no answer within ${LIMIT_MS} ms` : describe(error));
  } finally {
    await client.destroy();
  }
}

function listHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): [string, string][] {
  return Object.entries(headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
}

async function readUpTo(body: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > limit) throw new AnswerTooLarge();
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Addresses stay out of it. */
function describe(error: unknown): string {
  if (error instanceof AddressRefused) return 'the host leads to a private or reserved address';
  if (error instanceof AnswerTooLarge)
    return `the answer is larger than ${MAX_RESPONSE_BYTES} bytes`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return `the request failed (${code})`;
}
