/**
 * Owns the posts of the Events API: whether one is authentic, and what it brings. The route that takes them belongs to whoever serves it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock } from '../../../lib/clock.ts';
import { type Events, parsed } from './events.ts';
import type { Inbound, Post, PostOutcome } from './ports.ts';

/** The header with the seconds at which Slack signed, in lower case. */
export const TIMESTAMP_HEADER = 'x-slack-request-timestamp';
/** The header with the signature, in lower case. */
export const SIGNATURE_HEADER = 'x-slack-signature';

/** A signature older than that may have been listened to. */
const MOST_SKEW_S = 300;

const verification = z.object({
  type: z.literal('url_verification'),
  challenge: z.string().min(1).max(1024),
});
const callback = z.object({ type: z.literal('event_callback') });

/** Whether Slack has signed a post, and lately; how long this takes says nothing about the secret. @param now Milliseconds since the epoch. */
export function isFromSlack(
  { timestamp, signature, body }: Post,
  secret: string,
  now: number,
): boolean {
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now / 1000 - Number(timestamp)) > MOST_SKEW_S) return false;
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const expected = Buffer.from(`v0=${digest}`);
  const shown = Buffer.from(signature ?? '');
  return shown.length === expected.length && timingSafeEqual(shown, expected);
}

/** Messages that Slack posts. */
export class EventsApi implements Inbound {
  /** Nothing shows here that posts do not arrive any more. */
  readonly broken: Promise<string> = new Promise(() => undefined);
  readonly isEvident = false;
  readonly #events: Events;
  readonly #secret: string;
  readonly #clock: Clock;
  #isStopped = false;

  constructor(options: { events: Events; secret: string; clock: Clock }) {
    this.#events = options.events;
    this.#secret = options.secret;
    this.#clock = options.clock;
  }

  /** Takes a post. @returns once what it brings is durable @throws what kept it from being stored */
  async post(post: Post): Promise<PostOutcome> {
    if (!isFromSlack(post, this.#secret, this.#clock.now())) return 'forbidden';
    const body = parsed(Buffer.from(post.body).toString('utf8'));
    const { data: asked } = verification.safeParse(body);
    if (asked !== undefined) return { challenge: asked.challenge };
    if (!callback.safeParse(body).success) return 'malformed';
    // What waited when the connection was given up has to come again, which Slack sees to where it is not answered with success.
    const isTaken = !this.#isStopped && (await this.#events.take(body));
    if (!isTaken) throw new Error('the connection to Slack is closed');
    return 'taken';
  }

  /** Slack says nothing of what it could not post. */
  alive(): void {}

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#events.stop();
  }
}
