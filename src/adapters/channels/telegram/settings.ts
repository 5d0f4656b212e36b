/**
 * Owns what the Telegram adapter must be told, and the forms of tokens and addresses. Where settings come from belongs to the caller.
 */
import { createHmac } from 'node:crypto';
import type { ChannelMode } from '../../../domain/channels/platform.ts';

/** What is read of `[channels_config.telegram]`. */
export interface TelegramSettings {
  readonly bot_token: string;
  /** Where the Bot API is, such as `https://api.telegram.org`; without the token. */
  readonly api_base: string;
  readonly mode: Extract<ChannelMode, 'polling' | 'webhook'>;
  /** Where Telegram posts to; needed in webhook mode. */
  readonly webhook_url?: string | undefined;
  /** What Telegram shows with each post; made of the bot token where it is absent. */
  readonly secret_token?: string | undefined;
}

/** What is needed to check a token. */
export interface TelegramCredentials {
  readonly botToken: string;
  readonly apiBase: string;
}

/** What Telegram says of the bot of a good token. */
export interface TelegramFacts {
  readonly botId: string;
  readonly username: string | null;
  readonly firstName: string;
  readonly canReadAllGroupMessages: boolean;
}

/** What every address begins with. */
export const JID_PREFIX = 'tg:';

/** Whether it could be a token at all. Anything else would change the path of the request, which holds it. */
export const isToken = (token: string): boolean => /^\d{1,20}:[\w-]{1,200}$/.test(token);

/** The one way to write an address; null when it is none. */
export function normalizeJid(jid: string): string | null {
  const chatId = chatIdOf(jid);
  return chatId === null ? null : jidOf(chatId);
}

/** The chat of an address; null when it is none. */
export function chatIdOf(jid: string): number | null {
  const digits = /^tg:(-?[1-9]\d{0,15})$/.exec(jid)?.[1];
  const chatId = Number(digits);
  return Number.isSafeInteger(chatId) ? chatId : null;
}

/** The address of a chat. */
export const jidOf = (chatId: number): string => `${JID_PREFIX}${chatId}`;

/** What Telegram must show with each post: the secret that is set, else one that only who knows the bot token can know. */
export function secretTokenOf({ bot_token, secret_token }: TelegramSettings): string {
  return secret_token ?? createHmac('sha256', bot_token).update('webhook').digest('base64url');
}
