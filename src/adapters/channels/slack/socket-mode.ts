/**
 * Owns messages that arrive over sockets: each event acknowledged once it is durable, and a new socket when Slack wants one back.
 * What an event says is in events.ts; what happens when no socket is left belongs to domain/connections.
 */
import { PlatformError } from '../../../domain/channels/platform.ts';
import type { SlackClient } from './client.ts';
import type { Events } from './events.ts';
import type { Inbound, Means } from './ports.ts';
import { type Envelope, Socket, type SocketOptions } from './socket.ts';

/** Why Slack may want a socket back although everything is well. */
const RECYCLED = new Set(['warning', 'refresh_requested']);

/** What Socket Mode is made with. */
export interface SocketModeOptions {
  readonly client: SlackClient;
  readonly appToken: string;
  readonly isPlain: boolean;
  readonly events: Events;
  readonly means: Means;
}

/** Messages over sockets, one at a time but for the moments in which the next one takes over. */
export class SocketMode implements Inbound {
  readonly broken: Promise<string>;
  readonly isEvident = true;
  readonly #options: SocketModeOptions;
  readonly #stop = new AbortController();
  #break: (reason: string) => void = () => undefined;
  #current: Socket | null = null;
  /** When the socket was opened, by the monotonic clock. */
  #since = 0;
  #changing: Promise<void> | null = null;

  private constructor(options: SocketModeOptions) {
    this.#options = options;
    this.broken = new Promise((resolve) => {
      this.#break = resolve;
    });
  }

  /** Opens the first socket. @throws CallError, PlatformError */
  static async open(options: SocketModeOptions, signal: AbortSignal): Promise<SocketMode> {
    const mode = new SocketMode(options);
    await mode.#use(signal);
    return mode;
  }

  /** @throws PlatformError where no socket is open */
  alive(): void {
    if (this.#current?.isOpen !== true && this.#changing === null)
      throw new PlatformError('No socket to Slack is open');
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#changing;
    await Promise.all([this.#current?.close(), this.#options.events.stop()]);
  }

  async #use(signal: AbortSignal): Promise<void> {
    const { client, appToken, isPlain, means } = this.#options;
    const options: SocketOptions = {
      client,
      appToken,
      isPlain,
      times: means.times,
      onEvent: (envelope, socket) => void this.#take(envelope, socket),
      onLeave: (reason, socket) => this.#leave(reason, socket),
    };
    const socket = await Socket.open(options, signal);
    this.#current = socket;
    this.#since = means.clock.monotonic();
    // The socket before this one may go whenever it likes.
    void socket.broken.then((reason) => {
      if (this.#current === socket && this.#changing === null) this.#break(reason);
    });
  }

  async #take(envelope: Envelope, socket: Socket): Promise<void> {
    try {
      if (await this.#options.events.take(envelope.payload)) socket.acknowledge(envelope);
    } catch {
      // It comes again over the next socket, and nothing may be stored before that.
      this.#break('A message from Slack could not be stored');
      await this.#options.events.stop();
    }
  }

  #leave(reason: string, socket: Socket): void {
    const { clock, times } = this.#options.means;
    if (this.#changing !== null || (this.#current !== null && this.#current !== socket)) return;
    const isSteady = clock.monotonic() - this.#since >= times.steadyMs;
    if (this.#current === null || !RECYCLED.has(reason) || !isSteady) {
      this.#break(`Slack closed the socket (${reason})`);
      return;
    }
    this.#changing = this.#change(socket);
  }

  /** Opens a socket, then gives up the one before. One attempt: after that it is not for here to try again. */
  async #change(before: Socket): Promise<void> {
    try {
      await this.#use(this.#stop.signal);
    } catch (error) {
      this.#break(error instanceof Error ? error.message : String(error));
    } finally {
      await before.close();
      this.#changing = null;
      if (this.#current?.isOpen !== true) this.#break('the socket to Slack was closed');
    }
  }
}
