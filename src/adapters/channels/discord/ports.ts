/**
 * Owns what the parts of the Discord adapter share: its times, what it stands on, and what outlives a connection.
 * Who uses them is in the files beside it.
 */
import type { SessionInfo } from '@discordjs/ws';
import { PlatformError } from '../../../domain/channels/platform.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/log.ts';
import type { Directory } from './directory.ts';

/** How long things may take, in milliseconds. */
export interface Times {
  /** One request. */
  readonly callMs: number;
  /** From opening a socket to the gateway until the session works. */
  readonly openMs: number;
  /** Between two new sessions; Discord allows one in five seconds. */
  readonly identifyMs: number;
  /** For the gateway to answer a goodbye. */
  readonly closeMs: number;
  /** Before the gateway is asked again after it has refused for good: it counts, and takes the token away in the end. */
  readonly refusedMs: number;
}

/** The newest message that was received in a chat. */
export interface Seen {
  readonly jid: string;
  readonly isGroup: boolean;
  readonly messageId: string;
}

/** What the adapter stands on. */
export interface Means {
  readonly clock: Clock;
  readonly times: Times;
  /** Null where nobody wants to know. */
  readonly log: Pick<Logger, 'warn'> | null;
  /**
   * What was received before, of every chat; the daemon's own messages do not count. A gateway tells a new session nothing of what was
   * written before it, so that is looked up from here on. Null where what was missed is missed.
   */
  readonly seen: (() => Promise<readonly Seen[]>) | null;
}

/** What outlives a connection. */
export interface Memory {
  /** The session to go on with; its sequence is that of the last event that is durable. */
  session: SessionInfo | null;
  /** From when on a new session may be asked for, by the monotonic clock. */
  identifyFrom: number;
  /** Why there is no use in connecting before a time of the monotonic clock. */
  refusal: { readonly until: number; readonly error: Error } | null;
  readonly directory: Directory;
}

/** What is said while Discord wants no requests. */
export const busyError = (waitMs: number): PlatformError =>
  new PlatformError(`Discord wants no requests for another ${Math.ceil(waitMs / 1000)} s`);
