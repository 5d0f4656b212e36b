/**
 * Owns calling the Bot API: through the SDK, over connections of its own, bounded in time and size, and what a call that failed says.
 * Which calls are made belongs to the modules beside it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Api, GrammyError, HttpError } from 'grammy/web';
import { Pool } from 'undici';
import { z } from 'zod';
import { redact } from '../../../lib/redact.ts';

/** How a call failed. */
export type Trouble =
  /** Telegram said no. */
  | {
      readonly kind: 'answer';
      readonly code: number;
      readonly description: string;
      /** How long Telegram wants no more requests. */
      readonly waitMs: number | null;
      /** The chat that took the place of the one that was meant. */
      readonly movedTo: number | null;
    }
  /** Telegram was not reached, so that nothing has happened. */
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

/** Whether a call failed since Telegram does not know the token, or not any more. */
export const isTokenRefused = (error: unknown): error is CallError =>
  error instanceof CallError &&
  error.trouble.kind === 'answer' &&
  TOKEN_REFUSED.has(error.trouble.code);

/** How many milliseconds Telegram wants no more requests; null where it does not say so. */
export const waitOf = (error: unknown): number | null =>
  error instanceof CallError && error.trouble.kind === 'answer' ? error.trouble.waitMs : null;

/** How long a call may take, in milliseconds, and what ends it before. */
export interface CallLimits {
  readonly signal: AbortSignal;
  readonly ms: number;
}

/** A hundred updates of the longest texts, every character escaped, fit. */
const MOST_BYTES = 16 * 1024 * 1024;
const CONNECT_MS = 10_000;
const MOST_CONNECTIONS = 16;
/** Calls that are on their way may come to their end for so long when the client is closed. */
const CLOSE_MS = 4000;
const LONGEST_DESCRIPTION = 200;
/** Where Telegram says that it is too much, and not for how long. */
const UNKNOWN_WAIT_MS = 5000;
/** Timers end at once where they are set for weeks. */
const LONGEST_WAIT_MS = 86_400_000;

/** An unknown token, and one of a form that no token has. */
const TOKEN_REFUSED = new Set([401, 404]);
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
const answer = z.union([
  z.object({ ok: z.literal(true), result: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error_code: z.int(),
    description: z.string().catch(''),
    parameters: z
      .object({
        retry_after: z.number().positive().optional().catch(undefined),
        migrate_to_chat_id: z.int().optional().catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
]);

/** Something answered, and it was not the Bot API. */
class NoAnswer extends Error {}

/** The Bot API for one bot. */
export class TelegramClient {
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
  async call<T>({ signal, ms }: CallLimits, work: (api: Api) => Promise<T>): Promise<T> {
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
      // The SDK's own signals are of another make than Node's, so each call has a fetch that knows its signal.
      const fetch = (url: string, init: RequestInit) => this.#fetch(url, init, limit.signal);
      return await work(new Api(this.#token, { apiRoot: this.#base, fetch }));
    } catch (error) {
      if (isLate)
        throw new CallError(`Telegram did not answer within ${ms / 1000} s`, { kind: 'silent' });
      if (signal.aborted) throw new CallError('given up', { kind: 'lost' });
      throw this.#explain(error);
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

  async #fetch(address: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const url = new URL(address);
    const response = await this.#pool.request({
      origin: url.origin,
      path: url.pathname,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof init.body === 'string' ? init.body : null,
      signal,
    });
    const status = response.statusCode;
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw new NoAnswer(`more than ${MOST_BYTES} bytes`);
      chunks.push(chunk);
    }
    return Response.json(readAnswer(Buffer.concat(chunks), status));
  }

  #explain(error: unknown): CallError {
    if (error instanceof GrammyError) {
      const { error_code: code, parameters } = error;
      const description = this.#tidy(error.description);
      const { retry_after, migrate_to_chat_id: movedTo = null } = parameters;
      const waitMs =
        retry_after === undefined ? UNKNOWN_WAIT_MS : Math.min(retry_after * 1000, LONGEST_WAIT_MS);
      const what = TOKEN_REFUSED.has(code) ? 'rejected the bot token' : 'refused';
      return new CallError(`Telegram ${what} (${code}: ${description})`, {
        kind: 'answer',
        code,
        description,
        waitMs: code === 429 ? waitMs : null,
        movedTo,
      });
    }
    const cause = error instanceof HttpError ? error.error : error;
    if (cause instanceof NoAnswer)
      return new CallError(`What answered is not Telegram's API: ${cause.message}`, {
        kind: 'lost',
      });
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    return UNREACHED.has(code)
      ? new CallError(`Telegram could not be reached (${code})`, { kind: 'unsent' })
      : new CallError(`The connection to Telegram broke (${code})`, { kind: 'lost' });
  }

  /** A description of the outside, without what it may repeat of the request. */
  #tidy(description: string): string {
    const masked = redact(description.replaceAll(this.#token, '***').slice(0, 1000));
    return masked.slice(0, LONGEST_DESCRIPTION).toWellFormed();
  }
}

function readAnswer(body: Buffer, status: number): z.infer<typeof answer> {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new NoAnswer(`status ${status}, and no JSON`);
  }
  const { success, data } = answer.safeParse(json);
  if (!success) throw new NoAnswer(`status ${status}, and JSON of another shape`);
  return data;
}
