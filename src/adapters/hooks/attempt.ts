/**
 * Owns one attempt over HTTP: a connection of its own, no redirects, limits on time and size, and what it came to.
 * Where one may connect to belongs to lib/guarded-connect.ts, the signing headers to signatures.ts.
 */
import { Client, type Dispatcher, errors } from 'undici';
import type { Outcome, WebhookMessage } from '../../domain/hooks/index.ts';
import type { Clock } from '../../lib/clock.ts';
import { AddressRefused, guardedConnector, type Resolve } from '../../lib/guarded-connect.ts';
import { signatureHeaders } from './signatures.ts';

/** What is read at each attempt; times are milliseconds. */
export interface SenderSettings {
  readonly allowedHosts: readonly string[];
  readonly connectTimeoutMs: number;
  /** From the start of an attempt to the last byte of its answer. */
  readonly responseTimeoutMs: number;
  readonly maxResponseBytes: number;
}

/** What an attempt is made with. */
export interface Means {
  readonly clock: Clock;
  readonly limits: SenderSettings;
  readonly userAgent: string;
  readonly resolve: Resolve;
}

/** What came back, before it is judged. */
type Answer = Pick<Outcome, 'responseStatus' | 'error' | 'retryAfterMs'>;

class AnswerTooLarge extends Error {}

/** Sends a message to a URL that the guard did not refuse. */
export async function attempt(
  message: WebhookMessage,
  signal: AbortSignal,
  means: Means,
): Promise<Answer> {
  const { clock, limits, userAgent, resolve } = means;
  const url = new URL(message.url);
  const tooLate = AbortSignal.timeout(limits.responseTimeoutMs);
  // A client of its own, closed at the end: nothing of this connection is used for another address or hook.
  const client = new Client(url.origin, {
    pipelining: 0,
    connect: guardedConnector(url, {
      resolve,
      allowedHosts: limits.allowedHosts,
      timeoutMs: limits.connectTimeoutMs,
    }),
  });
  let responseStatus: number | null = null;
  try {
    const response = await client.request({
      method: 'POST',
      path: `${url.pathname}${url.search}`,
      headers: {
        'content-type': 'application/json',
        'user-agent': userAgent,
        ...signatureHeaders(message),
      },
      body: message.body,
      signal: AbortSignal.any([signal, tooLate]),
    });
    responseStatus = response.statusCode;
    await readUpTo(response.body, limits.maxResponseBytes);
    const isSuccess = responseStatus >= 200 && responseStatus < 300;
    return {
      responseStatus,
      error: isSuccess ? null : `The endpoint answered ${responseStatus}`,
      retryAfterMs: readRetryAfter(response.headers['retry-after'], clock.now()),
    };
  } catch (error) {
    const why = tooLate.aborted
      ? `The endpoint did not answer within ${limits.responseTimeoutMs} ms`
      : describe(error, limits);
    return { responseStatus, error: why, retryAfterMs: null };
  } finally {
    await client.destroy();
  }
}

async function readUpTo(body: Dispatcher.ResponseData['body'], limit: number): Promise<void> {
  let bytes = 0;
  for await (const chunk of body) {
    bytes += Buffer.byteLength(chunk);
    if (bytes > limit) throw new AnswerTooLarge();
  }
}

/** Seconds or an HTTP date, as milliseconds from now; null when there is none, or nothing sensible. */
function readRetryAfter(header: string | string[] | undefined, now: number): number | null {
  if (typeof header !== 'string') return null;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = header.endsWith(' GMT') ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(at - now, 0);
}

/** By error code; a caller learns no addresses from them. */
const MEANINGS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The endpoint refused the connection',
  ECONNRESET: 'The endpoint closed the connection',
  UND_ERR_SOCKET: 'The endpoint closed the connection',
  ENOTFOUND: 'The host of the endpoint is not known',
  EAI_AGAIN: 'The host of the endpoint could not be looked up',
  EHOSTUNREACH: 'The endpoint cannot be reached',
  ENETUNREACH: 'The endpoint cannot be reached',
  ETIMEDOUT: 'The endpoint could not be connected to in time',
  UND_ERR_CONNECT_TIMEOUT: 'The endpoint could not be connected to in time',
};

function describe(error: unknown, limits: SenderSettings): string {
  if (error instanceof AddressRefused)
    return 'The endpoint leads to a private or reserved address, which is not allowed';
  if (error instanceof AnswerTooLarge)
    return `The answer is larger than ${limits.maxResponseBytes} bytes`;
  if (error instanceof errors.HTTPParserError) return 'The endpoint does not answer in HTTP';
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return MEANINGS[code] ?? `The endpoint could not be reached (${code})`;
}
