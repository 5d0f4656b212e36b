/**
 * Owns messages to a chat's agent that come from callers of the API and not over the channel: kept in the chat, and answered like all others.
 * What came over the channel belongs to inbox.ts, answering to replies.ts.
 */
import { insertChatMessage } from '../../db/chat-messages.ts';
import { touchChat } from '../../db/chats.ts';
import { findInboundOfTurn, insertInbound } from '../../db/inbound.ts';
import type { Store } from '../../db/open.ts';
import type { Journal } from '../audit/index.ts';
import type { Caller } from '../shared/index.ts';
import { channelOf } from './jid.ts';

/** A message of a caller. */
export interface FollowUpMessage {
  readonly jid: string;
  readonly text: string;
  /** The file that brings it to a container; unique. */
  readonly file: string;
  readonly at: number;
  /** The namespace whose container gets it. */
  readonly group: string;
}

const MARK = 'follow-up:';

/** Takes messages of callers in. */
export class FollowUps {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #onAsked: (jid: string) => void;

  /** @param options.onAsked Told of a chat in which a message waits for an answer, once that is durable. */
  constructor(options: { store: Store; journal: Journal; onAsked: (jid: string) => void }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#onAsked = options.onAsked;
  }

  /** Takes a message in; it is durable when this resolves. */
  async takeIn({ jid, text, file, at, group }: FollowUpMessage, by: Caller): Promise<void> {
    const channel = channelOf(jid);
    if (channel === null) throw new Error(`${jid} belongs to no channel`);
    const messageId = `${MARK}${file}`;
    await this.#journal.commit(by, async (change) => {
      change.target(group, { group, chatJid: jid, file, length: text.length });
      const { tx } = change;
      await insertInbound(tx, {
        channel,
        eventId: messageId,
        jid,
        messageId,
        state: 'waiting',
        receivedAt: at,
      });
      await touchChat(tx, { jid, channel, isGroup: jid.startsWith('tg:-'), at, now: at });
      await insertChatMessage(tx, {
        jid,
        id: messageId,
        sender: 'api',
        senderName: 'API',
        content: text,
        at,
        isFromMe: false,
        thread: null,
        isBot: false,
      });
      change.committed(() => this.#onAsked(jid));
    });
  }

  /** The file by which the message of a turn was announced; null for a turn of any other message. */
  async fileOf(turnId: string): Promise<string | null> {
    const row = await findInboundOfTurn(this.#store.read, turnId);
    return row?.eventId.startsWith(MARK) ? row.eventId.slice(MARK.length) : null;
  }
}
