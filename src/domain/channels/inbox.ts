/**
 * Owns taking in what platforms tell of: each message once, kept with its chat, and noted to be answered where it asks for that.
 * Answering belongs to replies.ts; who may ask is decided by sender-rules.ts, by what words by trigger.ts.
 */
import { noteChat, renameChat } from '../../db/chats.ts';
import { insertNewMessage, insertOwnMessage } from '../../db/displaced-messages.ts';
import { hasInbound, insertInbound, moveInbound } from '../../db/inbound.ts';
import type { Store } from '../../db/open.ts';
import { moveOutbound } from '../../db/outbound.ts';
import { countOnChannel } from '../../db/traffic.ts';
import type { Clock } from '../../lib/clock.ts';
import { cutToBytes } from '../../lib/cut.ts';
import type { Logger } from '../../lib/log.ts';
import { oneByOne } from '../../lib/one-by-one.ts';
import type { Change, Journal } from '../audit/index.ts';
import { systemCaller } from '../shared/index.ts';
import type { ChannelName } from './jid.ts';
import { channelOf, normalizeJid } from './jid.ts';
import type { InboundMessage } from './platform.ts';
import { judge, type SenderRules } from './sender-rules.ts';
import { isTriggered } from './trigger.ts';

/** What decides whether a message is answered, read anew at every message. */
export interface InboxSettings {
  /** Users of the channel that the agent answers; nobody else is. */
  readonly allowedUsers: readonly string[];
  /** Names that a message of a group begins with to ask for an answer. */
  readonly names: readonly string[];
  /** Whether in groups only what the platform itself marks as a mention asks, and no name in the text does. */
  readonly mentionOnly: boolean;
  readonly rules: SenderRules;
}

/** How a namespace wants to be woken. */
export interface ChatWaking {
  /** Null stands for the agent's names. */
  readonly trigger: string | null;
  readonly requiresTrigger: boolean;
  readonly isMain: boolean;
}

/** The namespaces, as far as the inbox needs them. */
export interface ChatNamespaces {
  /** The namespace that answers in a chat; null where none does. */
  ofChat(jid: string): ChatWaking | null;
  /** Has the namespace of a chat follow it to its new address. */
  moveChat(change: Change, from: string, to: string): Promise<void>;
}

/** The stored sender rules, as far as the inbox needs them. */
export interface ChatRules {
  /** Has the rule of a chat follow it to its new address. */
  move(change: Change, from: string, to: string): Promise<void>;
}

const SYSTEM = systemCaller('channels');
const LONGEST_TEXT_BYTES = 262_144;
const LONGEST_NAME_BYTES = 512;
/** `allowed_users` with this in it lets everybody in. */
const EVERYBODY = '*';

/** Takes messages in. */
export class Inbox {
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #settings: (channel: ChannelName) => InboxSettings;
  readonly #log: Logger;
  readonly #namespaces: ChatNamespaces | undefined;
  readonly #rules: ChatRules | undefined;
  readonly #onAsked: (jid: string) => void;
  readonly #onDenied: (message: Pick<InboundMessage, 'jid' | 'sender'>) => void;
  #denied = 0;
  /** Looks one after the other, so that messages are stored in the order in which they came. */
  readonly #lookInTurn = oneByOne();

  /**
   * @param options.namespaces Who answers in some chats in a way of their own; without, nobody does.
   * @param options.rules Where the rules of single chats are stored; without, there are none.
   * @param options.onAsked Told of a chat in which a message waits for an answer, once that is durable.
   * @param options.onDenied Told of a message that the sender allowlist refuses, where such are to be written down.
   */
  constructor(options: {
    store: Store;
    journal: Journal;
    clock: Clock;
    settings: (channel: ChannelName) => InboxSettings;
    log: Logger;
    namespaces?: ChatNamespaces;
    rules?: ChatRules;
    onAsked: (jid: string) => void;
    onDenied: (message: Pick<InboundMessage, 'jid' | 'sender'>) => void;
  }) {
    this.#store = options.store;
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#settings = options.settings;
    this.#log = options.log;
    this.#namespaces = options.namespaces;
    this.#rules = options.rules;
    this.#onAsked = options.onAsked;
    this.#onDenied = options.onDenied;
  }

