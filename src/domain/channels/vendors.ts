/**
 * Owns what callers give and get when they check the credentials of a platform. How a platform is asked belongs to the adapters.
 */
import type { ChannelMode } from './platform.ts';

/** Checks credentials of one platform. */
export interface Vendor<Credentials, Facts> {
  /** @throws CredentialsError, PlatformError */
  validate(credentials: Credentials, signal: AbortSignal): Promise<Facts>;
}

/** What Telegram says of the bot of a good token. */
export interface TelegramFacts {
  readonly botId: string;
  readonly username: string | null;
  readonly firstName: string;
  readonly canReadAllGroupMessages: boolean;
}

/** What Slack says of the app of a good bot token. */
export interface SlackFacts {
  readonly team: string;
  readonly teamId: string;
  readonly botUserId: string;
  readonly botName: string;
  /** Null where no app token was given. */
  readonly appTokenValid: boolean | null;
  readonly missingScopes: readonly string[];
}

/** What Discord says of the bot of a good token. */
export interface DiscordFacts {
  readonly botId: string;
  readonly username: string;
  /** Null when Discord does not say. */
  readonly messageContentIntent: boolean | null;
}

/** What Meta says of the number of a good token. */
export interface WhatsappFacts {
  readonly verifiedName: string | null;
  readonly displayPhoneNumber: string | null;
  readonly qualityRating: string | null;
}

/** Everything that can be checked. */
export interface Vendors {
  readonly telegram: Vendor<{ botToken: string }, TelegramFacts>;
  readonly slack: Vendor<
    { botToken: string; appToken?: string; signingSecret?: string },
    SlackFacts
  >;
  readonly discord: Vendor<{ botToken: string }, DiscordFacts>;
  readonly whatsapp: Vendor<
    { accessToken: string; phoneNumberId: string; apiVersion?: string },
    WhatsappFacts
  >;
}

/** What is known of a platform without being connected to it. */
export interface Platform {
  readonly displayName: string;
  readonly jidPrefix: string;
  /** Most UTF-16 units of one message. */
  readonly longestText: number;
  render(markdown: string): string;
  /** How messages arrive with the settings in force, or by default. */
  mode(): ChannelMode;
}
