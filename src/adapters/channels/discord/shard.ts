/**
 * Owns one connection to the gateway through the SDK: its frames checked before the SDK sees them, and its end, after which the SDK does
 * not connect again by itself. Sessions, and when to connect again, belong to gateway.ts and to domain/connections.
 */
import {
  CloseCodes,
  type IContextFetchingStrategy,
  WebSocketShard,
  type WebSocketShardDestroyOptions,
  WebSocketShardEvents,
} from '@discordjs/ws';
import { z } from 'zod';
import type { Clock } from '../../../lib/clock.ts';
import { redact } from '../../../lib/redact.ts';

/** How a connection came to its end. */
export interface Ending {
  readonly reason: string;
  /** The code that it was closed with; null where it was not closed, but given up. */
  readonly code: number | null;
  /** Whether the session cannot be gone on with. */
  readonly isSessionLost: boolean;
}

/** An event of the gateway. */
export interface Dispatch {
  readonly name: string;
  readonly sessionId: string | null;
  readonly sequence: number;
  readonly fields: unknown;
}

const OP_DISPATCH = 0;
const OP_RECONNECT = 7;
const OP_INVALID_SESSION = 9;
const OP_HELLO = 10;
const CONNECTING = 0;
const LONGEST_REASON = 200;
/** How much later than agreed a heartbeat may be answered. */
const LATE_MS = 10_000;

const frame = z.object({ op: z.int() });
const dispatch = z.object({ t: z.string(), s: z.int().min(0), d: z.unknown() });
/** The SDK sets timers by it as it is. */
const hello = z.object({ d: z.object({ heartbeat_interval: z.int().min(20).max(600_000) }) });
const invalidSession = z.object({ d: z.boolean() });
const ready = z.object({
  d: z.object({
    session_id: z.string().min(1).max(256),
    resume_gateway_url: z.string().max(512),
  }),
});

/** Codes whose session is over; the ones Discord says are not to be tried again among them. */
const SESSION_LOST = new Set([1000, 4003, 4004, 4005, 4007, 4009, 4010, 4011, 4012, 4013, 4014]);
const CLOSES: Readonly<Record<number, string>> = {
  4000: 'Discord has lost the connection',
  4003: 'Discord knows the session no more',
  4004: 'Discord rejected the bot token',
  4007: 'Discord knows the session no more',
  4008: 'Discord was told too much at once',
  4009: 'Discord knows the session no more',
  4010: 'Discord refused the shard',
  4011: 'The bot is in too many guilds for one connection',
  4012: 'Discord speaks this version of its gateway no more',
  4013: 'Discord does not know the intents',
  4014: 'The bot may not read message text: switch on the Message Content Intent in the developer portal',
};

interface Socket {
  readonly readyState: number;
  terminate(): void;
}

/** A connection to the gateway. */
export class Shard extends WebSocketShard {
  /** Resolves once the session works, a new one or the one before. */
  readonly opened: Promise<void>;
  /** Resolves when the connection breaks by itself; never rejects. */
  readonly ended: Promise<Ending>;
  readonly #clock: Clock;
  readonly #closeMs: number;
  #end: (ending: Ending) => void = () => undefined;
  #shutting: Promise<void> | null = null;
  #heardAt: number;
  #intervalMs: number | null = null;
  /** The last thing Discord asked for that ends a connection. */
  #asked: 'reconnect' | 'new session' | null = null;
  #socketError: string | null = null;

  constructor(
    strategy: IContextFetchingStrategy,
    { clock, closeMs }: { readonly clock: Clock; readonly closeMs: number },
  ) {
    super(strategy, 0);
    this.#clock = clock;
    this.#closeMs = closeMs;
    this.#heardAt = clock.monotonic();
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.opened = new Promise((resolve) => {
      this.once(WebSocketShardEvents.Ready, () => resolve());
      this.once(WebSocketShardEvents.Resumed, () => resolve());
    });
    // What it says is said by the code it closes with as well.
    this.on(WebSocketShardEvents.Error, () => undefined);
    this.on(WebSocketShardEvents.SocketError, (error) => {
      this.#socketError = textOf(error);
    });
    this.#watchFrames();
  }

  /** Begins; `opened` or `ended` say what becomes of it. */
  begin(): void {
    // It rejects when the connection breaks, or never settles.
    this.connect().catch(() => undefined);
  }

  /** Whether Discord has said something lately, as it must. */
  get isAlive(): boolean {
    const quietMs = this.#clock.monotonic() - this.#heardAt;
    return this.#shutting === null && quietMs <= (this.#intervalMs ?? 0) + LATE_MS;
  }

