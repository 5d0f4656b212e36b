/**
 * Owns what a caller may say about a client and about one call, and what holds when nothing is said.
 * Sending by it belongs to transport.ts.
 */

/** How often and how soon a request is sent again. */
export interface RetryOptions {
  /** Attempts in all, the first one included. 4 unless said; 1 never tries again. */
  readonly attempts: number;
  /** The longest wait before the second attempt, in milliseconds; it doubles with each attempt. 250 unless said. */
  readonly baseMs: number;
  /** No wait that the client chooses is longer, in milliseconds. 8,000 unless said. */
  readonly capMs: number;
}

/** What every client takes beside its credential. */
export interface ClientOptions {
  /** Where the API listens, such as `http://127.0.0.1:8370`; a path before the API's own is kept. */
  readonly baseUrl: string;
  /** How long one attempt that may be repeated can take, in milliseconds; 30,000 unless said. */
  readonly timeoutMs?: number;
  /** How long a call can take with all its attempts and waits, in milliseconds; 300,000 unless said. */
  readonly totalTimeoutMs?: number;
  readonly retry?: Partial<RetryOptions>;
  /** The largest answer that is read, in bytes; 64 MiB unless said. Streams are bounded by event instead. */
  readonly maxAnswerBytes?: number;
  /** Stands in for the global `fetch`, such as one with a proxy or with tracing. */
  readonly fetch?: (request: Request, init: RequestInit) => Promise<Response>;
}

/** What may be said about one call. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** In place of the client's. */
  readonly timeoutMs?: number;
  /** In place of the client's. */
  readonly totalTimeoutMs?: number;
  /** Whether the request may be sent twice. GET, HEAD, PUT and DELETE may unless said; POST and PATCH may not. */
  readonly idempotent?: boolean;
}

export const DEFAULT_RETRY: RetryOptions = { attempts: 4, baseMs: 250, capMs: 8_000 };
export const DEFAULT_TIMEOUT_MS = 30_000;
export const DEFAULT_TOTAL_TIMEOUT_MS = 300_000;
export const DEFAULT_MAX_ANSWER_BYTES = 64 * 1024 * 1024;

/**
 * The base of every URL, without a slash at its end.
 * @throws TypeError for what is no plain http(s) URL; it does not repeat the URL, which may hold a password
 */
export function readBaseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new TypeError('baseUrl must be an http or https URL');
  if (url.username !== '' || url.password !== '')
    throw new TypeError('baseUrl must not hold a user name or a password');
  if (url.search !== '' || url.hash !== '')
    throw new TypeError('baseUrl must not hold a query or a fragment');
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/** @throws TypeError for what no header can carry; it does not repeat it */
export function readCredential(name: string, text: string | undefined): string | undefined {
  if (text !== undefined && !/^[!-~]+$/.test(text))
    throw new TypeError(`${name} must be visible ASCII characters without spaces`);
  return text;
}
