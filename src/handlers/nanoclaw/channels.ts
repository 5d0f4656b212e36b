/**
 * Owns the handlers of the nanoclaw tag `channels` and the mapping of channels, chats and sender rules to its objects.
 * What they are and do belongs to domain/channels; connecting a platform is in that platform's file.
 */
import type {
  ChannelOverview,
  Chat,
  ChatMessage,
  Overview,
  Postbox,
  RuleBook,
  SenderRules,
  Sent,
} from '../../domain/channels/index.ts';
import type { Namespaces } from '../../domain/namespaces/index.ts';
import type { ChannelsHandlers, Schemas } from '../../generated/nanoclaw/bindings.ts';
import { toTimestamp } from '../../lib/clock.ts';
import type { CallContext } from '../context.ts';
import { timeOf } from './moments.ts';

/** The handlers of `channels`. */
export function makeChannelsHandlers(
  overview: Overview,
  postbox: Postbox,
  rules: RuleBook,
  namespaces: Pick<Namespaces, 'ofChat'>,
): ChannelsHandlers<CallContext> {
  return {
    async listChannels() {
      return (await overview.list()).map(toChannel);
    },

    async getChannel({ path }) {
      return toChannel(await overview.get(path.name));
    },

    async sendChannelMessage({ body }, c) {
      // The contract asks for one name of each.
      const { jid = body.chatJid ?? '', text = body.message ?? '', channel, replyTo } = body;
      const letter = {
        jid,
        text,
        ...(channel === undefined ? {} : { channel }),
        ...(replyTo === undefined ? {} : { replyTo }),
      };
      return toSent(await postbox.send(letter, c.var.caller));
    },

    async listChats({ query }, c) {
      const { chats, total } = await postbox.list(query);
      c.set('total', total);
      return chats.map((chat) => toChat(chat, namespaces.ofChat(chat.jid)?.name ?? null));
    },

    async listChatMessages({ path, query }) {
      const { limit, includeBot } = query;
      const [before, since] = [timeOf(query, 'before'), timeOf(query, 'since')];
      const found = await postbox.messages(path.jid, { limit, before, since, includeBot });
      return found.map(toMessage);
    },

    async getSenderAllowlist() {
      return toAllowlist(rules.get());
    },

    async setSenderAllowlist({ body }, c) {
      return toAllowlist(await rules.set(body, c.var.caller));
    },
  };
}

const toTime = (at: number | null): string | null => (at === null ? null : toTimestamp(at));

function toChannel(one: ChannelOverview): Schemas['Channel'] {
  return {
    name: one.name,
    displayName: one.displayName,
    configured: one.isConfigured,
    connected: one.status === 'connected',
    status: one.status,
    account: one.account,
    mode: one.mode,
    connectedAt: toTime(one.connectedAt),
    lastError: one.lastError,
    lastMessageAt: toTime(one.lastMessageAt),
    messagesReceived: one.received,
    messagesSent: one.sent,
    jidPrefix: one.jidPrefix,
  };
}

function toSent({ jid, channel, messageIds, at }: Sent): Schemas['MessageSent'] {
  const chunks = messageIds.length;
  return {
    success: true,
    messageId: messageIds[0] ?? '',
    messageIds: [...messageIds],
    jid,
    channel,
    chunks,
    sentAt: toTimestamp(at),
    message: chunks === 1 ? 'Message sent' : `Message sent in ${chunks} pieces`,
  };
}

function toChat(chat: Chat, group: string | null): Schemas['Chat'] {
  const { jid, name, channel, isGroup, lastMessageAt, messageCount } = chat;
  return {
    jid,
    name: name ?? jid,
    channel,
    isGroup,
    lastMessageTime: toTimestamp(lastMessageAt),
    group,
    messageCount,
  };
}

function toMessage(message: ChatMessage): Schemas['ChatMessage'] {
  return {
    id: message.id,
    chatJid: message.jid,
    sender: message.sender,
    senderName: message.senderName,
    content: message.content,
    timestamp: toTimestamp(message.at),
    isFromMe: message.isFromMe,
    isBotMessage: message.isBot,
  };
}

function toAllowlist(rules: SenderRules): Schemas['SenderAllowlist'] {
  const toRule = ({ allow, mode }: SenderRules['default']): Schemas['SenderRule'] => ({
    allow: allow === '*' ? allow : [...allow],
    mode,
  });
  const chats = Object.entries(rules.chats).map(([jid, rule]) => [jid, toRule(rule)] as const);
  return {
    default: toRule(rules.default),
    chats: Object.fromEntries(chats),
    logDenied: rules.logDenied,
  };
}
