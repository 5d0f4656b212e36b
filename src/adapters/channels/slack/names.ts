/**
 * Owns the names of users and channels, which Slack tells only who asks: asked once, kept for a while, and never waited for long.
 */
import { z } from 'zod';
import type { Clock } from '../../../lib/clock.ts';
import type { SlackClient } from './client.ts';

const MOST_KEPT = 2000;
const KEPT_MS = 10 * 60_000;
/** What could not be found out is asked again after that. */
const FAILED_MS = 60_000;

const name = z
  .string()
  .transform((value) => value.slice(0, 256).toWellFormed().trim())
  .optional()
  .catch(undefined);
const user = z.object({
  user: z.object({
    name,
    real_name: name,
    profile: z.object({ display_name: name, real_name: name }).optional().catch(undefined),
  }),
});
const channel = z.object({ channel: z.object({ name }) });

interface Kept {
  readonly found: Promise<string | null>;
  until: number;
}

/** Names, by identifiers. */
export class Names {
  readonly #client: SlackClient;
  readonly #clock: Clock;
  readonly #limits: { readonly signal: AbortSignal; readonly ms: number };
  readonly #kept = new Map<string, Kept>();

  constructor(options: { client: SlackClient; clock: Clock; signal: AbortSignal; ms: number }) {
    this.#client = options.client;
    this.#clock = options.clock;
    this.#limits = { signal: options.signal, ms: options.ms };
  }

  /** What people call a user; null where that cannot be found out. */
  async user(id: string): Promise<string | null> {
    return await this.#find(id, async () => {
      const answered = await this.#client.call(this.#limits, (web) => web.users.info({ user: id }));
      const found = user.safeParse(answered).data?.user;
      const { profile } = found ?? {};
      return profile?.display_name || profile?.real_name || found?.real_name || found?.name || null;
    });
  }

  /** What a channel is called; null where that cannot be found out. */
  async channel(id: string): Promise<string | null> {
    return await this.#find(id, async () => {
      const answered = await this.#client.call(this.#limits, (web) =>
        web.conversations.info({ channel: id }),
      );
      return channel.safeParse(answered).data?.channel.name || null;
    });
  }

  async #find(id: string, ask: () => Promise<string | null>): Promise<string | null> {
    const now = this.#clock.monotonic();
    const kept = this.#kept.get(id);
    if (kept !== undefined && kept.until > now) return await kept.found;
    // A message without names is better than none.
    const found = ask().catch(() => null);
    const entry: Kept = { found, until: now + KEPT_MS };
    this.#kept.delete(id);
    this.#kept.set(id, entry);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    const result = await found;
    if (result === null) entry.until = Math.min(entry.until, this.#clock.monotonic() + FAILED_MS);
    return result;
  }
}
