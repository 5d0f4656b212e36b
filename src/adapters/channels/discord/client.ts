/**
 * Owns calling Discord's REST API: through the SDK, over connections of its own, bounded in time and size, and what a call that failed
 * says. Which calls are made belongs to the modules beside it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { DiscordAPIError, HTTPError, RateLimitError, REST } from '@discordjs/rest';
import { Pool } from 'undici';
import { z } from 'zod';
import { redact } from '../../../lib/redact.ts';
import { API_VERSION } from './settings.ts';

/** How a call failed. */
export type Trouble =
  /** Discord said no; its own code is null where something in front of it has answered. */
  | { readonly kind: 'answer'; readonly status: number; readonly code: string | null }
  /** Discord wants it later, and has done nothing. */
  | { readonly kind: 'busy'; readonly waitMs: number }
  /** Discord was not reached, so that nothing has happened. */
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

/** Whether a call failed since Discord does not know the token, or not any more. */
export const isTokenRefused = (error: unknown): error is CallError =>
  error instanceof CallError && error.trouble.kind === 'answer' && error.trouble.status === 401;

/** How long a call may take, in milliseconds, and what ends it before. */
export interface CallLimits {
  readonly signal: AbortSignal;
  readonly ms: number;
}

/** What the SDK asks for. */
interface Request {
  readonly method?: string | undefined;
  readonly headers?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal | null | undefined;
}

type Route = `/${string}`;
type Options = NonNullable<Parameters<REST['get']>[1]>;

/** A hundred messages with all that may hang on them fit. */
const MOST_BYTES = 16 * 1024 * 1024;
const CONNECT_MS = 10_000;
const MOST_CONNECTIONS = 16;
/** Calls that are on their way may come to their end for so long when the client is closed. */
const CLOSE_MS = 4000;
const LONGEST_DESCRIPTION = 200;
/** Where Discord says that it is too much, and not for how long. */
const UNKNOWN_WAIT_MS = 5000;
/** Timers end at once where they are set for weeks. */
const LONGEST_WAIT_MS = 86_400_000;

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
/** What the SDK keeps to the rate limits by. */
const KEPT_HEADERS = [
  'content-type',
  'retry-after',
  'x-ratelimit-bucket',
  'x-ratelimit-global',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-reset-after',
  'x-ratelimit-scope',
];

const headersOf = z.record(z.string(), z.string());

/** Something answered, and it was not Discord. */
class NoAnswer extends Error {}

/** The REST API for one bot. */
export class DiscordClient {
  /** Resolves with the reason once Discord does not know the token, or not any more. */
  readonly refused: Promise<string>;
  readonly #token: string;
  readonly #rest: REST;
  /** A pool and not an agent: an agent that was closed forgets its connections, and then cannot break them off. */
  readonly #pool: Pool;
  #closed: Promise<void> | null = null;
  #refuse: (reason: string) => void = () => undefined;

