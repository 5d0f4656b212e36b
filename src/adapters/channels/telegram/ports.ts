/**
 * Owns what the parts of the Telegram adapter share: its times, what outlives a connection, and the two ways for messages to arrive.
 * The ways themselves are in polling.ts and webhook.ts.
 */
import { PlatformError } from '../../../domain/channels/platform.ts';
import type { Clock } from '../../../lib/clock.ts';
import type { Logger } from '../../../lib/log.ts';

/** How long things may take, in milliseconds. */
export interface Times {
  /** One call that Telegram answers at once. */
  readonly callMs: number;
  /** One long poll, in whole seconds. */
  readonly pollMs: number;
  /** Between two looks at what Telegram says of its posts. */
  readonly watchMs: number;
}

/** What the adapter stands on. */
export interface Means {
  readonly clock: Clock;
  readonly times: Times;
  /** Null where nobody wants to know. */
  readonly log: Pick<Logger, 'warn'> | null;
}

/** What outlives a connection. */
export interface Memory {
  /** The first update that is not durable yet; undefined where Telegram knows that as well. */
  offset: number | undefined;
  /** Until when Telegram wants no requests, by the monotonic clock. */
  quietUntil: number;
}

/** What tells topics from messages, where either may stand. */
export const TOPIC = 'topic:';

/** A way for messages to arrive. */
export interface Inbound {
  /** Resolves with the reason once nothing arrives any more; never rejects. */
  readonly broken: Promise<string>;
  /** @throws PlatformError where nothing seems to arrive */
  alive(): void;
  stop(): Promise<void>;
  /** Takes a post of Telegram, where messages arrive that way. @throws what kept it from being stored */
  post?(post: Post): Promise<PostOutcome>;
}

/** A post as it arrived. */
export interface Post {
  /** The value of `SECRET_HEADER`; undefined where it is not there. */
  readonly secret: string | undefined;
  readonly body: Uint8Array;
}

/** What a post came to: 200, 403 and 400 in HTTP. */
export type PostOutcome = 'taken' | 'forbidden' | 'malformed';

/** What is said while Telegram wants no requests; null while it takes them. */
export function quietError(memory: Memory, clock: Clock): PlatformError | null {
  const left = memory.quietUntil - clock.monotonic();
  if (left <= 0) return null;
  return new PlatformError(`Telegram wants no requests for another ${Math.ceil(left / 1000)} s`);
}
