/**
 * Owns what the Slack adapter must be told, and the forms of tokens and addresses. Where settings come from belongs to the caller.
 */

/** What is read of `[channels_config.slack]`. */
export interface SlackSettings {
  /** `xoxb-…` */
  readonly bot_token: string;
  /** `xapp-…`; needed in socket mode. */
  readonly app_token?: string | undefined;
  /** Where the Web API is, such as `https://slack.com/api`; the address of sockets comes from there. */
  readonly api_base: string;
  /** `socket` for Socket Mode, `events` for posts of the Events API. */
  readonly mode: 'socket' | 'events';
  /** What Slack signs its posts with; needed in events mode. */
  readonly signing_secret?: string | undefined;
}

/** What is needed to check credentials. */
export interface SlackCredentials {
  readonly botToken: string;
  /** Checked only where it is there. */
  readonly appToken?: string | undefined;
  /** Slack offers no call to check it, so only its form is looked at. */
  readonly signingSecret?: string | undefined;
  readonly apiBase: string;
}

/** What Slack says of the app of a good bot token. */
export interface SlackFacts {
  readonly team: string;
  readonly teamId: string;
  readonly botUserId: string;
  readonly botName: string;
  /** Null where no app token was given. */
  readonly appTokenValid: boolean | null;
  /** What the adapter needs and the token is not allowed. */
  readonly missingScopes: readonly string[];
}

/** What every address begins with. */
export const JID_PREFIX = 'slack:';

/** Whether it could be a bot token at all; one that is rotated has a prefix. Nothing else fits in a header for sure. */
export const isBotToken = (token: string): boolean =>
  /^xox(?:b|e\.xoxb)-[\w.%-]{1,500}$/.test(token);

/** Whether it could be an app token at all. */
export const isAppToken = (token: string): boolean => /^xapp-[\w.%-]{1,500}$/.test(token);

/** Whether it could be a signing secret at all. */
export const isSigningSecret = (secret: string): boolean => /^[0-9a-f]{16,128}$/i.test(secret);

/** The one way to write an address; null when it is none. */
export function normalizeJid(jid: string): string | null {
  const channel = channelOf(jid);
  return channel === null ? null : jidOf(channel);
}

/** The channel of an address; null when it is none. */
export function channelOf(jid: string): string | null {
  const id = /^slack:([CDG][A-Z0-9]{1,30})$/i.exec(jid)?.[1];
  return id === undefined ? null : id.toUpperCase();
}

/** The address of a channel. */
export const jidOf = (channel: string): string => `${JID_PREFIX}${channel}`;
