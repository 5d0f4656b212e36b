/**
 * Owns the messages that users write on the Telegram of tests, in the shapes of the Bot API. How they reach a bot is in ../telegram.ts.
 */
import type { Entity } from './entities.ts';

/** A user of Telegram; those that matter here. */
export interface User {
  readonly id: number;
  readonly is_bot: boolean;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
}

/** A chat of Telegram. */
export interface Chat {
  readonly id: number;
  readonly type: 'private' | 'group' | 'supergroup' | 'channel';
  readonly title?: string;
  readonly first_name?: string;
  readonly last_name?: string;
}

/** What a user does. */
export interface Said {
  /** An identifier stands for a private chat when it is positive, for a group otherwise. */
  readonly chat: number | Chat;
  readonly from?: number | User;
  /** Mentions and commands in it become entities, as they do for users. */
  readonly text?: string;
  readonly caption?: string;
  /** Milliseconds since the epoch. */
  readonly at?: number;
  /** Every other field of a message: photo, sticker, reply_to_message ... */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** A message as the Bot API tells of it. */
export interface Message extends Readonly<Record<string, unknown>> {
  readonly message_id: number;
  readonly chat: Chat;
  readonly date: number;
}

/** The user that an identifier stands for. */
export const userOf = (from: number | User): User =>
  typeof from === 'number' ? { id: from, is_bot: false, first_name: `User ${from}` } : from;

/** The chat that an identifier stands for. */
export function chatOf(chat: number | Chat): Chat {
  if (typeof chat !== 'number') return chat;
  if (chat > 0) return { id: chat, type: 'private', first_name: `User ${chat}` };
  const type = chat <= -1_000_000_000_000 ? 'supergroup' : 'group';
  return { id: chat, type, title: `Group ${-chat}` };
}

/** The message that comes of it. */
export function messageOf(said: Said, messageId: number): Message {
  const chat = chatOf(said.chat);
  const from = userOf(said.from ?? (chat.id > 0 ? chat.id : 42));
  const { text, caption, at = Date.now() } = said;
  return {
    message_id: messageId,
    from,
    chat,
    date: Math.floor(at / 1000),
    ...(text === undefined ? {} : { text, ...found('entities', text) }),
    ...(caption === undefined ? {} : { caption, ...found('caption_entities', caption) }),
    ...said.fields,
  };
}

function found(field: string, text: string): Readonly<Record<string, Entity[]>> {
  const entities = [...text.matchAll(/(?<!\w)@\w{3,32}|(?<!\S)\/\w{1,32}(?:@\w{3,32})?/g)].map(
    ({ 0: match, index }) => ({
      type: match.startsWith('/') ? 'bot_command' : 'mention',
      offset: index,
      length: match.length,
    }),
  );
  return entities.length === 0 ? {} : { [field]: entities };
}