  /** Takes a message in; it is durable when this resolves. A message that came before, or of an address that is none, changes nothing. */
  async receive(name: string, told: InboundMessage): Promise<void> {
    const jid = normalizeJid(told.jid);
    const channel = jid === null ? null : channelOf(jid);
    if (jid === null || channel === null || channel !== name) {
      this.#log.warn(`a message of ${name} has an address that is none, and is passed over`);
      return;
    }
    if (await this.#isKnown(channel, told.eventId)) return;
    const message = tidy(told);
    const settings = this.#settings(channel);
    const { rules, allowedUsers } = settings;
    const verdict = message.isOwn ? 'allowed' : judge(rules, jid, message.sender);
    const isWelcome =
      verdict === 'allowed' &&
      (allowedUsers.includes(EVERYBODY) || allowedUsers.includes(message.sender));
    const asks =
      isWelcome &&
      !message.isBot &&
      !message.isOwn &&
      message.text.trim() !== '' &&
      (!message.isGroup ||
        message.mentionsAgent ||
        wakes(message.text, settings, this.#namespaces?.ofChat(jid) ?? null));
    const now = this.#clock.now();
    const isNew = await this.#journal.commit(SYSTEM, async ({ tx }) => {
      const { eventId, messageId, isGroup, chatName, at } = message;
      const seq = await insertInbound(tx, {
        channel,
        eventId,
        jid,
        messageId,
        state: asks ? 'waiting' : 'done',
        receivedAt: now,
      });
      if (seq === undefined) return false;
      await noteChat(tx, { jid, channel, name: chatName, isGroup, at, now });
      await countOnChannel(tx, channel, { received: message.isOwn ? 0 : 1, sent: 0, at, now });
      if (verdict === 'drop') return true;
      const row = {
        jid,
        id: messageId,
        sender: message.sender,
        senderName: message.senderName,
        content: message.text,
        at,
        isFromMe: message.isOwn,
        isBot: message.isBot,
        thread: message.thread,
      };
      if (message.isOwn) await insertOwnMessage(tx, row);
      else await insertNewMessage(tx, row, seq);
      return true;
    });
    if (!isNew) return;
    if (verdict !== 'allowed') {
      this.#denied += 1;
      if (rules.logDenied) this.#tellDenied(jid, message.sender);
    }
    if (asks) this.#onAsked(jid);
  }

  /** How many messages the sender allowlist has refused since the start. */
  get denied(): number {
    return this.#denied;
  }

  #tellDenied(jid: string, sender: string): void {
    this.#log.info(`a message of ${sender} in ${jid} is refused by the sender allowlist`);
    this.#onDenied({ jid, sender });
  }

  /** A platform that has not heard that its messages arrived tells of all of them again, which must not cost a transaction each. */
  async #isKnown(channel: string, eventId: string): Promise<boolean> {
    return await this.#lookInTurn(() => hasInbound(this.#store.read, { channel, eventId }));
  }

  /** Gives a chat its new address, with everything that waits in it. */
  async move(from: string, to: string): Promise<void> {
    const [before, after] = [normalizeJid(from), normalizeJid(to)];
    if (before === null || after === null || before === after) return;
    await this.#journal.commit(SYSTEM, async (change) => {
      const { tx } = change;
      await renameChat(tx, before, after);
      await moveInbound(tx, before, after);
      await moveOutbound(tx, before, after);
      await this.#namespaces?.moveChat(change, before, after);
      await this.#rules?.move(change, before, after);
    });
    this.#log.info(`chat ${before} has got the address ${after}`);
    this.#onAsked(after);
  }
}

/** Whether a text in a group asks for an answer. The word of a namespace counts where otherwise only mentions do: it was chosen for that chat. */
function wakes(
  text: string,
  { names, mentionOnly }: InboxSettings,
  waking: ChatWaking | null,
): boolean {
  if (waking !== null && (waking.isMain || !waking.requiresTrigger)) return true;
  const trigger = waking?.trigger ?? null;
  return trigger === null ? !mentionOnly && isTriggered(text, names) : isTriggered(text, [trigger]);
}

/** Bounded, and without what the store cannot keep. */
function tidy(message: InboundMessage): InboundMessage {
  const { chatName, sender, senderName, text } = message;
  return {
    ...message,
    chatName: chatName === null ? null : clean(chatName, LONGEST_NAME_BYTES),
    sender: clean(sender, LONGEST_NAME_BYTES),
    senderName: clean(senderName, LONGEST_NAME_BYTES),
    text: clean(text, LONGEST_TEXT_BYTES),
  };
}

/** The database ends a text at a NUL. */
const clean = (text: string, bytes: number) => cutToBytes(text.replaceAll('\0', ''), bytes);
