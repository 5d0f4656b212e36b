/**
 * Owns a session with a server over any way to it: the start, the tools as they change, calls, and noticing a server that is silent.
 * The ways are stdio.ts and http.ts; when to open another session is decided by domain/connections.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import {
  ErrorCode,
  McpError,
  ToolListChangedNotificationSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { ZodError, type z } from 'zod';
import type {
  McpCallOptions,
  McpConnection,
  McpSettings,
  McpTool,
} from '../../domain/mcp/index.ts';
import type { Logger } from '../../lib/log.ts';
import { type ListedTool, readTools, toolPage } from './catalog.ts';
import { extrasOf } from './extras.ts';
import { callAnswer, toResult } from './results.ts';
import type { Wire } from './wire.ts';

/** Times in milliseconds. */
export interface SessionTimes {
  readonly pingEveryMs: number;
  readonly pingTimeoutMs: number;
  /** Between two readings of a list that changes all the time. */
  readonly refreshGapMs: number;
}

/** What a session is opened with. */
export interface SessionParts {
  readonly wire: Wire;
  readonly settings: McpSettings;
  readonly log: Logger;
  readonly version: string;
  readonly times: SessionTimes;
  readonly mask: (text: string) => string;
}

const LONGEST_REASON = 1000;

/** Opens a session. @throws Error in words; nothing is left behind then */
export async function openSession(
  parts: SessionParts,
  signal: AbortSignal,
): Promise<McpConnection> {
  const session = new Session(parts);
  const { startupTimeoutMs } = parts.settings;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), startupTimeoutMs);
  const onAbort = () => limit.abort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (signal.aborted) limit.abort();
    await session.start(limit.signal);
    return session;
  } catch (error) {
    const hint = parts.wire.hint();
    const late = `it did not answer within ${startupTimeoutMs / 1000} s${hint === null ? '' : `; ${hint}`}`;
    await session.close();
    throw new Error(parts.mask(limit.signal.aborted ? late : session.textOf(error)));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

class Session implements McpConnection {
  readonly #parts: SessionParts;
  readonly #client: Client;
  readonly #end = new AbortController();
  readonly ended: Promise<string>;
  #tellEnded: (reason: string) => void = () => {};
  #tools: readonly McpTool[] = [];
  #extras: readonly McpTool[] = [];
  #calls = 0;
  #isReady = false;
  #isStale = false;
  #isReading = false;
  #isProbing = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#client = new Client({ name: 'gatehouse', version: parts.version });
    this.ended = new Promise((resolve) => {
      this.#tellEnded = (reason) => resolve(parts.mask(reason));
    });
  }

  get tools(): readonly McpTool[] {
    return this.#tools;
  }

  get extras(): readonly McpTool[] {
    return this.#extras;
  }

  async start(signal: AbortSignal): Promise<void> {
    const { wire, settings, times } = this.#parts;
    const client = this.#client;
    client.fallbackRequestHandler = async ({ method }) => {
      throw new McpError(ErrorCode.MethodNotFound, `${method} is not offered: ${NOT_OFFERED}`);
    };
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      this.#isStale = true;
      if (this.#isReady) void this.#refresh();
    });
    // An error may be the end of the way, or nothing: the server is asked.
    client.onerror = () => {
      if (this.#isReady) void this.#probe();
    };
    const options = { signal, timeoutMs: settings.startupTimeoutMs };
    const begin = async () => {
      await client.connect(wire.transport, { signal, timeout: options.timeoutMs });
      await this.#readTools(options);
    };
    await Promise.race([begin(), broken(wire), abortion(signal)]);
    const { resources, prompts } = client.getServerCapabilities() ?? {};
    const has = { resources: resources !== undefined, prompts: prompts !== undefined };
    this.#extras = extrasOf(has, (...request) => this.#ask(...request));
    this.#isReady = true;
    void wire.broken.then(() => this.#tellEnded(wire.reason() ?? 'the connection ended'));
    if (this.#isStale) void this.#refresh();
    this.#timer = setInterval(() => {
      // A server that works on something may have no time to answer; if it hangs in it, the call runs out of time.
      if (this.#calls === 0) void this.#probe();
    }, times.pingEveryMs);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#end.abort();
    await this.#parts.wire.close();
    await this.#client.close();
  }

  /** What went wrong, in words for operators and models. */
  textOf(error: unknown): string {
    const { wire, mask } = this.#parts;
    const reason = wire.reason();
    if (reason !== null) return mask(reason);
    if (error instanceof ZodError) return 'it answered what the protocol does not know';
    if (!(error instanceof Error)) return mask(String(error));
    const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return mask(`${error.message}${cause}`.slice(0, LONGEST_REASON));
  }

  async #readTools(options: McpCallOptions): Promise<void> {
    if (this.#client.getServerCapabilities()?.tools === undefined) return;
    const listed = await readTools(
      (cursor) =>
        this.#ask('tools/list', cursor === undefined ? {} : { cursor }, toolPage, options),
      this.#parts.log,
    );
    this.#tools = listed.map((tool) => this.#toTool(tool));
  }

  #toTool(tool: ListedTool): McpTool {
    return {
      ...tool,
      call: async (input, options) => {
        const params = { name: tool.name, arguments: input };
        return toResult(await this.#ask('tools/call', params, callAnswer, options));
      },
    };
  }

  async #ask<Answer extends z.ZodType>(
    method: string,
    params: Record<string, unknown>,
    answer: Answer,
    { signal, timeoutMs }: McpCallOptions,
  ): Promise<z.infer<Answer>> {
    // The client leaves its listener on the signal it is given, so it is given one of this request alone.
    const own = new AbortController();
    const onAbort = () => own.abort('the call was given up');
    signal.addEventListener('abort', onAbort, { once: true });
    this.#calls += 1;
    try {
      if (signal.aborted) throw new Error('the call was given up');
      const options = { signal: own.signal, timeout: timeoutMs };
      return await this.#client.request({ method, params }, answer, options);
    } catch (error) {
      if (isLate(error) && !signal.aborted && this.#isReady) void this.#probe();
      throw new Error(this.textOf(error));
    } finally {
      this.#calls -= 1;
      signal.removeEventListener('abort', onAbort);
    }
  }

  async #refresh(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    const { settings, times, log } = this.#parts;
    try {
      while (this.#isStale && !this.#end.signal.aborted) {
        this.#isStale = false;
        await this.#readTools({ signal: this.#end.signal, timeoutMs: settings.requestTimeoutMs });
        await rest(times.refreshGapMs, this.#end.signal);
      }
    } catch (error) {
      if (!this.#end.signal.aborted)
        log.warn('the changed list of tools could not be read', { error });
    } finally {
      this.#isReading = false;
    }
  }

  /** Any answer will do, also that it knows no pings. */
  async #probe(): Promise<void> {
    if (this.#isProbing || this.#end.signal.aborted) return;
    this.#isProbing = true;
    const { pingTimeoutMs } = this.#parts.times;
    try {
      await this.#client.ping({ timeout: pingTimeoutMs });
    } catch (error) {
      const isAnswer = error instanceof McpError && !LOCAL_ERRORS.has(error.code);
      if (isLate(error)) this.#tellEnded(`it did not answer within ${pingTimeoutMs / 1000} s`);
      else if (!isAnswer) this.#tellEnded(this.textOf(error));
    } finally {
      this.#isProbing = false;
    }
  }
}

const NOT_OFFERED = 'this client has no sampling, no elicitation and no roots';

/** Those that the client makes itself. */
const LOCAL_ERRORS: ReadonlySet<number> = new Set([
  ErrorCode.ConnectionClosed,
  ErrorCode.RequestTimeout,
]);

const isLate = (error: unknown) =>
  error instanceof McpError && error.code === ErrorCode.RequestTimeout;

async function broken(wire: Wire): Promise<never> {
  await wire.broken;
  throw new Error(wire.reason() ?? 'the connection ended');
}

async function abortion(signal: AbortSignal): Promise<never> {
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
  throw new Error('given up');
}

/** @returns early once the signal aborts */
const rest = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { ref: false, signal }).catch(() => undefined);