  constructor(token: string, apiBase: string) {
    this.#token = token;
    this.#pool = new Pool(new URL(apiBase).origin, {
      connections: MOST_CONNECTIONS,
      connect: { timeout: CONNECT_MS },
    });
    this.refused = new Promise((resolve) => {
      this.#refuse = resolve;
    });
    this.#rest = new REST({
      api: apiBase.replace(/\/+$/, '').replace(new RegExp(`/v${API_VERSION}$`), ''),
      version: API_VERSION,
      // Trying again, and waiting, is for whoever calls to decide.
      retries: 0,
      rejectOnRateLimit: () => true,
      // Each call has a limit of its own.
      timeout: 2 ** 31 - 1,
      makeRequest: async (url, init) => await this.#fetch(url, init),
    });
  }

  /** Asks for something. @throws CallError */
  async get(route: Route, limits: CallLimits, query?: Record<string, string>): Promise<unknown> {
    const options = query === undefined ? {} : { query: new URLSearchParams(query) };
    return await this.#call(limits, options, (rest, all) => rest.get(route, all));
  }

  /** Does something. @throws CallError */
  async post(route: Route, limits: CallLimits, body?: object): Promise<unknown> {
    const options = body === undefined ? {} : { body };
    return await this.#call(limits, options, (rest, all) => rest.post(route, all));
  }

  /** Closes the connections once the calls on their way are over, or have not been in time. */
  async close(): Promise<void> {
    this.#closed ??= this.#close();
    await this.#closed;
  }

  async #close(): Promise<void> {
    this.#rest.clearHashSweeper();
    this.#rest.clearHandlerSweeper();
    const limit = new AbortController();
    const inTime = sleep(CLOSE_MS, undefined, { ref: false, signal: limit.signal });
    await Promise.race([this.#pool.close(), inTime.catch(() => undefined)]);
    limit.abort();
    await this.#pool.destroy();
  }

  async #call(
    { signal, ms }: CallLimits,
    options: Options,
    work: (rest: REST, options: Options) => Promise<unknown>,
  ): Promise<unknown> {
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
    // The SDK forgets a token that was refused once, and then says something else than that.
    const headers = { authorization: `Bot ${this.#token}` };
    try {
      return await work(this.#rest, { ...options, auth: false, headers, signal: limit.signal });
    } catch (error) {
      if (isLate)
        throw new CallError(`Discord did not answer within ${ms / 1000} s`, { kind: 'silent' });
      if (signal.aborted) throw new CallError('given up', { kind: 'lost' });
      const explained = this.#explain(error);
      if (isTokenRefused(explained)) this.#refuse(explained.message);
      throw explained;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #fetch(address: string, init: Request): Promise<Response> {
    const url = new URL(address);
    const { statusCode, headers, body } = await this.#pool.request({
      origin: url.origin,
      path: `${url.pathname}${url.search}`,
      method: init.method === 'POST' ? 'POST' : 'GET',
      headers: headersOf.parse(init.headers),
      body: typeof init.body === 'string' ? init.body : null,
      signal: init.signal ?? null,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw new NoAnswer(`more than ${MOST_BYTES} bytes`);
      chunks.push(chunk);
    }
    return responseOf(statusCode, headers, Buffer.concat(chunks));
  }

  #explain(error: unknown): CallError {
    if (error instanceof RateLimitError) {
      const waitMs = Math.min(Math.ceil(error.retryAfter) || UNKNOWN_WAIT_MS, LONGEST_WAIT_MS);
      const message = `Discord wants it later, in ${Math.ceil(waitMs / 1000)} s`;
      return new CallError(message, { kind: 'busy', waitMs });
    }
    if (error instanceof DiscordAPIError) {
      const { status, code } = error;
      const what = status === 401 ? 'rejected the bot token' : 'refused';
      const words = this.#tidy(code === 0 ? error.message : `${code}: ${error.message}`);
      const said = `Discord ${what} (${words})`;
      return new CallError(said, {
        kind: 'answer',
        status,
        code: code === 0 ? null : String(code),
      });
    }
    if (error instanceof HTTPError) {
      const { status } = error;
      return new CallError(`Discord failed (${status})`, { kind: 'answer', status, code: null });
    }
    if (error instanceof NoAnswer)
      return new CallError(`What answered is not Discord's API: ${error.message}`, {
        kind: 'lost',
      });
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return UNREACHED.has(code)
      ? new CallError(`Discord could not be reached (${code})`, { kind: 'unsent' })
      : new CallError(`The connection to Discord broke (${code})`, { kind: 'lost' });
  }

  /** A description of the outside, without what it may repeat of the request. */
  #tidy(description: string): string {
    const masked = redact(description.slice(0, 1000).replaceAll(this.#token, '***'));
    return masked.slice(0, LONGEST_DESCRIPTION).toWellFormed();
  }
}

/** An answer that the SDK can work with, which takes much on trust. @throws NoAnswer */
function responseOf(
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Buffer,
): Response {
  const kept = new Headers();
  for (const name of KEPT_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string') kept.set(name, value);
  }
  if (status === 204) return new Response(null, { status, headers: kept });
  // Whatever failed there, the status says enough.
  if (status >= 500 && status < 600) return new Response(null, { status, headers: kept });
  if (status === 429) {
    // The body is more exact than the header, and the only one to say it where a proxy takes headers away.
    const seconds: unknown = Object(parsed(body)).retry_after;
    if (typeof seconds === 'number') kept.set('retry-after', String(seconds));
    return new Response(null, { status, headers: kept });
  }
  const isError = status >= 400 && status < 500;
  if (!isError && status !== 200 && status !== 201) throw new NoAnswer(`status ${status}`);
  const json = parsed(body);
  if (typeof json !== 'object' || json === null)
    throw new NoAnswer(`status ${status}, and no JSON object`);
  kept.set('content-type', 'application/json');
  // The SDK reads the words of a refusal without looking whether they are there.
  const checked = isError ? refusal(json) : json;
  return new Response(JSON.stringify(checked), { status, headers: kept });
}

function refusal(json: object): object {
  const code = 'code' in json && typeof json.code === 'number' ? json.code : 0;
  const message = 'message' in json && typeof json.message === 'string' ? json.message : '';
  return { code, message: message || 'no reason was given' };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}
