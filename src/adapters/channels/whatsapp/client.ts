/**
 * Owns calling the Graph API: over connections of its own, bounded in time and size. What a call that failed says is in failure.ts,
 * which calls are made belongs to the modules beside it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { brokenCall, CallError, noAnswer, refusal } from './failure.ts';
import { assertForms, type WhatsappCredentials } from './settings.ts';

/** How long a call may take, in milliseconds, and what ends it before. */
export interface CallLimits {
  readonly signal: AbortSignal;
  readonly ms: number;
}

/** Answers are about one number or one message. */
const MOST_BYTES = 1024 * 1024;
const CONNECT_MS = 10_000;
const MOST_CONNECTIONS = 16;
/** Calls that are on their way may come to their end for so long when the client is closed. */
const CLOSE_MS = 4000;

/** The Graph API for one business number. */
export class GraphClient {
  readonly #token: string;
  readonly #number: URL;
  readonly #pool: Pool;
  #closed: Promise<void> | null = null;

  /** @throws CredentialsError for what cannot be credentials */
  constructor(credentials: WhatsappCredentials) {
    assertForms(credentials);
    const { accessToken, phoneNumberId, apiBase, apiVersion } = credentials;
    this.#token = accessToken;
    this.#number = new URL(`${apiBase.replace(/\/+$/, '')}/${apiVersion}/${phoneNumberId}`);
    // An agent forgets what it has not closed yet, which could not be destroyed then.
    this.#pool = new Pool(this.#number.origin, {
      connections: MOST_CONNECTIONS,
      connect: { timeout: CONNECT_MS },
    });
  }

  /** Asks about the number. @returns JSON @throws CallError */
  async number(limits: CallLimits, fields: readonly string[]): Promise<unknown> {
    const path = `${this.#number.pathname}?fields=${fields.join(',')}`;
    return await this.#call(limits, { method: 'GET', path, body: null });
  }

  /** Posts a message, or that one was read. @returns JSON @throws CallError */
  async messages(limits: CallLimits, body: Readonly<Record<string, unknown>>): Promise<unknown> {
    const path = `${this.#number.pathname}/messages`;
    const whole = { messaging_product: 'whatsapp', ...body };
    return await this.#call(limits, { method: 'POST', path, body: JSON.stringify(whole) });
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

  async #call({ signal, ms }: CallLimits, request: Request): Promise<unknown> {
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
      return await this.#request(request, limit.signal);
    } catch (error) {
      if (error instanceof CallError) throw error;
      if (isLate)
        throw new CallError(`Meta did not answer within ${ms / 1000} s`, { kind: 'silent' });
      if (signal.aborted) throw new CallError('given up', { kind: 'lost' });
      throw brokenCall(error);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #request({ method, path, body }: Request, signal: AbortSignal): Promise<unknown> {
    const response = await this.#pool.request({
      path,
      method,
      headers: {
        authorization: `Bearer ${this.#token}`,
        accept: 'application/json',
        ...(body === null ? {} : { 'content-type': 'application/json' }),
      },
      body,
      signal,
    });
    const { statusCode: status, headers } = response;
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw noAnswer(`more than ${MOST_BYTES} bytes`);
      chunks.push(chunk);
    }
    const json = parsed(Buffer.concat(chunks));
    const refused = refusal({ status, headers, json, token: this.#token });
    if (refused !== null) throw refused;
    if (status !== 200 || json === undefined) throw noAnswer(`status ${status}`);
    return json;
  }
}

interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body: string | null;
}

/** @returns undefined for what is no JSON */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
