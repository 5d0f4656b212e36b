/**
 * Owns one socket of Socket Mode: opened by the SDK, watched, and closed in bounded time. It is never opened again.
 * What becomes of what arrives, and when another socket takes its place, belongs to socket-mode.ts.
 */
import type { Socket as NetSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeClient } from '@slack/socket-mode';
import { Agent, buildConnector, WebSocket } from 'undici';
import { z } from 'zod';
import { PlatformError } from '../../../domain/channels/platform.ts';
import { type CallLimits, type CallOptions, SILENT, type SlackClient } from './client.ts';
import type { Times } from './ports.ts';

const MOST_BYTES = 2 * 1024 * 1024;
const LOOKS = 4;

const frame = z.union([
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('disconnect'), reason: z.string().optional().catch(undefined) }),
  z.object({ type: z.string(), envelope_id: z.string().min(1).max(256), payload: z.unknown() }),
]);

/** An event that waits for an acknowledgement. */
export interface Envelope {
  readonly id: string;
  /** Nobody has looked at it. */
  readonly payload: unknown;
}

/** What a socket is opened with. */
export interface SocketOptions {
  readonly client: SlackClient;
  readonly appToken: string;
  /** Whether an address without TLS will do: where the Web API has none either. */
  readonly isPlain: boolean;
  readonly times: Times;
  /** An event arrived. */
  readonly onEvent: (envelope: Envelope, socket: Socket) => void;
  /** Slack wants the socket to be given up, and says why. */
  readonly onLeave: (reason: string, socket: Socket) => void;
}

/** The SDK acts on whatever arrives, and fails on what has no form it knows; so it sees only what was looked at. */
class GuardedClient extends SocketModeClient {
  readonly #take: (text: string, greeted: () => Promise<void>) => void;

  constructor(
    options: ConstructorParameters<typeof SocketModeClient>[0],
    take: (text: string, greeted: () => Promise<void>) => void,
  ) {
    super(options);
    this.#take = take;
  }

  protected override async onWebSocketMessage(
    data: string | ArrayBuffer,
    isBinary: boolean,
  ): Promise<void> {
    if (typeof data !== 'string') return;
    this.#take(data, () => super.onWebSocketMessage(data, isBinary));
  }
}

/** One socket. */
export class Socket {
  /** Resolves with the reason once it is gone, unless it was closed; never rejects. */
  readonly broken: Promise<string>;
  readonly #options: SocketOptions;
  readonly #raw = new Set<NetSocket>();
  readonly #pool: Agent;
  #sdk: GuardedClient | null = null;
  #watch: NodeJS.Timeout | null = null;
  #break: (reason: string) => void = () => undefined;
  #isBroken = false;
  #closed: Promise<void> | null = null;

