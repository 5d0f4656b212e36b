/**
 * Owns what callers do with chats: list them, read what was said, and have something said. Sending itself belongs to outbox.ts.
 */
import {
  type ChatMessageFilter,
  type ChatMessageRow,
  newestChatMessages,
} from '../../db/chat-messages.ts';
import { type ChatRow, countChats, findChat, listChats } from '../../db/chats.ts';
import type { Store } from '../../db/open.ts';
import type { Journal } from '../audit/index.ts';
import { type Caller, DomainError } from '../shared/index.ts';
import type { Channels } from './channels.ts';
import { CHANNEL_NAMES, type ChannelName, channelOf, normalizeJid } from './jid.ts';
import type { Outbox } from './outbox.ts';
import type { Posted } from './waiting.ts';

/** A chat; times are milliseconds since the epoch. */
export interface Chat extends Omit<ChatRow, 'channel'> {
  readonly channel: ChannelName;
}
/** A message of a chat. */
export type ChatMessage = ChatMessageRow;

/** A message that was sent. */
export interface Sent {
  readonly jid: string;
  readonly channel: ChannelName;
  /** The platform's identifiers of its pieces, in order. */
  readonly messageIds: readonly string[];
  readonly at: number;
}

/** What callers can do with chats. */
export class Postbox {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #channels: Channels;
  readonly #outbox: Outbox;
  readonly #waitMs: number;

  /** @param options.waitMs How long a caller waits for a platform to take a message. */
  constructor(options: {
    store: Store;
    journal: Journal;
    channels: Channels;
    outbox: Outbox;
    waitMs?: number;
  }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#channels = options.channels;
    this.#outbox = options.outbox;
    this.#waitMs = options.waitMs ?? 30_000;
  }

  /** One page of chats, the newest activity first, and how many there are. */
  async list(filter: {
    channel?: string | undefined;
    limit: number;
    offset: number;
  }): Promise<{ chats: Chat[]; total: number }> {
    const { read } = this.#store;
    const chats = (await listChats(read, filter)).map(toChat);
    return { chats, total: await countChats(read, filter.channel) };
  }

  /** The newest messages of a chat that match, oldest first. @throws DomainError jid_invalid, channel_not_found, chat_not_found */
  async messages(address: string, filter: ChatMessageFilter): Promise<ChatMessage[]> {
    const jid = demandJid(address, 'path');
    if ((await findChat(this.#store.read, jid)) === undefined)
      throw new DomainError('chat_not_found', `Chat ${jid} is not known`);
    return await newestChatMessages(this.#store.read, jid, filter);
  }

  /**
   * Sends a text to a chat and waits until the platform has taken it. What the platform does not take is not tried again later.
   * @throws DomainError jid_invalid, channel_not_found for an address of no channel, validation_failed for a channel that does not own the address, channel_not_connected,
   * channel_refused, channel_timed_out
   */
  async send(
    letter: { jid: string; text: string; channel?: ChannelName; replyTo?: string },
    by: Caller,
  ): Promise<Sent> {
    const jid = demandJid(letter.jid, 'body');
    const channel = channelOf(jid);
    if (channel === null) throw new Error(`${jid} belongs to no channel`);
    if (letter.channel !== undefined && letter.channel !== channel) {
      const message = `must be ${channel}, which owns ${jid}`;
      throw new DomainError('validation_failed', `The body "channel" ${message}`, {
        issues: [{ in: 'body', path: 'channel', message }],
      });
    }
    if (this.#channels.connection(channel) === null)
      throw new DomainError('channel_not_connected', `Channel ${channel} is not connected`);
    const { text, replyTo = null } = letter;
    const { id, outcome } = await this.#journal.commit(by, async (change) => {
      change.target(jid);
      const made = await this.#outbox.add(change, {
        channel,
        jid,
        text,
        inboundSeq: null,
        replyTo,
      });
      return { id: made, outcome: this.#outbox.outcomeOf(made) };
    });
    this.#outbox.wake(jid);
    const posted = await this.#settle(id, jid, outcome);
    if (posted.kind === 'sent')
      return { jid, channel, messageIds: posted.messageIds, at: posted.at };
    const { reason, code } = posted;
    throw new DomainError('channel_refused', `Channel ${channel} did not take the message`, {
      reason,
      ...(code === null ? {} : { code }),
    });
  }

  /** @throws DomainError channel_timed_out, with nothing left that might be sent later */
  async #settle(id: string, jid: string, outcome: Promise<Posted>): Promise<Posted> {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(), this.#waitMs);
    const isLate = new Promise<null>((resolve) => {
      late.signal.addEventListener('abort', () => resolve(null), { once: true });
    });
    try {
      const posted = await Promise.race([outcome, isLate]);
      if (posted !== null) return posted;
      await this.#outbox.withdraw(id);
      throw new DomainError('channel_timed_out', `The message to ${jid} was not taken in time`);
    } finally {
      clearTimeout(timer);
    }
  }
}

function toChat(row: ChatRow): Chat {
  const channel = CHANNEL_NAMES.find((name) => name === row.channel);
  if (channel === undefined) throw new Error(`Chat ${row.jid} is of no channel`);
  return { ...row, channel };
}

const PREFIXES: readonly unknown[] = ['tg', 'slack', 'dc', 'wa', 'whatsapp'];

/** The one way to write an address. @throws DomainError jid_invalid; channel_not_found where it could be one of another platform */
function demandJid(jid: string, where: 'path' | 'body'): string {
  const normal = normalizeJid(jid);
  if (normal !== null) return normal;
  const prefix = /^([a-z][a-z0-9]{0,31}):./.exec(jid)?.[1];
  if (prefix !== undefined && !PREFIXES.includes(prefix))
    throw new DomainError(
      'channel_not_found',
      `No channel owns addresses that begin with ${prefix}:`,
    );
  const message = 'must be the address of a chat, such as tg:-1001234567890';
  throw new DomainError('jid_invalid', `The ${where} "jid" ${message}`, {
    issues: [{ in: where, path: 'jid', message }],
  });
}
