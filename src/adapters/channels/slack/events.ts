/**
 * Owns the order in which events become messages: one after the other in each chat, and no more at a time than can be waited for.
 * What a message says is in messages.ts, how events arrive in socket-mode.ts and events-api.ts.
 */
import { z } from 'zod';
import type { Account, ChannelEvents } from '../../../domain/channels/platform.ts';
import type { Logger } from '../../../lib/log.ts';
import { MESSAGE_TYPES, readMessage, type Said, tellOf } from './messages.ts';
import type { Names } from './names.ts';
import { jidOf } from './settings.ts';

/** Far more than Slack sends before it wants acknowledgements. */
const MOST_WAITING = 10_000;

const channelId = z.string().regex(/^[CDG][A-Z0-9]{1,30}$/);
const callback = z.object({
  type: z.literal('event_callback'),
  event: z.looseObject({ type: z.string() }),
});
const move = z.object({ old_channel_id: channelId, new_channel_id: channelId });

/** Who the app is; its messages bear either. */
export interface Self {
  readonly account: Account;
  readonly botId: string | null;
}

/** What events are told with. */
export interface EventsOptions {
  readonly self: Self;
  readonly events: ChannelEvents;
  readonly names: Names;
  readonly log: Pick<Logger, 'warn'> | null;
}

/** Events on their way to the domain. */
export class Events {
  readonly #options: EventsOptions;
  readonly #chats = new Map<string, Promise<unknown>>();
  #waiting = 0;
  #isStopped = false;

  constructor(options: EventsOptions) {
    this.#options = options;
  }

  /**
   * Takes the payload of an event.
   * @returns true once it is durable, or is nothing for an agent; false where it has to come again
   * @throws what kept it from being stored
   */
  async take(payload: unknown): Promise<boolean> {
    const { data } = callback.safeParse(payload);
    if (data === undefined) return true;
    const { event } = data;
    if (event.type === 'channel_id_changed') return await this.#move(event);
    if (!MESSAGE_TYPES.has(event.type)) return true;
    const message = this.read(event);
    return message === null || (await this.admit(message));
  }

  /** The message of an event; null where it is nothing for an agent. */
  read(event: Readonly<Record<string, unknown>>): Said | null {
    const message = readMessage(event);
    if (message !== 'unknown') return message;
    // Waiting for it to get better would keep every other message waiting as well.
    this.#options.log?.warn('A message from Slack has no form that is known, and is left out');
    return null;
  }

  /**
   * Takes a message, after those of its chat that came before.
   * @returns true once it is durable; false where it has to come again
   * @throws what kept it from being stored
   */
  async admit(message: Said): Promise<boolean> {
    if (this.#isStopped) return false;
    // To leave out one and take the next would change their order.
    if (this.#waiting >= MOST_WAITING) throw new Error('more messages wait than can be kept');
    this.#waiting += 1;
    const before = this.#chats.get(message.channel);
    const told = this.#tell(message, before);
    this.#chats.set(message.channel, told);
    try {
      return await told;
    } finally {
      this.#waiting -= 1;
      if (this.#chats.get(message.channel) === told) this.#chats.delete(message.channel);
    }
  }

  /** Takes no more, and waits for what is being stored. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.allSettled(this.#chats.values());
  }

  async #tell(message: Said, before: Promise<unknown> | undefined): Promise<boolean> {
    // Where the one before could not be stored, it comes again, and this one after it.
    await before;
    if (this.#isStopped) return false;
    const { self, events, names } = this.#options;
    const inbound = await tellOf(message, self, names);
    if (this.#isStopped) return false;
    await events.received(inbound);
    return true;
  }

  async #move(event: unknown): Promise<boolean> {
    const { data } = move.safeParse(event);
    if (data !== undefined)
      await this.#options.events.moved(jidOf(data.old_channel_id), jidOf(data.new_channel_id));
    return true;
  }
}

/** JSON from outside; null where it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