  private constructor(options: SocketOptions) {
    this.#options = options;
    this.broken = new Promise((resolve) => {
      this.#break = (reason) => {
        if (this.#closed !== null) return;
        this.#isBroken = true;
        resolve(reason);
      };
    });
    const connect = buildConnector({ timeout: options.times.helloMs });
    this.#pool = new Agent({
      webSocket: { maxPayloadSize: MOST_BYTES },
      connect: (to, done) =>
        connect(to, (...outcome) => {
          const [, socket] = outcome;
          if (socket !== null) this.#raw.add(socket);
          done(...outcome);
        }),
    });
  }

  /** Opens one. @returns once Slack has greeted @throws CallError, PlatformError */
  static async open(options: SocketOptions, signal: AbortSignal): Promise<Socket> {
    const socket = new Socket(options);
    try {
      await socket.#open({ signal, ms: options.times.helloMs });
      return socket;
    } catch (error) {
      await socket.close();
      throw error;
    }
  }

  /** Whether pings are answered and nobody has closed it. */
  get isOpen(): boolean {
    return !this.#isBroken && this.#sdk?.websocket?.readyState === WebSocket.OPEN;
  }

  /** Tells Slack that an event is durable. Where the socket is gone, Slack tells of it again. */
  acknowledge({ id }: Envelope): void {
    if (!this.isOpen) return;
    this.#sdk?.websocket?.send(JSON.stringify({ envelope_id: id }), () => undefined);
  }

  /** Closes it, by agreement where that is quick. */
  async close(): Promise<void> {
    this.#closed ??= this.#close();
    await this.#closed;
  }

  async #open(limits: CallLimits): Promise<void> {
    const { client, times } = this.#options;
    await client.within(limits, async (options, signal) => {
      const over = new AbortController();
      this.#sdk = this.#make(options);
      const greeted = this.#sdk.start().catch((error: unknown) => {
        // What the SDK says of a socket that was closed before the greeting is nothing at all.
        throw error ?? new PlatformError('Slack closed the socket before it greeted');
      });
      await Promise.race([greeted, failedOnceAborted(signal, over.signal)]).finally(() =>
        over.abort(),
      );
    });
    this.#watch = setInterval(() => {
      if (!this.isOpen) this.#break('the socket to Slack is dead');
    }, times.pongMs / LOOKS).unref();
  }

  #make(clientOptions: CallOptions): GuardedClient {
    const { appToken, times } = this.#options;
    const sdk = new GuardedClient(
      {
        appToken,
        clientOptions,
        logger: SILENT,
        autoReconnectEnabled: false,
        clientPingTimeout: times.pongMs,
        dispatcher: this.#pool,
      },
      (text, greeted) => this.#take(text, greeted),
    );
    // What these throw, the start of the client comes to.
    sdk.on('authenticated', (opened: unknown) => this.#checkAddress(opened));
    sdk.on('connecting', () => {
      if (this.#closed !== null) throw new PlatformError('given up');
    });
    sdk.on('disconnected', () => this.#break('the socket to Slack was closed'));
    return sdk;
  }

  #checkAddress(opened: unknown): void {
    const address: unknown = Object(opened).url;
    const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : null;
    if (url?.protocol === 'wss:' || (url?.protocol === 'ws:' && this.#options.isPlain)) return;
    throw new PlatformError('Slack gave no address for a socket');
  }

  #take(text: string, greeted: () => Promise<void>): void {
    const { data } = frame.safeParse(parsed(text));
    if (data === undefined || this.#closed !== null) return;
    if (data.type === 'hello') {
      // It only tells whoever waits for it.
      void greeted();
    } else if ('envelope_id' in data) {
      const envelope = { id: data.envelope_id, payload: data.payload };
      if (data.type === 'events_api') this.#options.onEvent(envelope, this);
      else this.acknowledge(envelope);
    } else if (data.type === 'disconnect') {
      const reason = 'reason' in data ? data.reason : undefined;
      this.#options.onLeave(/^\w{1,64}$/.exec(reason ?? '')?.[0] ?? 'no reason', this);
    }
  }

  async #close(): Promise<void> {
    if (this.#watch !== null) clearInterval(this.#watch);
    const sdk = this.#sdk;
    if (sdk !== null) {
      const limit = new AbortController();
      const { closeMs } = this.#options.times;
      const inTime = sleep(closeMs, undefined, { ref: false, signal: limit.signal });
      await Promise.race([sdk.disconnect(), inTime.catch(() => undefined)]);
      limit.abort();
      // The second time the SDK does not wait half a minute for the other side.
      if (sdk.websocket?.readyState !== undefined) sdk.websocket.disconnect();
    }
    for (const socket of this.#raw) socket.destroy();
    await this.#pool.destroy();
  }
}

/** Rejects once `signal` aborts; nothing stays behind on it once `over` does. */
async function failedOnceAborted(signal: AbortSignal, over: AbortSignal): Promise<never> {
  return await new Promise((_resolve, reject) => {
    const onAbort = () => reject(new PlatformError('given up'));
    signal.addEventListener('abort', onAbort, { once: true, signal: over });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
