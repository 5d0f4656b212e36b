/**
 * Owns the messages on the Discord of tests, and their identifiers, in the shapes of its API. How they reach a bot is in gateway.ts.
 */
import type { Fields } from './answers.ts';

/** A user of Discord; those fields that matter here. */
export interface User {
  readonly id: string;
  readonly username: string;
  readonly global_name: string | null;
  readonly bot?: boolean;
}

/** A message; those fields that matter here. */
export interface Message extends Fields {
  readonly id: string;
  readonly channel_id: string;
  readonly content: string;
  readonly author: User;
}

/** What a user writes. */
export interface Said {
  /** The channel; one of no guild is a direct chat with the user. */
  readonly chat: string;
  readonly text?: string;
  readonly from?: User;
  /** The name that the user has in this guild. */
  readonly nick?: string;
  /** The message that it answers. */
  readonly replyTo?: Message;
  /** Files, by their names. */
  readonly files?: readonly { readonly filename: string; readonly content_type?: string }[];
  /** Any other fields of the message. */
  readonly fields?: Fields;
}

/** The user who writes where nobody else is named. */
export const KIM: User = { id: '300000000000000001', username: 'kim_k', global_name: 'Kim' };

const DISCORD_EPOCH = 1_420_070_400_000n;
let lastSnowflake = 0n;

/** An identifier of this moment, above every one before. */
export function snowflake(): string {
  const now = (BigInt(Date.now()) - DISCORD_EPOCH) << 22n;
  lastSnowflake = now > lastSnowflake ? now : lastSnowflake + 1n;
  return String(lastSnowflake);
}

/** The message that a user writes. */
export function messageOf(said: Said): Message {
  const { chat, text = '', from = KIM, replyTo, files = [], fields = {} } = said;
  return {
    id: snowflake(),
    channel_id: chat,
    type: replyTo === undefined ? 0 : 19,
    content: text,
    author: from,
    timestamp: new Date().toISOString().replace('Z', '000+00:00'),
    edited_timestamp: null,
    attachments: files.map((file) => ({ id: snowflake(), size: 1, url: 'https://x/', ...file })),
    embeds: [],
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    pinned: false,
    tts: false,
    ...(replyTo === undefined
      ? {}
      : { message_reference: { message_id: replyTo.id }, referenced_message: replyTo }),
    ...fields,
  };
}
