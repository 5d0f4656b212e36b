/**
 * Owns what the Discord adapter must be told, and the forms of tokens, addresses and identifiers. Where settings come from belongs to
 * the caller.
 */

/** What is read of `[channels_config.discord]`. */
export interface DiscordSettings {
  readonly bot_token: string;
  /** Where the REST API is, such as `https://discord.com/api/v10`; the gateway is where that says. */
  readonly api_base: string;
}

/** What is needed to check a token. */
export interface DiscordCredentials {
  readonly botToken: string;
  readonly apiBase: string;
}

/** What Discord says of the bot of a good token. */
export interface DiscordFacts {
  readonly botId: string;
  readonly username: string;
  /** Whether the bot may read message text; null when Discord does not say. */
  readonly messageContentIntent: boolean | null;
}

/** What every address begins with. */
export const JID_PREFIX = 'dc:';
/** The version of Discord's API that is spoken. */
export const API_VERSION = '10';

const DISCORD_EPOCH_MS = 1_420_070_400_000;
const TIME_SHIFT = 22n;

/** Whether it could stand in a header at all. */
export const isToken = (token: string): boolean => /^[!-~]{1,256}$/.test(token);

/** The one way to write an address; null when it is none. */
export const normalizeJid = (jid: string): string | null =>
  channelIdOf(jid) === null ? null : jid;

/** The channel of an address; null when it is none. */
export const channelIdOf = (jid: string): string | null =>
  /^dc:([1-9]\d{0,19})$/.exec(jid)?.[1] ?? null;

/** The address of a channel. */
export const jidOf = (channelId: string): string => `${JID_PREFIX}${channelId}`;

/** Whether it is an identifier: digits that begin with the time, so that later ones are greater. */
export const isSnowflake = (id: string): boolean => /^[1-9]\d{0,19}$/.test(id);

/** The least identifier of a time, in milliseconds since the epoch. */
export const snowflakeAt = (milliseconds: number): bigint =>
  BigInt(Math.max(0, Math.floor(milliseconds) - DISCORD_EPOCH_MS)) << TIME_SHIFT;

/** The time of an identifier, in milliseconds since the epoch. */
export const timeOf = (id: bigint): number => Number(id >> TIME_SHIFT) + DISCORD_EPOCH_MS;
