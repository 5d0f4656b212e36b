/**
 * Owns the ports of messaging channels: what an adapter brings in, what it sends, and what is known of its platform.
 * The vendors' protocols are spoken in src/adapters/channels.
 */
import type { Connection, Connector } from '../connections/index.ts';

/** Who the daemon is on a platform. */
export interface Account {
  readonly id: string;
  readonly username: string | null;
  readonly displayName: string | null;
}

/** How messages arrive. */
export type ChannelMode = 'polling' | 'webhook' | 'socket' | 'gateway';

/** A message as a platform tells of it. */
export interface InboundMessage {
  /** The same whenever the platform tells of this message again; unique within the channel. */
  readonly eventId: string;
  readonly jid: string;
  /** Null where the platform does not say. */
  readonly chatName: string | null;
  readonly isGroup: boolean;
  readonly messageId: string;
  readonly sender: string;
  readonly senderName: string;
  /** The text; media stand in it as placeholders such as `[Photo]`, with their caption. */
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** True for messages of bots, this daemon's own account included. */
  readonly isBot: boolean;
  readonly isOwn: boolean;
  /** True where the platform itself says that the daemon's account is meant: a mention, or a reply to it. */
  readonly mentionsAgent: boolean;
  /** The thread or topic of the chat that it is in, in the platform's own words; null where it is in none. */
  readonly thread: string | null;
}

/** What an adapter tells of. */
export interface ChannelEvents {
  /** Takes a message. It resolves once that is durable; only then may the platform be told that it arrived. */
  received(message: InboundMessage): Promise<void>;
  /** A chat has got another address. */
  moved(from: string, to: string): Promise<void>;
  /** What became of a message that was sent, where the platform tells later. */
  delivered(
    messageId: string,
    outcome: 'delivered' | 'failed',
    reason: string | null,
  ): Promise<void>;
}

/** One message to send, no longer than the platform takes. */
export interface Piece {
  /** In the platform's own dialect. */
  readonly text: string;
  /** The same without any markup, for a platform that refuses the dialect. */
  readonly plain: string;
  /** The message that it quotes. */
  readonly replyTo: string | null;
  /** Where in the chat it belongs: a thread as messages name theirs, or a message that may begin one. The same for every piece of a letter. */
  readonly thread?: string;
  /** The same for every attempt, so that a platform which knows such keys sends it once. */
  readonly key: string;
  /**
   * Where nobody can say what became of an attempt before, the earliest time at which the platform may have taken it, in milliseconds
   * since the epoch.
   */
  readonly doubtSince?: number;
}

/** Why a piece was not sent. */
export type SendFault =
  /** The platform wants it later, in so many milliseconds at the earliest. */
  | { readonly kind: 'later'; readonly waitMs: number }
  /** The platform will never take it. */
  | { readonly kind: 'refused' }
  /** The chat has got another address. */
  | { readonly kind: 'moved'; readonly jid: string }
  /** Nobody can say whether the platform has taken it. */
  | { readonly kind: 'unknown' };

/** A piece was not sent. The message is for the operator, without secrets. */
export class SendError extends Error {
  readonly fault: SendFault;
  /** The platform's own code, where it gave one. */
  readonly code: string | null;

  constructor(message: string, fault: SendFault, code: string | null = null) {
    super(message);
    this.name = 'SendError';
    this.fault = fault;
    this.code = code;
  }
}

/** A channel over which messages can come and go. */
export interface ChannelConnection extends Connection {
  readonly account: Account;
  readonly mode: ChannelMode;
  /** Asks the vendor whether the connection works. @throws Error with the vendor's reason */
  check(signal: AbortSignal): Promise<void>;
  /** Sends a piece. @returns the platform's identifier of it @throws SendError */
  send(jid: string, piece: Piece, signal: AbortSignal): Promise<string>;
  /** Shows for some seconds that an answer is on its way; absent where the platform knows no such thing. */
  typing?(jid: string): Promise<void>;
}

/** Credentials that the platform refused; the message says why, without them. */
export class CredentialsError extends Error {
  /** A word for programs, such as `disallowed_intents`. */
  readonly code: string;

  constructor(message: string, code = 'credentials_rejected') {
    super(message);
    this.name = 'CredentialsError';
    this.code = code;
  }
}

/** The platform could not be asked, or answered nonsense: nothing is known of the credentials. */
export class PlatformError extends Error {
  /** True where it did not answer in time. */
  readonly timedOut: boolean;

  constructor(message: string, timedOut = false) {
    super(message);
    this.name = 'PlatformError';
    this.timedOut = timedOut;
  }
}

/**
 * One platform.
 * @typeParam Settings the table of `[channels_config]` of this channel
 * @typeParam Credentials what its check is given
 * @typeParam Facts what its check tells of good ones
 */
export interface ChannelAdapter<Settings = never, Credentials = never, Facts = unknown> {
  /** The name of the platform as people write it. */
  readonly displayName: string;
  /** What the address of every chat begins with, such as `tg:`. */
  readonly jidPrefix: string;
  /** The one way to write an address of this platform; null when it is none. */
  normalize(jid: string): string | null;
  /** Most characters (UTF-16 units) of one message. */
  readonly longestText: number;
  /** Markdown as the platform writes it. Text that is none comes through as it is. */
  render(markdown: string): string;
  /** How messages arrive with these settings. */
  modeOf(settings: Settings): ChannelMode;
  connector(settings: Settings, events: ChannelEvents): Connector<ChannelConnection>;
  /** Asks the platform about credentials, without a trace. @throws CredentialsError, PlatformError */
  validate(credentials: Credentials, signal: AbortSignal): Promise<Facts>;
}