  /**
   * What the SDK does whenever something goes wrong, with the wish to connect again, which is not for it to decide.
   * @param options.code What Discord closed with, where it did.
   */
  override async destroy({ code }: WebSocketShardDestroyOptions = {}): Promise<void> {
    this.#break(this.#endingOf(code ?? null));
    await this.shut(CloseCodes.Resuming);
  }

  /**
   * Closes it, in bounded time.
   * @param code 1000 ends the session as well; with 4200 it waits for the next connection.
   */
  async shut(code: CloseCodes): Promise<void> {
    this.#shutting ??= this.#shut(code);
    await this.#shutting;
  }

  async #shut(code: CloseCodes): Promise<void> {
    const socket = this.#socket();
    if (socket?.readyState === CONNECTING) {
      // The SDK would leave it behind, without anybody to hear of its errors.
      const closed = new Promise<void>((resolve) => {
        this.once(WebSocketShardEvents.Closed, () => resolve());
      });
      socket.terminate();
      await closed;
    }
    const timer = setTimeout(() => socket?.terminate(), this.#closeMs);
    await super.destroy({ code });
    clearTimeout(timer);
  }

  #break(ending: Ending): void {
    if (this.#shutting === null) this.#end(ending);
  }

  #endingOf(code: number | null): Ending {
    if (this.#asked === 'new session')
      return { reason: 'Discord knows the session no more', code: null, isSessionLost: true };
    if (this.#asked === 'reconnect')
      return { reason: 'Discord asked for another connection', code: null, isSessionLost: false };
    if (code === null)
      return { reason: 'Discord does not answer', code: null, isSessionLost: false };
    const reason = CLOSES[code] ?? this.#socketError ?? 'The connection to Discord broke';
    return { reason: `${reason} (${code})`, code, isSessionLost: SESSION_LOST.has(code) };
  }

  /** The SDK takes every frame on trust, and lets the process die of one that is not what it should be. */
  #watchFrames(): void {
    const take: unknown = Reflect.get(this, 'onMessage');
    if (typeof take !== 'function') throw new Error('the SDK takes frames in another way');
    Reflect.set(this, 'onMessage', async (data: unknown, isBinary: unknown) => {
      if (this.#shutting !== null) return;
      try {
        if (!this.#isGood(data)) throw new TypeError('not a frame');
        await Reflect.apply(take, this, [data, isBinary]);
      } catch {
        const reason = 'What Discord says is not the protocol of its gateway';
        this.#break({ reason, code: null, isSessionLost: true });
        await this.shut(CloseCodes.Resuming);
      }
    });
  }

  /** Whether the SDK can work with a frame. */
  #isGood(data: unknown): boolean {
    this.#heardAt = this.#clock.monotonic();
    const said: unknown = JSON.parse(String(data));
    const { data: known } = frame.safeParse(said);
    switch (known?.op) {
      case OP_DISPATCH: {
        const { data: event } = dispatch.safeParse(said);
        return event !== undefined && (event.t !== 'READY' || ready.safeParse(said).success);
      }
      case OP_HELLO: {
        const { data: first } = hello.safeParse(said);
        // A second one would set a second timer, which nothing stops.
        if (first === undefined || this.#intervalMs !== null) return false;
        this.#intervalMs = first.d.heartbeat_interval;
        return true;
      }
      case OP_INVALID_SESSION: {
        const { data: asked } = invalidSession.safeParse(said);
        if (asked?.d === false) this.#asked = 'new session';
        return asked !== undefined;
      }
      case OP_RECONNECT:
        this.#asked = 'reconnect';
        return true;
      default:
        return known !== undefined;
    }
  }

  /** The SDK cannot break a socket off, so it is taken from where the SDK keeps it. */
  #socket(): Socket | null {
    const socket: unknown = Reflect.get(this, 'connection');
    return isSocket(socket) ? socket : null;
  }
}

const isSocket = (value: unknown): value is Socket =>
  typeof value === 'object' &&
  value !== null &&
  'readyState' in value &&
  'terminate' in value &&
  typeof value.terminate === 'function';

/** Why a socket failed, in a word of the system where there is one. */
function textOf(error: Error): string {
  const { message } = error;
  const code = 'code' in error ? String(error.code) : message;
  const words = redact(code.slice(0, LONGEST_REASON)).toWellFormed();
  return `The gateway of Discord could not be reached: ${words}`;
}
