/**
 * Owns what the parts of the Slack adapter share: its times, what outlives a connection, and the two ways for messages to arrive.
 * The ways themselves are in socket-mode.ts and events-api.ts.
 */
import { PlatformError } from '../../../domain/channels/platform.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/log.ts';

/** How long things may take, in milliseconds. */
export interface Times {
  /** One call of the Web API. */
  readonly callMs: number;
  /** Until Slack greets on a new socket. */
  readonly helloMs: number;
  /** Until Slack answers a ping; three are sent in that time. */
  readonly pongMs: number;
  /** Until a name is known; Slack waits three seconds for what is told after that. */
  readonly nameMs: number;
  /** Between two looks at whether the bot token is still good. */
  readonly watchMs: number;
  /** A socket that Slack wants back sooner than that was none to work with. */
  readonly steadyMs: number;
  /** Until a socket is closed, by agreement or without. */
  readonly closeMs: number;
  /** Between two looks into histories: Slack allows some fifty in a minute, and not only these are made. */
  readonly paceMs: number;
  /** Before a history is looked into again where Slack was in trouble. */
  readonly againMs: number;
}

/** The newest message that was received in a chat. */
export interface Seen {
  readonly jid: string;
  readonly messageId: string;
}

/** A chat in which something may have been said that nobody heard. */
export interface Gap {
  readonly jid: string;
  readonly channel: string;
  /** The message after which it begins. */
  readonly after: string;
}

/** What the adapter stands on. */
export interface Means {
  readonly clock: Clock;
  readonly times: Times;
  /** Null where nobody wants to know. */
  readonly log: Pick<Logger, 'warn'> | null;
  /**
   * What was received before, of every chat; the daemon's own messages do not count. Slack soon gives up telling of a message that nobody
   * takes, so that what was said while nobody was connected is looked up from here on. Null where what was missed is missed.
   */
  readonly seen: (() => Promise<readonly Seen[]>) | null;
}

/** What outlives a connection. */
export interface Memory {
  /** Until when Slack wants nobody to connect, by the monotonic clock. */
  quietUntil: number;
  /** From when on histories may be looked into, by the monotonic clock. */
  historyFrom: number;
  /** What is still to be looked up, by address. */
  readonly gaps: Map<string, Gap>;
  /** What Slack does not let the app look up, and was noted. */
  readonly noted: Set<string>;
}

/** A way for messages to arrive. */
export interface Inbound {
  /** Resolves with the reason once nothing arrives any more; never rejects. */
  readonly broken: Promise<string>;
  /** Whether it shows by itself that messages can arrive. */
  readonly isEvident: boolean;
  /** @throws PlatformError where nothing can arrive although the connection is open */
  alive(): void;
  stop(): Promise<void>;
  /** Takes a post of Slack, where messages arrive that way. @throws what kept it from being stored */
  post?(post: Post): Promise<PostOutcome>;
}

/** A post as it arrived; header values are undefined where they are not there. */
export interface Post {
  /** The value of `TIMESTAMP_HEADER`. */
  readonly timestamp: string | undefined;
  /** The value of `SIGNATURE_HEADER`. */
  readonly signature: string | undefined;
  readonly body: Uint8Array;
}

/** What a post came to: 200, 403 and 400 in HTTP; a challenge is answered with 200 and itself as the body. */
export type PostOutcome = 'taken' | 'forbidden' | 'malformed' | { readonly challenge: string };

/** What is said while Slack wants nobody to connect; null while it may be tried. */
export function quietError(memory: Memory, clock: Clock): PlatformError | null {
  const left = memory.quietUntil - clock.monotonic();
  if (left <= 0) return null;
  return new PlatformError(`Slack wants no requests for another ${Math.ceil(left / 1000)} s`);
}
