/**
 * Owns calling the Web API: through the SDK, over connections of its own, bounded in time and size, and what a call that failed says.
 * Which calls are made belongs to the modules beside it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  LogLevel,
  WebAPIPlatformError,
  WebAPIRequestError,
  WebClient,
  type WebClientOptions,
} from '@slack/web-api';
import { Pool } from 'undici';
import { z } from 'zod';
import { PlatformError } from '../../../domain/channels/platform.ts';

/** Slack said no. */
export interface Refused {
  readonly kind: 'answer';
  /** In the words of Slack, such as `channel_not_found`. */
  readonly code: string;
  /** How long Slack wants no more of such requests. */
  readonly waitMs: number | null;
}

/** How a call failed. */
export type Trouble =
  | Refused
  /** Slack was not reached, so that nothing has happened. */
  | { readonly kind: 'unsent' }
  /** It did not answer in time. */
  | { readonly kind: 'silent' }
  /** The connection broke, or what came is no answer. */
  | { readonly kind: 'lost' };

/** A call that failed; the message is for the operator, without secrets. */
export class CallError extends Error {
  readonly trouble: Trouble;

  constructor(message: string, trouble: Trouble) {
    super(message);
    this.name = 'CallError';
    this.trouble = trouble;
  }
}

/** Whether a call failed since Slack does not know the token, or not any more. */
export const isTokenRefused = (error: unknown): error is CallError =>
  error instanceof CallError &&
  error.trouble.kind === 'answer' &&
  TOKEN_REFUSED.has(error.trouble.code);

/** Whether Slack was in trouble, and part of what it was asked may have been done. */
export const isUncertain = (error: CallError): boolean =>
  error.trouble.kind === 'answer' && UNCERTAIN.has(error.trouble.code);

/** Whether Slack said no, and would say the same again. */
export const isFinal = (error: unknown): error is CallError & { readonly trouble: Refused } =>
  error instanceof CallError &&
  error.trouble.kind === 'answer' &&
  error.trouble.waitMs === null &&
  !isUncertain(error);

/** How many milliseconds Slack wants no more requests; null where it does not say so. */
export const waitOf = (error: unknown): number | null =>
  error instanceof CallError && error.trouble.kind === 'answer' ? error.trouble.waitMs : null;

/** How long a call may take, in milliseconds, and what ends it before. */
export interface CallLimits {
  readonly signal: AbortSignal;
  readonly ms: number;
}

/** Options for clients of the SDK that make calls. */
export type CallOptions = Omit<WebClientOptions, 'logger' | 'logLevel'>;

/** What keeps the SDK from writing to the console; it would write messages and tokens there. */
export const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

const MOST_BYTES = 4 * 1024 * 1024;
const CONNECT_MS = 10_000;
const MOST_CONNECTIONS = 16;
/** Calls that are on their way may come to their end for so long when the client is closed. */
const CLOSE_MS = 4000;
/** Where Slack says that it is too much, and not for how long. */
const UNKNOWN_WAIT_MS = 5000;
const LONGEST_WAIT_S = 86_400;

const UNCERTAIN = new Set([
  'internal_error',
  'fatal_error',
  'request_timeout',
  'service_unavailable',
]);
const RATE_LIMITED = new Set(['ratelimited', 'rate_limited']);
const TOKEN_REFUSED = new Set([
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'user_removed_from_team',
  'team_disabled',
  'not_allowed_token_type',
]);
/** Codes of a connection that was never made. */
const UNREACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** What the SDK takes on trust. */
const answer = z.looseObject({ ok: z.boolean() });

/** Something answered, and it was not the Web API. */
class NoAnswer extends Error {}

/** The Web API for one app. */
export class SlackClient {
  readonly #token: string;
  readonly #base: string;
  /** A pool and not an agent: an agent that was closed forgets its connections, and then cannot break them off. */
  readonly #pool: Pool;
  #closed: Promise<void> | null = null;

  constructor(token: string, apiBase: string) {
    this.#token = token;
    this.#base = apiBase.replace(/\/+$/, '');
    this.#pool = new Pool(new URL(apiBase).origin, {
      connections: MOST_CONNECTIONS,
      connect: { timeout: CONNECT_MS },
    });
  }

  /** Makes one call. @throws CallError */
  async call<T>(
    limits: CallLimits,
    work: (web: WebClient) => Promise<T>,
    token = this.#token,
  ): Promise<T> {
    return await this.within(limits, (options) =>
      work(new WebClient(token, { ...options, logger: SILENT })),
    );
  }

  /** Does what makes calls with these options, and has to end once the signal aborts. @throws CallError, PlatformError */
  async within<T>(
    { signal, ms }: CallLimits,
    work: (options: CallOptions, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (signal.aborted || this.#closed !== null)
      throw new CallError('given up', { kind: 'unsent' });
    const limit = new AbortController();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      limit.abort();
    }, ms);
    const onAbort = () => limit.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      const options: CallOptions = {
        slackApiUrl: this.#base,
        // When something is tried again is decided by the domain.
        retryConfig: { retries: 0 },
        fetch: (url, init) => this.#fetch(String(url), init ?? {}, limit.signal),
      };
      return await work(options, limit.signal);
    } catch (error) {
      if (isLate)
        throw new CallError(`Slack did not answer within ${ms / 1000} s`, { kind: 'silent' });
      if (signal.aborted) throw new CallError('given up', { kind: 'lost' });
      throw explain(error);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Closes the connections once the calls on their way are over, or have not been in time. */
  async close(): Promise<void> {
    this.#closed ??= this.#close();
    await this.#closed;
  }

  async #close(): Promise<void> {
    const limit = new AbortController();
    const inTime = sleep(CLOSE_MS, undefined, { ref: false, signal: limit.signal });
    await Promise.race([this.#pool.close(), inTime.catch(() => undefined)]);
    limit.abort();
    await this.#pool.destroy();
  }

  async #fetch(
    address: string,
    init: { headers?: Record<string, string>; body?: unknown },
    signal: AbortSignal,
  ): Promise<Response> {
    const url = new URL(address);
    const response = await this.#pool.request({
      origin: url.origin,
      path: url.pathname,
      method: 'POST',
      headers: init.headers ?? {},
      body: typeof init.body === 'string' ? init.body : null,
      signal,
    });
    const { statusCode: status, headers } = response;
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw new NoAnswer(`more than ${MOST_BYTES} bytes`);
      chunks.push(chunk);
    }
    const retryAfter = headers['retry-after'];
    if (status === 429) throw refusal('ratelimited', Number(retryAfter));
    if (status !== 200) throw new NoAnswer(`status ${status}`);
    const scopes = headers['x-oauth-scopes'];
    return Response.json(readAnswer(Buffer.concat(chunks)), {
      headers: {
        ...(typeof scopes === 'string' ? { 'x-oauth-scopes': scopes } : {}),
        ...(typeof retryAfter === 'string' ? { 'retry-after': retryAfter } : {}),
      },
    });
  }
}

function explain(thrown: unknown): CallError | PlatformError {
  const error = thrown instanceof WebAPIRequestError ? thrown.original : thrown;
  if (error instanceof CallError || error instanceof PlatformError) return error;
  if (error instanceof WebAPIPlatformError) {
    const { response_metadata: about } = error.data;
    return refusal(String(error.data.error), Number(about?.retryAfter));
  }
  if (error instanceof NoAnswer)
    return new CallError(`What answered is not Slack's API: ${error.message}`, { kind: 'lost' });
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return UNREACHED.has(code)
    ? new CallError(`Slack could not be reached (${code})`, { kind: 'unsent' })
    : new CallError(`The connection to Slack broke (${code})`, { kind: 'lost' });
}

/** @param seconds What Slack says of waiting; not a number where it says nothing. */
function refusal(said: string, seconds: number): CallError {
  // Anything else might repeat what it was asked.
  const code = /^[a-z0-9_]{1,64}$/.test(said) ? said : 'unknown_error';
  const wait = seconds > 0 ? Math.min(seconds, LONGEST_WAIT_S) * 1000 : UNKNOWN_WAIT_MS;
  const waitMs = RATE_LIMITED.has(code) ? wait : null;
  const what = TOKEN_REFUSED.has(code) ? 'rejected the token' : 'refused';
  return new CallError(`Slack ${what} (${code})`, { kind: 'answer', code, waitMs });
}

function readAnswer(body: Buffer): z.infer<typeof answer> {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new NoAnswer('no JSON');
  }
  const { success, data } = answer.safeParse(json);
  if (!success) throw new NoAnswer('JSON of another shape');
  return data;
}
